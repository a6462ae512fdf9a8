from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import passage

from assistant.errors import BusyError, IndexBrokenError
from assistant.lexical.analysis import analyze_query
from assistant.lexical.index import LexicalIndex, folder_below

TEXTS = {
    1: "The Vellum beta starts on 14 September.",
    2: "Boil the potatoes for twenty minutes.",
    3: "Vellum pricing was discussed; the beta is free.",
    4: "测试版的发布推迟到九月。",
}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical")
    index.update(TEXTS, [passage(i, text, path=f"{i}.md", title=f"Note {i}") for i, text in TEXTS.items()])
    return index


def found(index: LexicalIndex, question: str) -> list[int]:
    return [hit.chunk_id for hit in index.search(analyze_query(question, ("en", "zh")), 10)]


def test_words_are_ored_and_the_better_covered_passage_leads(index: LexicalIndex):
    assert found(index, "When does the Vellum beta start?") == [1, 3]


def test_words_that_stand_together_count_more(tmp_path: Path):
    apart = "The release was late. We spoke about notes of the old kind, and about a plan for the garden as well."
    together = "We spoke about the release notes of the garden, and about a plan as late as the old kind was as well."
    index = LexicalIndex(tmp_path / "pairs")
    index.update([1, 2], [passage(1, apart), passage(2, together)])
    assert found(index, "release notes") == [2, 1]


def test_chinese_is_found(index: LexicalIndex):
    assert found(index, "什么时候发布测试版？") == [4]


def test_nothing_matches_nothing(index: LexicalIndex):
    assert found(index, "zebra") == []
    assert found(index, "") == []
    assert found(index, "?!") == []


def test_an_update_replaces_and_removes(index: LexicalIndex):
    index.update([1, 2], [passage(1, "Now about zebras.")])
    assert found(index, "zebra") == [1]
    assert found(index, "potatoes") == []
    assert index.count() == 3


def test_an_update_can_be_repeated(index: LexicalIndex):
    for _ in range(2):
        index.update([1], [passage(1, TEXTS[1])])
    assert index.count() == 4


def test_it_is_there_after_reopening(index: LexicalIndex, tmp_path: Path):
    assert found(LexicalIndex(tmp_path / "lexical"), "potatoes") == [2]


def test_a_damaged_index_says_how_to_repair_it(index: LexicalIndex, tmp_path: Path):
    (folder_below(tmp_path / "lexical") / "meta.json").write_text("{")
    with pytest.raises(IndexBrokenError) as error:
        LexicalIndex(tmp_path / "lexical")
    assert "assistant doctor --repair" in error.value.hint


def test_a_segment_that_is_gone_says_how_to_repair_it(index: LexicalIndex, tmp_path: Path):
    for file in folder_below(tmp_path / "lexical").glob("*.idx"):
        file.unlink()
    with pytest.raises(IndexBrokenError) as error:
        found(LexicalIndex(tmp_path / "lexical"), "potatoes")
    assert "assistant doctor --repair" in error.value.hint


def test_two_writers_at_once_are_refused(index: LexicalIndex, tmp_path: Path):
    class Passages:
        def __iter__(self):
            LexicalIndex(tmp_path / "lexical").update([1], [])
            return iter(())

    with pytest.raises(BusyError):
        index.update([2], Passages())
    assert index.count() == 4


SYNTAX = ['"', "title:x", "a AND b", "NOT", "-word", "(", "*", "x^2", "a~2", "[a TO b]", "😀", "\\", "\x00", "it's"]


@pytest.mark.parametrize("text", [*SYNTAX, "word " * 2000, "x" * 10_000, "漢" * 10_000])
def test_what_a_user_types_is_never_syntax(index: LexicalIndex, text: str):
    assert found(index, f"{text} potatoes")[:1] in ([2], [4])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=300))
def test_any_text_can_be_searched(index: LexicalIndex, text: str):
    found(index, text)


def test_a_passage_that_covers_more_of_the_question_leads_one_that_repeats_a_word(tmp_path: Path):
    repeats = "Harbour, harbour, harbour. The harbour has cranes, ships and gulls above the harbour wall all day long."
    covers = "A boat came. " + "The day was long and cold, with a wind from the north. " * 3 + "A harbour."
    index = LexicalIndex(tmp_path / "coverage")
    others = [passage(i, f"Nothing of note happened on day {i} of the long year.") for i in range(3, 40)]
    index.update(range(1, 40), [passage(1, repeats), passage(2, covers), *others])
    assert found(index, "harbour boat") == [2, 1]
