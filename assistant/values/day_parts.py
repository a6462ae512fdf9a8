"""Parts of months and years: "early May", "Ende 2025", 5月末, "the summer of 2025", "H1 2026"."""

from collections.abc import Iterator
from datetime import date

from assistant.values.day_calendar import MONTH_SIGNS, InYear, with_year
from assistant.values.day_reading import LINKS, Phrase, Said
from assistant.values.day_words import Role
from assistant.values.days import Days, month_of, one_day

_EARLY, _MID = 0, 1
_SMALL = frozenset("of the de del di d ' - von des du der da do av af en".split())


def part_of_month(month: Days, part: int) -> Days:
    """Its first ten days, the ten in the middle, or the rest."""
    year, number = month.first.year, month.first.month
    first, last = {_EARLY: (1, 10), _MID: (11, 20)}.get(part, (21, month.last.day))
    return Days(date(year, number, first), date(year, number, last))


def part_of_year(year: int, part: int) -> Days | None:
    """The first, second or last four months."""
    first, last = month_of(year, 4 * part + 1), month_of(year, 4 * part + 4)
    return Days(first.first, last.last) if first and last else None


def season_of(year: int, season: int) -> Days | None:
    """Three months of a season of the north, spring being the first; a winter goes on into the next year."""
    first = month_of(year, 3 * season)
    last = month_of(year + 1, 2) if season == len(_SEASONS) else month_of(year, 3 * season + 2)
    return Days(first.first, last.last) if first and last else None


_SEASONS = ("spring", "summer", "autumn", "winter")


def _part(said: Said, at: int) -> Iterator[Phrase]:
    """ "early May", "Ende Mai 2025", "a finales de 2025", 5月末."""
    for end, part in said.of(at, Role.PART):
        place = said.skip(end, _SMALL)
        for behind, month in said.of(place, Role.MONTH):
            if month.codes & part.codes:
                behind += said.key(behind) == "." and said.touches(behind)  # noqa: PLW2901
                yield from with_year(said, behind, _part_in(int(month.value), int(part.value)), month.codes)
        year = said.year(place) if said.number(place) is not None else None
        if year and (days := part_of_year(year[1], int(part.value))):
            yield Phrase(year[0], days, codes=part.codes, single=True)
    number = said.number(at)
    if number is not None and 1 <= number <= 12 and said.key(at + 1) in MONTH_SIGNS:
        for end, part in said.of(at + 2, Role.PART):
            yield from with_year(said, end, _part_in(number, int(part.value)), part.codes)


def _part_in(month: int, part: int) -> InYear:
    def build(year: int) -> Days | None:
        days = month_of(year, month)
        return part_of_month(days, part) if days else None

    return build


def _season(said: Said, at: int) -> Iterator[Phrase]:
    """ "the summer of 2025", "im Sommer", "last winter": the name alone is also a word for other things."""
    for end, season in said.of(at, Role.SEASON):
        number = int(season.value)
        if year := said.year(said.skip(end, LINKS)):
            if days := season_of(year[1], number):
                yield Phrase(year[0], days, codes=season.codes)
        elif _is_introduced(said, at):
            yield from with_year(said, end, _season_in(number), season.codes)
    for end, which in said.of(at, Role.WHICH):
        for behind, season in said.of(end, Role.SEASON):
            if which.codes & season.codes and which.value in (-1, 0):
                yield from _last_season(said, behind, int(season.value), season.codes)


def _season_in(season: int) -> InYear:
    return lambda year: season_of(year, season)


def _is_introduced(said: Said, at: int) -> bool:
    at = at - 1 if said.key(at - 1) in ("the", "la", "l", "'", "el", "der", "den") else at
    return any(end == at for end, _ in said.of(at - 1, Role.BEFORE))


def _last_season(said: Said, end: int, season: int, codes: frozenset[str]) -> Iterator[Phrase]:
    years = (said.today.year, said.today.year - 1)
    found = (days for year in years if (days := season_of(year, season)) and days.first <= said.today)
    yield from (Phrase(end, days, True, codes=codes) for days in (next(found, None),) if days)


def _half(said: Said, at: int) -> Iterator[Phrase]:
    """ "H1 2026"."""
    half = said.number(at + 1)
    if said.key(at) == "h" and said.touches(at + 1) and half in (1, 2) and (year := said.year(at + 2)):
        first, last = one_day(year[1], 6 * half - 5, 1), month_of(year[1], 6 * half)
        if first and last:
            yield Phrase(year[0], Days(first.first, last.last))


PART_FORMS = (_part, _season, _half)
