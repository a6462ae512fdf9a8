import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.weights import Grasp, list_weights

ALL = ("lexical", "vector", "tokens")
NAMES = st.sets(st.sampled_from(ALL), min_size=1)
SHARES = st.floats(0, 1)


@given(NAMES, SHARES, SHARES)
def test_the_lists_that_take_part_share_all_weight(names: set[str], familiar: float, found: float):
    weights = list_weights(names, Grasp(familiar, found))
    assert weights.keys() == names
    assert sum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) > 0


@given(SHARES, SHARES, SHARES)
def test_an_embedder_that_knows_less_of_the_question_counts_no_more(one: float, other: float, found: float):
    less, more = sorted((one, other))
    weights = [list_weights(ALL, Grasp(familiar, found))["vector"] for familiar in (less, more)]
    assert weights[0] <= weights[1] + 1e-9


@given(SHARES, SHARES, SHARES, st.booleans())
def test_words_that_no_note_has_make_words_count_no_more(one: float, other: float, familiar: float, cone: bool):
    less, more = sorted((one, other))
    weights = [list_weights(ALL, Grasp(familiar, found, cone))["lexical"] for found in (less, more)]
    assert weights[0] <= weights[1] + 1e-9


def test_an_embedder_that_spells_the_question_out_decides_little():
    weights = list_weights(ALL, Grasp(familiar=0.1))
    assert weights["lexical"] > 3 * weights["vector"]
    assert list_weights(ALL, Grasp())["lexical"] < weights["lexical"]


def test_one_list_alone_counts_whole_however_little_it_is_trusted():
    assert list_weights(["vector"], Grasp(familiar=0.0, found=0.0)) == {"vector": 1.0}
