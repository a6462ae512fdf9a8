"""Seconds of processor time a megabyte takes to become text and units, by format.

    python benchmarks/formats.py FILE...
    python benchmarks/formats.py --documents

Each text file is repeated until it holds about a megabyte; what can't be repeated (JSON) has to be large itself.
With ``--documents``, documents of the same words are written by the libraries of their formats (the extra ``dev`` has
them) and measured by the megabyte of the words in them: how well a format packs them is not the reader's matter.
"""

import csv
import io
import mailbox
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from assistant.notes.chunks import ChunkSizes
from assistant.notes.formats import format_of
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens

MEGABYTE = 1_000_000
SINGLE = (".ipynb", ".canvas")
SENTENCE = "The harbour master counts the boats every morning, and writes down which of them have left for the north."
PARAGRAPHS = [f"{SENTENCE} This is paragraph {n}. {SENTENCE}" for n in range(4_000)]


def main() -> None:
    """Print a row a file: name, megabytes, seconds a megabyte for the text and for all."""
    if sys.argv[1:] == ["--documents"]:
        for name, raw in documents():
            _measure(name, raw, sum(len(text) for text in PARAGRAPHS) / MEGABYTE)
        return
    for file in sys.argv[1:]:
        source = Path(file).read_text("utf-8")
        times = 1 if file.endswith(SINGLE) else max(1, MEGABYTE // len(source.encode()))
        raw = (f"{source}\n" * times).encode()
        _measure(Path(file).name, raw, len(raw) / MEGABYTE)


def _measure(name: str, raw: bytes, size: float) -> None:
    started = _seconds()
    kind = format_of(name)
    text = kind.text_of(raw) if kind.is_binary else kind.text(raw.decode())
    told = _seconds()
    parse_note(name, text, 0, ChunkSizes(), estimate_tokens)
    ended = _seconds()
    print(f"{name:20} {len(raw) / MEGABYTE:6.2f} MB {(told - started) / size:7.2f} {(ended - started) / size:7.2f}")


def _seconds() -> float:
    """Of this process and of the children that ended."""
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + child.ru_utime + child.ru_stime


def documents() -> Iterator[tuple[str, bytes]]:
    """A document of each format with the same words."""
    yield "a.pdf", _written(_pdf)
    yield "a.docx", _written(_word)
    yield "a.odt", _written(_open_text)
    yield "a.pptx", _written(_slides)
    yield "a.xlsx", _written(_workbook)
    yield "a.epub", _written(_book)
    yield "a.eml", _mail("\n\n".join(PARAGRAPHS)).as_bytes()
    yield "a.mbox", _mailbox([_mail("\n\n".join(PARAGRAPHS[n : n + 10])) for n in range(0, len(PARAGRAPHS), 10)])
    yield "a.csv", _rows()


def _written(write: Callable[[io.BytesIO], object]) -> bytes:
    made = io.BytesIO()
    write(made)
    return made.getvalue()


def _pdf(to: io.BytesIO) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(to).build([Paragraph(text, style) for text in PARAGRAPHS])


def _word(to: io.BytesIO) -> None:
    import docx

    document = docx.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    document.save(to)


def _open_text(to: io.BytesIO) -> None:
    from odf.opendocument import OpenDocumentText
    from odf.text import P

    document = OpenDocumentText()
    for text in PARAGRAPHS:
        document.text.addElement(P(text=text))
    document.write(to)


def _slides(to: io.BytesIO) -> None:
    import pptx

    made = pptx.Presentation()
    for start in range(0, len(PARAGRAPHS), 20):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.placeholders[1].text = "\n".join(PARAGRAPHS[start : start + 20])
    made.save(to)


def _workbook(to: io.BytesIO) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Boats")
    for number, text in enumerate(PARAGRAPHS):
        sheet.append([number, text])
    book.save(to)


def _book(to: io.BytesIO) -> None:
    from ebooklib import epub

    made = epub.EpubBook()
    for start in range(0, len(PARAGRAPHS), 100):
        chapter = epub.EpubHtml(title=f"Chapter {start}", file_name=f"{start}.xhtml")
        chapter.content = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[start : start + 100])
        made.add_item(chapter)
        made.spine.append(chapter)
    made.add_item(epub.EpubNcx())
    epub.write_epub(to, made)


def _mail(text: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"] = "Boats", "ann@example.org"
    made.set_content(text)
    return made


def _mailbox(mails: list[EmailMessage]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "a.mbox")
        for mail in mails:
            box.add(mail)
        box.close()
        return (Path(folder) / "a.mbox").read_bytes()


def _rows() -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows([["number", "what"], *([str(n), text] for n, text in enumerate(PARAGRAPHS))])
    return made.getvalue().encode()


if __name__ == "__main__":
    main()
