from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import sentence

from assistant.answer.conflicts import Candidate, agreeing, conflicting, in_words
from assistant.domain import EvidenceSentence, Statement

QUESTION = "How much is the rent of the flat?"


def candidate(
    answer: str, day: date | None, n: int = 1, score: float = 1.0, text: str = "The rent of the flat is {}."
) -> Candidate:
    said = sentence(text.format(answer))
    return Candidate(answer, EvidenceSentence(n, f"{n}.md", "Flat", day, "en", said), score)


MARCH, APRIL, JUNE = date(2026, 3, 10), date(2026, 4, 1), date(2026, 6, 2)


def test_two_notes_that_differ_are_told_newest_first():
    statements = conflicting(QUESTION, [candidate("900 euros", MARCH, 1), candidate("950 EUR", JUNE, 2, 0.9)])
    assert statements == (Statement("950 EUR", JUNE, 2), Statement("900 euros", MARCH, 1))
    assert in_words(statements) == "since 2026-06-02: 950 EUR [2]; 2026-03-10: 900 euros [1]"
    assert in_words(statements, "de").startswith("seit 2026-06-02: ")


def test_notes_that_agree_count_once_from_the_first_day_on():
    statements = conflicting(
        QUESTION,
        [candidate("$900", MARCH, 1), candidate("900 dollars", APRIL, 2), candidate("$950", JUNE, 3)],
    )
    assert [(s.value, s.n) for s in statements] == [("$950", 3), ("$900", 1)]


def test_what_changes_back_is_told_as_it_went():
    told = [candidate("$900", MARCH, 1), candidate("$950", APRIL, 2), candidate("$900", JUNE, 3)]
    assert [s.n for s in conflicting(QUESTION, told)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("$900", "900 dollars"),
        ("90 minutes", "1.5 hours"),
        ("2026-07-01", "July 1"),
        ("Anna Weber", "Anna"),
        ("because it is old and dark and far away", "since nobody else would ever live there for long"),
        ("$900", "on Monday"),
    ],
)
def test_the_same_and_what_cannot_be_compared_are_no_conflict(first: str, second: str):
    assert conflicting(QUESTION, [candidate(first, MARCH, 1), candidate(second, JUNE, 2)]) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [("3 PM", "16:00"), ("Anna Weber", "Jonas Weber"), ("two", "3"), ("2026-09-14", "October 1"), ("10 km", "12 km")],
)
def test_values_of_one_kind_contradict(first: str, second: str):
    assert len(conflicting(QUESTION, [candidate(first, MARCH, 1), candidate(second, JUNE, 2)])) == 2


def test_a_weak_statement_contradicts_nothing():
    assert conflicting(QUESTION, [candidate("$900", MARCH, 1, 1.0), candidate("$950", JUNE, 2, 0.3)]) == ()


def test_one_note_does_not_contradict_itself():
    said = candidate("$950", MARCH, 1)
    assert conflicting(QUESTION, [candidate("$900", MARCH, 1), said]) == ()


def test_a_sentence_about_something_else_contradicts_nothing():
    other = candidate("$1800", JUNE, 2, text="The deposit was {}, paid in cash.")
    assert conflicting(QUESTION, [candidate("$900", MARCH, 1), other]) == ()


def test_a_day_that_had_come_is_of_another_event():
    question = "When is the rent of the flat due?"
    assert conflicting(question, [candidate("April 1", MARCH, 1), candidate("July 1", JUNE, 2)]) == ()
    assert len(conflicting(question, [candidate("July 1", MARCH, 1), candidate("July 2", JUNE, 2)])) == 2


def test_a_relative_day_is_told_from_its_own_note():
    same_day = [candidate("in two days", date(2026, 6, 1), 1), candidate("tomorrow", JUNE, 2)]
    assert conflicting(QUESTION, same_day) == ()
    assert len(agreeing(QUESTION, same_day)) == 1


def test_undated_statements_say_so():
    assert in_words((Statement("Y", JUNE, 2), Statement("X", None, 1))) == "since 2026-06-02: Y [2]; undated: X [1]"
    assert in_words((Statement("Y", JUNE, 2), Statement("X", JUNE, 1))) == "2026-06-02: Y [2]; 2026-06-02: X [1]"


@given(st.lists(st.tuples(st.integers(1, 5), st.dates(MARCH, JUNE), st.floats(0.1, 1.0)), max_size=6), st.randoms())
def test_the_order_of_candidates_does_not_matter_and_the_newest_comes_first(told, random):
    candidates = [candidate(f"{100 * value} euros", day, n, score) for n, (value, day, score) in enumerate(told)]
    scores = [score for _, _, score in told]
    statements = conflicting(QUESTION, candidates)
    days = [s.date for s in statements]
    assert days == sorted(days, reverse=True)
    assert len(statements) != 1
    assert all(a.value != b.value for a, b in pairwise(statements))
    if len(set(scores)) == len(scores):
        random.shuffle(candidates)
        assert {s.value for s in conflicting(QUESTION, candidates)} == {s.value for s in statements}
