"""A sentence that says otherwise than the question: what is found, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.contrary import Contrary, contraries
from assistant.answer.opposites import OPPOSITES
from assistant.answer.questions import Kind


def found(question: str, sentence: str, kind: Kind = Kind.FREE) -> list[tuple[str, str]]:
    return [(asked, said) for asked, said in contraries(question, kind, sentence)]


@pytest.mark.parametrize(
    ("question", "sentence", "wanted"),
    [
        ("Who never came?", "Tom came on Friday.", ("never", "")),
        ("What didn't Anna buy?", "Anna bought a spade.", ("didn't", "")),
        ("Where is the smallest farm?", "The largest farm is in Ardal.", ("smallest", "largest")),
        ("Which roof is known to leak?", "The roof of the barn has an unknown leak.", ("known", "unknown")),
        ("What is the unofficial name?", "Its official name is Vellum.", ("unofficial", "official")),
        ("Which non-fiction came?", "All the fiction came.", ("nonfiction", "fiction")),
        ("What broke in 1987?", "The boiler broke in 1978.", ("1987", "1978")),
        ("When does the fair end?", "The fair started on 9 June.", ("end", "started")),
    ],
)
def test_what_is_said_otherwise(question: str, sentence: str, wanted: tuple[str, str]) -> None:
    assert found(question, sentence) == [wanted]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who never came?", "Tom didn't come on Friday."),
        ("Who could not come?", "Tom had to cancel."),
        ("What did Anna fail to bring?", "Anna forgot the tent."),
        ("Why didn't Tom come?", "Tom is ill."),
        ("Not only Tom came: who else?", "Anna came, too."),
        ("Which of the two is not equal?", "The second is unequal."),
        ("Who has the unequal share?", "The share of Tom is not equal."),
        ("How long is the wall?", "The short wall measures 3 metres."),
        ("Who came from the Middle East?", "Tom came from the west."),
        ("What is the smallest farm?", "The smallest farm is near the largest one."),
        ("What broke in 1987?", "The boiler broke."),
        ("What broke in 1987?", "It broke in 1978 and again in 1987."),
        ("What wasn't as expected?", "It was n't the boiler."),
        ("How many non profit clubs are there?", "Both are non-profit clubs."),
        ("What is Tom's last name?", "Okafor was the first to come."),
        ("Who sold the house?", "Tom bought the house from Anna."),
    ],
)
def test_what_is_not(question: str, sentence: str) -> None:
    assert found(question, sentence) == []


def test_a_question_with_not_that_asks_for_yes_or_no_denies_nothing() -> None:
    assert found("Didn't Tom come?", "Tom came.", Kind.YES_NO) == []


@given(st.text(max_size=80), st.sampled_from(list(Kind)))
def test_a_sentence_never_says_otherwise_than_itself(text: str, kind: Kind) -> None:
    assert contraries(text, kind, text) == ()


@given(st.sampled_from(sorted(OPPOSITES)), st.data())
def test_what_turns_a_question_round_turns_it_back(word: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(OPPOSITES[word]))
    assert word in OPPOSITES[other]
    assert word != other
    if "never" not in {word, other}:
        assert contraries(f"Which is {word}?", Kind.FREE, f"this is {other}") == (Contrary(word, other),)
        assert contraries(f"Which is {word}?", Kind.FREE, f"this is {word} and {other}") == ()
