from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.values import ValueKind, find_values, implies, same

TUESDAY = date(2026, 1, 6)


def norms(text: str, language: str = "en", on: date | None = None) -> list[str]:
    return [value.norm for value in find_values(text, language, on)]


@pytest.mark.parametrize(
    ("text", "language", "norm"),
    [
        ("1 May 2026", "en", "2026-05-01"),
        ("May 1st, 2026", "en", "2026-05-01"),
        ("2026-05-01", "en", "2026-05-01"),
        ("20260501", "en", "2026-05-01"),
        ("01.05.2026", "de", "2026-05-01"),
        ("01.05.26", "de", "2026-05-01"),
        ("1. Mai 2026", "de", "2026-05-01"),
        ("2026年5月1日", "zh", "2026-05-01"),
        ("5/1/2026", "en", "2026-05-01|2026-01-05"),
        ("25/12/2026", "en", "2026-12-25"),
        ("May 1", "en", "--05-01"),
        ("am 1. Mai", "de", "--05-01"),
        ("5月1日", "zh", "--05-01"),
        ("九月十四日", "zh", "--09-14"),
        ("in May", "en", "--05"),
        ("im März", "de", "--03"),
        ("September 2026", "en", "2026-09"),
        ("2026-09", "en", "2026-09"),
        ("every Monday", "en", "monday"),
        ("jeden Dienstag", "de", "tuesday"),
        ("周三", "zh", "wednesday"),
    ],
)
def test_dates_have_one_norm(text: str, language: str, norm: str):
    assert norms(text, language) == [norm]


@pytest.mark.parametrize("text", ["30.02.2026", "2026-13-01", "99991231", "you may go", "we march on"])
def test_what_is_no_day_is_no_date(text: str):
    assert all(value.kind is not ValueKind.DATE for value in find_values(text))


def test_a_date_without_a_year_is_of_a_year_near_the_note_or_of_one_named_with_it():
    assert norms("May 1", on=TUESDAY) == ["2026-05-01|2027-05-01|2025-05-01"]
    assert "2019-05-01" in norms("Spain 2019: May 1 Madrid", on=TUESDAY)[1].split("|")


@pytest.mark.parametrize(
    ("text", "language", "norm"),
    [
        ("3 PM", "en", "15:00"),
        ("3pm", "en", "15:00"),
        ("9:30 a.m.", "en", "09:30"),
        ("12 AM", "en", "00:00"),
        ("15:00", "en", "15:00"),
        ("3:15", "en", "03:15|15:15"),
        ("08:15", "en", "08:15"),
        ("noon", "en", "12:00"),
        ("15 Uhr", "de", "15:00"),
        ("15 Uhr 30", "de", "15:30"),
        ("7 Uhr abends", "de", "19:00"),
        ("halb acht", "de", "19:30|07:30"),
        ("下午3点", "zh", "15:00"),
        ("下午三点半", "zh", "15:30"),
    ],
)
def test_times_of_day(text: str, language: str, norm: str):
    assert [(v.kind, v.norm) for v in find_values(text, language)] == [(ValueKind.TIME, norm)]


@pytest.mark.parametrize("text", ["20260131_14:00", "20260131_1400", "2026-01-31T14:00:00"])
def test_a_stamp_is_a_date_and_a_time(text: str):
    assert norms(text) == ["2026-01-31", "14:00"]


def test_two_times_may_share_their_half_of_the_day():
    assert norms("from 3-4 PM") == ["15:00", "16:00"]


@pytest.mark.parametrize(
    ("text", "language", "norm"),
    [
        ("two", "en", "2"),
        ("twenty-five", "en", "25"),
        ("two hundred", "en", "200"),
        ("zwei", "de", "2"),
        ("fünfundzwanzig", "de", "25"),
        ("两个人", "zh", "2"),
        ("1,250", "en", "1250"),
        ("1,250,000.50", "en", "1250000.5"),
        ("1.250", "de", "1250"),
        ("1.250", "en", "1250|1.25"),
        ("0.250", "en", "0.25"),
        ("12,50", "de", "12.5"),
        ("-5", "en", "-5"),
        ("14th", "en", "14"),
        ("2.5 million", "en", "2500000"),
        ("twice", "en", "2 x"),
        ("zweimal", "de", "2 x"),
        ("25%", "en", "25 %"),
        ("25 Prozent", "de", "25 %"),
        ("$25", "en", "25 USD"),
        ("25 dollars", "en", "25 USD"),
        ("25 EUR", "en", "25 EUR"),
        ("€25.00", "en", "25 EUR"),
        ("三百元", "zh", "300 CNY"),
        ("90 minutes", "en", "5400 s"),
        ("1.5 hours", "en", "5400 s"),
        ("1,5 Stunden", "de", "5400 s"),
        ("半小时", "zh", "1800 s"),
        ("五分钟", "zh", "300 s"),
        ("10 km", "en", "10000 m"),
        ("30kg", "en", "30000 g"),
        ("12 reps", "en", "12 rep"),
        ("30-day", "en", "2592000 s"),
        ("two years", "en", "24 month"),
    ],
)
def test_numbers_and_amounts_are_in_base_units(text: str, language: str, norm: str):
    assert norms(text, language) == [norm]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("+49 170 123-4567", "+491701234567"),
        ("555-0123", "5550123"),
        ("INV-2041", "inv-2041"),
        ("PS5", "ps5"),
        ("4-2-3-1", "4-2-3-1"),
        ("v1.20.3", "v1.20.3"),
        ("anna@example.org", "anna@example.org"),
        ("https://example.org/2026-05-01/", "https://example.org/2026-05-01/"),
    ],
)
def test_codes_are_kept_as_they_are(text: str, norm: str):
    assert [(v.kind, v.norm) for v in find_values(f"see {text}.")] == [(ValueKind.CODE, norm)]


