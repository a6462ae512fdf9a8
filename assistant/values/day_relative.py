"""Days named from today: "yesterday", "last Thursday", "il y a deux semaines", "next three days", 上周四."""

from collections.abc import Iterator
from datetime import timedelta

from assistant.values.day_reading import Phrase, Said
from assistant.values.day_words import Meaning, Role
from assistant.values.days import Days, month_of, period_of, stepped

#: More days, weeks or years from today than this are no date.
MOST_STEPS = 1000


def _offset(said: Said, at: int) -> Iterator[Phrase]:
    """ "yesterday", "vorgestern"; not the morning that "mañana" and "Morgen" are as well."""
    for end, offset in said.of(at, Role.OFFSET):
        is_morning = said.key(at) in ("morgen", "manana") and said.key(at - 1) in _BEFORE_A_MORNING
        if not is_morning and (day := stepped(said.today, int(offset.value), "day")):
            yield Phrase(end, Days(day, day), True, codes=offset.codes, single=True)
    for end, period in said.of(at, Role.PERIOD):
        step, unit = str(period.value).split()
        if (day := stepped(said.today, int(step), unit)) and (days := period_of(day, unit)):
            yield Phrase(end, days, True, codes=period.codes, single=True)


_BEFORE_A_MORNING = frozenset("la esta una de guten gute jeden am heute gestern goede i god".split())


def _which(said: Said, at: int) -> Iterator[Phrase]:
    """ "last week", "semaine dernière", "this Friday", "上周四", "Thursday of last week", "next three days"."""
    for end, first in said.of(at, Role.WHICH):
        yield from _which_of(said, end, first)
    for end, first in said.of(at, Role.UNIT, Role.WEEKDAY, Role.MONTH):
        for behind, which in said.of(end, Role.WHICH):
            if codes := first.codes & which.codes:
                yield from _stepped(said, behind, int(which.value), first, codes)
    for end, day in said.of(at, Role.WEEKDAY):
        for behind, which in said.of(said.skip(end, _OF_A_WEEK, 2), Role.WHICH):
            for last, unit in said.of(behind, Role.UNIT):
                if unit.value == "week" and (codes := day.codes & which.codes & unit.codes):
                    yield from _day_of_week(said, last, int(which.value), int(day.value), codes)


_OF_A_WEEK = frozenset("of der de in the la del della da van nella".split())


def _which_of(said: Said, at: int, which: Meaning) -> Iterator[Phrase]:
    step = int(which.value)
    for end, second in said.of(at, Role.UNIT, Role.WEEKDAY, Role.MONTH):
        if codes := which.codes & second.codes:
            if second.value == "week" and second.role is Role.UNIT:
                for last, day in said.of(said.skip(end, frozenset("on am の 的 le il el".split()), 1), Role.WEEKDAY):
                    if day.codes & codes:
                        yield from _day_of_week(said, last, step, int(day.value), codes)
            yield from _stepped(said, end, step, second, codes)
    if step:
        for end, number, codes_of in said.count(at):
            for last, unit in said.of(end, Role.UNIT):
                if (codes := which.codes & unit.codes & (codes_of or unit.codes)) and 0 < number <= MOST_STEPS:
                    yield from _span(said, last, step * number, str(unit.value), codes)


def _span(said: Said, end: int, steps: int, unit: str, codes: frozenset[str]) -> Iterator[Phrase]:
    if day := stepped(said.today, steps, unit):
        yield Phrase(end, Days(min(day, said.today), max(day, said.today)), True, codes=codes)


def _day_of_week(said: Said, end: int, weeks: int, weekday: int, codes: frozenset[str]) -> Iterator[Phrase]:
    day = said.today + timedelta(7 * weeks + weekday - said.today.weekday())
    yield Phrase(end, Days(day, day), True, codes=codes)


