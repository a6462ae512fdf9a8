"""Questions without an answer: made from answered ones, and surely without one."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_records import record, records

from training.records import Record
from training.unanswerable import Pools, changed_question, in_other_passage, without_answer

PASSAGE = (
    "Vellum shipped its first beta in 2019 after Anna Okafor tested the importer. The largest export took 14 minutes. "
    "Nobody has measured the smaller ones since the summer, and the team did not ask."
)
ASKED = (
    "When did Vellum ship the first beta?",
    "Who at Vellum tested the importer before 2019?",
    "How many minutes took the largest export?",
    "What did Anna Okafor test in 2019?",
    "When was Parchment shipped?",
    "What did Ravi Patel do in 1987?",
    "Did the tortoise swim in 2003?",
)
POOLS = Pools.of([record(PASSAGE, question=question) for question in ASKED])


@given(records())
def test_a_passage_without_its_answer_has_no_word_of_it_left(before: Record) -> None:
    made = without_answer(before)
    if made is None:
        return
    assert made.answers == ()
    assert made.question == before.question
    assert not any(text.lower() in made.context.lower() for text in before.texts)
    assert made.id != before.id


def test_the_answering_sentence_is_taken_out_and_the_others_stay() -> None:
    made = without_answer(record(PASSAGE, "14 minutes"))
    assert made
    first, _, last = PASSAGE.partition("The largest export took 14 minutes. ")
    assert made.context == first + last


def test_an_answer_that_stands_twice_cannot_be_taken_out() -> None:
    assert without_answer(record(f"Anna came. {PASSAGE}", "Anna")) is None
    assert without_answer(record(f"It was anna. {PASSAGE}", "Anna Okafor")) is not None


def test_next_to_nothing_is_no_passage() -> None:
    assert without_answer(record("Anna tested it. Tom slept.", "Anna")) is None


@given(st.sampled_from(ASKED), st.integers(0, 2**32))
def test_a_changed_question_is_another_about_the_same_passage(question: str, seed: int) -> None:
    made = changed_question(record(PASSAGE, "Anna Okafor", question=question), POOLS, Random(seed))
    if made is None:
        return
    assert made.question != question
    assert made.context == PASSAGE
    assert made.answers == ()
    old, new, held = (set(re.findall(r"\w+", text.lower())) for text in (question, made.question, PASSAGE))
    assert new - old
    assert not (new - old) & held


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Did this come first?", "Did this come last?"),
        ("Is it what Vellum is?", "Is it what Parchment is?"),
        ("What was in 14?", "What was in 1987?"),
    ],
)
def test_names_numbers_and_relations_are_changed(question: str, wanted: str) -> None:
    made = {changed_question(record(PASSAGE, question=question), POOLS, Random(seed)) for seed in range(60)}
    assert wanted in {one.question for one in made if one}


def test_a_telling_word_is_changed_for_one_of_like_ending() -> None:
    pools = Pools.of([record("", question=f"Who polished and painted number {n}?") for n in range(5)])
    made = [changed_question(record(PASSAGE, question="Who tested this?"), pools, Random(n)) for n in range(30)]
    assert {one.question for one in made if one} == {"Who polished this?", "Who painted this?"}


def test_a_question_that_holds_nothing_of_the_passage_stays() -> None:
    assert changed_question(record(PASSAGE, question="Why?"), POOLS, Random(1)) is None


def test_a_relation_stays_when_the_passage_holds_both_sides() -> None:
    both = record("It came first and it came last.", question="What came first?")
    empty = Pools({}, {}, {})
    assert all(changed_question(both, empty, Random(seed)) is None for seed in range(20))


def test_names_come_from_questions_of_the_same_source() -> None:
    pools = Pools.of([record("", question="Where is Mei?", source="a"), record("", question="Who is Tom?", source="b")])
    assert pools.names == {"a": ["Mei"], "b": ["Tom"]}


def test_another_passage_is_taken_unless_it_answers_too() -> None:
    asked = record(PASSAGE, "Anna Okafor")
    made = in_other_passage(asked, "Tom tested the exporter.")
    assert made == Record("r:other", "Who?", "Tom tested the exporter.", (), "tests")
    assert in_other_passage(asked, "It was ANNA OKAFOR again.") is None
