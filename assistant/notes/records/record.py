"""A record, and the lines that records are found in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain import State, UnitKind

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line ``[start, end)`` of a text, without its break, and its words."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Record:
    """Whole lines ``[start, end)``; what it says stands in ``said``, pieces of them in order.

    ``joined`` says that line breaks in it mean nothing. ``stretch`` is shared by the records of one list or talk.
    ``reaches`` says that its day holds for what follows, up to the next.
    """

    kind: UnitKind
    start: int
    end: int
    said: tuple[Range, ...]
    day: date | None = None
    time: str = ""
    speaker: str = ""
    state: State | None = None
    due: date | None = None
    done: date | None = None
    joined: bool = False
    stretch: int = 0
    reaches: bool = False


def lines_of(flat: str, begin: int = 0) -> list[Line]:
    """The lines of a text from ``begin``, the start of one."""
    found: list[Line] = []
    for text in flat[begin:].split("\n"):
        found.append(Line(begin, begin + len(text), text))
        begin += len(text) + 1
    return found


def paragraphs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines between blank ones."""
    start = -1
    for number, line in enumerate(lines):
        if line.blank:
            if start >= 0:
                yield lines[start:number]
            start = -1
        elif start < 0:
            start = number
    if start >= 0:
        yield lines[start:]


def trimmed(flat: str, start: int, end: int) -> Range:
    """The range without outer white space and marks of direction."""
    while start < end and (flat[start].isspace() or flat[start] in OUTER):
        start += 1
    while start < end and (flat[end - 1].isspace() or flat[end - 1] in OUTER):
        end -= 1
    return start, end


OUTER = " \t\n\r\f\v\xa0\u200b\u200e\u200f\u202a\u202b\u202c\u202f\u2066\u2067\u2068\u2069\ufeff"
"""White space, and marks of direction that chat programs write around names and words."""
