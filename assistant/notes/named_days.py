"""The days that headings and list items begin with, whole or as the parts of a date that stand above them leave it.

"## Monday, 4 May 2026" says its whole day. "## Montag, 4. Mai", "- 4 May: sowed" and "### 4.5." leave out the year,
"## Tuesday 5th" below "# May 2026" the month as well.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain import UnitKind
from assistant.notes.blocks import Layout
from assistant.notes.markup import plain
from assistant.notes.records.bare import Bare, bare_day, bare_head
from assistant.notes.records.record import OUTER
from assistant.notes.records.stamps import Stamp, days_read, real, stamp_at
from assistant.notes.units import Draft
from assistant.values.months import MONTHS

LEAST_ITEMS = 2
"""One item that begins with a day without its year tells of that day; only several are a log."""

_WORDS = 8
"""A heading of more words that only ends in a day tells of it, and is not its entry."""

_LAST = re.compile(r"[-–—,|:(]\s*(?=[^-–—,|:(]*\d[^(]*$)|(?<=\s)(?=\d{4}[-/.]\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PARTS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Place:
    """A heading or item that begins with a day: what it says, and the year and month that stand above it."""

    key: int
    said: Stamp | Bare
    year: int = 0
    month: int = 0


def heading_days(layout: Layout, near: date) -> dict[int, date]:
    """The day of each heading that says one, by the number of its block; ``near`` tells the year where none does."""
    places = []
    for number, title, year, month in _below(layout):
        said = heading_stamp(title) or bare_day(title, month=month > 0)
        if said:
            places.append(_Place(number, said, year, month))
    return _read(places, near)


def item_days(found: Sequence[Draft], headings: Mapping[int, date], near: date) -> dict[int, tuple[date, int]]:
    """By its place among the units, the day of each item that begins with one in digits that may be read in two
    ways or without its year, and where its words go on."""
    places, year = [], 0
    for number, draft in enumerate(found):
        if draft.kind is UnitKind.HEADING:
            day, named = headings.get(draft.block), _YEAR.search(draft.said)
            year = day.year if day else int(named[0]) if named else year
        elif draft.kind is UnitKind.ITEM and not draft.day and (said := _item_day(draft.said)):
            places.append(_Place(number, said, year))
    if sum(isinstance(place.said, Bare) for place in places) < LEAST_ITEMS:
        places = [place for place in places if isinstance(place.said, Stamp)]
    ends = {place.key: place.said.end for place in places}
    return {key: (day, ends[key]) for key, day in _read(places, near).items()}


def _item_day(text: str) -> Stamp | Bare | None:
    stamp = stamp_at(text)
    if stamp and stamp.numbers:
        return stamp
    return bare_head(text)


def _read(places: Sequence[_Place], near: date) -> dict[int, date]:
    """The days in order: whole ones first, the others by the year above them, else so that they lie near the last."""
    stamps = [(place.key, place.said) for place in places if isinstance(place.said, Stamp)]
    days = days_read(stamp for _, stamp in stamps)
    found = {key: day for (key, _), day in zip(stamps, days, strict=True) if day}
    last = next(iter(found.values()), near)
    for place in places:
        if isinstance(place.said, Bare) and (day := _dated(place, place.said, last)):
            found[place.key] = day
        last = found.get(place.key, last)
    return found


def _dated(place: _Place, said: Bare, last: date) -> date | None:
    month = said.month or place.month
    if place.year:
        return real(place.year, month, said.day)
    years = (last.year, last.year - 1, last.year + 1)
    days = [day for year in years if (day := real(year, month, said.day))]
    return min(days, key=lambda day: abs((day - last).days), default=None)


def heading_stamp(title: str) -> Stamp | None:
    """The day that a heading begins with, or ends with behind a mark."""
    stamp = stamp_at(title)
    if stamp and (stamp.day or stamp.numbers):
        return stamp
    if len(title.split()) > _WORDS:
        return None
    for place in _LAST.finditer(title):
        stamp = stamp_at(title, place.end())
        if stamp and (stamp.day or stamp.numbers) and not title[stamp.end :].strip(OUTER + ")]."):
            return stamp
    return None


def _below(layout: Layout) -> Iterator[tuple[int, str, int, int]]:
    """Each heading's block number and text, with the year and month that the headings above it name."""
    stack: list[tuple[int, int, int]] = []
    for number, block in enumerate(layout.blocks):
        if block.level:
            title = plain(block.title)
            stack = [entry for entry in stack if entry[0] < block.level]
            year = next((year for _, year, _ in reversed(stack) if year), 0)
            month = next((month for _, _, month in reversed(stack) if month), 0) if year else 0
            yield number, title, year, month
            own = _YEAR.search(title)
            stack.append((block.level, int(own[0]) if own else 0, _month_of(title, year > 0 or own is not None)))


def _month_of(title: str, has_year: bool) -> int:
    """The month that a heading is called after: "May 2026", "2026-05", "05 May", and "05" below a year."""
    words = [word.lower() for word in _PARTS.findall(_YEAR.sub(" ", title))]
    if not words or len(words) > 2:
        return 0
    numbers = [int(word) for word in words if word.isdecimal()] + [MONTHS.get(word, 0) for word in words]
    found = {number for number in numbers if number}
    known = all(word.isdecimal() or word in MONTHS for word in words)
    return found.pop() if known and has_year and len(found) == 1 and max(found) <= 12 else 0
