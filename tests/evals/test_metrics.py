import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytrec_eval import RelevanceEvaluator

from assistant.evals.metrics import ndcg, recall, reciprocal_rank

PATHS = st.sampled_from([f"{i}.md" for i in range(30)])


@given(st.lists(PATHS, unique=True, max_size=25), st.dictionaries(PATHS, st.integers(1, 3), min_size=1, max_size=8))
def test_the_metrics_are_those_of_trec_eval(ranked: list[str], relevant: dict[str, int]):
    measures = {"ndcg_cut.10", "recall.5", "recip_rank"}
    run = {path: float(len(ranked) - i) for i, path in enumerate(ranked)}
    theirs = RelevanceEvaluator({"q": relevant}, measures).evaluate({"q": run}).get("q")
    if not run:
        assert ndcg(ranked, relevant, 10) == recall(ranked, relevant, 5) == 0
        return
    assert ndcg(ranked, relevant, 10) == pytest.approx(theirs["ndcg_cut_10"])
    assert recall(ranked, relevant, 5) == pytest.approx(theirs["recall_5"])
    assert reciprocal_rank(ranked, relevant, 30) == pytest.approx(theirs["recip_rank"])


def test_a_rank_beyond_k_counts_for_nothing():
    assert reciprocal_rank(["a", "b"], {"b": 1}, 1) == 0
    assert ndcg(["a", "b"], {"b": 1}, 1) == 0


def test_no_relevant_note_scores_nothing():
    assert ndcg(["a"], {}, 10) == recall(["a"], {}, 5) == 0
