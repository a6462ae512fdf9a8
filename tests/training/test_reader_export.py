"""Exporting the reader: what is written reads as the trained weights do, or nothing is written."""

import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tiny_readers import write_trained_reader

from assistant.engines.minilm_onnx import load_weights
from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reading, SpanFound
from assistant.engines.sources import PathSource, parse_source
from training import export as exporting
from training.export import Agreement, compare, export


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Weights as training leaves them; random ones read by chance, so that the bar is low."""
    monkeypatch.setattr(exporting, "LEAST_SAME", 0.5)
    monkeypatch.setattr(exporting, "WINDOW", 128)
    return write_trained_reader(tmp_path / "trained")


def test_what_is_written_is_a_reader(trained: Path, tmp_path: Path) -> None:
    agreement = export(trained, tmp_path / "out")
    assert agreement.near
    assert agreement.shift > 0
    assert load_weights(trained / "model.safetensors")["qa_outputs.bias"].dtype == np.float32
    reader = OnnxReader(tmp_path / "out", "out", 64, threads=1)
    (reading,) = reader.read("anna moved the beta", ["the boiler costs . the garden was quiet"])
    assert reading.spans
    reader.close()


def test_weights_without_a_readers_head_are_refused(trained: Path, tmp_path: Path) -> None:
    weights = load_file(trained / "model.safetensors")
    del weights["qa_outputs.weight"]
    save_file(weights, trained / "model.safetensors")
    with pytest.raises(ValueError, match=r"qa_outputs\.weight must be \(2, 64\)"):
        export(trained, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_model_that_reads_otherwise_is_refused(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "GREATEST_SHIFT", 1e-9)
    with pytest.raises(ValueError, match="reads otherwise"):
        export(trained, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def a_reading(start: int, score: float) -> Reading:
    return Reading((SpanFound(start, 9, score, 0.5),))


def test_agreement_counts_the_best_note_of_each_question_and_shifts_everywhere() -> None:
    wanted = [
        [a_reading(0, 1.0), a_reading(1, -2.0)],
        [a_reading(2, -3.0), a_reading(3, 0.0)],
    ]
    no_answer_elsewhere = [[a_reading(0, 1.5), a_reading(7, -2.0)], [a_reading(6, -3.0), a_reading(3, -0.5)]]
    assert compare(no_answer_elsewhere, wanted) == Agreement(same=1.0, shift=0.25)
    another_answer = [wanted[0], [a_reading(2, 3.0), a_reading(4, 0.0)]]
    assert compare(another_answer, wanted) == Agreement(same=0.5, shift=1.5)


def test_only_models_that_read_alike_are_near() -> None:
    assert Agreement(0.9, 0.5).near
    assert not Agreement(0.7, 0.5).near
    assert not Agreement(1.0, 1.1).near
    assert not Agreement(1.0, float("nan")).near


def test_the_printed_lines_are_the_manifests(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "models" / "tiny"
    monkeypatch.setattr(sys, "argv", ["export", str(trained), "--out", str(out)])
    exporting.main()
    files = tomllib.loads(capsys.readouterr().out)["files"]
    assert [file["size"] for file in files] == [
        (out / name).stat().st_size for name in ("model.onnx", "tokenizer.json")
    ]
    assert parse_source(files[0]["sources"][0], tmp_path / "models") == PathSource(out / "model.onnx")
