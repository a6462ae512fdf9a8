"""Units grouped into pieces: what somebody would read, and be shown, as one.

A paragraph, a list with the line that announces it, a table, the code with the sentence before it, a turn of a chat
with the one before, an entry; short neighbours under one heading together. What is too long is cut between units.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assistant.answer.reading.orders import without_orders
from assistant.domain import Passage, Span, Unit, UnitKind

#: Bytes of a piece, which are to tokens much the same in every script: blocks under one heading are joined up to the
#: first, and one block is cut from the second on.
JOINED, LONGEST = 420, 900
#: Characters of a line that announces what follows it.
ANNOUNCEMENT = 240

_ALONE = (UnitKind.TURN, UnitKind.ENTRY, UnitKind.TASK)
_ANNOUNCED = (UnitKind.ITEM, UnitKind.ROW, UnitKind.CODE)


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
    for units, context in (group for run in _readable(passages) for group in _groups(run)):
        begins = max(0, bisect_right(starts, units[0].span.start) - 1)
        yield Piece(passages[begins], units, context)


def _readable(passages: Sequence[Passage]) -> Iterator[list[Unit]]:
    """Runs of units that are read; a run ends at what nobody wrote, and where an order to a machine was left out."""
    run: list[Unit] = []
    for unit in (unit for passage in passages for unit in passage.chunk.units):
        left = list(without_orders(unit)) if unit.is_said and unit.said.strip() else []
        if left == [unit]:
            run.append(unit)
            continue
        follows = bool(left) and left[0].span.start == unit.span.start
        yield [*run, *left[:1]] if follows else run
        rest = left[1:] if follows else left
        yield from ([part] for part in rest[:-1])
        run = rest[-1:]
    yield run


Group = tuple[tuple[Unit, ...], tuple[Unit, ...]]


def _groups(units: Sequence[Unit]) -> Iterator[Group]:
    """Runs of units with what they are read after."""
    for _, section in groupby(units, key=lambda unit: unit.headings):
        blocks = [tuple(run) for _, run in groupby(section, key=lambda unit: (unit.block, _is_alone(unit)))]
        bodies = [block for block in blocks if block[0].kind is not UnitKind.HEADING]
        # A heading without a body says what it says itself.
        yield from _sections(bodies) if bodies else ((block, ()) for block in blocks)


def _is_alone(unit: Unit) -> bool:
    return unit.kind in _ALONE


def _sections(blocks: Sequence[tuple[Unit, ...]]) -> Iterator[Group]:
    """The blocks under one heading: short neighbours joined, a list with its announcement, long ones cut."""
    held: tuple[Unit, ...] = ()
    for block in blocks:
        if held and _fit(held, block):
            held += block
            continue
        announces = held and _announces(held[-1], block[0])
        before, lead = (held[:-1], held[-1:]) if announces else (held, ())
        if before:
            yield from _cut(before)
        held = lead + block
    if held:
        yield from _cut(held)


def _fit(before: Sequence[Unit], block: Sequence[Unit]) -> bool:
    kinds = {before[-1].kind, block[0].kind}
    if kinds & {*_ALONE} or (UnitKind.FIELD in kinds and len(kinds) > 1):
        return False
    most = LONGEST if _announces(before[-1], block[0]) else JOINED
    return _size(before) + _size(block) <= most


def _announces(before: Unit, first: Unit) -> bool:
    """Whether a short line stands before a list, a table or code."""
    return first.kind in _ANNOUNCED and before.kind not in _ANNOUNCED and len(before.said) <= ANNOUNCEMENT


def _cut(units: tuple[Unit, ...]) -> Iterator[Group]:
    """The units as one piece, or as several: turns and entries one by one, what is long where an item begins."""
    if units[0].kind in _ALONE:
        for place, unit in enumerate(units):
            yield (unit,), units[max(0, place - 1) : place] if unit.kind is UnitKind.TURN else ()
        return
    lead = units[:1] if (len(units) > 1 and units[0].kind not in _ANNOUNCED) or units[0].kind is UnitKind.ROW else ()
    run: tuple[Unit, ...] = ()
    top = min((unit.depth for unit in units if unit.kind in _ANNOUNCED), default=0)
    for unit in units:
        if run and unit.depth <= top and _size((*run, unit)) > LONGEST:
            yield run, () if run[0] in lead else lead
            run = ()
        run += (unit,)
    yield run, () if run[0] in lead else lead


def _size(units: Sequence[Unit]) -> int:
    return sum(len(unit.said.encode()) for unit in units)
