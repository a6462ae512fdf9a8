"""Days that a query names: as a value (``since:2026-01``), or in the words of a question ("last Tuesday", "im März").

``dateparser`` reads the words. It takes a tenth of a second to load, so what looks like a date is spotted first,
and dates in digits are read without it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

#: Languages of a value, tried in this order. In a question, English, German and Chinese dates are spotted.
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "zh")

_FULL = """january february april june july august september october november december
           januar jänner februar märz april juni juli august september oktober november dezember"""
_SHORT = "jan feb mar apr jun jul aug sept sep oct okt nov dec dez"
_WEEKDAYS = """monday tuesday wednesday thursday friday saturday sunday
               montag dienstag mittwoch donnerstag freitag samstag sonntag"""
_NUMBERS = """a an one two three four five six seven eight nine ten eleven twelve
              einem einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"""


def _any(words: str) -> str:
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH = _any(f"{_FULL} march may mai")
_MONTH_BY_DAY = rf"(?:{_MONTH}|{_any(_SHORT)}\b\.?)"
_LAST = r"(?:last|past|previous|letzte[nrms]?|vergangene[nrms]?|vorige[nrms]?)"
_THIS = rf"(?:{_LAST}|this|diese[nrms]?)"
_UNIT = r"(?:week|month|year|woche|monat|jahr)"
_UNITS = r"(?:day|week|month|year)s?|tage?n?|wochen?|monate?n?|jahre?n?"
_NUMBER = rf"(?:\d{{1,3}}|{_any(_NUMBERS)})"
#: "this Sunday" and "next Sunday" lie ahead, and "every Sunday" is no day.
_NOT_BACK = "".join(rf"(?<!{word}\ )" for word in ("next", "this", "every", "each", "jeden", "diesen", "nächsten"))

_DIGITS = re.compile(rf"""
    (?P<year>{_YEAR}) (?: -W(?P<week>\d\d) | (?P<dash>-?) (?P<month>\d\d) (?: (?P=dash) (?P<day>\d\d) )? )?
    | (?P<day_first>\d{{1,2}}) \. (?P<month_second>\d{{1,2}}) \. (?P<year_last>{_YEAR})
    """, re.VERBOSE)  # fmt: skip
_SAID = re.compile(rf"""(?<![\w-])(?:
    (?P<digits> {_YEAR}-W\d\d | {_YEAR}-\d\d(?:-\d\d)? | {_YEAR}\d\d\d\d | \d{{1,2}}\.\d{{1,2}}\.{_YEAR} )
    | (?P<deictic>
        day\ before\ yesterday | yesterday | today | vorgestern | gestern | heute
        | {_THIS}\ (?:weekend | wochenende)
        | {_THIS}\ {_UNIT}
        | {_LAST}\ (?:{_any(_WEEKDAYS)} | {_MONTH})
        | {_LAST}\ (?P<back>{_NUMBER}\ (?:{_UNITS}))
        | {_NUMBER}\ (?:{_UNITS})\ ago | vor\ {_NUMBER}\ (?:{_UNITS})
      )
    | (?P<named>
        {_DAY}(?:st|nd|rd|th|\.)?\ (?:of\ )?{_MONTH_BY_DAY}(?:,?\ {_YEAR})?
        | {_MONTH_BY_DAY}\ {_DAY}(?:st|nd|rd|th)?(?:,?\ {_YEAR})?
        | {_MONTH_BY_DAY},?\ {_YEAR}
        | (?<=\bin\ ){_MONTH} | (?<=\bim\ ){_MONTH} | (?<=\bduring\ ){_MONTH} | (?<=\bsince\ ){_MONTH}
        | (?<=\bseit\ ){_MONTH} | (?<=\bof\ ){_MONTH} | {_any(_FULL)}
        | {_NOT_BACK}{_any(_WEEKDAYS)}
      )
    | (?<=\bin\ )(?P<in_year>{_YEAR}) | (?<=\bjahr\ )(?P<im_jahr>{_YEAR})
    )(?![\w-])
    | (?P<deictic_zh> 昨天 | 前天 | 今天 | 本周 | 上周 | 上个月 | 去年 )
    | {_YEAR}年\d{{1,2}}月(?:\d{{1,2}}[日号])?
    """, re.VERBOSE | re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class SaidDays:
    """Days named in the words of a question; ``deictic`` when only together with today's date ("yesterday")."""

    words: str
    days: Days
    deictic: bool


def read_days(value: str, today: date) -> Days | None:
    """The days a value names: a day, week, month or year in digits, or what people say; ``None`` when it is none."""
    value = " ".join(value.split())
    if match := _DIGITS.fullmatch(value):
        return _from_digits(match)
    if not any(letter.isalpha() for letter in value):
        return None
    match = _SAID.fullmatch(value)
    return _said(match, today) if match else _parsed(value, today)


def said_days(text: str, today: date) -> tuple[SaidDays, ...]:
    """The days named in a question, in order; what only looks like a date is left out."""
    found = ((match, _said(match, today)) for match in _SAID.finditer(text))
    return tuple(
        SaidDays(match[0], days, bool(match["deictic"] or match["deictic_zh"])) for match, days in found if days
    )


def _said(match: re.Match[str], today: date) -> Days | None:
    if written := match["digits"] or match["in_year"] or match["im_jahr"]:
        digits = _DIGITS.fullmatch(written)
        return _from_digits(digits) if digits else None
    words = match[0].lower()
    if match["back"]:
        start = _date_data(f"{match['back']} ago", today) or _date_data(f"vor {match['back']}", today)
        return Days(start[0], today) if start else None
    if words.endswith(("weekend", "wochenende")):
        monday = today - timedelta(today.weekday() + 7 * bool(re.match(_LAST, words)))
        return Days(monday + timedelta(5), monday + timedelta(6))
    # dateparser reads "last week", and of "last March" and "letzten Dienstag" the name alone.
    return _parsed(words, today) or _parsed(re.sub(rf"^{_LAST} ", "", words), today)


def _from_digits(match: re.Match[str]) -> Days | None:
    try:
        if match["year_last"]:
            return _period(date(int(match["year_last"]), int(match["month_second"]), int(match["day_first"])), "day")
        year, month, day, week = match["year"], match["month"], match["day"], match["week"]
        if week:
            return _period(date.fromisocalendar(int(year), int(week), 1), "week")
        length = "day" if day else "month" if month else "year"
        return _period(date(int(year), int(month or 1), int(day or 1)), length)
    except ValueError:
        return None


def _parsed(words: str, today: date) -> Days | None:
    found = _date_data(words, today)
    return _period(*found) if found else None


def _date_data(words: str, today: date) -> tuple[date, str] | None:
    """A day, and whether it stands for its day, week, month, quarter or year."""
    found = _parser(today).get_date_data(words)
    return (found.date_obj.date(), found.period) if found.date_obj else None


def _period(day: date, length: str) -> Days:
    """The day, week (from Monday), month, quarter or year that holds a day."""
    if length == "week":
        monday = day - timedelta(day.weekday())
        return Days(monday, monday + timedelta(6))
    months = {"month": 1, "quarter": 3, "year": 12}.get(length)
    if months is None:
        return Days(day, day)
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return Days(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


@lru_cache(maxsize=4)
def _parser(today: date) -> "DateDataParser":
    from dateparser.date import DateDataParser

    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DATES_FROM": "past",
        "PREFER_DAY_OF_MONTH": "first",
        "DATE_ORDER": "DMY",
        "TIMEZONE": "UTC",
    }
    return DateDataParser(
        languages=list(LANGUAGES), settings=settings, try_previous_locales=False, use_given_order=True
    )
