"""Days and times at the head of a line, as journals, chats and logs write them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.language import all_languages
from assistant.values.days import FIRST_YEAR, LAST_YEAR
from assistant.values.months import MONTHS

_SPACE = r"[ \t\xa0\u202f\u200e\u200f]"
_NUMERIC = r"(?P<a>\d{1,4})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{2,4})\.?"
_SPACED = r"(?P<year4>\d{4})\.\s(?P<month4>\d{1,2})\.\s(?P<day4>\d{1,2})\."
_COMPACT = r"(?P<compact>(?:19|20)\d{6})"
#: A name of letters, with the signs that the scripts of India and Thailand write around them.
_LETTER = r"[^\W\d_][\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*"
_MONTH = rf"(?:{_LETTER}){{2,14}}"
_ORDINAL = r"(?:st|nd|rd|th|er|º|\.)?"
_DAY_FIRST = (
    rf"(?P<day1>\d{{1,2}}){_ORDINAL}{_SPACE}+(?:(?:de|of){_SPACE}+)?(?P<month1>{_MONTH})\.?,?"
    rf"{_SPACE}+(?:del?{_SPACE}+)?(?P<year1>\d{{4}})"
)
_HYPHENED = rf"(?P<day6>\d{{1,2}})-(?P<month6>{_MONTH})-(?P<year6>\d{{4}}|\d\d)"
_MONTH_FIRST = (
    rf"(?P<month2>{_MONTH})\.?{_SPACE}+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?"
    rf"(?:{_SPACE}+\d\d?:\d\d:\d\d)?{_SPACE}+(?P<year2>\d{{4}})"
)
_YEAR_FIRST = rf"(?P<year5>\d{{4}})\.?{_SPACE}+(?P<month5>{_MONTH})\.?{_SPACE}+(?P<day5>\d{{1,2}})\.?"
_WIDE = r"(?P<year3>\d{4})\s?[年년]\s?(?P<month3>\d{1,2})\s?[月월]\s?(?P<day3>\d{1,2})\s?[日일号]"
_DATE = re.compile(
    rf"(?:{_NUMERIC}|{_SPACED}|{_COMPACT}|{_DAY_FIRST}|{_HYPHENED}|{_MONTH_FIRST}|{_YEAR_FIRST}|{_WIDE})(?!\d)"
)
_BEFORE = re.compile(
    rf"(?P<name>[^\W\d_]{{2,14}})(?:-feira)?(?P<mark>[.,)]*){_SPACE}+(?:(?:den|the|der|le|el|il|d\.){_SPACE}+)?"
)
_AFTER = re.compile(rf",?{_SPACE}*[(\[]?([^\W\d_]{{2,14}})\.?[)\]]?")
_ZONE = r"UTC|GMT|CES?T|[ECMP][SD]T|MES?Z|[EW]ES?T|BST|IST|[JK]ST|MSK|AE[SD]T|NZ[SD]T"
_TIME = re.compile(
    rf"(?:(?P<early>오전|上午|午前)|(?P<late>오후|下午|午後))?{_SPACE}?(?P<hour>\d{{1,2}})(?P<colon>[:.h])(?P<minute>\d\d)(?:(?P=colon)\d\d(?:[.,]\d{{1,6}})?)?(?![\d:])"
    rf"(?:{_SPACE}?(?P<half>[AaPp])\.?{_SPACE}?[Mm]\b\.?)?"
    rf"(?:{_SPACE}?(?:Z\b|[+-]\d\d:?\d\d|(?:{_ZONE})\b(?:[+-]\d{{1,2}}(?::?\d\d)?)?|Uhr\b))?"
)
_TO_TIME = re.compile(
    rf"[_T]|{_SPACE}*[,\-–—]?{_SPACE}+(?:at|um|à|a las|kl\.?|klo|às|alle(?: ore)?|om|o){_SPACE}+|{_SPACE}*,?{_SPACE}+|,"
)
_POSSIBLE = re.compile(
    rf"{_SPACE}*[\[(<]?{_SPACE}*"
    rf"(?:\d|[^\W\d_]{{2,14}}(?:-feira)?[.,)]*{_SPACE}+(?:\d|[^\W\d_]{{2,10}}\.? ?\d)|[오上午下])"
)
_WORD_START = re.compile(r"(?<!\S)\S")
_OPEN = re.compile(rf"{_SPACE}*([\[(<]?){_SPACE}*")
_CLOSE = re.compile(rf"{_SPACE}*[\])>]")


def _weekdays() -> frozenset[str]:
    names = {name for table in all_languages() for forms in table.weekdays for name in forms}
    return frozenset(names | {name[:length] for name in names for length in (2, 3) if name.isalpha()})


_BUDDHIST = 543
WEEKDAYS = _weekdays()
"""The names of weekdays in every language, whole and cut to their first two or three letters."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, a time of day or both, at the head of a line; the words go on at ``end``.

    ``numbers`` are the day's three as written where their order has to be found out.
    """

    end: int
    day: date | None
    time: str
    numbers: tuple[int, int, int] | None = None
    bracketed: bool = False


def stamp_at(text: str, begin: int = 0) -> Stamp | None:
    """The stamp that a line begins with, if it does."""
    if not _POSSIBLE.match(text, begin):
        return None
    opening = _OPEN.match(text, begin)
    at = opening.end() if opening else begin
    found = _date_at(text, at)
    day, numbers, end = found or (None, None, at)
    to_time = _TO_TIME.match(text, end) if found else None
    clock = _TIME.match(text, to_time.end() if to_time else end) if to_time or not found else None
    time = _time(clock) if clock else ""
    end = clock.end() if clock and time else end
    if end == at or (opening and opening[1] and not (closing := _CLOSE.match(text, end))):
        return None
    bracketed = bool(opening and opening[1])
    end = closing.end() if bracketed and closing else end
    return None if text[end : end + 1].isalnum() else Stamp(end, day, time, numbers, bracketed)


_Found = tuple[date | None, tuple[int, int, int] | None, int]


def _date_at(text: str, at: int) -> _Found | None:
    """A day with its weekday before or behind it, what has to be put in order of it, and where it ends."""
    match = _DATE.match(text, at)
    if match is None and (before := _BEFORE.match(text, at)) and is_weekday(before["name"], before["mark"]):
        match = _DATE.match(text, before.end())
    if match is None:
        return None
    day, numbers = _day(match)
    if day is None and numbers is None:
        return None
    after = _AFTER.match(text, match.end())
    named = after is not None and (is_weekday(after[1], after[0][-1:]) or after[1].startswith(("星期", "周", "曜")))
    return day, numbers, after.end() if after and named else match.end()


def is_weekday(name: str, mark: str = "") -> bool:
    """Whether a word is a weekday; one of two letters that may stand before a day as well is with a mark behind it."""
    word = name.lower()
    return word in WEEKDAYS and (len(word) > 2 or mark[-1:] in (".", ",", ")") or word not in _BEFORE_A_DAY)


_BEFORE_A_DAY = frozenset(word for table in all_languages() for word in (*table.days.before, *table.stop_words))


def _time(clock: re.Match[str]) -> str:
    """As "14:05"; nothing where it can't be one."""
    hours, minutes = int(clock["hour"]), int(clock["minute"])
    half = "p" if clock["late"] else "a" if clock["early"] else clock["half"]
    if half:
        if not 1 <= hours <= 12:
            return ""
        hours = hours % 12 + (12 if half in "pP" else 0)
    return f"{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else ""


