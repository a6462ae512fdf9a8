"""Questions without an answer: made from answered ones, and surely without one."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_records import record, records

from training.changes import Pools
from training.records import Record
from training.unanswerable import changed_question, in_other_passage, without_answer

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
    assert made.id == "r:changed"


def test_every_way_is_taken_now_and_then() -> None:
    asked = record(PASSAGE, "Anna Okafor", question="Who at Vellum tested the first importer before 2019?")
    made = {changed_question(asked, POOLS, Random(seed)) for seed in range(80)}
    questions = {one.question for one in made if one}
    assert "Who at Parchment tested the first importer before 2019?" in questions
    assert "Who at Vellum tested the first importer before 1987?" in questions
    assert "Who at Vellum tested the last importer before 2019?" in questions
    assert "Who at Vellum tested the first importer after 2019?" not in questions  # the passage holds "after"


def test_a_question_that_holds_nothing_of_the_passage_stays() -> None:
    assert changed_question(record(PASSAGE, question="Why?"), POOLS, Random(1)) is None


def test_another_passage_is_taken_unless_it_answers_too() -> None:
    asked = record(PASSAGE, "Anna Okafor", question="Who tested?")
    made = in_other_passage(asked, "Tom slept beside the exporter.")
    assert made == Record("r:other", "Who tested?", "Tom slept beside the exporter.", (), "tests")
    assert in_other_passage(asked, "It was ANNA OKAFOR again.") is None


@pytest.mark.parametrize(
    ("question", "context", "taken"),
    [
        ("What is the taste like?", "The taste is sweet.", False),
        ("What is the taste like?", "The colour is red.", True),
        ("What is the taste of Vellum like?", "Vellum has no taste.", True),
        ("What did Tom drink at home?", "Mei: hi\nTom: hi\nMei: a drink?\nTom: yes\nMei: at home", False),
    ],
)
def test_a_question_that_many_passages_answer_is_not_asked_of_one_with_all_its_words(
    question: str, context: str, taken: bool
) -> None:
    own = "Mei: a\nTom: b\nMei: c\nTom: d\nMei: it was tea" if "Tom" in question else "It is tea."
    made = in_other_passage(record(own, "tea", question=question), context)
    assert (made is not None) is taken
