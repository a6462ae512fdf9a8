"""A digest in the folder: written whole, rewritten only if its sources changed, never over what a person wrote."""

from datetime import date
from pathlib import Path

import pytest

from assistant.digest.file import DigestFile, State
from assistant.domain import Citation

DAY = date(2026, 11, 19)


@pytest.fixture
def file(tmp_path: Path) -> DigestFile:
    return DigestFile(tmp_path, "digests/2026-11-19.md")


def test_a_missing_digest_is_written_and_then_current(file: DigestFile) -> None:
    assert file.state("a1") is State.MISSING
    file.write("# Thursday\n", DAY, "a1")
    assert file.state("a1") is State.CURRENT
    assert file.state("b2") is State.STALE
    text = (file.folder / file.path).read_text()
    assert text.startswith("---\ngenerated: assistant\ndate: 2026-11-19\n")
    assert (file.folder / file.path).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (file.folder / "digests").iterdir()] == ["2026-11-19.md"]


@pytest.mark.parametrize("edit", ["{}one more line\n", "{}\n", "# mine\n", "---\ngenerated: assistant\n---\n{}"])
def test_what_a_person_changed_is_theirs(file: DigestFile, edit: str) -> None:
    file.write("# Thursday\n", DAY, "a1")
    path = file.folder / file.path
    path.write_text(edit.format(path.read_text()))
    assert file.state("a1") is State.EDITED
    assert file.state("b2") is State.EDITED


def test_what_is_no_text_is_left_alone(file: DigestFile) -> None:
    path = file.folder / file.path
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\x00")
    assert file.state("a1") is State.EDITED


def test_a_write_that_fails_leaves_what_was_there(file: DigestFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write("# Thursday\n", DAY, "a1")

    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        file.write("# Friday\n", DAY, "b2")
    assert file.state("a1") is State.CURRENT
    assert [path.name for path in (file.folder / "digests").iterdir()] == ["2026-11-19.md"]


def test_places_are_links_from_the_digest(file: DigestFile) -> None:
    citation = Citation(1, "plans/my notes (old).md", 7, 7, "x")
    assert file.place(citation) == "[plans/my notes (old).md:7](<../plans/my notes (old).md>)"
