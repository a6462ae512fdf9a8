"""Tables in text files: comma, semicolon or tab separated values, each row at a place of its own."""

import csv
import io
from collections.abc import Iterator, Sequence

from assistant.notes.formats.archive import one_line, table
from assistant.notes.formats.format import Format

_SNIFFED = 8_000
_SIGNS = ",;\t|"
#: Rows of one table; the next one has the names of the columns again, so that it can be read by itself.
IN_ONE = 200
#: Characters of one cell, and columns of a row; what is larger is cut.
LONGEST_CELL, MOST_COLUMNS = 2_000, 100


class Csv(Format):
    """``.csv`` and ``.tsv``: the first row has the names of the columns, if it has no numbers in it."""

    place = "row "

    def text(self, source: str) -> str:
        """A line to count for each row. Raises ``ValueError`` where there are none."""
        try:
            rows = [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in _rows(source)]
        except csv.Error as error:
            raise ValueError(f"it is broken: {error}") from error
        if not rows:
            return ""
        has_names = len(rows) > 1 and all(rows[0]) and not any(_is_number(cell) for cell in rows[0])
        names = rows[0] if has_names else [""] * max(map(len, rows))
        return "".join(_tables(names, rows, has_names=has_names))


def _rows(source: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(source, newline=""), delimiter=_sign(source), strict=False)


def _sign(source: str) -> str:
    """What parts the cells: the sign that most of the first lines have equally often."""
    lines = [line for line in source[:_SNIFFED].splitlines()[:-1] or [source[:_SNIFFED]] if line.strip()][:20]
    counts = {sign: [line.count(sign) for line in lines] for sign in _SIGNS}

    def fits(sign: str) -> tuple[int, int]:
        number = max(set(counts[sign]), key=counts[sign].count, default=0)
        return (counts[sign].count(number) if number else 0, number)

    return max(_SIGNS, key=fits)


def _tables(names: Sequence[str], rows: Sequence[Sequence[str]], *, has_names: bool) -> Iterator[str]:
    """The first line has the names; each further row one of its own, whatever breaks the tables begin with."""
    head = table([names]).replace("\n", "\r")
    yield head + ("" if has_names else "\r" + _line(rows[0]))
    for number, row in enumerate(rows[1:], start=1):
        yield f"\n\r{head}\r{_line(row)}" if number % IN_ONE == 0 else f"\n{_line(row)}"


def _line(row: Sequence[str]) -> str:
    return table([row]).partition("\n")[0]


def _cell(text: str) -> str:
    return one_line(text[:LONGEST_CELL])


def _is_number(text: str) -> bool:
    return text.strip("-+ %").replace(".", "").replace(",", "").isdigit()
