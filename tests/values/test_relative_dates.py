from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.values import find_values, resolve, resolved, same

TUESDAY = date(2026, 1, 6)


@pytest.mark.parametrize(
    ("surface", "language", "day"),
    [
        ("today", "en", (1, 6)),
        ("tonight", "en", (1, 6)),
        ("tomorrow", "en", (1, 7)),
        ("the day after tomorrow", "en", (1, 8)),
        ("yesterday", "en", (1, 5)),
        ("this Sunday", "en", (1, 11)),
        ("next Friday", "en", (1, 9)),
        ("Friday next week", "en", (1, 16)),
        ("last Sunday", "en", (1, 4)),
        ("in two weeks", "en", (1, 20)),
        ("in 3 days", "en", (1, 9)),
        ("three days ago", "en", (1, 3)),
        ("a week from today", "en", (1, 13)),
        ("in a month", "en", (2, 6)),
        ("heute", "de", (1, 6)),
        ("morgen", "de", (1, 7)),
        ("übermorgen", "de", (1, 8)),
        ("vorgestern", "de", (1, 4)),
        ("nächsten Freitag", "de", (1, 9)),
        ("letzten Sonntag", "de", (1, 4)),
        ("in zwei Wochen", "de", (1, 20)),
        ("vor 3 Tagen", "de", (1, 3)),
        ("明天", "zh", (1, 7)),
        ("后天", "zh", (1, 8)),
        ("昨天", "zh", (1, 5)),
        ("下周五", "zh", (1, 16)),
        ("这周五", "zh", (1, 9)),
        ("两周后", "zh", (1, 20)),
        ("三天前", "zh", (1, 3)),
    ],
)
def test_a_day_is_told_from_the_notes_own(surface: str, language: str, day: tuple[int, int]):
    assert resolve(surface, TUESDAY, language) == date(2026, *day)


@pytest.mark.parametrize(
    ("surface", "language", "days"),
    [
        ("this weekend", "en", (date(2026, 1, 10), date(2026, 1, 11))),
        ("next week", "en", (date(2026, 1, 12), date(2026, 1, 18))),
        ("last month", "en", (date(2025, 12, 1), date(2025, 12, 31))),
        ("this year", "en", (date(2026, 1, 1), date(2026, 12, 31))),
        ("nächste Woche", "de", (date(2026, 1, 12), date(2026, 1, 18))),
        ("dieses Wochenende", "de", (date(2026, 1, 10), date(2026, 1, 11))),
        ("下周", "zh", (date(2026, 1, 12), date(2026, 1, 18))),
        ("上个月", "zh", (date(2025, 12, 1), date(2025, 12, 31))),
    ],
)
def test_a_stretch_has_its_first_and_last_day(surface: str, language: str, days: tuple[date, date]):
    assert resolve(surface, TUESDAY, language) == days


@pytest.mark.parametrize("surface", ["Anna", "Friday", "the weekend", "tomorrow at 10", "in the morning", "2026-01-07"])
def test_what_is_not_told_from_a_day_is_not_resolved(surface: str):
    assert resolve(surface, TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("tomorrow at 10 AM", "en", "2026-01-07"),
        ("this weekend", "en", "2026-01-10 to 2026-01-11"),
        ("next Friday", "en", "2026-01-09 or 2026-01-16"),
        ("yesterday, or the day after tomorrow", "en", "2026-01-05, 2026-01-08"),
        ("on Friday at 10", "en", ""),
        ("on 2026-05-01", "en", ""),
        ("Guten Morgen, morgen um 8", "de", "2026-01-07"),
        ("jeden Morgen", "de", ""),
    ],
)
def test_days_are_shown_where_they_are_told(text: str, language: str, shown: str):
    assert resolved(text, TUESDAY, language) == shown


def test_next_friday_is_one_day_when_this_week_has_no_friday_left():
    assert resolved("next Friday", date(2026, 1, 10)) == "2026-01-16"


def test_relative_and_absolute_dates_are_the_same_value():
    (tomorrow,) = find_values("tomorrow", "en", TUESDAY)
    assert same(tomorrow, find_values("January 7, 2026")[0])
    assert not same(tomorrow, find_values("January 8, 2026")[0])


def test_without_a_day_to_tell_from_the_same_words_are_the_same():
    assert same(find_values("tomorrow")[0], find_values("Tomorrow we go")[0])


@given(st.dates(date(1901, 1, 1), date(2099, 1, 1)), st.integers(0, 300))
def test_so_many_days_on_and_back_again(on: date, days: int):
    assert resolve(f"in {days} days", on) == on + timedelta(days)
    assert resolve(f"{days} days ago", on) == on - timedelta(days)


@given(st.dates(date(1901, 1, 1), date(2099, 1, 1)), st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_this_last_and_next_lie_around_the_day(on: date, day: str):
    this, last, following = (resolve(f"{which} {day}", on) for which in ("this", "last", "next"))
    assert isinstance(this, date) and isinstance(last, date) and isinstance(following, date)
    assert on <= this < on + timedelta(7)
    assert on - timedelta(7) <= last < on < following <= on + timedelta(7)
    assert f"{this:%A}" == f"{last:%A}" == f"{following:%A}" == day
