"""Workbooks of Excel as sheets, each a table; days as days, and of formulas what they came to."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from assistant.notes.formats.archive import RELATION, Archive, Element, one_line, table

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
#: Numbers of formats that Excel itself has for days and times.
_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
#: Columns that a table has at most, and rows that a cell is put into when it stands over several.
MOST_COLUMNS, MOST_ROWS = 200, 1_000


def xlsx(raw: bytes) -> list[str]:
    """The sheets of a workbook that somebody can see."""
    archive = Archive(raw)
    book = archive.xml("xl/workbook.xml")
    files = archive.related("xl/workbook.xml")
    reader = _Cells(archive, book)
    sheets = [sheet for sheet in book.iter(f"{_SHEET}sheet") if sheet.get("state", "visible") == "visible"]
    named = [(sheet.get("name", ""), files.get(sheet.get(f"{RELATION}id", ""), "")) for sheet in sheets]
    return [f"## {name}\n\n{table(reader.rows(archive.xml(file)))}" for name, file in named if file in archive.names]


class _Cells:
    """Reads cells: a workbook keeps texts and the formats of numbers apart from them."""

    def __init__(self, archive: Archive, book: Element) -> None:
        items = archive.known("xl/sharedStrings.xml").iter(f"{_SHEET}si")
        self._texts = [one_line("".join(_spoken(item))) for item in items]
        styles = archive.known("xl/styles.xml")
        codes = {f.get("numFmtId"): f.get("formatCode", "") for f in styles.iter(f"{_SHEET}numFmt")}
        formats = styles.find(f"{_SHEET}cellXfs")
        numbers = [one.get("numFmtId", "0") for one in ([] if formats is None else formats)]
        self._dated = [int(number) in _DATES or _is_day(codes.get(number, "")) for number in numbers]
        properties = book.find(f"{_SHEET}workbookPr")
        from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)

    def rows(self, sheet: Element) -> list[list[str]]:
        """The rows of a sheet that have anything in them."""
        found: dict[int, dict[int, str]] = {}
        for number, row in enumerate(sheet.iter(f"{_SHEET}row"), start=1):
            place = int(row.get("r", number))
            for count, cell in enumerate(row.iter(f"{_SHEET}c")):
                column = _column(cell.get("r", ""), count)
                if column < MOST_COLUMNS and (text := self._text(cell)):
                    found.setdefault(place, {})[column] = text
        for merged in sheet.iter(f"{_SHEET}mergeCell"):
            _fill(found, merged.get("ref", ""))
        used = sorted({column for row in found.values() for column in row})
        return [[row.get(column, "") for column in used] for _, row in sorted(found.items())]

    def _text(self, cell: Element) -> str:
        kind, value, formula = cell.get("t", "n"), cell.findtext(f"{_SHEET}v") or "", cell.findtext(f"{_SHEET}f")
        if kind == "s":
            return self._texts[int(value)] if value.isdigit() and int(value) < len(self._texts) else ""
        if kind == "inlineStr":
            return one_line("".join(_spoken(cell)))
        if kind == "b":
            return "yes" if value == "1" else "no"
        if not value and formula:
            return f"={one_line(formula)}"  # a program wrote it that does not calculate
        if kind == "n" and value:
            style = int(cell.get("s", "0"))
            return self._number(value, dated=style < len(self._dated) and self._dated[style])
        return one_line(value)

    def _number(self, value: str, *, dated: bool) -> str:
        try:
            number = float(value)
            if not dated:
                return f"{number:.15g}"
            day = self._first + timedelta(seconds=round(number * 86_400))
        except (ValueError, OverflowError):
            return value
        if number < 1:
            return f"{day:%H:%M}"
        return f"{day:%Y-%m-%d}" if number == int(number) else f"{day:%Y-%m-%d %H:%M}"


def _spoken(element: Element) -> Iterator[str]:
    """The texts of a cell, without how they are pronounced."""
    for child in element:
        if child.tag == f"{_SHEET}t":
            yield child.text or ""
        elif child.tag != f"{_SHEET}rPh":
            yield from _spoken(child)


def _is_day(code: str) -> bool:
    return bool(re.search(r"[dmyhs]", _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower().replace("general", "")))


def _column(name: str, otherwise: int) -> int:
    found = _CELL.fullmatch(name)
    if found is None:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _fill(found: dict[int, dict[int, str]], reference: str) -> None:
    """A cell over several rows is in each of them."""
    first, _, last = reference.partition(":")
    top, bottom = _CELL.fullmatch(first), _CELL.fullmatch(last)
    if top and bottom:
        column, row = _column(first, 0), int(top[2])
        text = found.get(row, {}).get(column, "")
        for below in range(row + 1, min(int(bottom[2]), row + MOST_ROWS) + 1):
            if text and below in found:
                found[below][column] = text
