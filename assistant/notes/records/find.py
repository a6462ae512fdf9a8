"""Which lines of a note are records."""

import re
from collections.abc import Sequence

from assistant.notes.records.captions import captions
from assistant.notes.records.chats import chat
from assistant.notes.records.dated import entries
from assistant.notes.records.grids import rows
from assistant.notes.records.record import Line, Range, Record, lines_of
from assistant.notes.records.speakers import talk
from assistant.notes.records.todotxt import is_todo, todo
from assistant.notes.records.transcripts import transcript

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_WORDS = 6
"""A first line of more words tells of a year, and is not called after it."""

_MARKED = ("# ", "##", ">", "|", "- ", "* ", "+ ", "    ", "\t", "```", "~~~")


def records(path: str, flat: str, begin: int, *, plain: bool, code: Sequence[Range] = ()) -> list[Record]:
    """The records of a structural text from ``begin``, in order.

    In a text with Markdown, lines that it gives another meaning are none.
    """
    lines = lines_of(flat, begin)
    if found := captions(flat, lines):
        return found
    if plain and is_todo(path, lines):
        return todo(flat, lines)
    open_lines: Sequence[Line] = lines if plain else _open(lines, code)
    found = chat(flat, open_lines, whole=plain) or transcript(flat, open_lines) or talk(flat, open_lines)
    open_lines = _without(open_lines, found)
    found += rows(open_lines)
    found += entries(flat, _without(open_lines, found), named_year(path, flat, begin))
    return sorted(found, key=lambda record: record.start)


def named_year(path: str, flat: str, begin: int = 0) -> int:
    """The year that a note is called after, by its name or its first line; 0 where it is not."""
    first = flat[begin:].lstrip()[:200].partition("\n")[0]
    stem = path.rpartition(".")[0] or path
    names = (stem.rpartition("/")[2], first if len(first.split()) <= _YEAR_WORDS else "", stem.rpartition("/")[0])
    return next((int(found[-1]) for name in names if (found := _YEAR.findall(name))), 0)


def _open(lines: Sequence[Line], code: Sequence[Range]) -> list[Line]:
    """The lines that Markdown reads as running text; the others are blank."""
    ranges = iter(code)
    around = next(ranges, None)
    found: list[Line] = []
    for line in lines:
        while around and around[1] <= line.start:
            around = next(ranges, None)
        fenced = around is not None and around[0] <= line.start < around[1]
        found.append(Line(line.start, line.end, "") if fenced or line.text.startswith(_MARKED) else line)
    return found


def _without(lines: Sequence[Line], found: Sequence[Record]) -> Sequence[Line]:
    """The same lines, blank where they are in a record."""
    if not found:
        return lines
    taken = sorted((record.start, record.end) for record in found)
    ranges = iter(taken)
    around = next(ranges, None)
    rest: list[Line] = []
    for line in lines:
        while around and around[1] < line.start:
            around = next(ranges, None)
        inside = around is not None and around[0] <= line.start
        rest.append(Line(line.start, line.end, "") if inside else line)
    return rest
