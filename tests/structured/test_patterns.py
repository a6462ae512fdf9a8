"""Regular expressions, formats and numbers as languages, held against Python's own."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from assistant.structured.languages.automaton import Automaton
from assistant.structured.languages.charset import ANY, CharSet
from assistant.structured.languages.pattern import NotRegularError, searched
from assistant.structured.languages.regular import EMPTY_TEXT, NOTHING, both, matches, negated
from assistant.structured.schema.formats import CHECKS, FORMATS, format_language, loose_check
from assistant.structured.schema.numbers import Bound, numbers
from assistant.structured.schema.validate import make_validator, why_not

PIECES = st.sampled_from(
    r"a b [ab] [^a-] . \d \w \S \x61 (a|b) (?:ab|^b) ^ $ | * + ? +? {2} {1,3} {0,} - x \. (a*)* ()".split()
)
PATTERNS = st.lists(PIECES, min_size=1, max_size=6).map("".join)
TEXTS = st.text("abx1-. \n", max_size=6)
SETS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4).map(
    lambda pairs: CharSet.spans(*((chr(min(pair)), chr(max(pair))) for pair in pairs))
)


@given(PATTERNS, TEXTS)
@example("^$", "")
@example("(^a|b)c", "xbc")
@example("a|^b$|c", "b")
def test_a_pattern_finds_what_python_finds(pattern, text):
    try:
        language = searched(pattern)
    except NotRegularError:
        assume(False)
    # Python's $ also matches before a new line at the end, and its . more kinds of line ends; ECMA's don't.
    assume("\n" not in text)
    assert matches(language, text) == bool(re.search(pattern, text, re.ASCII))


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("^.$", "\n\r\u2028"),
        (r"^\w$", "é"),
        (r"^\d$", "٣"),
        (r"^\s$", "\xa0"),
        (r"^\S$", "\xa0\u2003"),
        ("^[^a]$", "a"),
    ],
)
def test_where_readings_differ_the_smaller_one_is_written(pattern, texts):
    assert not any(matches(searched(pattern), text) for text in texts)


def test_a_pattern_is_checked_as_it_is_written():
    validator = make_validator({"pattern": r"^\w\d$"})
    assert why_not(validator, "a3") == ""
    assert "does not match" in why_not(validator, "é3")
    assert "does not match" in why_not(validator, "a٣")


@given(PATTERNS, PATTERNS, TEXTS)
def test_languages_are_cut_and_turned_round(one, other, text):
    try:
        first, second = searched(one), searched(other)
    except NotRegularError:
        assume(False)
    assert matches(both([first, second]), text) == (matches(first, text) and matches(second, text))
    assert matches(negated(first), text) != matches(first, text)
    assert both([first, negated(first)]) == NOTHING or not Automaton.of(both([first, negated(first)])).edges


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(?=a)", "lookahead"),
        ("(?!a)b", "lookahead"),
        ("(?<=a)b", "lookbehind"),
        ("(?<n>a)", "extension|named group"),
        (r"(a)\1", "back reference"),
        (r"\bword", "word boundary"),
        (r"\p{L}", "escape"),
        ("a^b", r"\^ within"),
        ("a$b", r"\$ within"),
        ("(^a)*", "repeated"),
        ("(?i)a", r"\(\?i"),
        ("a**", "repeat"),
        ("[a", "unterminated"),
        ("(a", "missing"),
        ("a)", "unbalanced"),
    ],
)
def test_what_is_not_regular_is_refused_with_its_name(pattern, reason):
    with pytest.raises(NotRegularError, match=reason):
        searched(pattern)


def test_every_day_has_its_date_and_no_other_has_one():
    dates, day = format_language("date"), date(1895, 12, 1)
    while day < date(1905, 1, 31):
        assert matches(dates, day.isoformat())
        day += timedelta(days=1)
    for text in ("1900-02-29", "2023-02-29", "2024-02-30", "2024-04-31", "2024-13-01", "0000-01-01", "2024-1-01"):
        assert not matches(dates, text)
    assert matches(dates, "2000-02-29")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("time", "23:59:59.123456+01:30"),
        ("date-time", "2026-03-09T00:00:00Z"),
        ("email", "anna.b+notes@mail.example.org"),
        ("uuid", "2EB8AA08-aa98-11ea-b4aa-73b441d16380"),
    ],
)
def test_a_format_is_written_and_passes_its_check(name, text):
    assert matches(format_language(name), text)
    assert CHECKS[name](text)
    assert not matches(format_language(name), text + " ")


@pytest.mark.parametrize(
    ("name", "text"),
    [("time", "23:59:60z"), ("date-time", "2026-03-09t00:00:00.1234567Z"), ("email", "@"), ("date", "2024-02-29")],
)
def test_what_some_validator_takes_for_a_format_is_in_its_loose_language(name, text):
    assert matches(format_language(name, loose=True), text)
    assert loose_check(name)(text)


def test_a_week_is_no_date():
    assert not CHECKS["date"]("2024-W01-1")


def test_every_format_has_a_language_and_a_check():
    assert set(CHECKS) == set(FORMATS)


@st.composite
def bounds(draw: st.DrawFn) -> list[Bound]:
    values = st.decimals(-150, 150, places=2) | st.sampled_from(list(map(Decimal, ("0", "1", "-1", "10", "100", "99"))))
    return draw(st.lists(st.builds(Bound, values, st.booleans()), max_size=2))


@given(bounds(), bounds(), st.booleans(), st.sampled_from([[], [3], [2, 5]]), st.data())
def test_a_number_is_written_exactly_when_it_is_within(lows, highs, whole, factors, data):
    language = numbers(whole=whole, lows=lows, highs=highs, factors=factors)
    near = [bound.value for bound in (*lows, *highs)] or [Decimal(0)]
    value = data.draw(st.sampled_from(near)) + data.draw(st.decimals(-2, 2, places=data.draw(st.integers(0, 3))))
    text = f"{value.normalize():f}" if value else "0"
    within = all(value > low.value or (value == low.value and not low.is_excluded) for low in lows)
    within &= all(value < high.value or (value == high.value and not high.is_excluded) for high in highs)
    fits = "." not in text if whole or factors else True
    assert matches(language, text) == (within and fits and all(value % factor == 0 for factor in factors))


@pytest.mark.parametrize("text", ["-0", "-0.0", "01", "1.", ".5", "1e3", "+1", "", "1" * 17])
def test_a_number_is_written_plainly(text):
    assert not matches(numbers(whole=False), text)


@given(SETS, SETS, st.characters(max_codepoint=400))
def test_sets_of_characters(one, other, character):
    assert (character in one | other) == (character in one or character in other)
    assert (character in one & other) == (character in one and character in other)
    assert (character in one - other) == (character in one and character not in other)
    assert (character in ~one) == (character not in one)


def test_no_half_of_a_pair_is_a_character():
    assert "\ud800" not in ANY
    assert "\udfff" not in ~CharSet.of("a")


def test_the_empty_language_has_no_states_and_the_empty_text_one():
    assert Automaton.of(NOTHING).edges == ()
    assert Automaton.of(EMPTY_TEXT).ends == (True,)
