"""GGUF models as embedders: a small BERT beside the same one by hand, and the chat model, which has a KV cache."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tiny_models import VOCABULARY, bert_forward, bert_weights

from assistant.engines.gguf_embedder import GgufEmbedder
from assistant.engines.manifest import Pooling
from assistant.engines.onnx_embedder import EmbedderParams
from assistant.engines.ports import Embedder
from assistant.errors import ModelBrokenError
from benchmarks.minilm_gguf import UINT32, metadata, renamed, write_gguf

PARAMS = EmbedderParams(dims=576, max_tokens=32, query_prefix="query: ", document_prefix="passage: ")


def load(path: Path, params: EmbedderParams = PARAMS) -> GgufEmbedder:
    return GgufEmbedder(path, name="tiny", params=params, sha256="hash")


def write_bert(path: Path, **changes: tuple[int, object]) -> Path:
    """The small BERT as a GGUF file."""
    weights = bert_weights()
    words = "embeddings.word_embeddings.weight"
    weights[words] = np.vstack([weights[words], weights[words][:1]])
    fields = metadata(weights, {**VOCABULARY, "[MASK]": len(VOCABULARY)})
    write_gguf(path, {**fields, **changes}, {renamed(name): tensor for name, tensor in weights.items()})
    return path


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    start = {"tokenizer.ggml.bos_token_id": (UINT32, VOCABULARY["[CLS]"])}
    return write_bert(tmp_path_factory.mktemp("bert") / "model.gguf", **start)


SENTENCES = ["the beta starts on march .", "tom", "anna moved the boiler , the garden was quiet ?"]


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("pooling", Pooling)
def test_a_bert_model_says_what_the_arithmetic_says(bert: Path, text: str, pooling: Pooling) -> None:
    embedder = load(bert, EmbedderParams(dims=64, max_tokens=100, pooling=pooling))
    words = [VOCABULARY[word] for word in text.split()]
    states = bert_forward(bert_weights(), [VOCABULARY["[CLS]"], *words, VOCABULARY["[SEP]"]])
    expected = {Pooling.MEAN: states.mean(axis=0), Pooling.CLS: states[0], Pooling.LAST: states[-1]}[pooling]
    assert embedder.embed_query(text) @ expected / np.linalg.norm(expected) > 0.999
    assert embedder.count_tokens([text]) == [len(words)]
    embedder.close()


def test_a_vocabulary_without_a_start_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ModelBrokenError, match="no start token"):
        load(write_bert(tmp_path / "model.gguf"), EmbedderParams(dims=64, max_tokens=100))
    assert capfd.readouterr() == ("", "")


def test_a_bert_model_keeps_its_closing_token_when_text_is_cut(bert: Path) -> None:
    embedder = load(bert, EmbedderParams(dims=64, max_tokens=5))
    assert np.array_equal(embedder.embed_query("the beta starts on march"), embedder.embed_query("the beta starts"))
    embedder.close()


@pytest.fixture(scope="module")
def embedder(chat_model: Path) -> Iterator[Embedder]:
    made = load(chat_model)
    yield made
    made.close()


@pytest.mark.models
def test_unit_vectors_that_depend_on_their_text_alone(embedder: Embedder) -> None:
    texts = ["a red apple", "", "the meeting moved to Tuesday", "é日🦉"]
    vectors = embedder.embed_documents(texts)
    assert vectors.shape == (4, 576)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(embedder.embed_documents(texts[::-1])[::-1], vectors)
    assert embedder.embed_documents([]).shape == (0, 576)


@pytest.mark.models
def test_prefixes_are_part_of_the_text(embedder: Embedder, chat_model: Path) -> None:
    bare = load(chat_model, EmbedderParams(dims=576, max_tokens=32))
    assert np.array_equal(bare.embed_query("query: x"), embedder.embed_query("x"))
    assert np.array_equal(bare.embed_query("passage: x"), embedder.embed_documents(["x"])[0])
    bare.close()


@pytest.mark.models
def test_long_text_is_cut_at_max_tokens(embedder: Embedder) -> None:
    assert embedder.max_tokens == 32
    words = " one two three four five" * 20
    assert np.array_equal(embedder.embed_query(words), embedder.embed_query(words + " and then some"))
    assert not np.array_equal(embedder.embed_query(words), embedder.embed_query(words[: len(words) // 10]))


@pytest.mark.models
def test_tokens_are_counted_without_the_prefix(embedder: Embedder) -> None:
    assert embedder.count_tokens(["", "one two three"]) == [0, 3]


@pytest.mark.models
def test_the_fingerprint_names_what_decides_a_vector(embedder: Embedder, chat_model: Path) -> None:
    other = load(chat_model, EmbedderParams(dims=576, max_tokens=32, pooling=Pooling.LAST))
    assert other.fingerprint != embedder.fingerprint
    assert not np.allclose(other.embed_query("x"), embedder.embed_query("x"))
    other.close()
    other.close()


@pytest.mark.models
def test_other_dimensions_than_the_manifest_says(chat_model: Path) -> None:
    with pytest.raises(ModelBrokenError, match="576"):
        load(chat_model, EmbedderParams(dims=384, max_tokens=32))
