"""Talks in which a name, or a name and a time, stands above or before what was said."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain import UnitKind
from assistant.notes.records.record import OUTER, Line, Record, trimmed
from assistant.notes.records.stamps import Stamp, days_read, stamp_at

_NAME = r"[^\W_][^\n:\[\]()*_|<>#]{0,50}?"
_NAMED = re.compile(rf"[{OUTER}]*(?:>[ \t]?)?[*_\[]{{0,2}}(?P<name>{_NAME})[*_\]]{{0,2}}[,:]?[*_]{{0,2}}\Z")
_BETWEEN = re.compile(
    rf"[{OUTER}]+(?:[-–—|•·][{OUTER}]*)?(?:[^\W\d_]+[{OUTER}]+(?:at|um|à)[{OUTER}]+)?(?=[(\[]?[\d\w])"
)
_NAME_AFTER = re.compile(
    rf"[{OUTER}]*[-–—|]?[{OUTER}]*[*_]{{0,2}}(?P<name>[^\W\d_][^\n:\[\]()*_|<>#.!?,;]{{0,40}}?"
    rf"(?:,[ ][^\W\d_][^\n:\[\]()*_|<>#.!?,;]{{0,20}}?)?)(?:#\d{{4}})?[*_]{{0,2}}:?[{OUTER}]*$"
)

HEAD_CHARS = 100


@dataclass(frozen=True, slots=True)
class _Head:
    line: int
    stamp: Stamp
    name: str
    lines: int = 1
    sure: bool = False
    labelled: bool = False
    words: int = -1


def transcript(flat: str, lines: Sequence[Line]) -> list[Record]:
    """The turns of a talk with a line of name and time above each; none where this is no such talk."""
    heads = [
        head
        for number, line in enumerate(lines[:-1])
        if not lines[number + 1].blank and (head := _head(number, line.text) or _head_of_two(lines, number))
    ]
    heads = _continued(heads)
    if not _is_talk(heads):
        return []
    days = list(days_read(head.stamp for head in heads))
    ends = [*(head.line for head in heads[1:]), len(lines)]
    return [
        record
        for head, day, end in zip(heads, days, ends, strict=True)
        for record in _turn(flat, lines[head.line : end], head, day, head is heads[-1])
    ]


def _head(number: int, text: str) -> _Head | None:
    """A line of ``Aino  0:05``, ``**Aino** 00:12``, ``Aino, [20.11.2025 10:01]`` or ``[10:01] Aino`` alone."""
    if len(text) > HEAD_CHARS or not any(char.isdecimal() for char in text):
        return None
    for gap in _BETWEEN.finditer(text):
        found = _NAMED.match(text[: gap.start()])
        stamp = stamp_at(text, gap.end()) if found else None
        if found and stamp and stamp.time and not text[stamp.end :].strip(OUTER + ":*_)]"):
            name = _clean(found["name"])
            before = text[: gap.start()]
            return _Head(number, stamp, name, sure="]" in before, labelled=before.endswith(":")) if name else None
    stamp = stamp_at(text)
    if stamp and stamp.time and (found := _NAME_AFTER.match(text, stamp.end)):
        return _Head(number, stamp, name, words=stamp.end) if (name := _clean(found["name"])) else None
    return None


def _continued(heads: Sequence[_Head]) -> list[_Head]:
    """Where names stand before their times, what stands behind a time alone is said by who spoke before."""
    if all(head.words < 0 for head in heads):
        return list(heads)
    if all(head.words >= 0 for head in heads):
        return [replace(head, words=-1) for head in heads]
    found: list[_Head] = []
    for head in heads:
        if head.words < 0:
            found.append(head)
        elif found:
            found.append(replace(head, name=found[-1].name))
    return found


def _head_of_two(lines: Sequence[Line], number: int) -> _Head | None:
    """A name on a line of its own, and a time alone on the next."""
    above, below = lines[number].text.strip(OUTER), lines[number + 1].text
    words = above.split()
    if len(words) > 1 and (len(words) > 4 or any(char.isdecimal() for char in above)):
        return None
    if len(above) > HEAD_CHARS or above[-1:] in ".?!:;," or not any(char.isdecimal() for char in below[:12]):
        return None
    stamp = stamp_at(below)
    found = _NAMED.match(above) if stamp and stamp.time and not below[stamp.end :].strip(OUTER) else None
    name = _clean(found["name"]) if found else ""
    return _Head(number, stamp, name, lines=2, sure=True) if stamp and name else None


def _clean(name: str) -> str:
    name = name.strip(OUTER + "-–—,")
    dated = stamp_at(name) if name[:1].isdecimal() else None
    return name if name and len(name.split()) <= 5 and not dated else ""


def _is_talk(heads: Sequence[_Head]) -> bool:
    """Names that come again; without that, two that are timed from the start of a recording or with their day."""
    if len(heads) < 2 or all(head.labelled and (head.stamp.day or head.stamp.numbers) for head in heads):
        return False
    names = Counter(head.name for head in heads)
    if max(names.values()) > 1:
        return len(names) * 4 <= len(heads) * 3 or len(heads) < 4
    return all(head.sure or head.stamp.time.startswith("00:") or head.stamp.day or head.stamp.numbers for head in heads)


def _turn(flat: str, lines: Sequence[Line], head: _Head, day: date | None, last: bool) -> Iterator[Record]:
    """A turn is the paragraphs below its head; the last one is the first of them."""
    kept = list(lines)
    if last:
        blank = next((number for number, line in enumerate(kept[1:], 1) if line.blank), len(kept))
        kept = kept[:blank]
    while kept and kept[-1].blank:
        kept.pop()
    begin = kept[0].start + head.words if head.words >= 0 else kept[0].end
    ranges = [(begin, kept[0].end), *((line.start, line.end) for line in kept[head.lines :])]
    said = tuple(pair for place in ranges if (pair := trimmed(flat, *place))[0] < pair[1])
    if said:
        yield Record(UnitKind.TURN, kept[0].start, kept[-1].end, said, day, head.stamp.time, head.name)
