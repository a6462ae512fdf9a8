import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.dates import Days, read_days, said_days

SATURDAY = date(2026, 11, 21)


def days(first: str, last: str = "") -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-31", days("2026-01-31")),
        ("20260131", days("2026-01-31")),
        ("31.1.2026", days("2026-01-31")),
        ("2026-02", days("2026-02-01", "2026-02-28")),
        ("2025", days("2025-01-01", "2025-12-31")),
        ("2026-W05", days("2026-01-26", "2026-02-01")),
        ("march", days("2026-03-01", "2026-03-31")),
        ("December", days("2025-12-01", "2025-12-31")),
        ("yesterday", days("2026-11-20")),
        ("3 days ago", days("2026-11-18")),
        ("last week", days("2026-11-09", "2026-11-15")),
        ("letzte Woche", days("2026-11-09", "2026-11-15")),
        ("Q2 2026", days("2026-04-01", "2026-06-30")),
        ("hier", days("2026-11-20")),
    ],
)
def test_a_value_names_days(value, expected):
    assert read_days(value, SATURDAY) == expected


@pytest.mark.parametrize("value", ["2026-13", "2026-02-30", "5/3/2026", "5", "soon", "the", "-", "2026-W60"])
def test_what_is_no_date_or_could_be_two_is_refused(value):
    assert read_days(value, SATURDAY) is None


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("What did Anna say last Tuesday?", "last Tuesday", days("2026-11-17")),
        ("What did we plan in March?", "March", days("2026-03-01", "2026-03-31")),
        ("what did we plan in march?", "march", days("2026-03-01", "2026-03-31")),
        ("What did I write yesterday?", "yesterday", days("2026-11-20")),
        ("meetings of the last two weeks", "last two weeks", days("2026-11-07", "2026-11-21")),
        ("What happened last weekend?", "last weekend", days("2026-11-14", "2026-11-15")),
        ("invoices 2026-01", "2026-01", days("2026-01-01", "2026-01-31")),
        ("the song of 20260405", "20260405", days("2026-04-05")),
        ("What did he report on January 6th?", "January 6th", days("2026-01-06")),
        ("the dinner on January 20, 2026?", "January 20, 2026", days("2026-01-20")),
        ("What was decided in 2025?", "2025", days("2025-01-01", "2025-12-31")),
        ("Was habe ich am letzten Dienstag notiert?", "letzten Dienstag", days("2026-11-17")),
        ("Was war im März?", "März", days("2026-03-01", "2026-03-31")),
        ("Wen traf ich gestern?", "gestern", days("2026-11-20")),
        ("Termine vor drei Wochen", "vor drei Wochen", days("2026-10-26", "2026-11-01")),
        ("das Treffen am 3. Mai", "3. Mai", days("2026-05-03")),
        ("上周的会议说了什么", "上周", days("2026-11-09", "2026-11-15")),
    ],
)
def test_dates_that_people_say(question, words, expected):
    (said,) = said_days(question, SATURDAY)
    assert (said.words, said.days) == (words, expected)


@pytest.mark.parametrize(
    "question",
    [
        "May I march on?", "every Tuesday", "next Friday", "v1.2.2026", "the last song", "room 2026-13",
        "call 2026-01-0555", "in one go", "", "the second of them", "a marching band", "2,000 people",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date(question):
    assert said_days(question, SATURDAY) == ()


@pytest.mark.parametrize(("text", "deictic"), [("yesterday", True), ("last March", True), ("March 2026", False)])
def test_some_dates_only_mean_something_today(text, deictic):
    (said,) = said_days(f"notes from {text}", SATURDAY)
    assert said.deictic is deictic


def test_several_dates_of_one_question():
    said = said_days("Did it change between January 5 and last week?", SATURDAY)
    assert [s.words for s in said] == ["January 5", "last week"]


def test_the_month_that_has_not_come_yet_is_last_years():
    assert read_days("March", date(2026, 2, 1)) == days("2025-03-01", "2025-03-31")


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_month_and_year_in_digits_holds_its_day_whenever_it_is_read(today, day):
    for form in ("%Y-%m-%d", "%Y%m%d", "%Y-%m", "%Y", "%G-W%V", "%d.%m.%Y"):
        if form == "%G-W%V" and day.isocalendar().year != day.year:
            continue
        found = read_days(day.strftime(form), today)
        assert found is not None
        assert day in found


@given(st.text(max_size=40), st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_any_text_can_be_looked_through(text, today):
    for said in said_days(text, today):
        assert said.words in text
        assert said.days.first <= said.days.last


def test_the_date_library_is_loaded_only_for_words_that_look_like_a_date():
    code = """if True:
        import sys
        from datetime import date
        from assistant.retrieve.dates import read_days, said_days
        today = date(2026, 11, 21)
        said_days("When does the beta start, 2026-01 or 20260405?", today), read_days("2026-01", today)
        assert "dateparser" not in sys.modules
        said_days("What did I do yesterday?", today)
        assert "dateparser" in sys.modules
    """
    subprocess.run([sys.executable, "-c", code], check=True)
