"""A packed vocabulary tokenizes as the library does with the same pieces."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from tiny_e5 import PIECES, SCORES
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from assistant.engines.unigram import LONGEST_WORD, UnigramTokenizer, Vocabulary, pack_vocabulary
from assistant.errors import ModelBrokenError, ModelMissingError

SPECIAL = frozenset({0, 1, 2, 3, len(PIECES) - 1})
VOCABULARY = Vocabulary(PIECES, SCORES, 0, 2, 3, SPECIAL, deleted="\a", blank="\t\u200b")
TEXTS = ["the beta starts on the дом.", "锅炉锅炉 \ufb01", "", " \t\a\u200b", "theing 🙂🙂🙂 x", "<s> e\u0301"]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> UnigramTokenizer:
    path = tmp_path_factory.mktemp("e5") / "tokenizer.safetensors"
    path.write_bytes(pack_vocabulary(VOCABULARY))
    return UnigramTokenizer(path)


@pytest.fixture(scope="module")
def library() -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(list(zip(PIECES, SCORES, strict=True)), unk_id=3, byte_fallback=False))
    blank = [normalizers.Replace(c, " ") for c in "\t\u200b"]
    tokenizer.normalizer = normalizers.Sequence([normalizers.Replace("\a", ""), *blank, normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", "always")]
    )
    return tokenizer


@given(st.lists(st.text("abtheingrs.? дом锅炉é\u0301\ufb01\a\t\u200b🙂", max_size=40), max_size=5))
def test_the_pieces_are_those_of_the_library(packed: UnigramTokenizer, library: Tokenizer, texts: list[str]) -> None:
    expected = [library.encode(text).ids for text in texts]
    assert [tokens.ids for tokens in packed.encode(texts, 1000)] == [[0, *ids, 2] for ids in expected]
    assert packed.count(texts) == [len(ids) for ids in expected]


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_written_as_the_vocabulary_has_them(packed: UnigramTokenizer, text: str) -> None:
    pieces = packed.pieces(text)
    assert len(pieces) == packed.count([text])[0]
    assert set(pieces) <= set(PIECES)


def test_text_is_never_a_special_token(packed: UnigramTokenizer) -> None:
    (tokens,) = packed.encode(["</s> <mask> <pad>"], 1000)
    assert not {1, 2, len(PIECES) - 1} & set(tokens.ids[1:-1])


def test_a_text_is_cut_with_its_special_tokens(packed: UnigramTokenizer) -> None:
    (tokens,) = packed.encode(["the beta starts on the beta"], 5)
    assert len(tokens) == len(tokens.attention_mask) == len(tokens.type_ids) == 5
    assert tokens.ids[-1] == 2


def test_a_word_without_end_is_read_in_parts(packed: UnigramTokenizer) -> None:
    assert packed.count(["a" * (3 * LONGEST_WORD)])[0] >= 3 * LONGEST_WORD


def test_words_are_told_from_signs(packed: UnigramTokenizer) -> None:
    (tokens,) = packed.encode(["beta ."], 1000)
    words = dict(zip(tokens.ids, packed.are_words(tokens.ids).tolist(), strict=True))
    assert words == {n: any(c.isalnum() for c in PIECES[n]) and n not in SPECIAL for n in words}


@pytest.mark.parametrize("name", ["hashes", "ids", "scores", "ends", "special"])
def test_a_vocabulary_that_is_not_whole_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "model" / "tokenizer.safetensors"
    path.parent.mkdir()
    path.write_bytes(pack_vocabulary(VOCABULARY))
    arrays = load_file(path)
    arrays[name] = np.full_like(arrays[name][: len(arrays[name]) // 2], 7)
    if name == "special":
        arrays[name] = np.full_like(load_file(path)[name], 10_000)
    save_file(arrays, path, {"longest": "10"})
    with pytest.raises(ModelBrokenError, match="no vocabulary") as caught:
        UnigramTokenizer(path)
    assert caught.value.hint == "assistant models pull model"


def test_what_is_no_vocabulary_is_said(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.safetensors"
    with pytest.raises(ModelMissingError):
        UnigramTokenizer(path)
    path.write_bytes(b"nonsense")
    with pytest.raises(ModelBrokenError, match="no vocabulary"):
        UnigramTokenizer(path)
