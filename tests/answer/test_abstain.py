from dataclasses import replace

import pytest
from makers import passage

from assistant.answer.abstain import MIN_CONFIDENCE, TOP, support
from assistant.answer.evidence import Question
from assistant.domain import Hit, ListRank
from assistant.lexical.analysis import analyze_query


def question(text: str) -> Question:
    words = tuple(word for word in analyze_query(text, ("en", "de", "zh")) if word.weight > 0)
    return Question(text, words, (1 / len(words),) * len(words) if words else ())


def hit(text: str, similarity: float | None = None, title: str = "A") -> Hit:
    ranks = () if similarity is None else (ListRank("vector", 1, similarity, 1.0),)
    return Hit(passage(1, text, title=title), 1.0, ranks)


BETA = question("When does the lighthouse beta start?")


def test_a_passage_with_all_the_words_is_enough():
    found = support(BETA, [hit("The lighthouse beta starts on Monday.")])
    assert (found.enough, found.confidence, found.missing) == (True, 1.0, ())


def test_words_in_title_headings_and_date_count():
    assert support(BETA, [hit("It starts on Monday.", title="Lighthouse beta")]).confidence == 1.0
    march = Hit(replace(passage(1, "A walk."), title="Walk"), 1.0)
    assert support(question("walk 2026-03-01"), [march]).confidence == 1.0


def test_missing_words_are_named_as_they_were_typed():
    found = support(question("Capital of Mongolia"), [hit("The lighthouse."), hit("Mongolia is far.")])
    assert not found.enough
    assert found.missing == ("Capital",)


def test_words_spread_over_notes_do_not_add_up():
    assert not support(BETA, [hit("The lighthouse."), hit("A beta."), hit("They start.")]).enough


@pytest.mark.parametrize(("similarity", "enough"), [(0.1, False), (0.35, False), (0.65, True), (0.9, True)])
def test_meaning_decides_where_a_word_is_missing(similarity, enough):
    found = support(question("lighthouse beta start date"), [hit("The lighthouse begins.", similarity)])
    assert found.confidence < MIN_CONFIDENCE
    half = support(question("lighthouse launch"), [hit("The lighthouse begins.", similarity)])
    assert half.enough is enough


def test_confidence_is_a_share_whatever_the_similarity():
    for similarity in (-1.0, 0.0, 1.0, 5.0):
        assert 0 <= support(BETA, [hit("The lighthouse beta starts.", similarity)]).confidence <= 1


def test_only_the_first_passages_are_looked_at():
    others = [hit("Nothing of that.")] * TOP
    assert not support(BETA, [*others, hit("The lighthouse beta starts.")]).enough


def test_nothing_found_and_nothing_asked_are_no_support():
    assert (support(BETA, []).enough, support(BETA, []).missing) == (False, ("lighthouse", "beta", "start"))
    assert not support(question("?"), [hit("Anything.", 0.9)]).enough


def test_german_and_chinese_words_are_found_in_their_own_forms():
    for asked, text, language in (
        ("Wie hoch sind die Hecken?", "Die Hecke ist einen Meter hoch.", "de"),
        ("同步间隔多长？", "同步间隔是五分钟，不长。", "zh"),
    ):
        found = Hit(passage(1, text, language=language), 1.0)
        assert support(question(asked), [found]).enough
