"""Units grouped into pieces: what somebody would read, and be shown, as one.

A paragraph, a list with the line that announces it, a table, the code with the sentence before it, a turn of a chat
with the one before, an entry; short neighbours under one heading together.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer.reading.grouping import groups
from assistant.answer.reading.orders import without_orders
from assistant.domain import Passage, Span, Unit


@dataclass(frozen=True, slots=True)
class Piece:
    """Units that follow each other in a note, and what they are to be read after without being a part of it.

    ``passage`` is the one in which the piece begins.
    """

    passage: Passage
    units: tuple[Unit, ...]
    context: tuple[Unit, ...]

    @property
    def span(self) -> Span:
        """From the first unit's beginning to the last one's end."""
        first, last = self.units[0].span, self.units[-1].span
        return Span(first.start, last.end, first.line_start, last.line_end)

    @property
    def said(self) -> str:
        """What the piece says, a line a unit."""
        return "\n".join(spoken(unit) for unit in self.units)

    @property
    def day(self) -> date:
        """Its own day, or its note's."""
        return self.units[0].day or self.passage.date

    @property
    def head(self) -> str:
        """Where it stands: the note's title, the headings above it, its own day."""
        title, headings, day = self.passage.title, self.units[0].headings, self.units[0].day
        path = [title, *headings] if title not in headings[:1] else [*headings]
        return " > ".join([*path, day.isoformat()] if day else path)

    @property
    def lead(self) -> str:
        """What a judge reads before what the piece says."""
        return "\n".join([self.head, *map(spoken, self.context), ""])


def spoken(unit: Unit) -> str:
    """What a unit says, with who says it."""
    return f"{unit.speaker}: {unit.said}" if unit.speaker and not unit.said.startswith(unit.speaker) else unit.said


def pieces_of(passages: Sequence[Passage]) -> Iterator[Piece]:
    """The pieces of passages of one note, which are in order and have no gap between them."""
    starts = [passage.chunk.span.start for passage in passages]
    for units, context in (group for run in _readable(passages) for group in groups(run)):
        begins = max(0, bisect_right(starts, units[0].span.start) - 1)
        yield Piece(passages[begins], units, context)


def _readable(passages: Sequence[Passage]) -> Iterator[list[Unit]]:
    """Runs of units that are read; a run ends at what nobody wrote, and where an order to a machine was left out."""
    run: list[Unit] = []
    for unit in (unit for passage in passages for unit in passage.chunk.units):
        if unit.is_said and not unit.said.strip():
            # Lines that only say where links lead are left out of what they stand in.
            continue
        left = list(without_orders(unit)) if unit.is_said else []
        if left == [unit]:
            run.append(unit)
            continue
        follows = bool(left) and left[0].span.start == unit.span.start
        yield [*run, *left[:1]] if follows else run
        rest = left[1:] if follows else left
        yield from ([part] for part in rest[:-1])
        run = rest[-1:]
    yield run
