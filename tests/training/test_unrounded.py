"""Weights out of an exported reader: exported again, they are the same model."""

from pathlib import Path

import numpy as np
from tiny_readers import write_trained_reader

from assistant.engines.minilm_onnx import HEAD_WIDTH, load_weights, reader_graph
from training.unrounded import main, unrounded


def test_levels_stay_what_they_are(tmp_path: Path) -> None:
    trained = load_weights(write_trained_reader(tmp_path / "trained") / "model.safetensors")
    heads = trained["embeddings.word_embeddings.weight"].shape[1] // HEAD_WIDTH
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / "model.onnx").write_bytes(reader_graph(trained, heads))
    (tmp_path / "reader" / "tokenizer.json").write_text("{}")
    main(tmp_path / "reader", tmp_path / "again")
    once = load_weights(tmp_path / "again" / "model.safetensors")
    assert once.keys() == trained.keys()
    for name, weight in trained.items():
        assert once[name].shape == weight.shape
        assert np.abs(once[name] - weight).max() <= np.abs(weight).max() / 60
    twice = unrounded(reader_graph(once, heads))
    assert all(np.allclose(twice[name], weight, atol=1e-6) for name, weight in once.items())