def _stepped(said: Said, end: int, step: int, what: Meaning, codes: frozenset[str]) -> Iterator[Phrase]:
    """This, the last or the next week, weekday or month of a name."""
    if what.role is Role.UNIT and what.value != "day":
        if (day := stepped(said.today, step, str(what.value))) and (days := period_of(day, str(what.value))):
            yield Phrase(end, days, True, codes=codes)
    elif what.role is Role.WEEKDAY and "zh" in codes:
        yield from _day_of_week(said, end, step, int(what.value), codes)
    elif what.role is Role.WEEKDAY:
        yield from _weekday_by(said, end, step, int(what.value), codes)
    elif what.role is Role.MONTH:
        year = said.today.year + _years_to(said, step, int(what.value))
        if days := month_of(year, int(what.value)):
            yield Phrase(end, days, True, codes=codes)


def _years_to(said: Said, step: int, month: int) -> int:
    if step < 0:
        return -1 if month >= said.today.month else 0
    return 1 if step > 0 and month <= said.today.month else 0


def _weekday_by(said: Said, end: int, step: int, weekday: int, codes: frozenset[str]) -> Iterator[Phrase]:
    """The last such weekday, the one of this week, or the next one, which may be that of the next week as well."""
    today = said.today
    if step < 0:
        day = today - timedelta((today.weekday() - weekday - 1) % 7 + 1 - 7 * (step + 1))
        yield Phrase(end, Days(day, day), True, codes=codes)
    elif step == 0:
        yield from _day_of_week(said, end, 0, weekday, codes)
    else:
        day = today + timedelta((weekday - today.weekday() - 1) % 7 + 1)
        later = today + timedelta(7 + weekday - today.weekday())
        yield Phrase(end, Days(day, day), True, Days(later, later) if later != day else None, codes)


def _ago(said: Said, at: int) -> Iterator[Phrase]:
    """ "three days ago", "vor drei Wochen", "il y a deux mois", "in two weeks", 三天前."""
    for end, before in said.of(at, Role.AGO, Role.AHEAD):
        for behind, number, unit, codes in _counted(said, end):
            if common := before.codes & codes:
                sign = -1 if before.role is Role.AGO else 1
                last = next((e for e, m in said.of(behind, Role.AGO) if m.codes & common and sign < 0), behind)
                yield from _at_distance(said, last, sign * number, unit, common)
    for behind, number, unit, codes in _counted(said, at):
        for end, after in said.of(behind, Role.AGO, Role.AHEAD):
            if common := after.codes & codes:
                yield from _at_distance(said, end, number * (-1 if after.role is Role.AGO else 1), unit, common)


def _counted(said: Said, at: int) -> Iterator[tuple[int, int, str, frozenset[str]]]:
    """ "three weeks": the place behind it, the number, the unit and the languages."""
    for end, number, codes in said.count(at):
        for behind, unit in said.of(end, Role.UNIT):
            if 0 < number <= MOST_STEPS and (common := unit.codes & (codes or unit.codes)):
                yield behind, number, str(unit.value), common


def _at_distance(said: Said, end: int, steps: int, unit: str, codes: frozenset[str]) -> Iterator[Phrase]:
    if (day := stepped(said.today, steps, unit)) and (days := period_of(day, unit)):
        yield Phrase(end, days, True, codes=codes)


def _weekday(said: Said, at: int) -> Iterator[Phrase]:
    """A bare weekday is the last one; "every Tuesday" is no day."""
    if said.key(at - 1) in _EVERY:
        return
    for end, day in said.of(at, Role.WEEKDAY):
        if day.alone or said.whole:
            last = said.today - timedelta((said.today.weekday() - int(day.value) - 1) % 7 + 1)
            yield Phrase(end, Days(last, last), codes=day.codes, single=True)


_EVERY = frozenset("every each jeden jede jeder chaque cada ogni elke varje hver kazdy kazdą каждый каждую 每".split())


RELATIVE_FORMS = (_offset, _which, _ago, _weekday)
