from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import passage

from assistant.answer.evidence import Layout, Order, Question, flat, pack
from assistant.domain import Evidence
from assistant.lexical.analysis import analyze_query

ALL = Layout(tokens=10_000, sentences=100, floor=0.0, order=Order.BEST_FIRST)


def question(text: str) -> Question:
    words = tuple(word for word in analyze_query(text, ("en",)) if word.weight > 0)
    return Question(text, words, (1 / len(words),) * len(words) if words else ())


def words(text: str) -> int:
    return len(text.split())


BETA = question("When does the lighthouse beta start?")
MEETING = passage(1, "Priya opened the long and windy meeting.", "The lighthouse beta starts on Monday.", path="m.md")
SOUP = passage(2, "The lentils simmer for eighteen minutes.", "Add the lemon juice and stir well.", path="soup.md")


def texts(evidence: Evidence) -> list[str]:
    return [s.sentence.text for s in evidence.sentences]


def packed(layout: Layout = ALL, passages: Sequence = (MEETING, SOUP), count: Callable[[str], int] = words) -> Evidence:
    return pack(BETA, passages, layout, count)


def test_sentences_are_numbered_best_first():
    evidence = packed()
    assert [s.n for s in evidence.sentences] == [1, 2, 3, 4]
    assert texts(evidence)[0] == "The lighthouse beta starts on Monday."
    assert evidence.sentences[0].path == "m.md"


def test_in_reading_order_notes_stand_by_rank_and_sentences_as_written():
    evidence = packed(Layout(10_000, 100, 0.0, Order.READING))
    assert texts(evidence) == [s.text for p in (MEETING, SOUP) for s in p.chunk.sentences]


def test_the_neighbour_of_the_words_comes_before_strangers():
    evidence = packed(passages=(SOUP, MEETING))
    assert texts(evidence).index("Priya opened the long and windy meeting.") == 1


def test_a_floor_leaves_out_what_is_far_below_the_best():
    assert texts(packed(Layout(10_000, 100, 0.95, Order.BEST_FIRST))) == ["The lighthouse beta starts on Monday."]


def test_the_same_sentence_in_two_notes_is_shown_once():
    copy = passage(3, "The lighthouse  beta starts on Monday.", path="copy.md")
    evidence = packed(passages=(MEETING, copy))
    assert [s.path for s in evidence.sentences if "beta" in s.sentence.text] == ["m.md"]


def test_a_sentence_that_is_too_long_makes_room_for_the_next():
    tight = Layout(30, 100, 0.0, Order.BEST_FIRST)
    assert texts(packed(tight, count=lambda text: 100 if "beta" in text else 5))[0].startswith("Priya")


def test_notes_without_room_are_named_once_and_those_shown_are_not():
    assert packed(Layout(28, 100, 0.0, Order.BEST_FIRST)).left_out == ("soup.md",)
    assert packed(Layout(10_000, 1, 0.0, Order.BEST_FIRST)).left_out == ()
    assert packed().left_out == ()


@pytest.mark.parametrize("tokens", [-5, 0, 5])
def test_without_room_there_is_no_evidence(tokens):
    assert packed(Layout(tokens, 100, 0.0, Order.BEST_FIRST)).sentences == ()


def test_lines_without_a_letter_or_digit_are_no_evidence():
    rule = passage(1, "-----", "***", "The lighthouse beta.", path="r.md")
    assert texts(packed(passages=(rule,))) == ["The lighthouse beta."]


@given(
    st.lists(
        st.lists(st.sampled_from(["The beta starts.", "Lentils.", "A lighthouse stood here for years."])), max_size=5
    ),
    st.integers(0, 120),
    st.integers(1, 6),
    st.sampled_from(Order),
)
def test_the_budget_is_kept_and_numbers_have_no_gaps(notes, tokens, sentences, order):
    passages = [passage(i, *said, path=f"{i}.md") for i, said in enumerate(notes, start=1) if said]
    evidence = packed(Layout(tokens, sentences, 0.0, order), passages)
    assert [s.n for s in evidence.sentences] == list(range(1, len(evidence.sentences) + 1))
    assert len(evidence.sentences) <= sentences
    assert sum(words(s.sentence.text) for s in evidence.sentences) <= tokens
    shown = {s.path for s in evidence.sentences}
    assert shown.isdisjoint(evidence.left_out)


@given(st.text())
def test_flat_text_is_one_line_without_control_characters(text):
    line = flat(text)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in line)
    assert flat(line) == line
