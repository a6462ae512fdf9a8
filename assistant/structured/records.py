"""A stream of lines as the texts that are to be worked on one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What one text is."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    NOTE = "note"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Record:
    """A text, the file it comes from (``-`` for standard input), and its first line there, counted from 1.

    ``day`` is its own day, where that is known.
    """

    source: str
    line: int
    text: str
    day: date | None = None


def split(source: str, lines: Iterable[str], unit: Unit) -> Iterator[Record]:
    """The texts of one file, as soon as their lines have come; those without a word are left out."""
    match unit:
        case Unit.LINE:
            records: Iterator[Record] = (Record(source, n, line.rstrip("\r\n")) for n, line in enumerate(lines, 1))
        case Unit.PARAGRAPH:
            records = _paragraphs(source, lines)
        case Unit.NOTE | Unit.FILE:
            records = iter((Record(source, 1, "".join(lines)),))
    return (record for record in records if record.text.strip())


def _paragraphs(source: str, lines: Iterable[str]) -> Iterator[Record]:
    start, held = 1, list[str]()
    for n, line in enumerate(lines, 1):
        if line.strip():
            start = start if held else n
            held.append(line)
        elif held:
            yield Record(source, start, "".join(held).rstrip("\r\n"))
            held = []
    if held:
        yield Record(source, start, "".join(held).rstrip("\r\n"))
