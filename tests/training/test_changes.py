"""Ways to change a question: each changes one thing, and not so that the passage answers it again."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_records import record

from training.changes import (
    WAYS,
    Pools,
    edited,
    moved_word,
    near_word,
    negated,
    other_name,
    other_number,
    swapped,
    turned,
)
from training.records import Record

PASSAGE = (
    "Vellum shipped its first beta in 2019 after Anna Okafor tested the importer. In 2021 the office in Lisbon closed. "
    "Later on Ravi Patel watered the plants, and the exporter of Tom Weber slept. It took 14 minutes."
)
ASKED = (
    "When did Vellum ship the first beta?",
    "Who at Vellum tested the importer before 2019?",
    "What did Anna Okafor test in 2019?",
    "Who watered the plants?",
    "How many minutes did it take?",
)
OTHERS = ("When was Parchment shipped?", "What did Mei Lin do in 1987?", "Were there 99 tortoises?")
EMPTY = Pools({}, {}, {}, {})
POOLS = Pools.of([record(PASSAGE, question=question) for question in OTHERS], {"importer": ["invoice", "exporters"]})


def made(way: object, asked: Record, pools: Pools = POOLS) -> set[str]:
    return {way(asked, pools, Random(seed)) for seed in range(60)} - {""}  # type: ignore[operator]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@given(st.sampled_from(ASKED), st.sampled_from(sorted(WAYS, key=lambda way: way.__name__)), st.integers(0, 2**32))
def test_only_a_swap_and_a_negation_are_made_of_words_that_are_there(question: str, way: object, seed: int) -> None:
    asked = record(PASSAGE, "Anna Okafor", question=question)
    changed = way(asked, POOLS, Random(seed))  # type: ignore[operator]
    if not changed:
        return
    assert changed != question
    new = words(changed) - words(question)
    if way is swapped:
        assert new <= words(PASSAGE)
    elif way is not negated:
        assert new
        assert not new & words(PASSAGE)


def test_a_name_is_swapped_for_one_that_stands_elsewhere() -> None:
    asked = record(PASSAGE, "the importer", question="What did Anna Okafor test in 2019?")
    assert made(swapped, asked) == {
        "What did Ravi Patel test in 2019?",
        "What did Tom Weber test in 2019?",
        "What did Anna Okafor test in 2021?",
    }


def test_nothing_is_swapped_in_that_would_be_answered() -> None:
    text = "Anna Okafor tested it. Then Ravi Patel tests the exporter."
    assert made(swapped, record(f"So {text}", "it", question="What did Anna Okafor test?")) == set()


def test_nothing_is_swapped_in_from_the_answer_or_its_sentence() -> None:
    text = "In May Anna Okafor met Ravi Patel. Nothing else happened to Ravi Patel."
    assert made(swapped, record(text, "May", question="When did Anna Okafor meet him?")) == set()


def test_half_a_name_is_none() -> None:
    text = "Nothing new. Tom came with Mei. Anna Okafor is fine."
    assert made(swapped, record(text, "Tom", question="Who came with Mei?")) == set()


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("When did Anna come in 2019?", {"When did Anna come in 2021?"}),
        ("Who came on Monday?", {"Who came on Friday?"}),
        ("Who left in May?", {"Who left in June?"}),
        ("Who has 14?", {"Who has 33?"}),
    ],
)
def test_what_is_swapped_is_of_one_kind(question: str, wanted: set[str]) -> None:
    text = (
        "In 2019 and in May and on Monday Anna with 14 men did it. By 2021 nothing. By Friday nothing. "
        "In June nothing. With 33 dogs nothing. Near Lisbon nothing."
    )
    assert made(swapped, record(text, "did it", question=question)) & wanted == wanted
    assert len(made(swapped, record(text, "did it", question=question))) <= 2


def test_names_and_numbers_come_from_other_questions_of_the_source() -> None:
    pools = Pools.of([record("", question="Where is Mei?", source="a"), record("", question="Who is Tom?", source="b")])
    assert pools.names == {"a": ["Mei"], "b": ["Tom"]}
    assert made(other_name, record(PASSAGE, question="Is it what Vellum is?")) == {
        "Is it what Parchment is?",
        "Is it what Mei Lin is?",
    }
    assert "What was in 99?" in made(other_number, record(PASSAGE, question="What was in 14?"))
    assert "What was in 1987?" in made(other_number, record(PASSAGE, question="What was in 2019?"))


def test_mostly_one_digit_of_a_number_changes() -> None:
    asked = record("It was in 2019, not in 2010.", question="What was in 2019?")
    years = {question[12:16] for question in made(other_number, asked, EMPTY)}
    assert len(years) > 9
    assert all(sum(a != b for a, b in zip(year, "2019", strict=True)) == 1 for year in years)
    assert not years & {"2010"}


def test_a_word_is_changed_for_what_people_changed_it_to() -> None:
    asked = record(PASSAGE, "Anna Okafor", question="Who tested the old importer?")
    pools = Pools({}, {}, {}, {}, {"tested": {"broke": 4, "closed": 9}, "who": {"why": 1}, "importer": {"is": 2}})
    assert made(edited, asked, pools) == {"Who broke the old importer?"}  # the passage holds "closed"


def test_a_relation_is_turned_unless_the_passage_holds_both_sides() -> None:
    assert made(turned, record(PASSAGE, question="Did this come first?")) == {"Did this come last?"}
    assert made(turned, record("It came first and it came last.", question="What came first?")) == set()


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What did Tom find?", {"What didn't Tom find?"}),
        ("Who can open it?", {"Who can't open it?"}),
        ("Who opened the door?", {"Who never opened the door?"}),
        ("Which person opened it?", {"Which person never opened it?"}),
        ("What grew in Lisbon?", {"What grew other than in Lisbon?"}),
        ("What wasn't found?", set()),
        ("Did Tom sleep?", set()),
    ],
)
def test_a_question_is_negated(question: str, wanted: set[str]) -> None:
    assert made(negated, record("Tom found a spade in Lisbon.", "a spade", question=question)) == wanted


def test_a_question_about_something_negative_is_not_negated() -> None:
    assert made(negated, record("Tom found nothing in Lisbon.", "Lisbon", question="Where did Tom look?")) == set()


def test_a_word_gives_way_to_one_alike_that_the_passage_does_not_hold() -> None:
    asked = record(PASSAGE, "Anna Okafor", question="Who tested the importer?")
    assert made(near_word, asked) == {"Who tested the invoice?"}  # a form of "exporters" is in the passage
    elsewhere = record(PASSAGE, "14 minutes", question="How long did the importer run?")
    assert made(near_word, elsewhere) == set()


def test_a_word_of_the_passage_gives_way_to_one_of_like_ending() -> None:
    pools = Pools.of([record("", question=f"Who polished and painted number {n}?") for n in range(5)])
    assert made(moved_word, record(PASSAGE, question="Who tested this?"), pools) == {
        "Who polished this?",
        "Who painted this?",
    }


def test_without_pools_little_is_left_to_change() -> None:
    asked = record("It came.", question="What came?")
    assert all(not made(way, asked, EMPTY) for way in WAYS)
