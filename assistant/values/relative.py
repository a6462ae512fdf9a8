"""Dates that are told from a day: "tomorrow", "nächsten Freitag", 下周.

A date library was tried first: dateparser knows neither "this weekend" nor "nächsten Freitag" nor 下周五, gives one day
for "next Friday", which people mean in two ways, and takes a sixth of a second before its first answer.
"""

import re
from calendar import day_name, monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial

from assistant.values.numerals import any_of, numeral, read_numeral
from assistant.values.value import Form, ValueKind, interval, scan

#: The names of the weekdays as norms, from Monday.
WEEKDAYS = tuple(name.lower() for name in day_name)

#: A day, or the first and the last one.
When = date | tuple[date, date]

_DE_NAMES = "montag dienstag mittwoch donnerstag freitag samstag sonntag".split()
_DAYS = {
    "en": {name: i for i, name in enumerate(WEEKDAYS)} | {"tue": 1, "tues": 1, "thu": 3, "thurs": 3, "fri": 4},
    "de": {name: i for i, name in enumerate(_DE_NAMES)} | {"sonnabend": 5},
    "zh": {name: i for i, name in enumerate("一二三四五六日")} | {"天": 6},
}

#: Days from the day itself. "Guten Morgen" and "heute Morgen" are times of day.
_OFFSETS = {
    "en": (
        (r"\b(?:the )?day before yesterday\b", -2),
        (r"\b(?:yesterday|last night)\b", -1),
        (r"\b(?:the )?day after tomorrow\b", 2),
        (r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", 0),
        (r"\btomorrow\b", 1),
    ),
    "de": (
        (r"\bvorgestern\b", -2),
        (r"\bgestern\b", -1),
        (r"\bheute(?: morgen| früh| abend)?\b", 0),
        (r"\bübermorgen\b", 2),
        (r"(?-i:(?:(?<!\w)m|^M|(?<=[.!?:] )M)orgen\b)(?![,!])", 1),
    ),
    "zh": (("前天", -2), ("昨[天晚日]", -1), ("今[天晚早日]", 0), ("大后天", 3), ("后天", 2), ("明[天晚早日]", 1)),
}
_WHICH = {
    "en": {"this": 0, "this coming": 0, "the coming": 0, "coming": 0, "next": 1, "last": -1, "this past": -1},
    "de": {
        f"{stem}{ending}": which
        for stem, which in (("diese", 0), ("kommende", 0), ("nächste", 1), ("letzte", -1), ("vorige", -1))
        for ending in ("", "n", "s", "r", "m")
    },
    "zh": {"这个": 0, "这": 0, "本": 0, "今": 0, "下个": 1, "下": 1, "明": 1, "上个": -1, "上": -1, "去": -1},
}
_PERIODS = {
    "en": {name: name for name in ("weekend", "week", "month", "year")},
    "de": {"wochenende": "weekend", "woche": "week", "monat": "month", "jahr": "year"},
    "zh": {"周末": "weekend", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"},
}
_DE_PART = "morgen|vormittag|mittag|nachmittag|abend|nacht"
#: More days, weeks or years from a note than this are no date.
MAX_STEPS = 1000
_EN_STEP = "(?P<unit>day|week|month|year)s?"
_DE_STEP = "(?P<unit>tag|woche|monat|jahr)e?n?"
_STEPS = {
    "en": (
        (rf"\bin (?P<n>{{n}}) {_EN_STEP}(?:'? time)?\b", 1),
        (rf"\b(?P<n>{{n}}) {_EN_STEP} from (?:now|today)\b", 1),
        (rf"\b(?P<n>{{n}}) {_EN_STEP} ago\b", -1),
    ),
    "de": ((rf"\bin (?P<n>{{n}}) {_DE_STEP}\b", 1), (rf"\bvor (?P<n>{{n}}) {_DE_STEP}\b", -1)),
    "zh": (
        ("(?P<n>{n})(?P<unit>天|日|个?星期|周|个月|年)(?:之|以)?后", 1),
        ("(?P<n>{n})(?P<unit>天|日|个?星期|周|个月|年)(?:之|以)?前", -1),
    ),
}
_UNITS = {
    "tag": "day", "天": "day", "日": "day", "woche": "week", "星期": "week", "个星期": "week", "周": "week",
    "monat": "month", "个月": "month", "jahr": "year", "年": "year",
}  # fmt: skip


def resolve(surface: str, on: date, language: str = "en") -> When | None:
    """The day, or the first and last day, that a relative date means on the day ``on``, in its likeliest reading.

    None when ``surface`` as a whole is no relative date.
    """
    for form in relative_forms(language):
        if match := form.pattern.fullmatch(surface.strip()):
            days = interval(next(iter(form.read(match, on)), ""))
            return days[0] if days and days[0] == days[1] else days
    return None


def resolved(text: str, on: date, language: str = "en") -> str:
    """The relative dates of a text as days, for display: "tomorrow at 10 AM" on 2026-01-06 is ``2026-01-07``.

    Empty when there are none. "next Friday" may be two days, which are both given; a bare "Friday" is left alone, for
    it does not say whether it is past or to come.
    """
    found, _ = scan(text, relative_forms(language))
    values = sorted((each.on(on) for each in found), key=lambda value: value.start)
    told = [value for value in values if value.readings[0][:1].isdigit()]
    return ", ".join(dict.fromkeys(" or ".join(value.readings).replace("/", " to ") for value in told))


@lru_cache
def relative_forms(language: str) -> tuple[Form, ...]:
    """How relative dates and weekdays are written in English and in ``language``.

    Without a day to tell from, a relative date reads as its own words in lower case.
    """
    known = dict.fromkeys((language if language in _OFFSETS else "en", "en"))
    return tuple(form for name in known for form in (*_offsets(name), *_steps(name), *_whiches(name), *_weekdays(name)))


def _form(pattern: str, read: Callable[[re.Match[str], date], Iterable[str]]) -> Form:
    def told(match: re.Match[str], on: date | None) -> Iterable[str]:
        return read(match, on) if on else (" ".join(match[0].casefold().split()),)

    return Form(ValueKind.DATE, re.compile(pattern, re.IGNORECASE), told)


def _offsets(language: str) -> Iterator[Form]:
    for pattern, days in _OFFSETS[language]:
        yield _form(pattern, partial(_offset, days))


def _offset(days: int, _: re.Match[str], on: date) -> Iterable[str]:
    return ((on + timedelta(days)).isoformat(),)


def _steps(language: str) -> Iterator[Form]:
    number = f"(?:an?|{numeral(language)})" if language == "en" else numeral(language)
    for pattern, sign in _STEPS[language]:
        yield _form(pattern.replace("{n}", number), partial(_step, language, sign))


def _step(language: str, sign: int, match: re.Match[str], on: date) -> Iterable[str]:
    """So many days, weeks, months or years on; of a month or a year that has no such day, its last."""
    unit = match["unit"].casefold()
    unit = _UNITS.get(unit, unit)
    numbers = (Decimal(1),) if match["n"].lower() in ("a", "an") else read_numeral(match["n"], language)
    if not numbers or numbers[0] != int(numbers[0]) or numbers[0] > MAX_STEPS:
        return
    steps = sign * int(numbers[0])
    if unit in ("day", "week"):
        yield (on + timedelta(steps * (7 if unit == "week" else 1))).isoformat()
    else:
        year, month = divmod(on.year * 12 + on.month - 1 + steps * (12 if unit == "year" else 1), 12)
        yield date(year, month + 1, min(on.day, monthrange(year, month + 1)[1])).isoformat()


def _whiches(language: str) -> Iterator[Form]:
    """This, next or last week, or a weekday of it."""
    which, days, periods = any_of(_WHICH[language]), any_of(_DAYS[language]), any_of(_PERIODS[language])
    if language == "zh":
        yield _form(rf"(?P<which>{which})(?:周|星期|礼拜)(?P<day>{days})", partial(_of_week, language))
        yield _form(rf"(?P<which>{which})(?P<period>{periods})", partial(_period, language))
        return
    week = "week" if language == "en" else "woche"
    yield _form(rf"\b(?P<day>{days})(?: of)? (?P<which>{which}) {week}\b", partial(_of_week, language))
    yield _form(rf"\b(?P<which>{which}) {week}(?: on| am)? (?P<day>{days})\b", partial(_of_week, language))
    yield _form(rf"\b(?P<which>{which}) (?P<period>{periods})\b", partial(_period, language))
    yield _form(rf"\b(?P<which>{which}) (?P<day>{days})(?:{_DE_PART})?\b", partial(_next, language))


def _of_week(language: str, match: re.Match[str], on: date) -> Iterable[str]:
    weeks, day = _WHICH[language][match["which"].lower()], _DAYS[language][match["day"].lower()]
    yield (_monday(on) + timedelta(7 * weeks + day)).isoformat()


def _period(language: str, match: re.Match[str], on: date) -> Iterable[str]:
    which, period = _WHICH[language][match["which"].lower()], _PERIODS[language][match["period"].lower()]
    if period == "year":
        yield str(on.year + which)
    elif period == "month":
        year, month = divmod(on.year * 12 + on.month - 1 + which, 12)
        yield f"{year}-{month + 1:02}"
    else:
        monday = _monday(on) + timedelta(7 * which)
        yield f"{monday + timedelta(5 if period == 'weekend' else 0)}/{monday + timedelta(6)}"


def _next(language: str, match: re.Match[str], on: date) -> Iterable[str]:
    """ "this" is the day to come, "last" the one before, "next" the day to come or that of the next week."""
    which, day = _WHICH[language][match["which"].lower()], _DAYS[language][match["day"].lower()]
    if which < 0:
        yield _before(on, day).isoformat()
    elif which == 0:
        yield _from(on, day).isoformat()
    else:
        yield _from(on + timedelta(1), day).isoformat()
        yield (_monday(on) + timedelta(7 + day)).isoformat()


def _weekdays(language: str) -> Iterator[Form]:
    """A bare weekday may be past or to come; of one that recurs only the name is known."""
    if language == "zh":
        pattern = rf"(?P<every>每)?(?:周|星期|礼拜)(?P<day>{any_of(_DAYS['zh'])})"
    elif language == "de":
        pattern = rf"\b(?P<every>jeden )?(?P<day>{any_of(_DAYS['de'])})(?:{_DE_PART})?(?P<plural>s?)\b"
    else:
        pattern = rf"\b(?P<every>every |each )?(?P<day>{any_of(_DAYS['en'])}|(?-i:Mon|Wed|Sat))(?P<plural>s?)\b"
    yield Form(ValueKind.DATE, re.compile(pattern, re.IGNORECASE), partial(_weekday, language))


def _weekday(language: str, match: re.Match[str], on: date | None) -> Iterable[str]:
    groups = match.groupdict()
    day = {**_DAYS[language], "mon": 0, "wed": 2, "sat": 5}[groups["day"].lower()]
    yield WEEKDAYS[day]
    if on and not groups["every"] and not groups.get("plural"):
        yield _from(on, day).isoformat()
        yield _before(on, day).isoformat()


def _monday(on: date) -> date:
    return on - timedelta(on.weekday())


def _from(on: date, weekday: int) -> date:
    """The first such weekday, ``on`` or later."""
    return on + timedelta((weekday - on.weekday()) % 7)


def _before(on: date, weekday: int) -> date:
    """The last such weekday before ``on``."""
    return on - timedelta((on.weekday() - weekday - 1) % 7 + 1)
