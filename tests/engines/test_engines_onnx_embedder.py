"""Embedding with ONNX Runtime, on small models and on the embedded one."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_models import VOCABULARY, WORDS, write_lookup_embedder, write_minilm
from tokenizers import Tokenizer

from assistant.engines.manifest import Pooling, load_manifest
from assistant.engines.minilm_int8 import convert_minilm
from assistant.engines.model_store import ModelStore
from assistant.engines.onnx_embedder import EmbedderParams, OnnxEmbedder
from assistant.errors import ModelBrokenError, ModelMissingError

texts = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)
CLS = np.array([1, VOCABULARY["[CLS]"]])
SEP = np.array([1, VOCABULARY["[SEP]"]])
BETA = np.array([1, VOCABULARY["beta"]])


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnnxEmbedder]:
    folder = write_minilm(tmp_path_factory.mktemp("minilm"))
    convert_minilm(folder, folder / "model.onnx")
    made = OnnxEmbedder(folder, EmbedderParams(dims=64, max_tokens=16), "hash", threads=2)
    yield made
    made.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=6), st.randoms())
def test_a_vector_is_a_unit_and_depends_on_its_text_alone(
    embedder: OnnxEmbedder, batch: list[str], random: "np.random.Generator"
) -> None:
    vectors = embedder.embed_documents(batch)
    assert vectors.shape == (len(batch), 64)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    order = list(range(len(batch)))
    random.shuffle(order)
    np.testing.assert_array_equal(embedder.embed_documents([batch[n] for n in order]), vectors[order])
    np.testing.assert_array_equal(embedder.embed_query(batch[0]), vectors[0])


def test_no_texts_are_no_vectors(embedder: OnnxEmbedder) -> None:
    assert embedder.embed_documents([]).shape == (0, 64)


def test_tokens_are_counted_uncut_and_without_special_ones(embedder: OnnxEmbedder) -> None:
    assert embedder.count_tokens(["", "the beta", "quiet " * 100]) == [0, 2, 100]


def test_text_is_cut_at_max_tokens(embedder: OnnxEmbedder) -> None:
    # 16 tokens, two of them special: the first fourteen words count.
    kept, lost = "quiet " * 14, "quiet " * 14 + "garden"
    np.testing.assert_array_equal(embedder.embed_query(kept), embedder.embed_query(lost))


@pytest.mark.parametrize(
    ("pooling", "wanted"),
    [(Pooling.MEAN, (CLS + BETA + SEP) / 3), (Pooling.CLS, CLS), (Pooling.LAST, SEP)],
)
def test_pooling(tmp_path: Path, pooling: Pooling, wanted: np.ndarray) -> None:
    embedder = OnnxEmbedder(write_lookup_embedder(tmp_path / "m"), EmbedderParams(2, 16, pooling), "hash", threads=1)
    np.testing.assert_allclose(embedder.embed_query("beta"), unit(wanted), atol=1e-6)
    embedder.close()


def test_prefixes_go_before_the_text(tmp_path: Path) -> None:
    folder = write_lookup_embedder(tmp_path / "m")
    plain = OnnxEmbedder(folder, EmbedderParams(2, 16), "hash", threads=1)
    prefixed = OnnxEmbedder(
        folder, EmbedderParams(2, 16, query_prefix="the ", document_prefix="anna "), "hash", threads=1
    )
    np.testing.assert_array_equal(prefixed.embed_query("beta"), plain.embed_query("the beta"))
    np.testing.assert_array_equal(prefixed.embed_documents(["beta"])[0], plain.embed_query("anna beta"))
    plain.close()
    prefixed.close()


def test_a_fingerprint_names_all_that_decides_a_vector(tmp_path: Path) -> None:
    folder = write_lookup_embedder(tmp_path / "m")
    base = EmbedderParams(2, 16)
    variants = [
        (base, "a"),
        (base, "b"),
        (EmbedderParams(2, 8), "a"),
        (EmbedderParams(2, 16, Pooling.CLS), "a"),
        (EmbedderParams(2, 16, query_prefix="q"), "a"),
        (EmbedderParams(2, 16, document_prefix="q"), "a"),
    ]
    embedders = [OnnxEmbedder(folder, params, sha256, threads=1) for params, sha256 in variants]
    assert len({embedder.fingerprint for embedder in embedders}) == len(variants)
    assert embedders[0].fingerprint == OnnxEmbedder(folder, base, "a", threads=1).fingerprint


def test_what_does_not_fit_is_said(tmp_path: Path) -> None:
    folder = write_lookup_embedder(tmp_path / "m")
    with pytest.raises(ModelBrokenError, match="2 dimensions, its manifest says 3"):
        OnnxEmbedder(folder, EmbedderParams(3, 16), "hash")
    with pytest.raises(ModelBrokenError, match="inputs that are not known: pixels"):
        OnnxEmbedder(write_lookup_embedder(tmp_path / "n", extra_input="pixels"), EmbedderParams(2, 16), "hash")
    (folder / "model.onnx").write_bytes(b"nonsense")
    with pytest.raises(ModelBrokenError, match="cannot be loaded") as caught:
        OnnxEmbedder(folder, EmbedderParams(2, 16), "hash")
    assert caught.value.hint == "assistant models pull m"
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelBrokenError, match="no tokenizer"):
        OnnxEmbedder(folder, EmbedderParams(2, 16), "hash")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelMissingError, match=r"tokenizer\.json is missing"):
        OnnxEmbedder(folder, EmbedderParams(2, 16), "hash")


@pytest.mark.models
def test_the_embedded_model_knows_what_belongs_together(embedded_models: ModelStore) -> None:
    manifest = load_manifest(Path(__file__).parents[2] / "models" / "minilm-l6.toml")
    model = embedded_models.require("minilm-l6")
    embedder = OnnxEmbedder(model.folder, EmbedderParams.of(manifest), model.file("model.onnx").sha256)
    documents = [
        "We agreed to ship the beta on the third of March.",
        "Roast the pumpkin for forty minutes at 200 degrees.",
        "The landlord raises the rent by four percent.",
    ]
    vectors = embedder.embed_documents(documents)
    for query, best in [("When does the beta come out?", 0), ("oven recipe", 1), ("What will my flat cost?", 2)]:
        assert int(np.argmax(vectors @ embedder.embed_query(query))) == best
    embedder.close()


def test_a_vocabulary_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = Tokenizer.from_file

    class Counting:
        @staticmethod
        def from_file(path: str) -> Tokenizer:
            read.append(path)
            return whole(path)

    monkeypatch.setattr("assistant.engines.library_tokenizer.Tokenizer", Counting)
    embedder = OnnxEmbedder(write_lookup_embedder(tmp_path / "m"), EmbedderParams(2, 16), "hash", threads=1)
    embedder.count_tokens(["the beta"])
    embedder.familiarity("the beta")
    assert len(embedder.query_vectors("the beta .").tokens) == 2
    embedder.close()
    assert len(read) == 1
