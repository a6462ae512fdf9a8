"""The day of every unit: its own, that of the entry or heading it stands under, or else the note's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.domain import State, UnitKind
from assistant.notes.blocks import Layout
from assistant.notes.moods import heading_mood, mood
from assistant.notes.named_days import heading_days, item_days
from assistant.notes.units import FRONT, Draft, dated_item


def with_days(
    layout: Layout, found: Sequence[Draft], note_day: date, near: date | None = None, *, alike: bool = False
) -> list[Draft]:
    """The same units, each with its day where it is not the note's, or with ``alike`` where it has one.

    ``near`` is a day of the year that is meant where a day is said without one; else that is the note's.
    """
    headings = heading_days(layout, near or note_day)
    found = _with_items(found, item_days(found, headings, near or note_day))
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
        day = None if day == note_day and not alike else day
        dated.append(draft if day == draft.day else replace(draft, day=day))
    return dated


def _with_items(found: Sequence[Draft], days: Mapping[int, tuple[date, int]]) -> list[Draft]:
    """The same units, items with the day they begin with and the words behind it."""
    return [dated_item(draft, *days[at]) if at in days else draft for at, draft in enumerate(found)]


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
