"""The numbers that confidence is computed from."""

from dataclasses import replace
from datetime import date
from math import isfinite

import pytest
from asking import asked, hits
from hypothesis import given
from hypothesis import strategies as st
from makers import passage

from assistant.answer.certainty import (
    MOST,
    TOP,
    answer_features,
    context_of,
    passage_context,
    reading_features,
    retrieval_features,
)
from assistant.answer.drafts import Draft, numbered
from assistant.answer.questions import Kind
from assistant.answer.reading import Found
from assistant.domain import EvidenceSentence, Hit, ListRank, Passage

BETA = asked("When does the lighthouse beta start?")


def near(text: str, similarity: float, score: float = 1.0) -> Hit:
    return Hit(passage(1, text), score, (ListRank("lexical", 1, 9.0, 0.5), ListRank("vector", 1, similarity, 0.5)))


def found(text: str, margin: float, path: str = "a.md") -> Found:
    place = passage(1, f"It says {text} here.", path=path)
    return Found(text, place, place.chunk.sentences[0], 8, margin, 0.5, margin, place)


def cited(*texts: str, title: str = "A", headings: tuple[str, ...] = ()) -> tuple[EvidenceSentence, ...]:
    place = passage(1, *texts, title=title)
    place = replace(place, chunk=replace(place.chunk, headings=headings))
    return numbered([(place, s) for s in place.chunk.sentences])


@pytest.mark.parametrize(
    ("texts", "best", "first"),
    [
        (["The lighthouse beta starts on Monday."], 1, 1),
        (["Nothing.", "The lighthouse beta starts."], 1, 0),
        (["The lighthouse.", "A beta.", "They start."], 1 / 3, 1 / 3),
        (["Nothing."] * TOP + ["The lighthouse beta starts."], 0, 0),
        ([], 0, 0),
    ],
)
def test_coverage_is_the_share_of_the_question_that_one_of_the_best_passages_holds(texts, best, first):
    features = retrieval_features(BETA, hits(*(passage(i, text) for i, text in enumerate(texts))))
    assert features["coverage"] == pytest.approx(best)
    assert features["first_coverage"] == pytest.approx(first)


def test_title_headings_and_day_say_something_too():
    place: Passage = replace(passage(1, "A walk.", title="Island"), date=date(2026, 3, 1))
    place = replace(place, chunk=replace(place.chunk, headings=("North",)))
    assert asked("walk north island 2026-03-01").coverage(passage_context(place), "en") == 1
    (line,) = numbered([(place, place.chunk.sentences[0])])
    assert asked("walk north island 2026-03-01").coverage(context_of(line), "en") == 1


def test_nearness_in_meaning_is_that_of_the_nearest_and_absent_without_vectors():
    assert retrieval_features(BETA, [near("a", 0.3), near("b", 0.7)])["similarity"] == 0.7
    assert "similarity" not in retrieval_features(BETA, hits(passage(1, "a")))


def test_the_lead_is_how_far_the_first_is_ahead():
    assert retrieval_features(BETA, [near("a", 0, 1.0), near("b", 0, 0.25)])["lead"] == 0.75
    assert "lead" not in retrieval_features(BETA, [near("a", 0)])
    assert "lead" not in retrieval_features(BETA, [near("a", 0, 0.0), near("b", 0, 0.0)])


def test_what_the_reader_is_sure_of():
    spans = [found("9 June", 4.0), found("on 9 June", 3.0, "b.md"), found("Ben", 1.5), found("Anna", 5.0)]
    features = reading_features(Kind.WHEN, spans)
    assert features == {"margin": 4, "probability": 0.5, "apart": 2.5, "highest": 5, "agreeing": 2, "fits": 1}
    assert reading_features(Kind.NUMBER, [found("Ben", 4.0)])["fits"] == 0


def test_only_notes_the_reader_believes_agree():
    spans = [found("9 June", -1.0), found("9 June", -2.0, "b.md")]
    assert reading_features(Kind.WHEN, spans)["agreeing"] == 0


def test_a_reader_that_finds_nothing_is_sure_of_nothing():
    assert reading_features(Kind.FREE, []) == {"margin": -MOST}


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5))
def test_no_margin_counts_more_than_the_most(margins):
    features = reading_features(Kind.FREE, [found(f"word{i}", margin) for i, margin in enumerate(margins)])
    assert -MOST <= features["margin"] <= MOST
    assert -MOST <= features["highest"] <= MOST
    assert features["apart"] <= MOST


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Did Priya pay 400 euros on 9 June?", "Priya paid 400 euros on June 9.", 0),
        ("Did Priya pay 400 euros on 9 June?", "Priya paid 300 euros on June 9.", 1),
        ("Did Priya pay 400 euros on 9 June?", "Jonas paid 300 euros on June 10.", 3),
        ("Who paid?", "Jonas paid.", 0),
    ],
)
def test_names_and_values_of_the_question_that_the_lines_do_not_hold_are_counted(question, text, missing):
    features = answer_features(asked(question), Kind.YES_NO, Draft("Yes", cited(text)), verified=True)
    assert features["values_missing"] == missing


def test_a_name_in_the_title_is_held():
    question = asked("What did Priya Nair pay?")
    titled = Draft("400 euros", cited("Paid 400 euros.", title="Priya Nair"))
    assert answer_features(question, Kind.FREE, titled, verified=True)["values_missing"] == 0


def test_what_only_a_chat_model_says_is_left_out_without_one():
    draft = Draft("on Monday", cited("The lighthouse beta starts on Monday."))
    features = answer_features(BETA, Kind.WHEN, draft, verified=False)
    assert features["cited_coverage"] == pytest.approx(1)
    assert (features["words"], features["verified"]) == (2, 0)
    assert not {"written", "agreed"} & features.keys()
    written = answer_features(BETA, Kind.WHEN, replace(draft, written=-0.25, agreed=True), verified=True)
    assert (written["written"], written["agreed"], written["verified"]) == (-0.25, 1, 1)


@pytest.mark.parametrize("kind", Kind)
def test_every_feature_is_a_finite_float(kind):
    spans = [found("9 June", 4.0), found("Ben", 3.0)]
    draft = Draft("9 June", cited("It is on 9 June."), written=-1.0, agreed=False)
    features = (
        retrieval_features(BETA, [near("a", 0.5), near("b", 0.4)])
        | reading_features(kind, spans)
        | answer_features(BETA, kind, draft, verified=True)
    )
    assert all(isinstance(value, float) and isfinite(value) for value in features.values())
