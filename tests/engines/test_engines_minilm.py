"""MiniLM's weights as a graph: the exact one is BERT, the int8 one is near it."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from safetensors.numpy import save_file
from tiny_models import HEADS, VOCABULARY, bert_forward, bert_weights, write_minilm, write_tokenizer

from assistant.engines.minilm_int8 import convert_minilm
from assistant.engines.minilm_onnx import minilm_graph, quantize
from assistant.engines.text_session import TextSession
from assistant.errors import ModelBrokenError

TEXTS = ["the beta starts on the third of march .", "anna and tom moved the deadline", "quiet", ""]


def states(graph: bytes, tmp_path: Path, texts: list[str]) -> list[np.ndarray]:
    session = TextSession(graph, write_tokenizer(tmp_path / "tokenizer.json"), 64, threads=1)
    found = session.run(session.encode(texts), lambda output: output)
    session.close()
    return found


def ids_of(text: str) -> list[int]:
    words = [VOCABULARY[word] for word in text.split()]
    return [VOCABULARY["[CLS]"], *words, VOCABULARY["[SEP]"]]


def test_the_exact_graph_computes_bert(tmp_path: Path) -> None:
    weights = bert_weights()
    for text, state in zip(TEXTS, states(minilm_graph(weights, HEADS, int8=False), tmp_path, TEXTS), strict=True):
        np.testing.assert_allclose(state, bert_forward(weights, ids_of(text)), atol=2e-5)


def test_the_int8_graph_is_near_and_a_quarter_of_the_size(tmp_path: Path) -> None:
    weights = bert_weights()
    graph, exact = minilm_graph(weights, HEADS), minilm_graph(weights, HEADS, int8=False)
    assert len(graph) < len(exact) / 2
    for state, wanted in zip(states(graph, tmp_path, TEXTS), states(exact, tmp_path, TEXTS), strict=True):
        cosine = (state * wanted).sum(-1) / np.linalg.norm(state, axis=-1) / np.linalg.norm(wanted, axis=-1)
        assert cosine.min() > 0.99


def test_the_graph_is_valid_onnx_and_always_the_same() -> None:
    graph = minilm_graph(bert_weights(), HEADS)
    onnx.checker.check_model(onnx.load_model_from_string(graph), full_check=True)
    assert graph == minilm_graph(bert_weights(), HEADS)


def test_texts_of_one_length_may_be_run_together() -> None:
    import onnxruntime as ort

    session = ort.InferenceSession(minilm_graph(bert_weights(), HEADS, int8=False))
    both = np.array([ids_of("the beta starts"), ids_of("anna and tom")])
    alone = [session.run(None, {"input_ids": both[n : n + 1]})[0][0] for n in range(2)]
    np.testing.assert_allclose(session.run(None, {"input_ids": both})[0], np.stack(alone), atol=1e-5)


@given(
    hnp.arrays(np.float32, hnp.array_shapes(min_dims=2, max_dims=2), elements=st.floats(-8, 8, width=32)),
    st.sampled_from([0, 1]),
    st.sampled_from([63, 127]),
)
def test_quantizing_is_off_by_half_a_step_at_most(weight: np.ndarray, axis: int, levels: int) -> None:
    integers, scale = quantize(weight, axis, levels)
    assert np.abs(integers.astype(int)).max() <= levels
    assert (np.abs(integers * scale - weight) <= scale * 0.501).all()


def test_a_conversion_writes_the_model_alone(tmp_path: Path) -> None:
    source = write_minilm(tmp_path / "staged")
    convert_minilm(source, tmp_path / "model.onnx")
    onnx.checker.check_model(onnx.load(tmp_path / "model.onnx"))
    assert (tmp_path / "model.onnx").stat().st_mode & 0o777 == 0o600


def test_weights_of_something_else_are_refused(tmp_path: Path) -> None:
    source = write_minilm(tmp_path / "staged")
    save_file({"some.weight": np.zeros(3, np.float32)}, source / "model.safetensors")
    with pytest.raises(ModelBrokenError, match="does not hold a BERT encoder"):
        convert_minilm(source, tmp_path / "model.onnx")
    (source / "model.safetensors").write_bytes(b"nonsense")
    with pytest.raises(ModelBrokenError, match="no safetensors file"):
        convert_minilm(source, tmp_path / "model.onnx")
    assert not (tmp_path / "model.onnx").exists()


def test_a_conversion_that_is_off_is_refused(tmp_path: Path) -> None:
    source = write_minilm(tmp_path / "staged")
    weights = bert_weights()
    weights["encoder.layer.1.output.LayerNorm.bias"] = np.full(64, np.nan, np.float32)
    save_file(weights, source / "model.safetensors")
    with pytest.raises(ModelBrokenError, match="vectors are off"):
        convert_minilm(source, tmp_path / "model.onnx")
    assert not (tmp_path / "model.onnx").exists()
