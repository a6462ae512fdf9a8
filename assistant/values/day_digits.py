"""Days written in digits: ``2026-11-08``, ``08.11.2026``, ``11/8/2026``, 2026年11月8日, ``2026-W45``, ``Q3 2025``.

Of "03/04/2026" nobody can tell whether the day or the month comes first: it has both readings.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.values.days import Days, month_of, one_day, quarter_of, week_of, year_of
from assistant.values.numerals import ZH_NUMERAL, read_numeral


class Order(StrEnum):
    """Which of two numbers before a year is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class Written:
    """Days that stand at ``[start, end)`` of a text.

    ``order`` tells which number of them can only be the day; ``otherwise`` is the other reading where neither can.
    """

    start: int
    end: int
    days: Days
    order: Order | None = None
    otherwise: Days | None = None


_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_NOT_BEFORE, _NOT_AFTER = r"(?<![\w./:+,-])", r"(?![\w/:]|[.,-]\w)"
#: Numbers with spaces between them are a date only by themselves.
_APART = r"(?<!\d )", r"(?! \d)"
_ZH = rf"(?:\d{{1,4}}|{ZH_NUMERAL})"

_Read = Callable[[re.Match[str]], Days | None]


def _number(text: str) -> int:
    found = read_numeral(text, "zh")
    return int(found[0]) if found else 0


def _day(match: re.Match[str]) -> Days | None:
    return one_day(*(_number(match[name]) for name in ("year", "month", "day")))


def _short_year(match: re.Match[str]) -> Days | None:
    """ "21.11.26", which only a day with full stops is."""
    return one_day(2000 + int(match["short"]), int(match["month"]), int(match["day"]))


def _month(match: re.Match[str]) -> Days | None:
    return month_of(_number(match["year"]), _number(match["month"]))


def _week(match: re.Match[str]) -> Days | None:
    return week_of(int(match["year"]), int(match["week"]))


def _quarter(match: re.Match[str]) -> Days | None:
    year = int(match["year"])
    return quarter_of(year + 2000 if year < 100 else year, _number(match["quarter"]))


def _compile(pattern: str, *, loose: bool = False) -> re.Pattern[str]:
    return re.compile(pattern if loose else f"{_NOT_BEFORE}{pattern}{_NOT_AFTER}", re.IGNORECASE)


#: Whole dates, then weeks and quarters, then months. None may touch another number.
_DAYS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_compile(rf"{_YEAR}(?P<s>[-_./])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?)(?=T\d)", loose=True), _day),
    (_compile(rf"{_YEAR}(?P<s>[-_./])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?)"), _day),
    (_compile(rf"{_APART[0]}{_YEAR} (?P<month>\d\d) (?P<day>\d\d){_APART[1]}"), _day),
    (_compile(rf"{_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)"), _day),
    (_compile(rf"{_NOT_BEFORE}{_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?=_\d\d:?\d\d)", loose=True), _day),
    (
        _compile(
            rf"(?<!\d)(?P<year>{_ZH})\s?[年년]\s?(?P<month>{_ZH})\s?[月월]\s?(?P<day>{_ZH})\s?[日일号號]에?", loose=True
        ),
        _day,
    ),
)
_PERIODS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_compile(rf"{_YEAR}[- ]?W(?P<week>[0-5]?\d)"), _week),
    (_compile(rf"(?:KW|CW|W) ?(?P<week>[0-5]?\d)(?: ?/ ?|[ -]){_YEAR}"), _week),
    (_compile(rf"{_YEAR}年? ?第?(?P<week>[0-5]?\d)[周週]目?", loose=True), _week),
    (_compile(r"[QT] ?(?P<quarter>[1-4])(?: of |[ /-]?)(?P<year>(?:19|20)\d\d)"), _quarter),
    (_compile(rf"{_YEAR}[ /-]?[QT](?P<quarter>[1-4])"), _quarter),
    (_compile(r"(?P<quarter>[1-4])[QT][ /-]?(?P<year>(?:19|20)?\d\d)"), _quarter),
    (_compile(rf"{_YEAR}年 ?第?(?P<quarter>[1-4一二三四])(?:季度|四半期)", loose=True), _quarter),
    (_compile(rf"{_YEAR}년 ?(?P<quarter>[1-4])분기", loose=True), _quarter),
    (_compile(rf"{_YEAR}[-_./](?P<month>[01]\d)"), _month),
    (_compile(rf"(?P<month>0\d|1[0-2])[-_./]{_YEAR}"), _month),
    (_compile(rf"(?<!\d)(?P<year>{_ZH})\s?[年년]\s?(?P<month>{_ZH})\s?[月월]", loose=True), _month),
    (_compile(rf"(?<!\d){_YEAR}\s?[年년](?!\s?\d)", loose=True), lambda match: year_of(int(match["year"]))),
)
#: In the name of a file a date may touch letters and other signs, and a time of day may follow it.
_NAME = r"(?<!\d)(?<!\d[-_. ])", r"(?!\d)(?![-_. ]\d{3,})"
_IN_NAMES: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_compile(rf"(?<!\d){_YEAR}(?P<s>[-_. ])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?)(?!\d)", loose=True), _day),
    (
        _compile(rf"(?<!\d){_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?=(?:\d{{4}}|\d{{6}})?(?!\d))", loose=True),
        _day,
    ),
    (_compile(r"(?<![\d.])(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<short>\d\d)(?![\d.])", loose=True), _short_year),
)
_PERIODS_IN_NAMES: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_compile(rf"(?<!\d){_YEAR}[-_ ]?W(?P<week>[0-5]?\d)(?!\d)", loose=True), _week),
    (_compile(rf"(?<!\d){_YEAR}[-_ ]?Q(?P<quarter>[1-4])(?!\d)", loose=True), _quarter),
    (_compile(rf"(?<!\d){_YEAR}[-_](?P<month>[01]\d)(?![-_.]?\d)", loose=True), _month),
)
_EITHER_IN_NAME = re.compile(rf"{_NAME[0]}(?P<a>\d\d?)(?P<s>[-_. ])(?P<b>\d\d?)(?P=s){_YEAR}{_NAME[1]}")
_EITHER = _compile(rf"(?P<a>\d\d?)(?P<s>[-_./])(?P<b>\d\d?)(?P=s){_YEAR}")
_EITHER_APART = _compile(rf"{_APART[0]}(?P<a>\d\d)(?P<s> )(?P<b>\d\d) {_YEAR}{_APART[1]}")
_EITHER_WHOLE = re.compile(rf"(?P<a>\d\d)(?P<s>)(?P<b>\d\d){_YEAR}")
_SPACED_DOTS = _compile(rf"(?P<a>\d\d?)\. (?P<b>\d\d?)\.(?P<s>) ?{_YEAR}")


