"""The day of every unit: its own, that of the entry or heading it stands under, or else the note's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from assistant.domain import State, UnitKind
from assistant.notes.blocks import Layout
from assistant.notes.markup import plain
from assistant.notes.moods import heading_mood, mood
from assistant.notes.records.record import OUTER
from assistant.notes.records.stamps import WEEKDAYS, Stamp, days_read, real, stamp_at
from assistant.notes.units import FRONT, Draft
from assistant.values.months import MONTHS

_LAST = re.compile(r"[-–—,|:(]\s*(?=[^-–—,|:(]*\d[^(]*$)|(?<=\s)(?=\d{4}[-/.]\d)")
_CHUNK_WORDS = 8
"""A heading of more words that only ends in a day tells of it, and is not its entry."""


def with_days(layout: Layout, found: Iterable[Draft], note_day: date) -> list[Draft]:
    """The same units, each with its day where it is not the note's."""
    headings = _heading_days(layout, note_day)
    stack: list[tuple[int, date | None]] = []
    reach: tuple[date | None, str] = (None, "")
    items: list[tuple[int, date | None]] = []
    dated: list[Draft] = []
    for draft in found:
        level = layout.blocks[draft.block].level if draft.block != FRONT else 0
        if level and draft.kind is UnitKind.HEADING:
            stack = [entry for entry in stack if entry[0] < level]
            stack.append((level, headings.get(draft.block)))
            reach = (None, "")
        elif draft.reaches:
            reach = (draft.day, draft.time if draft.kind is not UnitKind.HEADING else "")
        items = [entry for entry in items if entry[0] < draft.depth] if draft.depth else []
        above = next((day for _, day in reversed(stack + items) if day), None)
        day = draft.day or (reach[0] if not items else None) or above
        if draft.depth and draft.day:
            items.append((draft.depth, draft.day))
        day = None if day == note_day else day
        dated.append(draft if day == draft.day else replace(draft, day=day))
    return dated


_BARE = re.compile(
    r"(?:(?P<day1>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?P<month1>[^\W\d_]{3,12})\.?|(?P<month2>[^\W\d_]{3,12})\.?\s+"
    r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?|(?P<month3>\d{1,2})\s?[月월]\s?(?P<day3>\d{1,2})\s?[日일号])(?!\w)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WEEKDAY = re.compile(r"[^\W\d_]{2,14}[.,]{0,2}\s+")


def _bare_day(title: str, year: int) -> date | None:
    """The day that a heading begins with, of the year that stands above it."""
    weekday = _WEEKDAY.match(title)
    named = weekday is not None and weekday[0].strip(" .,").lower() in WEEKDAYS
    found = _BARE.match(title, weekday.end() if weekday and named else 0)
    for form in "123" if found else "":
        if found and (month := found[f"month{form}"]):
            number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
            return real(year, number, int(found[f"day{form}"]))
    return None


def _years_above(layout: Layout, note_day: date) -> Iterator[tuple[int, str, int]]:
    """Each heading's block number and text with its year: that of a heading above it, or the note's."""
    stack: list[tuple[int, int]] = []
    for number, block in enumerate(layout.blocks):
        if block.level:
            stack = [entry for entry in stack if entry[0] < block.level]
            yield number, plain(block.title), next((year for _, year in reversed(stack) if year), note_day.year)
            year = _YEAR.search(block.title)
            stack.append((block.level, int(year[0]) if year else 0))


def _heading_days(layout: Layout, note_day: date) -> dict[int, date]:
    stamps = {
        number: stamp
        for number, block in enumerate(layout.blocks)
        if block.level and (stamp := _heading_stamp(plain(block.title)))
    }
    days = days_read(stamps.values())
    found = {number: day for number, day in zip(stamps, days, strict=True) if day}
    for number, title, year in _years_above(layout, note_day):
        if number not in stamps and (day := _bare_day(title, year)):
            found[number] = day
    return found


def _heading_stamp(title: str) -> Stamp | None:
    """The day that a heading begins with, or ends with behind a mark."""
    stamp = stamp_at(title)
    if stamp and (stamp.day or stamp.numbers):
        return stamp
    if len(title.split()) > _CHUNK_WORDS:
        return None
    for place in _LAST.finditer(title):
        stamp = stamp_at(title, place.end())
        if stamp and (stamp.day or stamp.numbers) and not title[stamp.end :].strip(OUTER + ")]."):
            return stamp
    return None


def with_moods(found: Iterable[Draft], paths: Mapping[int, tuple[str, ...]], flat: str, code: str) -> list[Draft]:
    """The same units, those whose every sentence is planned, conditional or asked in that state."""
    return [replace(draft, state=state) if (state := _mood(draft, paths, flat, code)) else draft for draft in found]


def _mood(draft: Draft, paths: Mapping[int, tuple[str, ...]], flat: str, code: str) -> State | None:
    if draft.state or draft.kind not in _TOLD:
        return None
    moods = [mood(flat[start:end], code) for start, end in draft.sentences]
    if moods and all(moods):
        return moods[0] if len(set(moods)) == 1 else State.PLANNED
    headings = paths.get(draft.block, ())
    return heading_mood(headings[-1], code) if draft.kind is UnitKind.ITEM and headings else None


_TOLD = (UnitKind.PROSE, UnitKind.ITEM, UnitKind.QUOTE, UnitKind.CALLOUT, UnitKind.ENTRY, UnitKind.TURN)


def several(found: Iterable[Draft]) -> bool:
    """Whether the units of a note have days of their own, and not all the same."""
    return len({draft.day for draft in found if draft.day}) > 1
