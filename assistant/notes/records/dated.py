"""Entries with their day in front: journals in one file, logs of a line a day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain import UnitKind
from assistant.notes.records.bare import bare_head
from assistant.notes.records.record import OUTER, Line, Range, Record, paragraphs, trimmed
from assistant.notes.records.stamps import Stamp, days_read, real, stamp_at

_LABELLED = re.compile(rf"[{OUTER}]*(?P<label>[^\W\d_][^\n:]{{0,20}}):[{OUTER}]*(?=\S)")
#: What is drawn before a day: it is bold, or a line that heads an entry.
_DRAWN = re.compile(r"[*_]{1,3}(?=[^\s*_])|#(?=\d)|[-–—=*~_]{2,}[ \t]*(?=[^\s*_=~-])")
_DRAWN_SIGNS = OUTER + "*_-–—=~:#"
_BETWEEN = re.compile(rf"[*_]{{0,3}}[{OUTER}]*(?:[-–—:|>;]+[*_]{{0,3}}[{OUTER}]+|[:|;][{OUTER}]*)?")
_NUMERIC_END = re.compile(r"[\d\])>]$")


@dataclass(frozen=True, slots=True)
class _Head:
    """``words`` is where the entry's words begin on its line; ``alone`` says that nothing but the stamp is on it."""

    line: int
    stamp: Stamp
    words: int
    first: bool
    label: str = ""

    @property
    def alone(self) -> bool:
        return self.words < 0


def entries(flat: str, lines: Sequence[Line], year: int = 0) -> list[Record]:
    """The entries of a text: each its first line and what follows it in its paragraph.

    A line that is nothing but a day, and a stamp at the start of a paragraph when there are several, hold up to the
    next; ``reach`` tells how far. Days without a year are of ``year``, the one that the note is called after.
    """
    heads = list(_heads(lines, year))
    if not heads:
        return []
    days = list(days_read(head.stamp for head in heads))
    found = [(head, day) for head, day in zip(heads, days, strict=True) if day]
    ends = [*(head.line for head, _ in found[1:]), len(lines)]
    return [
        record
        for (head, day), end in zip(found, ends, strict=True)
        for record in _entry(flat, lines[head.line : end], head, day)
    ]


def _heads(lines: Sequence[Line], year: int) -> Iterator[_Head]:
    numbers = {line.start: number for number, line in enumerate(lines)}
    opening = _opening_label(lines)
    for paragraph in paragraphs(lines):
        found = [(line, head) for line in paragraph if (head := _head(line, numbers[line.start], opening, year))]
        stamped = [head for line, head in found if line is not paragraph[0]]
        many = len(stamped) * 2 >= len(paragraph) - 1
        for line, head in found:
            if line is paragraph[0]:
                yield replace(head, first=True)
            elif many:
                yield head


def _head(line: Line, number: int, opening: str, year: int) -> _Head | None:
    labelled = _LABELLED.match(line.text) if opening else None
    if labelled and labelled["label"] == opening:
        stamp = stamp_at(line.text, labelled.end())
        whole = stamp and (stamp.day or stamp.numbers) and not line.text[stamp.end :].strip(OUTER)
        return _Head(number, stamp, -1, first=False, label=opening) if stamp and whole else None
    drawn = _DRAWN.match(line.text)
    stamp = stamp_at(line.text, drawn.end() if drawn else 0) or (_of_year(line.text, year) if year else None)
    if stamp is None or not (stamp.day or stamp.numbers):
        return None
    if not line.text[stamp.end :].strip(_DRAWN_SIGNS):
        return _Head(number, stamp, -1, first=False)
    if drawn and drawn[0].strip().strip("*_"):
        return None
    gap = _BETWEEN.match(line.text, stamp.end)
    words = gap.end() if gap else stamp.end
    apart = words > stamp.end and line.text[stamp.end : words].strip(OUTER) != ""
    clear = apart or stamp.bracketed or bool(_NUMERIC_END.search(line.text[: stamp.end]))
    return _Head(number, stamp, words if clear else 0, first=False)


def _of_year(text: str, year: int) -> Stamp | None:
    """The stamp of a line like "May 4: sowed", of the year that the note is called after."""
    bare = bare_head(text)
    day = real(year, bare.month, bare.day) if bare else None
    return Stamp(bare.end, day, "") if bare and day else None


def _opening_label(lines: Sequence[Line]) -> str:
    """The label of a first line like ``Date: May 12, 2026 at 9:14``: the lines with it begin entries."""
    first = next((line for line in lines if not line.blank), None)
    found = _LABELLED.match(first.text) if first else None
    stamp = stamp_at(first.text, found.end()) if first and found else None
    return found["label"] if found and stamp and stamp.time and (stamp.day or stamp.numbers) else ""


def _entry(flat: str, lines: Sequence[Line], head: _Head, day: date) -> Iterator[Record]:
    blank = next((number for number, line in enumerate(lines) if line.blank), len(lines))
    kept = lines[:1] if head.alone else lines[:blank]
    said = [_undrawn(lines[0])] if head.alone else [trimmed(flat, kept[0].start + max(0, head.words), kept[0].end)]
    said += [trimmed(flat, line.start, line.end) for line in kept[1:]]
    kind = UnitKind.FIELD if head.label else UnitKind.HEADING if head.alone else UnitKind.ENTRY
    yield Record(
        UnitKind.PROSE if head.words == 0 else kind,
        kept[0].start,
        kept[-1].end,
        tuple(pair for pair in said if pair[0] < pair[1]),
        day,
        head.stamp.time,
        reaches=head.alone or (head.first and head.words > 0),
    )
    for line in lines[1:blank] if head.label else ():
        if _LABELLED.match(line.text):
            yield Record(UnitKind.FIELD, line.start, line.end, (trimmed(flat, line.start, line.end),))


def _undrawn(line: Line) -> Range:
    """A line that heads an entry, without what is drawn around it."""
    start = len(line.text) - len(line.text.lstrip(_DRAWN_SIGNS))
    return line.start + start, line.start + len(line.text.rstrip(_DRAWN_SIGNS))
