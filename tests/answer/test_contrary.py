"""A line that says otherwise than the question: what is found, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import passage

from assistant.answer.contrary import Contrary, contraries, contrary_to
from assistant.answer.opposites import EXCLUSIVE
from assistant.answer.questions import Kind, kind_of
from assistant.answer.reading import Found

WORDS = [*EXCLUSIVE, *"not never didn't who came in 1987 of 2019 unknown non-fiction Tom the only . ? ,".split()]


def found(question: str, sentence: str, context: str = "") -> list[tuple[str, str]]:
    return [(asked, said) for asked, said in contraries(question, kind_of(question), sentence, context)]


@pytest.mark.parametrize(
    ("question", "sentence", "wanted"),
    [
        ("Who never came?", "Tom came on Friday.", ("never", "")),
        ("What didn't Anna buy?", "Anna bought a spade.", ("didn't", "")),
        ("Which room wasn't discussed?", "We discussed room 4 immediately.", ("wasn't", "")),
        ("Where is the smallest farm?", "The largest farm is in Ardal.", ("smallest", "largest")),
        ("What is the unofficial name?", "Its official name is Vellum.", ("unofficial", "official")),
        ("Which non-fiction came?", "All the fiction came.", ("nonfiction", "fiction")),
        ("What broke in 1987?", "The boiler broke in 1978.", ("1987", "1978")),
        ("Who won the fair of 2019?", "In 2021 Tom won the fair.", ("2019", "2021")),
        ("When does the fair end?", "The fair starts on 9 June.", ("end", "starts")),
    ],
)
def test_what_is_said_otherwise(question: str, sentence: str, wanted: tuple[str, str]) -> None:
    assert found(question, sentence) == [wanted]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        # The sentence denies it, too, in one way or another.
        ("Who never came?", "Tom didn't come on Friday."),
        ("Who could not come?", "Tom had to cancel."),
        ("What did Anna fail to bring?", "Anna forgot the tent."),
        ("Which tasks are not done?", "- [ ] Paint the door"),
        ("Who hasn't paid?", "Ben still owes 40 EUR."),
        ("Which rooms are not booked?", "Room 4 is free."),
        ("What wasn't as expected?", "It was n't the boiler."),
        # Reasons, conditions, asides and titles deny nothing.
        ("Why didn't Tom come?", "Tom is ill."),
        ("For what reasons didn't Tom come?", "Tom is at home."),
        ("What should I do if the boiler doesn't start?", "Press the red button."),
        ("What does 'file not found' mean?", "The path is wrong."),
        ("Who wrote Never Let Me Go?", "The novel is by Kazuo Ishiguro."),
        ("What is in order no 55?", "55: a spade."),
        ("I can't remember, when is the party?", "The party is on Friday."),
        ("What must I not forget?", "Remember the passport."),
        ("What is the password? (not the guest one)", "The password is on the fridge."),
        ("Not only Tom came: who else?", "Anna came, too."),
        # Two negations, both sides in one sentence, words of several meanings.
        ("Which of the two is not equal?", "The second is unequal."),
        ("Who has the unequal share?", "The share of Tom is not equal."),
        ("How long is the wall?", "The short wall measures 3 metres."),
        ("Who came from the Middle East?", "Tom came from the west."),
        ("What is the smallest farm?", "The smallest farm is near the largest one."),
        ("How many non profit clubs are there?", "Both are non-profit clubs."),
        ("What is Tom's last name?", "Okafor was the first to come."),
        ("Who came first in the race?", "The race lasted two hours."),
        ("What have we spent so far?", "We spent nearly 400 EUR."),
        ("Who sold the house?", "Tom bought the house from Anna."),
        ("When does the shop close?", "The shop is open from 9 to 17."),
        ("What did Anna do after the meeting?", "Anna went home before six."),
        ("What does it cover?", "We discovered a leak."),
        ("Where is the house training?", "In-house training is in room 4."),
        # Years of other things.
        ("What broke in 1987?", "The boiler broke."),
        ("What broke in 1987?", "It broke in 1978 and again in 1987."),
        ("Until when is the passport from 2019 valid?", "It is valid until 3 May 2029."),
        ("Where did I live in 2019?", "From 2015 to 2022 I lived in Ardal."),
        ("What happened in 2021?", "FY 2020/21: loss"),
        ("What does the 2019 contract cost?", "1200 EUR a month"),
        ("What costs 1500 EUR?", "The bike of 2019."),
        ("How old was Anna in 2020?", "Anna was born in 2012."),
    ],
)
def test_what_is_not(question: str, sentence: str) -> None:
    assert found(question, sentence) == []


def test_a_year_that_the_notes_date_or_heading_says_is_none_that_lacks() -> None:
    assert found("What was decided in 2024?", "Budget for 2025: 4,000 EUR", "Meeting of 2024-05-02") == []
    assert found("What was decided in 2024?", "Budget for 2025: 4,000 EUR", "Meeting") == [("2024", "2025")]


def test_a_question_with_not_that_asks_for_yes_or_no_denies_nothing() -> None:
    assert contraries("Didn't Tom come?", Kind.YES_NO, "Tom came.") == ()


@pytest.mark.parametrize(
    ("language", "question", "sentence"),
    [("de", "Wer kommt nie, not?", "Tom kommt."), ("zh", "谁 never 来？", "小明来。")],
)
def test_only_english_is_judged(language: str, question: str, sentence: str) -> None:
    assert contrary_to(question, [one(sentence, language=language)]) == ()
    assert found("Who never came?", "Tom came.")


def test_of_a_question_of_two_parts_the_first_is_judged_and_a_notes_date_says_nothing() -> None:
    assert contrary_to("Who came and who didn't come?", [one("Anna came.")]) == ()
    assert contrary_to("Who didn't come and who came?", [one("Anna came.")]) == (Contrary("didn't", ""),)
    assert contrary_to("What broke in 2019?", [one("Tuesday, 2021-05-03", read_with=2)]) == ()
    assert contrary_to("What broke in 2019?", []) == ()


def one(sentence: str, language: str = "en", read_with: int = 1) -> Found:
    place = passage(1, sentence, language=language)
    other = place if read_with == 1 else passage(read_with, "Another one.")
    return Found(sentence, place, place.chunk.sentences[0], 0, 4.0, 0.5, 4.0, other, 4.0)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.sampled_from(list(Kind)))
def test_a_sentence_never_says_otherwise_than_itself(text: str, kind: Kind) -> None:
    assert contraries(text, kind, text) == ()


@given(st.sampled_from(sorted(EXCLUSIVE)), st.data())
def test_what_turns_a_question_round_turns_it_back(word: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(EXCLUSIVE[word]))
    assert word in EXCLUSIVE[other]
    assert word != other
    if "never" not in {word, other}:
        assert found(f"Which is {word}?", f"this is {other}") == [(word, other)]
        assert found(f"Which is {word}?", f"this is {word} and {other}") == []
