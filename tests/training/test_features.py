"""Windows of tokens: the answer's tokens hold its words, and a window without them says so."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_records import record
from tiny_readers import byte_tokenizer, letter_tokenizer

from training.features import OVERLAP, QUESTION, WINDOW, Window, starts, windows
from training.records import Record

TOKENIZER = letter_tokenizer()
CLS, SEP = 2, 3
fillers = st.lists(st.text("abcde", min_size=1, max_size=8), max_size=60).map(" ".join)
answers_of = st.text("xyz", min_size=1, max_size=5)


def letters(window: Window, first: int, last: int) -> str:
    """The letters of some tokens of a window."""
    return "".join(TOKENIZER.id_to_token(id_).removeprefix("##") for id_ in window.ids[first : last + 1])


def passage_of(window: Window) -> str:
    return letters(window, window.passage, len(window.ids) - 2)


@settings(deadline=None)
@given(fillers, st.lists(st.tuples(answers_of, fillers), max_size=3), st.integers(0, 99))
def test_a_window_holds_an_answer_or_nothing_of_any(start: str, parts: list[tuple[str, str]], seed: int) -> None:
    context, spans = f"{start} ", []
    for answer, filler in parts:
        spans.append((len(context), len(context) + len(answer)))
        context += f"{answer} {filler} "
    asked = Record("r", "who?", context, tuple(spans), "tests")
    found = list(windows([asked], TOKENIZER, Random(seed)))
    for window in found:
        assert len(window.ids) <= WINDOW
        assert (window.ids[0], window.ids[window.passage - 1], window.ids[-1]) == (CLS, SEP, SEP)
        assert letters(window, 1, window.passage - 2) == "who?"
        assert window.segments == [0] * window.passage + [1] * (len(window.ids) - window.passage)
        if window.start:
            assert window.passage <= window.start <= window.end < len(window.ids) - 1
            assert letters(window, window.start, window.end) in asked.texts
        else:
            assert window.end == 0
            assert not set("xyz") & set(passage_of(window))
    assert any(window.start for window in found) or not parts


def test_a_window_that_holds_a_part_of_an_answer_or_another_one_is_left_out() -> None:
    answer = "x" * 9
    for at in range(150, 200):
        filled = f"{'a ' * at}{answer} {'b ' * 150}"
        two = record(f"{filled}{'y' * 9} {'c ' * 90}", answer, "y" * 9)
        for window in windows([two], TOKENIZER, Random(at)):
            text = letters(window, window.start, window.end) if window.start else ""
            assert text in ("", "x" * 9, "y" * 9)
            assert text or not set("xy") & set(passage_of(window))


def test_some_windows_beside_the_answer_are_kept() -> None:
    long = record(f"xyz {'abcde ' * 150}", "xyz")
    found = [window for seed in range(40) for window in windows([long], TOKENIZER, Random(seed))]
    assert sum(window.start > 0 for window in found) == 40
    assert 0.1 < (len(found) - 40) / (40 * (len(list(starts(753, WINDOW - 7))) - 1)) < 0.3


def test_a_tokenizer_without_berts_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no \\[CLS\\]"):
        list(windows([record("x")], byte_tokenizer(), Random(1)))


@given(st.integers(0, 900), st.integers(OVERLAP + 1, WINDOW))
def test_windows_cover_a_passage_and_overlap(tokens: int, room: int) -> None:
    firsts = list(starts(tokens, room))
    assert firsts[0] == 0
    assert firsts[-1] + room >= tokens
    assert all(a + room - OVERLAP == b for a, b in pairwise(firsts))
    assert all(first + room < tokens for first in firsts[:-1])


def test_every_window_without_an_answer_is_kept_when_there_is_none() -> None:
    long = record("abcde " * 200)
    assert len(list(windows([long], TOKENIZER, Random(1)))) == len(list(starts(1000, WINDOW - 7)))


def test_a_long_question_keeps_its_beginning() -> None:
    (window,) = windows([record("x", "x", question="ab " * 60)], TOKENIZER, Random(1))
    assert letters(window, 1, window.passage - 2) == ("ab" * 90)[:QUESTION]
    assert letters(window, window.start, window.end) == "x"


def test_any_answer_of_several_may_be_the_one() -> None:
    two = record("ab xx cd zz", "xx", "zz")
    found = [next(windows([two], TOKENIZER, Random(seed))) for seed in range(30)]
    assert {letters(window, window.start, window.end) for window in found} == {"xx", "zz"}


@pytest.mark.parametrize("answer", ["\u200b", "\x07"])
def test_an_answer_without_a_token_teaches_nothing(answer: str) -> None:
    assert list(windows([record(f"ab {answer} cd", answer)], TOKENIZER, Random(1))) == []
