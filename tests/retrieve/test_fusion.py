import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.fusion import Scored, fuse, standardise

LISTS = st.dictionaries(
    st.sampled_from(["lexical", "vector"]),
    st.lists(
        st.builds(Scored, st.integers(1, 50), st.floats(-10, 100, allow_nan=False)),
        unique_by=lambda s: s.id,
        max_size=30,
    ),
    min_size=1,
)
HALVES = {"lexical": 0.5, "vector": 0.5}


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=50))
def test_standardised_scores_have_mean_zero_and_keep_their_order(scores: list[float]):
    normal = standardise(scores)
    assert sum(normal) == pytest.approx(0, abs=1e-6)
    if any(normal):
        assert sum(z * z for z in normal) / len(normal) == pytest.approx(1)
        pairs = sorted(zip(scores, normal, strict=True))
        assert all(low <= high for (_, low), (_, high) in itertools.pairwise(pairs))


@given(LISTS, st.randoms())
def test_the_order_of_the_input_does_not_matter(lists: dict[str, list[Scored]], chance: random.Random):
    shuffled = {name: chance.sample(items, len(items)) for name, items in reversed(lists.items())}
    before = [(item.id, pytest.approx(item.score)) for item in fuse(lists, HALVES)]
    after = [(item.id, item.score) for item in fuse(shuffled, HALVES)]
    assert [score for _, score in before] == [score for _, score in after]
    assert {i for i, _ in before} == {i for i, _ in after}


@given(LISTS)
def test_everything_found_is_ranked_once(lists: dict[str, list[Scored]]):
    ids = [item.id for item in fuse(lists, HALVES)]
    assert len(ids) == len(set(ids))
    assert set(ids) == {item.id for items in lists.values() for item in items}


def test_one_list_alone_keeps_its_order():
    items = [Scored(i, score) for i, score in enumerate([9.0, 7.0, 3.0])]
    assert [item.id for item in fuse({"lexical": items}, {"lexical": 1.0})] == [0, 1, 2]


def test_a_clear_winner_of_one_list_beats_the_middle_of_both():
    lexical = [Scored(1, 20.0), *(Scored(i, 5.0) for i in range(2, 10))]
    vector = [Scored(i, 0.3) for i in range(2, 10)]
    assert fuse({"lexical": lexical, "vector": vector}, HALVES)[0].id == 1


def test_shares_add_up_to_the_score():
    lists = {"lexical": [Scored(1, 3.0), Scored(2, 1.0)], "vector": [Scored(2, 0.9), Scored(3, 0.1)]}
    for item in fuse(lists, HALVES):
        assert sum(item.shares.values()) == pytest.approx(item.score)
