"""How often notes were edited says nothing: not which words there are, not how much they weigh, not the order."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import passage

from assistant.domain import Passage
from assistant.lexical.analysis import analyze_query
from assistant.lexical.index import LexicalIndex

NOTES = {
    1: "The harbour was closed, and the ferry left from the old pier.",
    2: "The ferry and the harbour again, with cranes.",
    3: "Cranes fly south over the pier in autumn.",
    4: "A list of ships: ferry, tug, barge.",
}
QUESTIONS = ("ferry harbour", "cranes pier", "old ships in autumn", "barge ferry pier", "harbour")


def made(folder: Path) -> LexicalIndex:
    index = LexicalIndex(folder)
    index.update(NOTES, passages())
    return index


def passages() -> list[Passage]:
    return [passage(number, text, path=f"{number}.md", title="Note") for number, text in NOTES.items()]


def ranked(index: LexicalIndex, question: str) -> list[tuple[int, float]]:
    hits = index.search(analyze_query(question, ("en",)), 10)
    return [
        (hit.chunk_id, pytest.approx(hit.score, rel=1e-3)) for hit in sorted(hits, key=lambda h: (-h.score, h.chunk_id))
    ]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(list(NOTES)), st.sampled_from(list(NOTES))), min_size=1, max_size=12))
def test_the_order_is_that_of_a_new_index(tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, int]]):
    index = made(tmp_path_factory.mktemp("edited"))
    fresh = made(tmp_path_factory.mktemp("fresh"))
    for number, other in edits:
        index.update([number], [passage(number, NOTES[other], path=f"{number}.md", title="Note")])
        index.update([number], [p for p in passages() if p.chunk_id == number])
    for question in QUESTIONS:
        assert [n for n, _ in ranked(index, question)] == [n for n, _ in ranked(fresh, question)]


def test_weights_are_those_of_a_new_index(tmp_path: Path):
    index, fresh = made(tmp_path / "edited"), made(tmp_path / "fresh")
    for _ in range(5):
        index.update(NOTES, passages())
    for question in QUESTIONS:
        assert ranked(index, question) == ranked(fresh, question)
        for word in analyze_query(question, ("en",)):
            assert index.rarity(word) == fresh.rarity(word)
            assert index.document_frequency(word) == fresh.document_frequency(word)


def test_a_word_that_is_gone_from_all_notes_is_not_known(tmp_path: Path):
    index = made(tmp_path)
    (tug, cranes) = analyze_query("tug cranes", ("en",))
    assert index.has(tug)
    index.update([4], [passage(4, "A list of nothing.")])
    assert not index.has(tug)
    assert index.has(cranes)
    assert index.document_frequency(tug) == 0


def test_a_slip_of_a_word_that_is_gone_is_none(tmp_path: Path):
    index = made(tmp_path)
    assert index.near_words("harbuor") == ("harbour",)
    index.update([1, 2], [passage(1, "Closed."), passage(2, "Ferry.")])
    assert index.near_words("harbuor") == ()


def test_a_renewed_index_holds_what_it_is_given_and_nothing_that_was_deleted(tmp_path: Path):
    index = made(tmp_path)
    index.update([1, 2, 3], passages()[:2])
    assert index.waste() > 0
    index.renew(passages()[:2])
    assert index.waste() == 0
    assert index.count() == 2
    assert {n for n, _ in ranked(index, "ferry")} == {1, 2}
