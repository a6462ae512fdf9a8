"""A GGUF model as an embedder: the chat model stands in, llama.cpp pools any model's hidden states."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.engines.gguf_embedder import GgufEmbedder
from assistant.engines.manifest import Pooling
from assistant.engines.onnx_embedder import EmbedderParams
from assistant.engines.ports import Embedder
from assistant.errors import ModelBrokenError

pytestmark = pytest.mark.models

PARAMS = EmbedderParams(dims=576, max_tokens=32, query_prefix="query: ", document_prefix="passage: ")


def load(path: Path, params: EmbedderParams = PARAMS) -> GgufEmbedder:
    return GgufEmbedder(path, name="tiny", params=params, sha256="hash")


@pytest.fixture(scope="module")
def embedder(chat_model: Path) -> Iterator[Embedder]:
    made = load(chat_model)
    yield made
    made.close()


def test_unit_vectors_that_depend_on_their_text_alone(embedder: Embedder) -> None:
    texts = ["a red apple", "", "the meeting moved to Tuesday", "é日🦉"]
    vectors = embedder.embed_documents(texts)
    assert vectors.shape == (4, 576)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(embedder.embed_documents(texts[::-1])[::-1], vectors)
    assert embedder.embed_documents([]).shape == (0, 576)


def test_prefixes_are_part_of_the_text(embedder: Embedder, chat_model: Path) -> None:
    bare = load(chat_model, EmbedderParams(dims=576, max_tokens=32))
    assert np.array_equal(bare.embed_query("query: x"), embedder.embed_query("x"))
    assert np.array_equal(bare.embed_query("passage: x"), embedder.embed_documents(["x"])[0])
    bare.close()


def test_long_text_is_cut_at_max_tokens(embedder: Embedder) -> None:
    assert embedder.max_tokens == 32
    words = " one two three four five" * 20
    assert np.array_equal(embedder.embed_query(words), embedder.embed_query(words + " and then some"))
    assert not np.array_equal(embedder.embed_query(words), embedder.embed_query(words[: len(words) // 10]))


def test_tokens_are_counted_without_the_prefix(embedder: Embedder) -> None:
    assert embedder.count_tokens(["", "one two three"]) == [0, 3]


def test_the_fingerprint_names_what_decides_a_vector(embedder: Embedder, chat_model: Path) -> None:
    other = load(chat_model, EmbedderParams(dims=576, max_tokens=32, pooling=Pooling.LAST))
    assert other.fingerprint != embedder.fingerprint
    assert not np.allclose(other.embed_query("x"), embedder.embed_query("x"))
    other.close()
    other.close()


def test_other_dimensions_than_the_manifest_says(chat_model: Path) -> None:
    with pytest.raises(ModelBrokenError, match="576"):
        load(chat_model, EmbedderParams(dims=384, max_tokens=32))
