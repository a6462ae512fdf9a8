"""Days named by their place in the calendar: "8 November", "Sept. 2026", "week 12", "Q3", 11月8日.

What is said without a year is of the year in which it was last; its next time is kept beside it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from assistant.language.scripts import folded
from assistant.values.day_reading import LINKS, ORDINAL_SIGNS, Phrase, Said
from assistant.values.day_words import Role
from assistant.values.days import Days, month_of, one_day, quarter_of, week_of, year_of

#: Languages that write a month before its day.
_MONTH_FIRST = frozenset(("en", "hu"))
InYear = Callable[[int], Days | None]
_NUMBER_SIGNS = frozenset("no nr nr. number # nº n . №".split())
#: Short names of a week, with its number.
_WEEK_SIGNS = frozenset("kw cw wk".split())


def _recent(said: Said, build: InYear) -> tuple[Days, Days | None] | None:
    """Of what comes once a year, or in leap years: the last time that began, and the next."""
    year = said.today.year
    past = next((days for y in range(year, year - 9, -1) if (days := build(y)) and days.first <= said.today), None)
    coming = next((days for y in range(year, year + 9) if (days := build(y)) and days.first > said.today), None)
    return (past, coming) if past else None


def with_year(
    said: Said, at: int, build: InYear, codes: frozenset[str] = frozenset(), *, bare: bool = True
) -> Iterator[Phrase]:
    """What ``build`` makes of the year that follows, or, where none must, of the year in which it was last."""
    if year := said.year(at):
        if days := build(year[1]):
            yield Phrase(year[0], days, codes=codes)
    elif bare:
        yield from _last_time(said, at, build, codes)


def _last_time(said: Said, end: int, build: InYear, codes: frozenset[str] = frozenset()) -> Iterator[Phrase]:
    if not said.dated and (recent := _recent(said, build)):
        yield Phrase(end, recent[0], otherwise=recent[1], codes=codes)


def _day_in(month: int, day: int) -> InYear:
    return lambda year: one_day(year, month, day)


def _month_in(month: int) -> InYear:
    return lambda year: month_of(year, month)


def _quarter_in(quarter: int) -> InYear:
    return lambda year: quarter_of(year, quarter)


def _week_in(week: int) -> InYear:
    return lambda year: week_of(year, week)


def _day_month(said: Said, at: int) -> Iterator[Phrase]:
    """ "8 November 2026", "8. Nov.", "8 de noviembre de 2026", "the 8th of November"."""
    for after, day in _day_number(said, at):
        for end, month in said.of(said.skip(after, LINKS), Role.MONTH):
            end = end + (said.key(end) == "." and said.touches(end))  # noqa: PLW2901
            found = with_year(said, end, _day_in(int(month.value), day), month.codes)
            yield from (replace(phrase, single=not month.alone and phrase.end == end) for phrase in found)


def _day_number(said: Said, at: int) -> Iterator[tuple[int, int]]:
    """ "8", "8th", "the eighth": the place behind it and the number."""
    day = said.number(at)
    if day is not None:
        if 1 <= day <= 31 and not said.is_tied(at):
            yield said.behind_day(at), day
        return
    yield from ((end, int(ordinal.value)) for end, ordinal in said.of(at, Role.ORDINAL))


def _month_day(said: Said, at: int) -> Iterator[Phrase]:
    """ "November 8th, 2026", "Nov. 8", "november 8-án"."""
    for end, month in said.of(at, Role.MONTH):
        place = said.skip(end, frozenset((".", "the")))
        day = said.number(place)
        if not (month.alone or month.codes & _MONTH_FIRST):
            continue  # "set out 5 of them" names no fifth of September
        if day is None or not 1 <= day <= 31 or said.is_cut(place) or said.key(place + 1) in ("am", "pm", "%"):
            continue
        yield from with_year(said, said.behind_day(place), _day_in(int(month.value), day), month.codes)


def _month_year(said: Said, at: int) -> Iterator[Phrase]:
    """ "November 2026", "Sept. 2026", "noviembre de 2026"."""
    for end, month in said.of(at, Role.MONTH):
        place = end + (said.key(end) == "." and said.touches(end))
        yield from with_year(said, place, _month_in(int(month.value)), month.codes, bare=False)


_BETWEEN = frozenset((".", "-", "/"))


def _year_month(said: Said, at: int) -> Iterator[Phrase]:
    """ "2026. november 8.", "2026 November"."""
    year = said.year(at) if said.number(at) is not None else None
    if year is None:
        return
    for end, month in said.of(said.skip(year[0], _BETWEEN, 1), Role.MONTH):
        end = said.skip(end, _BETWEEN, 1)  # noqa: PLW2901
        day = said.number(end)
        if day and not said.is_cut(end) and (days := one_day(year[1], int(month.value), day)):
            yield Phrase(said.behind_day(end), days)
        elif found := month_of(year[1], int(month.value)):
            yield Phrase(end, found)


def _month_alone(said: Said, at: int) -> Iterator[Phrase]:
    """ "November"; "May" only after "in" and the like."""
    before = {code for end, meaning in said.of(at - 1, Role.BEFORE) if end == at for code in meaning.codes}
    for end, month in said.of(at, Role.MONTH):
        introduced = not before.isdisjoint(month.codes)
        number = said.number(end)
        if (month.alone or introduced or said.whole) and (number is None or number > 31):
            for phrase in with_year(said, end, _month_in(int(month.value)), month.codes):
                yield replace(phrase, single=not introduced and phrase.end == end)


def _cjk_day(said: Said, at: int) -> Iterator[Phrase]:
    """11月8日, 11월 8일, and a bare 11月."""
    month, sign = said.number(at), said.key(at + 1)
    if month is None or not 1 <= month <= 12 or sign not in MONTH_SIGNS:
        return
    day, after = said.number(at + 2), said.key(at + 3)
    if day and after in _DAY_SIGNS:
        yield from _last_time(said, at + 4, _day_in(month, day))
    else:
        yield from _last_time(said, at + 2, _month_in(month))


MONTH_SIGNS = frozenset(map(folded, ("月", "월", "월에")))
_DAY_SIGNS = tuple(map(folded, ("日", "号", "號", "일", "일에")))


def _quarter(said: Said, at: int) -> Iterator[Phrase]:
    """ "Q3", "third quarter of 2025", "3. Quartal", 第三季度."""
    number = said.number(at + 1)
    is_more = said.touches(at + 2) and (said.number(at + 2) is not None or said.key(at + 2).isalnum())
    if said.key(at) == "q" and said.touches(at + 1) and number and not is_more:
        yield from with_year(said, at + 2, _quarter_in(number))
    for end, value, codes in _nth(said, at):
        for behind, unit in said.of(end, Role.UNIT):
            if unit.value == "quarter" and (codes is None or codes & unit.codes):
                yield from with_year(said, behind, _quarter_in(value), unit.codes)


def _nth(said: Said, at: int) -> Iterator[tuple[int, int, frozenset[str] | None]]:
    """ "third", "3rd", "3.", 第三."""
    for end, ordinal in said.of(at, Role.ORDINAL):
        yield end, int(ordinal.value), ordinal.codes
    start = at + (said.key(at) == "第")
    number = said.number(start)
    if number is not None:
        behind = said.skip(start + 1, ORDINAL_SIGNS | {"-"}) if said.touches(start + 1) else start + 1
        if start > at or behind > start + 1:
            yield behind, number, None


def _week(said: Said, at: int) -> Iterator[Phrase]:
    """ "week 12", "KW 12", "12. Woche 2026", 第12周."""
    named = [end for end, unit in said.of(at, Role.UNIT) if unit.value == "week"]
    if said.key(at) in _WEEK_SIGNS:
        named.append(at + 1)
    for end in named:
        place = said.skip(end, _NUMBER_SIGNS)
        number = said.number(place)
        if number and 1 <= number <= 53 and not said.is_cut(place) and not list(said.of(place + 1, Role.UNIT)):
            yield from with_year(said, place + 1, _week_in(number))
    for end, number, _ in _nth(said, at):
        if number > 4:
            for behind, unit in said.of(end, Role.UNIT):
                if unit.value == "week":
                    yield from with_year(said, behind, _week_in(number))


def _in_year(said: Said, at: int) -> Iterator[Phrase]:
    """The year of "in 2025" and "Jahr 2025"."""
    introduced = any(True for _ in said.of(at - 1, Role.BEFORE)) or any(
        unit.value == "year" for end, unit in said.of(at - 1, Role.UNIT) if end == at
    )
    year = said.year(at) if introduced and said.number(at) is not None else None
    is_more = said.key(at + 1) in ("-", "%") and said.touches(at + 1)
    if year and not is_more and (days := year_of(year[1])):
        yield Phrase(year[0], days)


def day_of_month(said: Said, at: int) -> Iterator[Phrase]:
    """ "the 30th", "30.", 30日: of this month, or the last one that has it."""
    at = said.skip(at, frozenset("on the am den le el il dia".split()))
    day = said.number(at)
    signs = frozenset((*ORDINAL_SIGNS, *_DAY_SIGNS))
    if day is None or not 1 <= day <= 31 or not (said.touches(at + 1) and said.key(at + 1) in signs):
        return
    month = date(said.today.year, said.today.month, 1)
    for _ in range(3):
        days = one_day(month.year, month.month, day)
        if days and days.first <= said.today:
            yield Phrase(at + 2, days, True)
            return
        month = (month - timedelta(1)).replace(day=1)


def _on_the(said: Said, at: int) -> Iterator[Phrase]:
    """ "on the 8th", "am 8.", where nothing follows that it may count."""
    if said.key(at) in ("am", "le", "el") or (said.key(at) == "on" and said.key(at + 1) == "the"):
        for phrase in day_of_month(said, at):
            following = said.key(phrase.end)
            if not following or not following[0].isalnum() or following in _AFTER_A_DAY:
                yield phrase


_AFTER_A_DAY = frozenset("and or about with at in by from to for und oder mit um".split())


CALENDAR_FORMS = (
    _day_month, _month_day, _month_year, _year_month, _month_alone, _cjk_day, _quarter, _week, _in_year, _on_the,
)  # fmt: skip
