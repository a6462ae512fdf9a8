"""Documents of Word and OpenDocument as parts, one for each heading of the first level."""

import re
from collections.abc import Iterable, Iterator

from assistant.notes.formats.archive import Archive, Element, one_line, table

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number|paragraph)\s*(\d?)", re.IGNORECASE)
#: Columns and rows that OpenDocument says are repeated so often are the empty rest of a sheet.
MOST_REPEATED = 100


def docx(raw: bytes) -> list[str]:
    """A document of Word."""
    archive = Archive(raw)
    body = archive.xml("word/document.xml").find(f"{_WORD}body")
    return by_heading(_Word(archive).blocks(() if body is None else body))


class _Word:
    """What a document of Word refers to: the names of its styles, and its notes."""

    def __init__(self, archive: Archive) -> None:
        styles = archive.known("word/styles.xml").iter(f"{_WORD}style")
        self._styles = {style.get(f"{_WORD}styleId", ""): _value(style.find(f"{_WORD}name")) for style in styles}
        self._notes = {
            f"{kind}:{note.get(f'{_WORD}id')}": _words(note)
            for kind in ("footnote", "endnote")
            for note in archive.known(f"word/{kind}s.xml").iter(f"{_WORD}{kind}")
        }

    def blocks(self, elements: Iterable[Element]) -> Iterator[str]:
        """Each paragraph and table, the notes behind what refers to them."""
        for element in elements:
            if element.tag == f"{_WORD}sdt":
                content = element.find(f"{_WORD}sdtContent")
                yield from self.blocks(() if content is None else content)
                continue
            if element.tag == f"{_WORD}tbl":
                yield table(_word_rows(element))
            elif element.tag == f"{_WORD}p":
                yield self._paragraph(element)
            yield from self._notes_of(element)

    def _paragraph(self, element: Element) -> str:
        text = _words(element)
        style = element.find(f"{_WORD}pPr/{_WORD}pStyle")
        name = self._styles.get(_value(style), _value(style))
        if text and (level := _HEADING.search(name)):
            return f"{'#' * min(6, int(level[1]))} {text}"
        if text and name.lower() == "title":
            return f"# {text}"
        depth = element.find(f"{_WORD}pPr/{_WORD}numPr/{_WORD}ilvl")
        if text and element.find(f"{_WORD}pPr/{_WORD}numPr") is not None:
            return f"{'  ' * int(_value(depth) or 0)}- {text}"
        listed = _LIST.search(name) if text else None
        return f"{'  ' * (int(listed[1] or 1) - 1)}- {text}" if listed else text

    def _notes_of(self, element: Element) -> Iterator[str]:
        for kind in ("footnote", "endnote"):
            for reference in element.iter(f"{_WORD}{kind}Reference"):
                number = reference.get(f"{_WORD}id")
                if text := self._notes.get(f"{kind}:{number}"):
                    yield f"[^{number}]: {text}"


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{_WORD}val", "")


def _words(element: Element) -> str:
    return one_line("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    """The text below an element; what is drawn is kept twice in a file, for new programs and for old ones."""
    for child in element:
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            yield " "
        elif child.tag != _FALLBACK:
            yield from _pieces(child)
            yield " " if child.tag == f"{_WORD}p" else ""


def _word_rows(element: Element) -> list[list[str]]:
    """The rows of a table: a cell over several rows is in each of them, one over several columns in the first."""
    rows: list[list[str]] = []
    for row in element.findall(f"{_WORD}tr"):
        cells: list[str] = []
        for cell in row.findall(f"{_WORD}tc"):
            merged = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
            goes_on = merged is not None and _value(merged) != "restart"
            above = rows[-1][len(cells)] if goes_on and rows and len(rows[-1]) > len(cells) else ""
            wide = int(_value(cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")) or 1)
            cells += [above or _words(cell), *[""] * min(wide - 1, MOST_REPEATED)]
        rows.append(cells)
    return rows


def odt(raw: bytes) -> list[str]:
    """A text of OpenDocument."""
    archive = Archive(raw)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise ValueError("it is protected by a password")
    return by_heading(_odt_blocks(archive.xml("content.xml"), 0))


def _odt_blocks(element: Element, depth: int) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_TEXT}h":
            yield f"{'#' * min(6, int(child.get(f'{_TEXT}outline-level', '1')))} {_odt_words(child)}"
        elif child.tag == f"{_TEXT}p":
            yield _odt_words(child)
            yield from _odt_notes(child)
        elif child.tag == f"{_TEXT}list-item":
            blocks = list(_odt_blocks(child, depth + 1))
            marked = (block if block.lstrip().startswith("- ") else f"{'  ' * depth}- {block}" for block in blocks)
            yield from (block for block in marked if block.strip(" -"))
        elif child.tag == f"{_TABLE}table":
            yield table(_odt_rows(child))
        elif child.tag != f"{_TEXT}tracked-changes":
            yield from _odt_blocks(child, depth)


def _odt_words(element: Element) -> str:
    return one_line("".join(_odt_pieces(element)))


def _odt_pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " "
        elif child.tag != f"{_TEXT}note":
            yield from _odt_pieces(child)
            yield " " if child.tag == f"{_TEXT}p" else ""
        yield child.tail or ""


def _odt_notes(element: Element) -> Iterator[str]:
    for number, note in enumerate(element.iter(f"{_TEXT}note"), start=1):
        body = note.find(f"{_TEXT}note-body")
        cited = note.findtext(f"{_TEXT}note-citation") or str(number)
        if body is not None and (text := _odt_words(body)):
            yield f"[^{one_line(cited)}]: {text}"


def _odt_rows(element: Element) -> list[list[str]]:
    """The rows of a table: a cell over several rows is in each of them, one over several columns in the first."""
    rows: list[list[str]] = []
    covered: dict[tuple[int, int], str] = {}
    for number, row in enumerate(element.iter(f"{_TABLE}table-row")):
        cells: list[str] = []
        for cell in row:
            times = min(_number(cell, "number-columns-repeated"), MOST_REPEATED)
            if cell.tag == f"{_TABLE}covered-table-cell":
                cells += [covered.get((number, len(cells) + n), "") for n in range(times)]
                continue
            for below in range(1, min(_number(cell, "number-rows-spanned"), MOST_REPEATED)):
                covered[number + below, len(cells)] = _odt_words(cell)
            cells += [_odt_words(cell)] * times
        rows.append(cells)
    return rows


def _number(cell: Element, name: str) -> int:
    return int(cell.get(f"{_TABLE}{name}", "1"))


def by_heading(blocks: Iterable[str]) -> list[str]:
    """Blocks in parts, one for each heading of the first level."""
    parts: list[list[str]] = [[]]
    for block in blocks:
        if block.startswith("# ") and parts[-1]:
            parts.append([])
        if block:
            parts[-1].append(block)
    return ["\n\n".join(part) for part in parts]
