"""Documents: each place of one is a line to count, and what can't be read is skipped with its reason."""

import io
import sys
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from ebooklib import epub
from odf.opendocument import OpenDocumentText
from odf.text import P
from reportlab.pdfgen.canvas import Canvas

from assistant.domain import Skipped
from assistant.notes.chunks import ChunkSizes
from assistant.notes.formats import archive, document, place
from assistant.notes.formats.taking_apart import READERS
from assistant.notes.parse import parse_note
from assistant.notes.read import NoteText, read_note
from assistant.notes.tokens import estimate_tokens


def saved(write: Callable[[io.BytesIO], object]) -> bytes:
    made = io.BytesIO()
    write(made)
    return made.getvalue()


def pdf(*pages: str) -> bytes:
    def write(made: io.BytesIO) -> None:
        canvas = Canvas(made)
        for text in pages:
            canvas.drawString(50, 500, text)
            canvas.showPage()
        canvas.save()

    return saved(write)


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Boat", 1)
    document.add_paragraph("The keel is dry.")
    return saved(document.save)


def text() -> bytes:
    document = OpenDocumentText()
    document.text.addElement(P(text="The keel is dry."))
    return saved(document.write)


def slides() -> bytes:
    made = pptx.Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "The keel is dry."
    return saved(made.save)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["The keel is dry."])
    return saved(book.save)


def book() -> bytes:
    made, chapter = epub.EpubBook(), epub.EpubHtml(title="One", file_name="one.xhtml")
    chapter.content = "<p>The keel is dry.</p>"
    made.add_item(chapter)
    made.spine = [chapter]
    made.add_item(epub.EpubNcx())
    return saved(lambda to: epub.write_epub(to, made))


def mail() -> bytes:
    made = EmailMessage()
    made["Subject"] = "Keel"
    made.set_content("The keel is dry.")
    return made.as_bytes()


FILES = {
    "a.pdf": pdf("The keel is dry.", "Sail on Monday."),
    "a.docx": word(),
    "a.odt": text(),
    "a.pptx": slides(),
    "a.xlsx": workbook(),
    "a.epub": book(),
    "a.eml": mail(),
    "a.mbox": b"From a Tue May 12 10:00:00 2026\n" + mail(),
}


def said(root: Path, name: str) -> dict[str, int]:
    read = read_note(root, name, 1_000_000)
    assert isinstance(read, NoteText), read
    note = parse_note(name, read.text, read.mtime_ns, ChunkSizes(), estimate_tokens)
    return {unit.said: unit.span.line_start for chunk in note.chunks for unit in chunk.units if unit.is_said}


@pytest.mark.parametrize("name", FILES)
def test_a_document_is_taken_apart_in_a_child(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(FILES[name])
    assert said(tmp_path, name)["The keel is dry."] == 1


@pytest.mark.parametrize("name", [name for name in FILES if name != "a.eml"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"\0" * 100, FILES["a.docx"][:100]])
def test_a_broken_document_is_skipped_with_its_reason(tmp_path: Path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    skipped = read_note(tmp_path, name, 1_000_000)
    assert isinstance(skipped, Skipped)
    assert skipped.reason


ENCRYPTED = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx"])
def test_one_with_a_password_is_skipped_with_its_reason(tmp_path: Path, name: str):
    for content, reason in ((ENCRYPTED, "password"), (b"\xd0\xcf\x11\xe0" + bytes(600), "old format")):
        (tmp_path / name).write_bytes(content)
        skipped = read_note(tmp_path, name, 1_000_000)
        assert isinstance(skipped, Skipped)
        assert reason in skipped.reason


def test_an_archive_of_enormous_files_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("word/document.xml", b" " * 2_000_000)
    monkeypatch.setattr(archive, "LARGEST", 1_000_000)
    with pytest.raises(ValueError, match="too large"):
        READERS[".docx"](made.getvalue())


def test_entities_that_grow_without_end_are_skipped(tmp_path: Path):
    grown = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 50}">' for n in range(8))
    source = f'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">{grown}]><d>&i;</d>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("content.xml", source)
    (tmp_path / "a.odt").write_bytes(made.getvalue())
    assert isinstance(read_note(tmp_path, "a.odt", 1_000_000), Skipped)


def test_one_that_takes_too_long_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "b.pdf").write_bytes(pdf("Slow."))
    monkeypatch.setattr(document, "SECONDS", 0.0001)
    skipped = read_note(tmp_path, "b.pdf", 1_000_000)
    assert isinstance(skipped, Skipped)
    assert "took more than" in skipped.reason


def test_without_the_package_the_command_is_told(monkeypatch: pytest.MonkeyPatch):
    from assistant.notes.formats import taking_apart

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ValueError, match=r"pip install 'notes-assistant\[documents\]'"):
        taking_apart.pdf(pdf("x"))


def test_a_citation_points_at_a_page():
    assert place("report.pdf", 3, 3) == "p.3"
    assert place("book.epub", 4, 5) == "ch.4-5"