def written_days(text: str, order: Order | None = None) -> Iterator[Written]:
    """The days that are written in digits, whole dates before periods; they do not overlap.

    ``order`` decides where two readings make sense; without it the day is taken to come first.
    """
    if not any(character.isdigit() for character in text):
        return
    taken: list[tuple[int, int]] = []
    for found in _all(text, order):
        if all(found.end <= start or end <= found.start for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def _all(text: str, order: Order | None) -> Iterator[Written]:
    yield from _simple(text, _DAYS)
    for pattern in (_EITHER, _SPACED_DOTS, _EITHER_APART):
        for match in pattern.finditer(text):
            if found := either_order(match, order):
                yield found
    yield from _simple(text, _PERIODS)


def _simple(text: str, forms: tuple[tuple[re.Pattern[str], _Read], ...]) -> Iterator[Written]:
    for pattern, read in forms:
        for match in pattern.finditer(text):
            if days := read(match):
                yield Written(match.start(), match.end(), days)


def days_in_name(name: str, order: Order | None = None, *, whole: bool = False) -> Iterator[Written]:
    """The days in the name of a file, where they may touch letters; ``whole`` leaves weeks and months out."""
    yield from _simple(name, (*_IN_NAMES, *_DAYS))
    for match in _EITHER_IN_NAME.finditer(name):
        if found := either_order(match, order):
            yield found
    if not whole:
        yield from _simple(name, (*_PERIODS_IN_NAMES, *_PERIODS[-2:]))


def whole_digits(text: str, order: Order | None = None) -> Written | None:
    """A text that is nothing but eight digits with the year last, as a file may be called: ``30032026``."""
    match = _EITHER_WHOLE.fullmatch(text)
    return either_order(match, order) if match else None


def either_order(match: re.Match[str], order: Order | None) -> Written | None:
    """What two numbers and a year mean; with full stops between them the day is always first."""
    a, b, year = (int(match[name]) for name in ("a", "b", "year"))
    day_first, month_first = one_day(year, b, a), one_day(year, a, b)
    if match[0].count(".") >= 2:
        month_first = None
    if day_first and month_first and day_first != month_first:
        first, second = (day_first, month_first) if order is not Order.MONTH_FIRST else (month_first, day_first)
        return Written(match.start(), match.end(), first, None, second)
    if not (days := day_first or month_first):
        return None
    told = None if day_first and month_first else Order.DAY_FIRST if day_first else Order.MONTH_FIRST
    if match["s"] in (".", "") and "." in match[0]:
        told = None  # whoever writes full stops may still write slashes the other way
    return Written(match.start(), match.end(), days, told)
