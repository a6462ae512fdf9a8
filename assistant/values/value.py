"""A value in a text, its normal form, and how values are looked for."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Between the readings of an ambiguous value.
OR = "|"
#: Stands for every character that a value has taken already.
TAKEN = "\x00"


class ValueKind(StrEnum):
    """What a value is; a code is a phone number, an address or an identifier."""

    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    QUANTITY = "quantity"
    MONEY = "money"
    CODE = "code"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text: ``text[start:end] == surface``.

    ``norm`` holds one or more readings joined by ``|``, likeliest first: ``5/1/2026`` is ``2026-05-01|2026-01-05``.
    A date reads ``2026-05-01``, ``2026-05``, ``2026``, ``--05-01`` or ``--05`` (no year),
    ``2026-01-10/2026-01-11`` (first and last day), or is the English name of a weekday. A time reads ``15:00``, a
    quantity or an amount of money ``90 kg`` in its base unit, a name its words in lower case.
    """

    kind: ValueKind
    norm: str
    surface: str
    start: int
    end: int

    @property
    def readings(self) -> tuple[str, ...]:
        """What it may mean, likeliest first."""
        return tuple(self.norm.split(OR))


#: Reads a match into readings, none if it is no such value; the date is the one that relative dates are told from.
Read = Callable[[re.Match[str], date | None], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which values of a kind are written."""

    kind: ValueKind
    pattern: re.Pattern[str]
    read: Read


@dataclass(frozen=True, slots=True)
class Found:
    """A value in a text before it is known from which day relative dates are told."""

    form: Form
    match: re.Match[str]

    def on(self, day: date | None) -> Value:
        """The value as told from ``day``; what means nothing from there is read as from no day."""
        readings = tuple(self.form.read(self.match, day)) or tuple(self.form.read(self.match, None))
        norm = OR.join(dict.fromkeys(readings))
        return Value(self.form.kind, norm, self.match[0], self.match.start(), self.match.end())


def without(text: str, values: Iterable[Value]) -> str:
    """The text with its values taken out, as long as it was."""
    for value in values:
        text = text[: value.start] + TAKEN * (value.end - value.start) + text[value.end :]
    return text


def scan(text: str, forms: Iterable[Form]) -> tuple[tuple[Found, ...], str]:
    """Where values stand in ``text`` in ``forms``, and the text without them; earlier forms come first."""
    found: list[Found] = []
    for form in forms:
        for match in form.pattern.finditer(text):
            if any(form.read(match, None)):
                found.append(Found(form, match))
                text = text[: match.start()] + TAKEN * len(match[0]) + text[match.end() :]
    return tuple(found), text


def interval(reading: str) -> tuple[date, date] | None:
    """First and last day of a date's reading; None for one without a year, or a weekday."""
    first, _, last = reading.partition("/")
    if not first[:1].isdigit():
        return None
    if last:
        return date.fromisoformat(first), date.fromisoformat(last)
    year, month, day = (int(part) for part in f"{first}-0-0".split("-")[:3])
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)
