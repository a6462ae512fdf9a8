import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.tokens import token_scores
from assistant.store.embeddings import packed_tokens

DIMS = 100


def vectors(*seeds: int) -> np.ndarray:
    """One vector a seed; equal seeds, equal vectors."""
    drawn = [np.random.default_rng(seed).normal(size=DIMS) for seed in seeds]
    return np.array(drawn, np.float32).reshape(-1, DIMS)


def scores(question: list[int], passages: dict[int, list[int]]) -> dict[int, float]:
    packed = {number: packed_tokens(vectors(*seeds)) for number, seeds in passages.items()}
    return token_scores(packed_tokens(vectors(*question)), packed, DIMS)


def test_the_passage_that_holds_the_words_of_the_question_comes_first_wherever_they_stand_in_it():
    found = scores([1, 2], {7: [*range(100, 180), 1, *range(200, 240), 2], 8: list(range(300, 420)), 9: [1, 500]})
    assert list(found) == [7, 9, 8]
    assert found[8] == 0


def test_a_word_that_every_passage_holds_tells_nothing():
    found = scores([1, 2], {7: [1, 50], 8: [1, 2]})
    without = scores([2], {7: [1, 50], 8: [1, 2]})
    assert found[8] == pytest.approx(without[8], abs=1e-6)


def test_similarity_is_that_of_the_signs():
    question, passage = vectors(1), vectors(2)
    agreeing = float((np.sign(question[0]) == np.sign(passage[0])).mean())
    found = token_scores(packed_tokens(question), {1: packed_tokens(passage), 2: packed_tokens(question)}, DIMS)
    assert found[2] == pytest.approx(1 - (2 * agreeing - 1), abs=1e-6)


def test_where_a_passage_has_no_tokens_nothing_is_guessed():
    assert scores([1], {7: [1], 8: []}) == {}
    assert scores([], {7: [1]}) == {}
    assert scores([1], {}) == {}


TOKENS = st.lists(st.integers(0, 30), min_size=1, max_size=12)


@given(TOKENS, st.dictionaries(st.integers(1, 9), TOKENS, min_size=2))
def test_the_order_of_tokens_and_passages_does_not_matter(question: list[int], passages: dict[int, list[int]]):
    turned = {number: passages[number][::-1] for number in reversed(passages)}
    assert scores(question[::-1], turned) == pytest.approx(scores(question, passages), abs=1e-5)


@given(TOKENS, st.dictionaries(st.integers(1, 9), TOKENS, min_size=2))
def test_the_worst_passage_has_none_and_more_tokens_never_make_a_passage_worse_than_it_was(
    question: list[int], passages: dict[int, list[int]]
):
    found = scores(question, passages)
    assert min(found.values()) == 0
    assert list(found.values()) == sorted(found.values(), reverse=True)
