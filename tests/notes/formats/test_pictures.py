"""Pictures are notes where Tesseract is installed."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest

from assistant.domain import FileState
from assistant.notes import formats
from assistant.notes.formats import format_of, picture
from assistant.notes.walk import WalkRules, walk


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed is looked for anew."""
    monkeypatch.setattr(formats, "_reads_pictures", formats._reads_pictures.__wrapped__)
    monkeypatch.setattr(picture, "_languages", picture._languages.__wrapped__)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name, which says what it was given."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = --list-langs ]; then printf "List of languages (3):\\nosd\\ndeu\\neng\\n"; exit; fi\n'
        'printf "%s\\n\\nfor " "$*"; cat\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    return program


def found(folder: Path) -> set[str]:
    return {file.path for file in walk(folder, WalkRules()) if isinstance(file, FileState)}


def test_without_the_program_pictures_are_no_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.png").write_bytes(b"x")
    (tmp_path / "a.md").write_text("A note.")
    monkeypatch.setenv("PATH", "/nowhere")
    assert found(tmp_path) == {"a.md"}


def test_the_program_gets_the_picture_through_a_pipe(stand_in: Path, tmp_path: Path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"x")
    assert found(folder) == {"a.png"}
    assert format_of("a.png").text_of(b"a picture") == "stdin stdout -l eng+deu\r\rfor a picture"


def test_one_that_takes_too_long_is_skipped(stand_in: Path, monkeypatch: pytest.MonkeyPatch):
    from assistant.notes.formats import document

    monkeypatch.setattr(document, "SECONDS", 0.0001)
    with pytest.raises(ValueError, match="took more than"):
        format_of("a.jpg").text_of(b"another picture")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed: apt install tesseract-ocr")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_what_is_written_in_a_picture_is_read(kind: str):
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (900, 160), "white")
    ImageDraw.Draw(image).text((20, 40), "The keel is dry.", "black", ImageFont.load_default(64))
    made = BytesIO()
    image.save(made, kind)
    assert "The keel is dry" in format_of(f"a.{kind.lower()}").text_of(made.getvalue())
