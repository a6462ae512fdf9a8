"""Days from a first to a last one, and the calendar's arithmetic with them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2100


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
    """Days named in the words of a text, at ``[start, end)`` of it.

    ``deictic`` when they are meant only together with today's date ("yesterday"). ``otherwise`` are the days that the
    same words may mean as well: the next "8 November".
    """

    words: str
    days: Days
    deictic: bool
    start: int = 0
    end: int = 0
    otherwise: Days | None = None


def one_day(year: int, month: int, day: int) -> Days | None:
    """A day of a plausible year, if there is one."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Days(found, found) if FIRST_YEAR <= year <= LAST_YEAR else None


def month_of(year: int, month: int) -> Days | None:
    """A month of a plausible year, if there is one."""
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def quarter_of(year: int, quarter: int) -> Days | None:
    """A quarter of a plausible year, if there is one."""
    if not (1 <= quarter <= 4 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return Days(date(year, 3 * quarter - 2, 1), date(year, 3 * quarter, monthrange(year, 3 * quarter)[1]))


def week_of(year: int, week: int) -> Days | None:
    """A week of a plausible year as ISO 8601 counts it, from Monday, if there is one."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Days(monday, monday + timedelta(6))


def year_of(year: int) -> Days | None:
    """A plausible year."""
    return Days(date(year, 1, 1), date(year, 12, 31)) if FIRST_YEAR <= year <= LAST_YEAR else None


def stepped(today: date, steps: int, unit: str) -> date | None:
    """So many days, weeks, months or years from today; of a month that has no such day, its last."""
    try:
        if unit in ("day", "week", "weekend"):
            return today + timedelta(steps * (1 if unit == "day" else 7))
        months = {"month": 1, "quarter": 3, "year": 12}[unit] * steps
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


def period_of(day: date, unit: str) -> Days | None:
    """The day, week, weekend, month, quarter or year that holds a day; a weekend is that of its week."""
    if unit == "week":
        return week_of(*day.isocalendar()[:2])
    if unit == "weekend":
        saturday = day + timedelta(5 - day.weekday())
        return Days(saturday, saturday + timedelta(1))
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        return quarter_of(day.year, (day.month + 2) // 3)
    return year_of(day.year) if unit == "year" else one_day(day.year, day.month, day.day)
