import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.fusion import fuse

SCORES = st.dictionaries(st.integers(1, 50), st.floats(-1, 100, allow_subnormal=False), max_size=30)
LISTS = st.fixed_dictionaries({"lexical": SCORES, "vector": SCORES})
HALVES = {"lexical": 0.5, "vector": 0.5}


@given(LISTS, st.randoms())
def test_the_order_of_the_input_does_not_matter(lists: dict[str, dict[int, float]], chance: random.Random):
    shuffled = {
        name: dict(chance.sample(list(scores.items()), len(scores))) for name, scores in reversed(lists.items())
    }
    assert [item.id for item in fuse(shuffled, HALVES)] == [item.id for item in fuse(lists, HALVES)]


@given(LISTS)
def test_everything_found_is_ranked_once_with_a_score_from_0_to_1(lists: dict[str, dict[int, float]]):
    fused = fuse(lists, HALVES)
    assert sorted(item.id for item in fused) == sorted({*lists["lexical"], *lists["vector"]})
    assert all(0 <= item.score <= 1 + 1e-9 for item in fused)
    assert all(sum(item.shares.values()) == pytest.approx(item.score) for item in fused)


@given(LISTS, st.sampled_from([0.25, 2.0, 1024.0]))
def test_the_unit_of_a_list_does_not_matter(lists: dict[str, dict[int, float]], unit: float):
    scaled = lists | {"lexical": {item: score * unit for item, score in lists["lexical"].items()}}
    assert [item.id for item in fuse(scaled, HALVES)] == [item.id for item in fuse(lists, HALVES)]


@given(st.dictionaries(st.integers(1, 50), st.floats(0.01, 100), min_size=1))
def test_one_list_alone_keeps_its_order(scores: dict[int, float]):
    best_first = sorted(scores, key=lambda item: (-scores[item], item))
    ranked = [item.id for item in fuse({"lexical": scores}, {"lexical": 1.0})]
    assert [scores[item] for item in ranked] == pytest.approx([scores[item] for item in best_first])


def test_the_best_of_both_lists_has_the_full_score():
    assert fuse({"lexical": {1: 9.0, 2: 3.0}, "vector": {1: 0.8, 3: 0.7}}, HALVES)[0].score == pytest.approx(1)


def test_a_clear_winner_of_one_list_beats_the_scattered_of_another():
    lexical = {1: 20.0} | dict.fromkeys(range(2, 30), 5.0)
    vector = {item: 0.3 + 0.001 * item for item in range(1, 30)}
    assert fuse({"lexical": lexical, "vector": vector}, HALVES)[0].id == 1


@given(LISTS, st.floats(0.5, 0.9))
def test_how_narrow_a_band_the_scores_lie_in_does_not_matter(lists: dict[str, dict[int, float]], floor: float):
    items = {*lists["lexical"], *lists["vector"]}
    wide = {item: round(max(0.0, lists["vector"].get(item, 0.0)), 2) for item in items}
    narrow = {item: floor + score / 1000 for item, score in wide.items()}
    if len(set(wide.values())) > 1:
        above = {item for item, score in wide.items() if score >= sum(wide.values()) / len(wide)}
        scores = {item.id: item.score for item in fuse(lists | {"vector": wide}, HALVES)}
        found = [item for item in fuse(lists | {"vector": narrow}, HALVES) if item.id in above]
        assert all(item.score == pytest.approx(scores[item.id], abs=1e-6) for item in found)


def test_a_list_without_a_positive_score_decides_nothing():
    assert [i.id for i in fuse({"lexical": {1: 2.0, 2: 1.0}, "vector": {2: -0.1}}, HALVES)] == [1, 2]
