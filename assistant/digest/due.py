"""Which digests are due: the days and weeks that are over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.values.days import Days

DAY = timedelta(days=1)
#: Days before the last night that are looked at again, since notes arrive late: by sync, or dated back.
LATE = 7
#: A night that was missed longer ago is not made up.
MISSED = 31
#: Weekdays by name, Monday first.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Due:
    """One digest: the name of its file without the ending, its title, its days."""

    name: str
    title: str
    days: Days

    @property
    def is_week(self) -> bool:
        """Whether it covers a week."""
        return self.days.first != self.days.last


def day_digest(day: date) -> Due:
    """The digest of one day."""
    return Due(day.isoformat(), f"{day:%A}, {day.isoformat()}", Days(day, day))


def week_digest(day: date) -> Due:
    """The digest of the week, from Monday, that holds a day."""
    year, week, _ = day.isocalendar()
    monday = date.fromisocalendar(year, week, 1)
    days = Days(monday, monday + 6 * DAY)
    return Due(f"{year}-W{week:02}", f"Week {week} of {year} ({days})", days)


def due(today: date, began: date | None, last: date | None, weekly: str) -> Iterator[Due]:
    """Every digest of a day before ``today`` that may be missing or out of date, oldest first.

    ``began`` is the first day of which a digest was due, ``last`` the day up to which they were made; before there was
    any, only yesterday is due. ``weekly`` is the weekday from which on the week before is due, or ``never``.
    """
    yesterday = today - DAY
    first = yesterday
    if began and last:
        first = max(today - MISSED * DAY, min(last + DAY, today - LATE * DAY), min(began, yesterday))
    days = [first + n * DAY for n in range((yesterday - first).days + 1)]
    yield from map(day_digest, days)
    if weekly not in WEEKDAYS:
        return
    since = today - DAY * ((today.weekday() - WEEKDAYS.index(weekly)) % 7)
    weeks = {week_digest(since - 7 * DAY).name: since - 7 * DAY}
    weeks |= {week_digest(day).name: day for day in days if week_digest(day).days.last < since}
    yield from sorted(map(week_digest, weeks.values()), key=lambda one: one.days.first)
