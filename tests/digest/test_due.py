"""Which digests are due: nights that were missed are made up, weeks come on their day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assistant.digest.due import LATE, MISSED, WEEKDAYS, due, week_digest

TODAY = date(2026, 11, 20)  # a Friday
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def names(today: date, last: date | None, weekly: str = "never") -> list[str]:
    return [one.name for one in due(today, date(2020, 1, 1) if last else None, last, weekly)]


def test_the_first_night_is_only_yesterdays() -> None:
    assert names(TODAY, None) == ["2026-11-19"]


def test_missed_nights_are_made_up_and_the_last_week_is_looked_at_again() -> None:
    assert names(TODAY, date(2026, 11, 19))[0] == "2026-11-13"
    assert names(TODAY, date(2026, 11, 1))[0] == "2026-11-02"
    assert names(TODAY, date(2026, 11, 1))[-1] == "2026-11-19"


def test_what_was_missed_long_ago_stays_missed() -> None:
    assert names(TODAY, date(2025, 1, 1))[0] == (TODAY - timedelta(MISSED)).isoformat()


def test_the_week_before_is_due_on_its_day() -> None:
    assert names(date(2026, 11, 22), date(2026, 11, 21), "monday")[-1] == "2026-W46"
    assert names(date(2026, 11, 23), date(2026, 11, 22), "monday")[-1] == "2026-W47"


def test_a_week_knows_its_days_across_the_new_year() -> None:
    assert week_digest(date(2026, 12, 31)).days.first == date(2026, 12, 28)
    assert week_digest(date(2027, 1, 3)).name == "2026-W53"


def test_days_before_the_first_night_stay_without_a_digest() -> None:
    began = date(2026, 11, 18)
    assert [one.name for one in due(TODAY, began, began, "never")] == ["2026-11-18", "2026-11-19"]


@given(DAYS, st.none() | DAYS, st.sampled_from((*WEEKDAYS, "never")))
def test_nothing_is_due_before_it_is_over(today: date, last: date | None, weekly: str) -> None:
    found = list(due(today, last and min(last, today), last, weekly))
    assert all(one.days.last < today for one in found)
    assert len({one.name for one in found}) == len(found)
    assert [one for one in found if not one.is_week] or (last is not None and last >= today)


@given(DAYS, st.integers(0, MISSED - 1), st.sampled_from(WEEKDAYS))
def test_no_day_is_lost_between_two_runs(today: date, missed: int, weekly: str) -> None:
    last = today - timedelta(missed + 1)
    days = {one.days.first for one in due(today, date(2019, 1, 1), last, weekly) if not one.is_week}
    assert {last + timedelta(n) for n in range(1, missed + 1)} <= days
    assert today - timedelta(LATE) in days
