"""The days that a text tells, in the words of any language, as values that may mean several days."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.values import Value, ValueKind, find_values
from assistant.values.days import SaidDays
from assistant.values.said_days import said_days
from assistant.values.value import OR

#: The day of the month behind a weekday: "Monday the 16th", "Montag, den 16.", "lunes 16".
_OF_MONTH = re.compile(
    r",?\s(?:the |den |dem |le |el |il )?(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
    r"(?!\w|[:.,/]\d|\s?(?:uhr|[ap]\.?m\b|h\b|%|€))",
    re.IGNORECASE,
)
_WEEK = timedelta(7)
#: A day of the month with its weekday is looked for so many days before and after.
_BACK, _AHEAD = 31, 62


def values_of(text: str, language: str, day: date | None) -> tuple[Value, ...]:
    """The values of a text, as `find_values` has them, with the days that only other languages' words tell."""
    found = find_values(text, language, day)
    if day is None:
        return found
    known = [value for value in found if value.kind is ValueKind.DATE]
    told = [_value(one) for one in said_days(text, day) if one.words and not _overlaps(one.start, one.end, known)]
    days = [_whole(text, value, day) for value in (*known, *told)]
    others = [
        value for value in found if value.kind is not ValueKind.DATE and not _overlaps(value.start, value.end, days)
    ]
    return tuple(sorted((*others, *days), key=lambda value: value.start))


def _overlaps(start: int, end: int, values: Sequence[Value]) -> bool:
    return any(value.start < end and start < value.end for value in values)


def _value(one: SaidDays) -> Value:
    return Value(ValueKind.DATE, OR.join(dict.fromkeys(_readings(one))), one.words, one.start, one.end)


def _readings(one: SaidDays) -> Iterator[str]:
    """The days that are meant, a bare weekday's next one first."""
    if one.days.first != one.days.last:
        yield f"{one.days.first}/{one.days.last}"
        return
    is_weekday = not one.deictic and one.otherwise is None and not any(c.isdigit() for c in one.words)
    if is_weekday:
        yield f"{one.days.first:%A}".lower()
        yield (one.days.first + _WEEK).isoformat()
    yield one.days.first.isoformat()
    if one.otherwise and one.otherwise.first == one.otherwise.last:
        yield one.otherwise.first.isoformat()


def _whole(text: str, value: Value, day: date) -> Value:
    """A weekday with the day of the month that stands behind it."""
    match = _OF_MONTH.match(text, value.end) if not value.readings[0][:1].isdigit() else None
    if match is None:
        return value
    near = sorted(range(-_BACK, _AHEAD), key=abs)
    named = (day + timedelta(n) for n in near)
    found = next(
        (one for one in named if one.day == int(match["day"]) and f"{one:%A}".lower() == value.readings[0]), None
    )
    if found is None:
        return value
    return Value(ValueKind.DATE, found.isoformat(), text[value.start : match.end()], value.start, match.end())
