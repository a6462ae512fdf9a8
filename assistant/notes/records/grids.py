"""Tables without a line below their head: cells between bars or tabs, as many on every line."""

import re
from collections.abc import Iterator, Sequence

from assistant.domain import UnitKind
from assistant.notes.records.record import OUTER, Line, Record, paragraphs

LEAST_ROWS = 3

_BAR = re.compile(r"(?<![ \t])[ \t]++\|[ \t]+|\t+")


def rows(lines: Sequence[Line]) -> list[Record]:
    """The rows of every such table, the first of which names the columns."""
    return [record for paragraph in paragraphs(lines) for record in _rows(paragraph)]


def _rows(paragraph: Sequence[Line]) -> Iterator[Record]:
    cells = [len(_BAR.findall(line.text.strip(OUTER))) for line in paragraph]
    if len(paragraph) < LEAST_ROWS or cells[0] < 1 or len(set(cells)) > 1:
        return
    if all(cells_of(line.text)[0].endswith(":") for line in paragraph):
        return  # keys with their values
    for line in paragraph:
        inner = line.text.strip(OUTER)
        start = line.start + line.text.index(inner)
        yield Record(UnitKind.ROW, line.start, line.end, ((start, start + len(inner)),))


def cells_of(row: str) -> list[str]:
    """The cells of a row."""
    return [cell.strip() for cell in _BAR.split(row.strip(OUTER))]
