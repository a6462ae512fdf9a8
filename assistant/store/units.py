"""How a chunk's units are kept: one short row each, in the order in which they stand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.domain import Chunk, Sentence, Span, State, Unit, UnitKind

#: By the number under which they are kept: append only.
_KINDS = tuple(UnitKind)
_STATES = tuple(State)
#: In SQL, whether a chunk's units are tasks, some of them: each row begins with its kind's number.
HOLDS_TASKS = f"instr(chunks.units, '[{_KINDS.index(UnitKind.TASK)},') > 0"


@dataclass(frozen=True, slots=True)
class KeptText:
    """The text of a chunk that begins at byte ``base`` of its note, but for ``gaps``, counted from there."""

    text: bytes
    base: int
    gaps: Sequence[tuple[int, int]]

    def between(self, start: int, end: int) -> str:
        """What is kept between two bytes of the chunk as it stands in the note."""
        return self.text[self._at(start) : self._at(end)].decode()

    def _at(self, place: int) -> int:
        return place - sum(min(place, end) - start for start, end in self.gaps if start < place)


def units_kept(chunk: Chunk) -> str:
    """The column of a chunk's units."""
    base = chunk.span.start
    return json.dumps([_row(unit, base) for unit in chunk.units], ensure_ascii=False, separators=(",", ":"))


def units_read(kept: str, text: KeptText, sentences: Sequence[Sentence]) -> tuple[Unit, ...]:
    """The units of a chunk."""
    return tuple(_unit(row, text, sentences) for row in json.loads(kept))


def _row(unit: Unit, base: int) -> list[Any]:
    """Kind, place and heading path always, the rest by a letter where it says something."""
    span = unit.span
    rest = {
        "s": unit.said if unit.said != unit.text else None,
        "h": unit.headings,
        "p": unit.depth,
        "b": unit.block,
        "d": unit.day.isoformat() if unit.day else None,
        "t": unit.time,
        "w": unit.speaker,
        "z": _STATES.index(unit.state) + 1 if unit.state else 0,
        "u": unit.due.isoformat() if unit.due else None,
        "e": unit.done.isoformat() if unit.done else None,
    }
    row = [_KINDS.index(unit.kind), span.start - base, span.end - base, span.line_start, span.line_end]
    return [*row, {key: value for key, value in rest.items() if value or (key == "s" and value is not None)}]


def _unit(row: list[Any], text: KeptText, sentences: Sequence[Sentence]) -> Unit:
    number, start, end, first, last, rest = row
    kind, base = _KINDS[number], text.base
    source = "" if kind in (UnitKind.DATA, UnitKind.PLACEHOLDER) else text.between(start, end)
    return Unit(
        kind=kind, span=Span(base + start, base + end, first, last), text=source,
        said=rest.get("s", source), headings=tuple(rest.get("h", ())),
        sentences=tuple(s for s in sentences if base + start <= s.span.start and s.span.end <= base + end),
        depth=rest.get("p", 0), block=rest.get("b", 0), day=_day(rest.get("d")), time=rest.get("t", ""),
        speaker=rest.get("w", ""), state=_STATES[rest["z"] - 1] if "z" in rest else None,
        due=_day(rest.get("u")), done=_day(rest.get("e")),
    )  # fmt: skip


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
