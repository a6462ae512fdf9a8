"""Pairs of texts in tokens of a packed vocabulary: the same ids as alone, each at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engines.unigram import UnigramTokenizer, Vocabulary, pack_vocabulary
from assistant.engines.unigram_pairs import placed, windows

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", "\u2581the", "\u2581boil", "er", "\u2581Müll", "ab", "fuhr"]
PIECES += [",", ".", "北", "京", "京都", "\u2581a", "a", "b", "c", "1", "2"]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> UnigramTokenizer:
    scores = [0.0] * 4 + [-2.0 - n / 10 for n in range(len(PIECES) - 4)]
    vocabulary = Vocabulary(PIECES, scores, 0, 2, 3, frozenset({0, 1, 2, 3}), deleted="\x07", blank="\t\u200b")
    file = tmp_path_factory.mktemp("vocabulary") / "tokenizer.safetensors"
    file.write_bytes(pack_vocabulary(vocabulary))
    return UnigramTokenizer(file)


texts = st.text(st.sampled_from("theboilrMüabfuc,.北京都12 \t\n\u200b\x07ﬁ½\u0301é🎉"), max_size=40)


@given(texts)
def test_ids_are_those_of_the_text_alone_and_places_are_in_it(tokenizer: UnigramTokenizer, text: str) -> None:
    found = placed(tokenizer, text)
    assert found.ids == tokenizer.encode([text], 10_000)[0].ids[1:-1]
    assert len(found.offsets) == len(found.words) == len(found.ids)
    assert all(0 <= start <= end <= len(text) for start, end in found.offsets)
    assert found.words == sorted(found.words)


@given(texts, texts, st.integers(30, 60))
def test_windows_hold_the_whole_second_text(tokenizer: UnigramTokenizer, first: str, second: str, most: int) -> None:
    head, tail = placed(tokenizer, first[:10]).ids, placed(tokenizer, second).ids
    (found,) = windows(tokenizer, first[:10], [second], most + len(head), 5)
    held: list[int] = []
    for n, window in enumerate(found):
        assert len(window) <= most + len(head)
        own = [i for i, which in zip(window.ids, window.sequence_ids, strict=True) if which == 1]
        held += own[5:] if n else own
        assert [i for i, which in zip(window.ids, window.sequence_ids, strict=True) if which == 0] == head
    assert held == tail


def test_a_token_stands_for_its_letters(tokenizer: UnigramTokenizer) -> None:
    text = "the boiler,\tMüllabfuhr 北京都."
    found = placed(tokenizer, text)
    assert [text[a:b] for a, b in found.offsets if a < b] == [
        *["the", "boil", "er", ",", "Müll", "ab", "fuhr", "北", "京都", "."],
    ]
    words: dict[int, str] = {}
    for word, (a, b) in zip(found.words, found.offsets, strict=True):
        words[word] = words.get(word, "") + text[a:b]
    assert [word for word in words.values() if word] == ["the", "boiler", ",", "Müllabfuhr", "北", "京都", "."]


def test_a_first_text_without_room_for_another_is_refused(tokenizer: UnigramTokenizer) -> None:
    with pytest.raises(ValueError, match="no room"):
        windows(tokenizer, "the " * 30, ["a"], 32, 4)