def _day(match: re.Match[str]) -> tuple[date | None, tuple[int, int, int] | None]:
    if compact := match["compact"]:
        return real(int(compact[:4]), int(compact[4:6]), int(compact[6:])), None
    if match["a"]:
        numbers = int(match["a"]), int(match["b"]), int(match["c"])
        if len(match["a"]) == 4:
            return real(*numbers), None
        possible = real(numbers[2], numbers[1], numbers[0]) or real(numbers[2], numbers[0], numbers[1])
        return None, numbers if possible and len(match["a"]) < 3 and len(match["c"]) != 3 else None
    for form in "123456":
        if match[f"year{form}"]:
            month = match[f"month{form}"]
            number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
            return real(int(match[f"year{form}"]), number, int(match[f"day{form}"])), None
    return None, None


def day_within(text: str) -> date | None:
    """The day that stands anywhere in a short line."""
    for word in _WORD_START.finditer(text) if any(char.isdecimal() for char in text) else ():
        stamp = stamp_at(text, word.start())
        if stamp and stamp.day:
            return stamp.day
    return None


def real(year: int, month: int, day: int) -> date | None:
    """The day, if there is one and its year is plausible.

    Two figures of a year are of this century, and one that is far off is counted from the Buddha's, as in Thailand.
    """
    year += 2000 if year < 100 else -_BUDDHIST if year - _BUDDHIST > FIRST_YEAR else 0
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def days_read(stamps: Iterable[Stamp]) -> Iterator[date | None]:
    """The day of each stamp of one file: whether day or month comes first is found out from all of them."""
    known = list(stamps)
    month_first = _month_first([stamp.numbers for stamp in known if stamp.numbers])
    for stamp in known:
        if stamp.numbers is None:
            yield stamp.day
        else:
            first, second, year = stamp.numbers
            yield real(year, first, second) if month_first else real(year, second, first)


def _month_first(numbers: list[tuple[int, int, int]]) -> bool:
    """Which order makes days of all of them; else the one in which the file goes forward in time."""
    orders = {
        month_first: [real(c, a, b) if month_first else real(c, b, a) for a, b, c in numbers]
        for month_first in (False, True)
    }
    faults = {key: sum(day is None for day in days) for key, days in orders.items()}
    if faults[False] != faults[True]:
        return faults[True] < faults[False]
    return _backwards(orders[True]) < _backwards(orders[False])


def _backwards(days: list[date | None]) -> int:
    """How many days the file jumps back, all in all, and how far it reaches."""
    known = [day for day in days if day]
    back = sum(max(0, (before - after).days) for before, after in pairwise(known))
    return back * 1000 + ((max(known) - min(known)).days if known else 0)