def test_a_decade_is_no_amount_of_seconds():
    assert norms("the 1990s") == ["1990"]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("WolfgangSchulz: hi", "en", ["wolfgang schulz"]),
        ("Then Wolfgang Schulz came", "en", ["wolfgang schulz"]),
        ("I met Priya Nair's friend Luka Modrić", "en", ["priya nair", "luka modric"]),
        ("Potatoes are cheap. They grow.", "en", []),
        ("However, we left. But I’d stay.", "en", []),
        ("Coming back with Chae Song-hwa", "en", ["chae song hwa"]),
        ("Accepting Tyrion's advice", "en", ["tyrion"]),
        ("昨天陈伟和李雷来了", "zh", ["陈伟", "李雷"]),
        ("der Beginn und das neue Haus von Anna", "de", ["anna"]),
    ],
)
def test_names_are_runs_of_capitals(text: str, language: str, names: list[str]):
    assert [v.norm for v in find_values(text, language) if v.kind is ValueKind.NAME] == names


@pytest.mark.parametrize(
    ("known", "claim"),
    [
        ("2026-05-01", "May 1"),
        ("2026-05-01", "in May"),
        ("2026-05-01", "2026-05"),
        ("2026-01-09", "Friday"),
        ("Wolfgang Schulz", "Schulz: yes"),
        ("90 minutes", "1.5 hours"),
        ("two hours", "two"),
        ("2026-05-14", "2026"),
        ("14 September 2026", "the 14th"),
        ("25 pounds", "£25"),
    ],
)
def test_the_more_exact_value_says_the_less_exact_one(known: str, claim: str):
    (exact,), (loose,) = find_values(f"is {known}"), find_values(claim)
    assert implies(exact, loose)
    assert same(loose, exact)


@pytest.mark.parametrize(
    ("known", "claim"),
    [
        ("in May", "2026-05-01"),
        ("Friday", "2026-05-15"),
        ("2026-05-01", "May 2"),
        ("2026-05-01", "Saturday"),
        ("2026", "2026-05-01"),
        ("Wolfgang", "Wolfgang Schulz"),
        ("250 ml", "250 mg"),
        ("14 September", "14"),
        ("25 EUR", "25 USD"),
    ],
)
def test_nobody_may_say_more_than_is_known(known: str, claim: str):
    (loose,), (exact,) = find_values(f"is {known}"), find_values(f"is {claim}")
    assert not implies(loose, exact)


def test_a_year_that_is_not_said_makes_no_difference():
    assert same(find_values("May 1")[0], find_values("2026-05-01")[0])


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            "May 1 2026-05-01 3 PM 15:00 twenty five % $ € kg Anna Weber PS5 1,250 0.5 next Friday morgen halb acht "
            "三十 秒 月 日 - . , : _ um in 9".split()
        ),
        max_size=12,
    ).map(" ".join),
)


@given(TEXTS, st.sampled_from(["en", "de", "zh", "fr", ""]), st.one_of(st.none(), st.dates(date(1950, 1, 1))))
def test_values_stand_where_they_say_and_do_not_overlap(text: str, language: str, on: date | None):
    found = find_values(text, language, on)
    assert all(text[v.start : v.end] == v.surface and v.surface and v.norm for v in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(same(v, v) for v in found)


@given(
    st.one_of(
        st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(lambda d: d.isoformat()),
        st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(lambda d: f"{d:%B} {d.day}, {d.year}"),
        st.times().map(lambda t: f"{t:%H:%M}").filter(lambda t: t.startswith(("0", "13", "2"))),
        st.integers(0, 10**6).map(lambda n: f"{n:,}"),
        st.integers(1, 10**4).map(lambda n: f"{n / 4} kg"),
        st.integers(1, 10**4).map(lambda n: f"${n:,}"),
    )
)
def test_the_norm_of_a_norm_is_itself(text: str):
    (value,) = find_values(text)
    (again,) = find_values(value.norm)
    assert again.norm == value.norm


@pytest.mark.parametrize(
    ("text", "language", "norm"),
    [
        ("four thousand three hundred", "en", "4300"),
        ("two hundred and five people", "en", "205"),
        ("cinq personnes", "fr", "5"),
        ("seremos ocho", "es", "8"),
        ("每个89元", "zh", "89 CNY"),
        ("12万元", "zh", "120000 CNY"),
        ("油0.03升", "zh", "0.03 l"),
        ("1200 рублей", "ru", "1200 RUB"),
        ("90分間", "ja", "5400 s"),
        ("0,3 litros", "es", "0.3 l"),
        ("68 square metres", "en", "68 m²"),
        ("20 degrees Celsius", "en", "20 °C"),
        ("half past seven", "en", "07:30|19:30"),
        ("a las nueve de la noche", "es", "21:00"),
        ("15時30分", "ja", "15:30"),
    ],
)
def test_amounts_and_times_in_more_languages(text: str, language: str, norm: str):
    assert norms(text, language) == [norm]


@pytest.mark.parametrize(
    ("text", "language"),
    [("2-9 August 2026", "en"), ("vom 2. bis 9. August 2026", "de"), ("du 2 au 9 août 2026", "fr")],
)
def test_the_first_of_two_days_has_the_month_of_the_second(text: str, language: str):
    assert norms(text, language) == ["2026-08-02", "2026-08-09"]
