"""Days that a text says in several pieces: ranges ("between 3 and 9 May"), a weekday beside its date, a month beside
its year ("last year in May")."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from assistant.language import all_languages
from assistant.values.days import Days, SaidDays, month_of, one_day
from assistant.values.months import MONTHS

_DASH = r"\s*(?:-|–|—|~|〜|～|到|至)\s*"
_SMALL = r"(?:\s+(?:the|on|in|im|am|dem|den|der|en|el|la|le|il|du|de|del|di|do|of|w|в))*"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|日|号|일)?"
_PAIR = re.compile(rf"(?<![\w.:/-])(?P<first>\d{{1,2}})\.?{_DASH}(?P<last>\d{{1,2}})\.?\s+$")
#: Between a weekday and its date.
_BESIDE = re.compile(r"[\s,]*(?:(?:the|den|der|le|el|il|on|am)\s+)?", re.IGNORECASE)
_NEAR = re.compile(rf"{_SMALL}[\s,]*", re.IGNORECASE)


def joined(text: str, found: Sequence[SaidDays]) -> tuple[SaidDays, ...]:
    """The same days in order, those that are said together as one."""
    made: list[SaidDays] = []
    for one in found:
        made.append(_reaching(text, one))
        while len(made) > 1 and (both := _both(text, *made[-2:])):
            made[-2:] = [both]
    return tuple(made)


def _both(text: str, first: SaidDays, second: SaidDays) -> SaidDays | None:
    between = text[first.end : second.start]
    return (
        (_weekday_of(text, first, second) if _BESIDE.fullmatch(between) else None)
        or (_narrowed(text, first, second) if _NEAR.fullmatch(between) else None)
        or _range(text, first, second)
    )


def _weekday_of(text: str, first: SaidDays, second: SaidDays) -> SaidDays | None:
    """A day with its weekday before it."""
    is_weekday = _length(first) == 1 and not first.deictic and not any(sign.isdecimal() for sign in first.words)
    return _over(text, first, second, second.days) if is_weekday and _length(second) == 1 else None


def _narrowed(text: str, first: SaidDays, second: SaidDays) -> SaidDays | None:
    """A month of the year, or a weekday of the week, that is said beside it: "last year in May"."""
    outer, inner = (first, second) if _length(first) > _length(second) else (second, first)
    if not outer.deictic or inner.deictic:
        return None
    start = inner.days.first
    if 365 <= _length(outer) <= 366 and 28 <= _length(inner) <= 31 and inner.otherwise:
        days = month_of(outer.days.first.year, start.month)
    elif _length(outer) == 7 and _length(inner) == 1 and not any(sign.isdecimal() for sign in inner.words):
        day = outer.days.first + timedelta(start.weekday())
        days = Days(day, day)
    else:
        return None
    return _over(text, first, second, days, deictic=True) if days else None


def _range(text: str, first: SaidDays, second: SaidDays) -> SaidDays | None:
    """From the first day to the last: a dash or "to" is between them, or "and" where "between" stands before."""
    if first.deictic != second.deictic:
        return None
    opened = _opening().search(text[: first.start])
    link = text[first.end : second.start]
    if not (re.fullmatch(_DASH, link) or (_through(opened=opened is not None).fullmatch(link))):
        return None
    start = first.days.first
    if start > second.days.last and first.otherwise:
        return None
    if first.otherwise and not second.otherwise:
        years = (second.days.last.year, second.days.last.year - 1)
        starts = [day.first for year in years if (day := one_day(year, start.month, start.day))]
        start = next((day for day in starts if day <= second.days.last), start)
    if start > second.days.last:
        return None
    begin = opened.start() if opened else first.start
    days = Days(start, second.days.last)
    return SaidDays(text[begin : second.end], days, first.deictic and second.deictic, begin, second.end)


def _reaching(text: str, one: SaidDays) -> SaidDays:
    """The range whose other end is only a number or a month: "3 to 9 May", "May 3-9", "March and May 2026"."""
    before, after = text[: one.start], text[one.end :]
    if _length(one) == 1:
        return _from_number(text, before, one) or _to_number(text, after, one) or one
    if _MONTH[0] <= _length(one) <= _MONTH[1]:
        return _from_month(text, before, one) or _numbers_of(text, before, one) or one
    return one


_MONTH = 28, 31


def _from_number(text: str, before: str, one: SaidDays) -> SaidDays | None:
    found, last = _number_before().search(before), one.days.first
    if not found or not _is_linked(before, found):
        return None
    start = one_day(last.year, last.month, int(found["day"]))
    if not start or start.first >= last:
        return None
    return _from(text, found.start("all"), one.end, Days(start.first, last), one)


def _to_number(text: str, after: str, one: SaidDays) -> SaidDays | None:
    found, first = _number_after().match(after), one.days.first
    last = one_day(first.year, first.month, int(found["day"])) if found else None
    if not found or not last or last.first <= first or not _says_month(one):
        return None
    return _from(text, one.start, one.end + found.end(), Days(first, last.first), one)


def _from_month(text: str, before: str, one: SaidDays) -> SaidDays | None:
    found, first = _name_before().search(before), one.days.first
    month = MONTHS.get(found["name"].lower(), 0) if found and _is_linked(before, found) else 0
    start = month_of(first.year - (month > first.month), month) if month else None
    return _from(text, found.start("all"), one.end, Days(start.first, one.days.last), one) if found and start else None


def _numbers_of(text: str, before: str, one: SaidDays) -> SaidDays | None:
    """ "3-9 May 2026"."""
    pair, first = _PAIR.search(before), one.days.first
    days = _within(first.year, first.month, int(pair["first"]), int(pair["last"])) if pair else None
    return _from(text, pair.start(), one.end, days, one) if pair and days else None


def _within(year: int, month: int, first: int, last: int) -> Days | None:
    start, end = one_day(year, month, first), one_day(year, month, last)
    return Days(start.first, end.last) if start and end and first < last else None


def _says_month(one: SaidDays) -> bool:
    """Whether the number at its end is the day: "May 3", 5月3日."""
    return not re.search(r"\d{4}\W*$", one.words) and bool(re.search(r"\d\S{0,2}$", one.words))


def _is_linked(before: str, found: re.Match[str]) -> bool:
    """Whether what links the ends is sure: "and" only behind "between"."""
    link = before[found.end("end") :]
    opened = _opening().search(before[: found.start("all")])
    return bool(re.fullmatch(_DASH, link)) or bool(_through(opened=opened is not None).fullmatch(link))


def _length(one: SaidDays) -> int:
    return (one.days.last - one.days.first).days + 1


def _over(text: str, first: SaidDays, second: SaidDays, days: Days, *, deictic: bool = False) -> SaidDays:
    words = text[first.start : second.end]
    return replace(second, words=words, days=days, deictic=deictic, start=first.start,
                   otherwise=None if deictic else second.otherwise)  # fmt: skip


def _from(text: str, start: int, end: int, days: Days, one: SaidDays) -> SaidDays:
    opened = _opening().search(text[:start])
    begin = opened.start() if opened else start
    return replace(one, words=text[begin:end], days=days, start=begin, end=end, otherwise=None)


def _words(kind: str) -> Iterator[str]:
    for table in all_languages():
        yield from getattr(table.days, kind)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(set(_words('between')))))}){_SMALL}\s+$", re.IGNORECASE
    )


@cache
def _through(*, opened: bool) -> re.Pattern[str]:
    """What stands between two ends; the words for "and" are as well those for two days."""
    words = {word for word in _words("through") if opened or word not in _AND}
    return re.compile(
        rf"\s*(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))}){_SMALL}\s*", re.IGNORECASE
    )


_AND = frozenset("and und et y e en och og i a и і та 和 da de".split())


@cache
def _number_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.:/-])(?P<all>(?P<end>{_DAY}))(?:{_DASH}|\s+\S{{1,8}}{_SMALL}\s+)$", re.IGNORECASE)


@cache
def _number_after() -> re.Pattern[str]:
    words = sorted((word for word in _words("through") if word not in _AND), key=len, reverse=True)
    return re.compile(
        rf"(?:{_DASH}|\s+(?:{'|'.join(map(re.escape, words))})\s+){_DAY}(?:(?<=[日号일])|(?![\w:.,/-]*\d)(?!\w))",
        re.IGNORECASE,
    )


@cache
def _name_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<all>(?P<end>(?P<name>[^\W\d_]{{3,12}})))(?:{_DASH}|\s+\S{{1,8}}\s+)$", re.IGNORECASE
    )
