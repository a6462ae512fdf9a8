"""Where a large note is divided, and what holds below each seam: chosen by the text around it alone."""

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.notes.data import code_ranges
from assistant.notes.lines import structural
from assistant.notes.records.record import OUTER
from assistant.notes.records.stamps import stamp_at

SHORTEST, LONGEST = 16_000, 64_000
"""Code points of a part; longer is one without a place to divide it, such as a block of code."""

OPENING = 4_000
"""Code points at the beginning of a note of records that tell of which kind they are."""

_HEADING = re.compile(r"\n(#{1,6})[ \t]+[^\n]*")
_ZIM_HEADING = re.compile(r"\n(={2,6})[ \t]+[^\n]*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n(?=[^\s*+-])")
_LINE = re.compile(r"\n(?=\S)")
#: A day that only one order of its numbers makes sense of, at the start of a line.
_TELLING = re.compile(
    r"\n[#>*_\[(\u200e \t-]{0,8}(?:(?:1[3-9]|2\d|3[01])([./-])\d{1,2}|\d{1,2}([./-])(?:1[3-9]|2\d|3[01]))"
    r"(?:\1|\2)\d{2}[^\n]{0,200}"
)
RANKED, LONGEST_LINE = 80, 200
"""Code points of a line that are hashed, and of one that is read again below a seam."""

_STAMPED = tuple("0123456789[(*")
_END = "\n\n***\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """Code points ``[start, end)`` of a note, read below ``above``, whose first ``told`` only tell what the note is.

    ``opens`` says that what is read begins as the note does.
    """

    start: int
    end: int
    above: str
    told: int
    opens: bool


@dataclass(frozen=True, slots=True)
class _Heading:
    place: int
    level: int
    line: str


def parts(text: str, *, plain: bool, zim: bool, told_by_beginning: bool) -> list[Part]:
    """The parts of a note's text; ``told_by_beginning`` says that each has to be read with the note's beginning."""
    flat = structural(text)
    seams = _Seams(text, flat, plain=plain, zim=zim)
    paragraphs = flat.rfind("\n\n", 0, OPENING) + 1 or flat.rfind("\n", 0, OPENING) + 1
    opening = flat[:paragraphs] if told_by_beginning else ""
    order = found[0][1:] if (found := _TELLING.search(flat)) else ""
    starts = [0, *seams.all()]
    return [
        _part(flat, start, end, opening, order, stack)
        for start, end, stack in zip(starts, [*starts[1:], len(flat)], seams.stacks(starts), strict=True)
    ]


def _part(flat: str, start: int, end: int, opening: str, order: str, stack: Sequence[_Heading]) -> Part:
    if not start:
        return Part(start, end, "", 0, opens=True)
    headed = bool(stack) and stack[-1].place == start
    lines = [heading.line for heading in stack[: -1 if headed else None]]
    lines += [] if headed else _day_above(flat, start)
    is_heading = order.startswith("#")
    fits = not is_heading or (bool(lines) and _marks(lines[0]) <= _marks(order))
    telling = [text for text in (opening, order if fits else "") if text]
    told = "\n".join(telling) + _END if telling else ""
    return Part(start, end, told + "".join(f"{line}\n\n" for line in lines), len(told), opens=bool(opening))


def _marks(line: str) -> int:
    return len(line) - len(line.lstrip("#"))


class _Seams:
    """Finds the places at which a structural text is divided."""

    def __init__(self, text: str, flat: str, *, plain: bool, zim: bool) -> None:
        self._text, self._flat = text, flat
        self._code = [] if plain else code_ranges(flat)
        self._code_starts = [start for start, _ in self._code]
        self._headings = [] if plain and not zim else list(self._all_headings(zim=zim))
        self._places = [heading.place for heading in self._headings]

    def all(self) -> Iterator[int]:
        """All of them, the first line's aside."""
        place = self._next(0)
        while place < len(self._flat):
            yield place
            place = self._next(place)

    def stacks(self, places: Iterable[int]) -> Iterator[list[_Heading]]:
        """The headings in force at each of these places, one that stands there among them."""
        stack: list[_Heading] = []
        done = 0
        for place in places:
            for heading in self._headings[done : bisect_right(self._places, place)]:
                stack = [above for above in stack if above.level < heading.level]
                stack.append(heading)
                done += 1
            yield stack

    def _all_headings(self, *, zim: bool) -> Iterator[_Heading]:
        for found in (_ZIM_HEADING if zim else _HEADING).finditer("\n" + self._flat):
            if not self._in_code(found.start()):
                marks = len(found[1])
                yield _Heading(found.start(), 7 - marks if zim else marks, found[0][1:])

    def _in_code(self, place: int) -> bool:
        number = bisect_right(self._code_starts, place) - 1
        return number >= 0 and place < self._code[number][1]

    def _next(self, begin: int) -> int:
        """The seam after the one at ``begin``: at a heading, else a paragraph, else a line."""
        if len(self._flat) - begin <= LONGEST:
            return len(self._flat)
        low, high = begin + SHORTEST, begin + LONGEST
        headings = self._headings[bisect_right(self._places, low) : bisect_right(self._places, high)]
        if near := [heading for heading in headings if self._begins_line(heading.place)]:
            return max(near, key=lambda heading: (-heading.level, self._rank(heading.place))).place
        for pattern in (_PARAGRAPH, _LINE):
            places = list(self._found(pattern, low, high))
            if places:
                return max(places, key=lambda place: (self._flat.startswith(_STAMPED, place), self._rank(place)))
        return next(self._found(_LINE, high, len(self._flat)), len(self._flat))

    def _found(self, pattern: re.Pattern[str], low: int, high: int) -> Iterator[int]:
        places = (found.end() for found in pattern.finditer(self._flat, low, high))
        return (place for place in places if not self._in_code(place) and self._begins_line(place))

    def _begins_line(self, place: int) -> bool:
        """Whether a line that is counted begins there: a return alone is none."""
        before = self._text[max(0, place - 3) : place]
        return "\n" in before and not before.rpartition("\n")[2].strip()

    def _rank(self, place: int) -> int:
        """Higher for less of a hash of the line there: seams after an edit soon fall on the old places again."""
        return -zlib.crc32(self._flat[place : place + RANKED].encode())


def _day_above(flat: str, start: int) -> list[str]:
    """The line with the last day before a place in a section, which may hold for what follows."""
    for line in reversed(flat[max(0, start - OPENING) : start].split("\n")[1:]):
        if line.startswith("#"):
            return []
        if line.startswith(_STAMPED) and (stamp := stamp_at(line.strip(OUTER))) and (stamp.day or stamp.numbers):
            return [line[:LONGEST_LINE]]
    return []
