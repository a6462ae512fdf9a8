"""The child process of documents: bytes of a file on stdin, on stdout a JSON list of texts, or why there are none.

PDF is read by pypdfium2 (Apache-2.0 and BSD-3, wheels for Linux, macOS and Windows): text in the order of the page. All
others are zip archives of XML, or mail, which the standard library reads.
"""

import io
import json
import posixpath
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from xml.etree import ElementTree

from assistant.notes.formats.document import INSTALL
from assistant.notes.formats.html import Html

#: Bytes of one file in an archive, unpacked.
LARGEST = 100_000_000

_Element = ElementTree.Element
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ODT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODT_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LEVEL = re.compile(r"(?:heading|überschrift|titre|titolo|título)\s*(\d)", re.IGNORECASE)


class Archive:
    """A zip archive of XML, each file within bounds. Raises ``ValueError`` where it is none."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except zipfile.BadZipFile as error:
            raise ValueError("it is broken, or protected by a password") from error
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        if name not in self.names:
            raise ValueError(f"it is broken: {name} is missing")
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise ValueError("it is protected by a password")
        if info.file_size > LARGEST:
            raise ValueError("what it holds is too large")
        return self._zip.read(info)

    def xml(self, name: str) -> _Element:
        """The root of an XML file."""
        try:
            return ElementTree.fromstring(self.read(name))  # noqa: S314 - a child process with bounds
        except ElementTree.ParseError as error:
            raise ValueError(f"it is broken: {name}") from error

    def numbered(self, pattern: str) -> list[str]:
        """The files that fit a pattern with a number, by it."""
        found = [(int(match[1]), name) for name in self.names if (match := re.fullmatch(pattern, name))]
        return [name for _, name in sorted(found)]


def pdf(raw: bytes) -> list[str]:
    """Pages."""
    try:
        import pypdfium2
    except ImportError as error:
        raise ValueError(f"to read PDF, type: {INSTALL}") from error
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        secret = "password" in str(error).lower()
        raise ValueError("it is protected by a password" if secret else "it is broken") from error
    return [_paragraphs(page.get_textpage().get_text_bounded()) for page in document]


def _paragraphs(text: str) -> str:
    """Lines of a page, those put together that were only ended by its width."""
    lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\ufffe", "-").split("\n")]
    longest = max(map(len, lines), default=0)
    told = ""
    for before, line in zip(["", *lines], lines, strict=False):
        runs_on = before and line and len(before) > longest * 0.7 and not before.endswith((".", ":", "?", "!"))
        if runs_on and before.endswith("-") and line[0].islower():
            told = told[:-1] + line
        else:
            told += (" " if runs_on else "\n\n" if told else "") + line
    return told


def docx(raw: bytes) -> list[str]:
    """The whole document in parts, one for each heading of the first level."""
    body = Archive(raw).xml("word/document.xml").find(f"{_WORD}body")
    return _by_heading(_docx_block(block) for block in (() if body is None else body))


def _docx_block(block: _Element) -> str:
    if block.tag == f"{_WORD}tbl":
        rows = [[_words(cell, _WORD) for cell in row.iter(f"{_WORD}tc")] for row in block.iter(f"{_WORD}tr")]
        return _table(rows)
    text = _words(block, _WORD)
    style = block.find(f"{_WORD}pPr/{_WORD}pStyle")
    name = "" if style is None else style.get(f"{_WORD}val", "")
    if text and (level := _LEVEL.search(name)):
        return f"{'#' * min(6, int(level[1]))} {text}"
    if text and name.lower() == "title":
        return f"# {text}"
    return f"- {text}" if text and block.find(f"{_WORD}pPr/{_WORD}numPr") is not None else text


def _words(element: _Element, space: str) -> str:
    gaps = {f"{space}{name}" for name in ("p", "tab", "br")}
    told = "".join(e.text or "" if e.tag == f"{space}t" else " " if e.tag in gaps else "" for e in element.iter())
    return " ".join(told.split())


def odt(raw: bytes) -> list[str]:
    """The whole document in parts, one for each heading of the first level."""
    root = Archive(raw).xml("content.xml")
    return _by_heading(_odt_blocks(root))


def _odt_blocks(element: _Element) -> Iterator[str]:
    for child in element:
        text = " ".join("".join(child.itertext()).split())
        if child.tag == f"{_ODT}h":
            yield f"{'#' * min(6, int(child.get(f'{_ODT}outline-level', '1')))} {text}"
        elif child.tag == f"{_ODT}p":
            yield text
        elif child.tag == f"{_ODT}list-item":
            yield f"- {text}"
        elif child.tag == f"{_ODT_TABLE}table":
            rows = child.iter(f"{_ODT_TABLE}table-row")
            yield _table([[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows])
        else:
            yield from _odt_blocks(child)


def pptx(raw: bytes) -> list[str]:
    """Slides."""
    archive = Archive(raw)
    return [_slide(archive.xml(name)) for name in archive.numbered(r"ppt/slides/slide(\d+)\.xml")]


def _slide(root: _Element) -> str:
    texts = [_words(paragraph, _DRAWING) for paragraph in root.iter(f"{_DRAWING}p")]
    told = [text for text in texts if text]
    return "\n\n".join([f"## {told[0]}", *told[1:]]) if told else ""


def xlsx(raw: bytes) -> list[str]:
    """Sheets, each a table."""
    archive = Archive(raw)
    shared = archive.xml("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.names else ()
    strings = [" ".join("".join(t.text or "" for t in item.iter(f"{_SHEET}t")).split()) for item in shared]
    names = [sheet.get("name", "") for sheet in archive.xml("xl/workbook.xml").iter(f"{_SHEET}sheet")]
    sheets = archive.numbered(r"xl/worksheets/sheet(\d+)\.xml")
    titles = [*names, *[""] * len(sheets)]
    return [f"## {title}\n\n{_sheet(archive.xml(n), strings)}" for title, n in zip(titles, sheets, strict=False)]


def _sheet(root: _Element, strings: list[str]) -> str:
    rows = [[_cell(cell, strings) for cell in row.iter(f"{_SHEET}c")] for row in root.iter(f"{_SHEET}row")]
    return _table([row for row in rows if any(row)])


def _cell(cell: _Element, strings: list[str]) -> str:
    value = cell.find(f"{_SHEET}v")
    text = (value.text or "") if value is not None else "".join(t.text or "" for t in cell.iter(f"{_SHEET}t"))
    if cell.get("t") == "s" and text.isdigit():
        return strings[int(text)] if int(text) < len(strings) else ""
    return " ".join(text.split())


def epub(raw: bytes) -> list[str]:
    """Chapters, in the order in which they are read."""
    archive = Archive(raw)
    found = re.search(rb'full-path="([^"]+)"', archive.read("META-INF/container.xml"))
    if not found:
        raise ValueError("it is broken: META-INF/container.xml")
    package = unescape(found[1].decode())
    root = archive.xml(package)
    items = {item.get("id"): item.get("href", "") for item in root.iter("{http://www.idpf.org/2007/opf}item")}
    order = [items.get(ref.get("idref"), "") for ref in root.iter("{http://www.idpf.org/2007/opf}itemref")]
    names = [posixpath.normpath(posixpath.join(posixpath.dirname(package), href)) for href in order if href]
    return [Html().text(archive.read(name).decode("utf-8", "replace")) for name in names if name in archive.names]


def eml(raw: bytes) -> list[str]:
    """The head and what is said, then each attached text."""
    from email import message_from_bytes, policy

    reader: Any = message_from_bytes
    message = reader(raw, policy=policy.default)
    body = message.get_body(("plain", "html"))
    text = "" if body is None else str(body.get_content())
    if body is not None and body.get_content_subtype() == "html":
        text = Html().text(text)
    head = [f"# {message['subject']}"] if message["subject"] else []
    head += [f"{name}: {message[name]}" for name in ("From", "To", "Date") if message[name]]
    attached = [part for part in message.iter_attachments() if part.get_content_maintype() == "text"]
    return ["\n\n".join([*head, text]), *(str(part.get_content()) for part in attached)]


def _by_heading(blocks: Iterator[str]) -> list[str]:
    parts: list[list[str]] = [[]]
    for block in blocks:
        if block.startswith("# ") and parts[-1]:
            parts.append([])
        if block:
            parts[-1].append(block)
    return ["\n\n".join(part) for part in parts]


def _table(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    if lines:
        lines.insert(1, f"|{'---|' * len(rows[0])}")
    return "\n".join(lines)


READERS: dict[str, Callable[[bytes], list[str]]] = {
    ".pdf": pdf, ".docx": docx, ".odt": odt, ".pptx": pptx, ".xlsx": xlsx, ".epub": epub, ".eml": eml,
}  # fmt: skip


def main(suffix: str, memory: str) -> None:
    """Take the file on stdin apart."""
    _bound(int(memory))
    try:
        said: list[str] | str = READERS[suffix](sys.stdin.buffer.read())
    except ValueError as error:
        said = str(error)
    except (MemoryError, RecursionError, KeyError, IndexError, OSError, EOFError, NotImplementedError, LookupError):
        said = "it is broken"
    sys.stdout.write(json.dumps(said))


def _bound(memory: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main(*sys.argv[1:])
