import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.weights import list_weights

ALL = ("lexical", "vector", "tokens")
NAMES = st.sets(st.sampled_from(ALL), min_size=1)


@given(NAMES, st.floats(0, 1))
def test_the_lists_that_take_part_share_all_weight(names: set[str], familiarity: float):
    weights = list_weights(names, familiarity)
    assert weights.keys() == names
    assert sum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) > 0


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_embedder_that_knows_less_of_the_question_counts_no_more(one: float, other: float):
    less, more = sorted((one, other))
    assert list_weights(ALL, less)["vector"] <= list_weights(ALL, more)["vector"] + 1e-9


def test_an_embedder_that_spells_the_question_out_decides_little():
    weights = list_weights(ALL, 0.1)
    assert weights["lexical"] > 3 * weights["vector"] > 0
    assert list_weights(ALL, 1.0)["lexical"] < weights["lexical"]


def test_one_list_alone_counts_whole_however_little_it_is_trusted():
    assert list_weights(["vector"], 0.0) == {"vector": 1.0}
