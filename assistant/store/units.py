"""How a chunk's units are kept: one short row each, in the order in which they stand."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.domain import Chunk, Sentence, Span, State, Unit, UnitKind

#: By the number under which they are kept: append only.
_KINDS = tuple(UnitKind)
_STATES = tuple(State)
#: In SQL, whether a chunk's units are tasks, some of them: each row begins with its kind's number.
HOLDS_TASKS = f"instr(chunks.units, '[{_KINDS.index(UnitKind.TASK)},') > 0"

#: Whether a chunk is of a day of its own: some unit of it is of the same.
HOLDS_OWN_DAY = """instr(chunks.units, '"d":1') > 0"""


@dataclass(frozen=True, slots=True)
class KeptText:
    """The text of a chunk from byte ``base`` in ``line`` of its note, but for ``gaps``, counted from ``base``."""

    text: bytes
    base: int
    line: int
    gaps: Sequence[tuple[int, int]]

    def between(self, start: int, end: int) -> str:
        """What is kept between two bytes of the chunk as it stands in the note."""
        return self.text[self._at(start) : self._at(end)].decode()

    def _at(self, place: int) -> int:
        return place - sum(min(place, end) - start for start, end in self.gaps if start < place)


def units_kept(chunk: Chunk) -> str:
    """The column of a chunk's units; places in it are counted from where the chunk begins."""
    rows, headings = [], chunk.headings
    for unit in chunk.units:
        rows.append(_row(unit, chunk, headings))
        headings = unit.headings
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def units_read(
    kept: str, text: KeptText, sentences: Sequence[Sentence], headings: tuple[str, ...], day: date | None
) -> tuple[Unit, ...]:
    """The units of a chunk with these headings and of this day."""
    units: list[Unit] = []
    for row in json.loads(kept):
        headings = tuple(row[-1].get("h", headings))
        units.append(_unit(row, text, sentences, headings, day))
    return tuple(units)


def _row(unit: Unit, chunk: Chunk, headings: tuple[str, ...]) -> list[Any]:
    """Kind and place always, the rest by a letter where it says something that is not known already.

    Known are the headings of the unit before, the chunk's day, and what is said where it is a part of the text.
    """
    span, base = unit.span, chunk.span.start
    rest = {
        "h": unit.headings if unit.headings != headings else None,
        "p": unit.depth or None,
        "b": unit.block - base if unit.block else None,
        "d": (1 if unit.day == chunk.day else unit.day.isoformat()) if unit.day else None,
        "t": unit.time or None,
        "w": unit.speaker or None,
        "z": _STATES.index(unit.state) + 1 if unit.state else None,
        "u": unit.due.isoformat() if unit.due else None,
        "e": unit.done.isoformat() if unit.done else None,
        "s": _said_kept(unit),
    }
    line = chunk.span.line_start
    row = [_KINDS.index(unit.kind), span.start - base, span.end - base, span.line_start - line, span.line_end - line]
    return [*row, {key: value for key, value in rest.items() if value is not None}]


def _said_kept(unit: Unit) -> str | list[int] | None:
    """What is said, or where it stands in a form of the text: from, how long, which; nothing where it is the text."""
    if unit.said == unit.text:
        return None
    for number in _forms(unit.text):
        at = _FORMS[number](unit.text).find(unit.said)
        if at >= 0:
            return [at, len(unit.said), *[number] * bool(number)]
    return unit.said


def _forms(text: str) -> Iterator[int]:
    """The forms of a text that differ from it, and itself."""
    yield from (0, 1)
    if "[" in text:
        yield from (4, 5)
    elif any(mark in text for mark in "*`~"):
        yield from (2, 3)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> str:
    return text.translate(_MARKS)


def _read_out(text: str) -> str:
    """Without marks and where links lead, in one line."""
    return _in_one_line(_bare(_LINK.sub(r"\1", text)))


_MARKS = str.maketrans("", "", "*`~")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\n]*\))?")
#: Texts that what is said is mostly a piece of, by the number under which that is kept: append only.
_FORMS: tuple[Callable[[str], str], ...] = (
    str,
    _in_one_line,
    _bare,
    lambda text: _in_one_line(_bare(text)),
    _read_out,
    lambda text: _read_out(text).replace("_", ""),
)


def _said_read(told: str | list[int], text: str) -> str:
    if isinstance(told, str):
        return told
    start, length, *form = told
    return _FORMS[form[0] if form else 0](text)[start : start + length]


def _unit(
    row: list[Any], text: KeptText, sentences: Sequence[Sentence], headings: tuple[str, ...], day: date | None
) -> Unit:
    number, start, end, first, last, rest = row
    kind, base, line = _KINDS[number], text.base, text.line
    source = "" if kind in (UnitKind.DATA, UnitKind.PLACEHOLDER) else text.between(start, end)
    told = rest.get("s", source)
    return Unit(
        kind=kind, span=Span(base + start, base + end, line + first, line + last), text=source,
        said=_said_read(told, source), headings=headings,
        sentences=tuple(s for s in sentences if base + start <= s.span.start and s.span.end <= base + end),
        depth=rest.get("p", 0), block=rest["b"] + base if "b" in rest else 0,
        day=day if rest.get("d") == 1 else _day(rest.get("d")),
        time=rest.get("t", ""), speaker=rest.get("w", ""), state=_STATES[rest["z"] - 1] if "z" in rest else None,
        due=_day(rest.get("u")), done=_day(rest.get("e")),
    )  # fmt: skip


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
