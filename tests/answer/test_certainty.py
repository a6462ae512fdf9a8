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
    ENOUGH,
    MOST,
    TOP,
    answer_features,
    context_of,
    most_covered,
    reading_features,
    retrieval_features,
)
from assistant.answer.drafts import Draft, numbered
from assistant.answer.evidence import passage_context
from assistant.answer.reading import Found
from assistant.domain import EvidenceSentence, Hit, ListRank, Passage

BETA = asked("When does the lighthouse beta start?")


def near(text: str, similarity: float, score: float = 1.0) -> Hit:
    return Hit(passage(1, text), score, (ListRank("lexical", 1, 9.0, 0.5), ListRank("vector", 1, similarity, 0.5)))


def found(text: str, margin: float, path: str = "a.md") -> Found:
    place = passage(1, f"It says {text} here.", path=path)
    return Found(text, place, place.chunk.sentences[0], 8, margin, 0.5, margin, place, margin)


def cited(*texts: str, title: str = "A", headings: tuple[str, ...] = ()) -> tuple[EvidenceSentence, ...]:
    place = passage(1, *texts, title=title)
    place = replace(place, chunk=replace(place.chunk, headings=headings))
    return numbered([(place, s) for s in place.chunk.sentences])


@pytest.mark.parametrize(
    ("texts", "most"),
    [
        (["Nothing.", "The lighthouse beta starts."], 1),
        (["The lighthouse.", "A beta.", "They start."], 1 / 3),
        (["Nothing."] * TOP + ["The lighthouse beta starts."], 0),
        ([], 0),
    ],
)
def test_the_most_that_one_of_the_best_passages_holds(texts, most):
    assert most_covered(BETA, hits(*(passage(i, text) for i, text in enumerate(texts)))) == pytest.approx(most)


def test_title_headings_and_day_say_something_too():
    place: Passage = replace(passage(1, "A walk.", title="Island"), date=date(2026, 3, 1))
    place = replace(place, chunk=replace(place.chunk, headings=("North",)))
    assert asked("walk north island 2026-03-01").coverage(passage_context(place), "en") == 1
    (line,) = numbered([(place, place.chunk.sentences[0])])
    assert asked("walk north island 2026-03-01").coverage(context_of(line), "en") == 1


def test_nearness_in_meaning_is_that_of_the_nearest_and_absent_without_vectors():
    assert retrieval_features([near("a", 0.3), near("b", 0.7)])["similarity"] == 0.7
    assert "similarity" not in retrieval_features(hits(passage(1, "a")))


def test_what_the_reader_is_sure_of():
    spans = [found("9 June", 4.0), found("on 9 June", 3.0, "b.md"), found("Ben", 1.5), found("Anna", 5.0)]
    features = reading_features(asked("What about June?"), spans)
    told = {"looked": 4, "apart": 2.5, "highest": 5, "agreeing": 2}
    around = {"passage_coverage": ENOUGH, "near_coverage": ENOUGH, "contrary": 0, "in_chat": 0}
    assert features == told | around


def test_a_sentence_that_says_otherwise_is_contrary_but_no_date_of_a_note():
    place, other = passage(1, "The oldest lighthouse is in Ardal."), passage(2, "It was in 1987.")
    one = Found("Ardal", place, place.chunk.sentences[0], 0, 4.0, 0.5, 4.0, place, 4.0)
    assert reading_features(asked("Where is the newest lighthouse?"), [one])["contrary"] == 1
    assert reading_features(asked("Where is the oldest lighthouse?"), [one])["contrary"] == 0
    dated = Found("1987", other, other.chunk.sentences[0], 0, 4.0, 0.5, 4.0, place, 4.0)
    assert reading_features(asked("When was the beta of 2019?"), [dated])["contrary"] == 0


def test_the_sentences_around_a_span_and_its_passage_hold_the_question():
    place = passage(1, "The lighthouse.", "It rains.", "It snows.", "A beta.", "It is Ben.", "It is Anna.")
    sentence = place.chunk.sentences[4]
    features = reading_features(BETA, [Found("Ben", place, sentence, 0, 1.0, 0.5, 1.0, place, 1.0)])
    assert features["passage_coverage"] == ENOUGH
    assert features["near_coverage"] == pytest.approx(1 / 3)


def test_only_notes_the_reader_believes_agree():
    spans = [found("9 June", -1.0), found("9 June", -2.0, "b.md")]
    assert reading_features(BETA, spans)["agreeing"] == 0


def test_a_reader_that_finds_nothing_is_sure_of_nothing():
    assert reading_features(BETA, []) == {"looked": -MOST}


def test_what_a_chat_says_is_told_apart():
    place = passage(1, "Anna: the beta starts on 9 June.")
    one = Found("9 June", place, place.chunk.sentences[0], 25, 4.0, 0.5, 4.0, place, 4.0)
    assert reading_features(BETA, [one])["in_chat"] == 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5))
def test_no_margin_counts_more_than_the_most(margins):
    features = reading_features(BETA, [found(f"word{i}", margin) for i, margin in enumerate(margins)])
    assert -MOST <= features["looked"] <= MOST
    assert -MOST <= features["highest"] <= MOST
    assert features["apart"] <= MOST


def test_what_only_a_chat_model_says_is_left_out_without_one():
    draft = Draft("on Monday", cited("The lighthouse beta starts on Monday."))
    features = answer_features(BETA, draft, verified=False)
    assert features["cited_coverage"] == pytest.approx(1)
    assert features["verified"] == 0
    assert not {"written", "agreed"} & features.keys()
    written = answer_features(BETA, replace(draft, written=-0.25, agreed=True), verified=True)
    assert (written["written"], written["agreed"], written["verified"]) == (-0.25, 1, 1)


def test_every_feature_is_a_finite_float():
    spans = [found("9 June", 4.0), found("Ben", 3.0)]
    draft = Draft("9 June", cited("It is on 9 June."), written=-1.0, agreed=False)
    features = (
        retrieval_features([near("a", 0.5), near("b", 0.4)])
        | reading_features(BETA, spans)
        | answer_features(BETA, draft, verified=True)
    )
    assert all(isinstance(value, float) and isfinite(value) for value in features.values())
