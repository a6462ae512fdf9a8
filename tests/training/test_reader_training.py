"""Training a tiny reader: it learns, it goes on where it was stopped, and what is exported reads as it did."""

# ruff: noqa: E402 (what needs PyTorch is imported after the look whether it is there)

import gzip
import json
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch comes with the extra `training`")
pytest.importorskip("transformers", reason="transformers comes with the extra `training`")

from safetensors.numpy import load_file
from small_records import record, write_records
from tiny_models import WORDS, bert_forward, bert_weights, write_minilm
from tiny_readers import reader_weights, write_trained_reader

from assistant.engines.onnx_reader import OnnxReader
from training import export as exporting
from training import reading
from training import train as training_module
from training.mixture import Mixture, Unanswerable, is_held_out
from training.model import ReaderModel
from training.reading import LONGEST, STEP, padded, read
from training.records import Record
from training.squad import scores
from training.train import Params, Training

CPU = torch.device("cpu")
FILLER = [word for word in WORDS if word.isalpha() and word not in ("third", "march", "boiler")]
QUICK = Params(epochs=3, batch=8, rate=2e-3, dropout=0.1)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def made_records() -> list[Record]:
    """Whatever is asked, "third of march" is the answer, among other words."""
    rng = Random(2)
    return [
        record(
            f"{' '.join(rng.choices(FILLER, k=5))} third of march {' '.join(rng.choices(FILLER, k=5))}",
            "third of march",
            question="the beta starts on ?",
            id=str(n),
        )
        for n in range(90)
    ]


RECORDS = made_records()


def training(folder: Path, name: str, params: Params = QUICK) -> Training:
    init = folder / "init"
    if not init.exists():
        write_minilm(init)
    return Training(Mixture(RECORDS, {}, Unanswerable(0, 0, 0)), init, folder / name, params)


def weights(file: Path) -> dict[str, np.ndarray]:
    return dict(load_file(file))


# The model


def test_the_model_computes_bert_with_two_logits_a_token(tmp_path: Path) -> None:
    model = ReaderModel.load(write_trained_reader(tmp_path) / "model.safetensors").eval()
    halves = {name: w.astype(np.float16).astype(np.float32) for name, w in reader_weights().items()}
    ids, segments = [2, 5, 6, 3, 7, 8, 9, 3], [0] * 4 + [1] * 4
    wanted = bert_forward(halves, ids, segments) @ halves["qa_outputs.weight"].T + halves["qa_outputs.bias"]
    with torch.inference_mode():
        start, end = model(*padded([(ids, 4), (ids[:6], 4)], CPU))
    assert start.shape[1] % STEP == 0
    np.testing.assert_allclose(torch.stack((start[0], end[0]), 1)[: len(ids)].numpy(), wanted, atol=1e-4)
    assert torch.isinf(start[1, 6:]).all()
    assert torch.isfinite(end[1, :6]).all()


def test_an_embedders_weights_get_a_new_head(tmp_path: Path) -> None:
    model = ReaderModel.load(write_minilm(tmp_path) / "model.safetensors")
    assert model.qa_outputs.weight.shape == (2, 64)
    model.save(tmp_path / "again.safetensors")
    saved = weights(tmp_path / "again.safetensors")
    assert saved.keys() == bert_weights().keys() | {"qa_outputs.weight", "qa_outputs.bias"}
    assert {w.dtype for w in saved.values()} == {np.dtype(np.float16)}


def test_dropout_is_that_of_every_layer(tmp_path: Path) -> None:
    file = write_trained_reader(tmp_path) / "model.safetensors"
    batch = padded([([2, 5, 6, 3, 7, 8, 9, 3], 4)], CPU)
    for dropout in (0.0, 0.5):
        model = ReaderModel.load(file, dropout).train()
        assert {m.p for m in model.modules() if isinstance(m, torch.nn.Dropout)} == {dropout}
        assert torch.equal(model(*batch)[0], model(*batch)[0]) is (dropout == 0.0)


# Training


def test_a_run_learns_what_its_records_say(tmp_path: Path) -> None:
    run = training(tmp_path, "out")
    before = scores(RECORDS, read(run.model, run.tokenizer, RECORDS))
    run.run()
    after = scores(RECORDS, read(run.model, run.tokenizer, RECORDS))
    assert before["has_answer_f1"] < 70
    assert after["has_answer_f1"] > 95
    unseen = [one for one in RECORDS if is_held_out(one)]
    assert all(read(run.model, run.tokenizer, unseen)[one.id].text == "third of march" for one in unseen)


@pytest.mark.parametrize("stop", [1, 13, 29])
def test_a_stopped_run_ends_as_one_that_went_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    training(tmp_path, "through").run()
    monkeypatch.setattr(training_module, "CHECKPOINT_SECONDS", -1.0)
    stopped = training(tmp_path, "stopped")
    steps = 0
    step = stopped._optimizer.step

    def interrupted() -> None:
        nonlocal steps
        if steps == stop:
            raise KeyboardInterrupt
        steps += 1
        step()

    monkeypatch.setattr(stopped._optimizer, "step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        stopped.run()
    assert not (tmp_path / "stopped/model.safetensors").exists()
    training(tmp_path, "stopped").run()
    wanted, found = (weights(tmp_path / name / "model.safetensors") for name in ("through", "stopped"))
    assert all(np.array_equal(wanted[name], found[name]) for name in wanted)


def test_a_finished_run_is_not_trained_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training(tmp_path, "out").run()
    wanted = weights(tmp_path / "out/model.safetensors")
    (tmp_path / "out/model.safetensors").unlink()
    again = training(tmp_path, "out")
    monkeypatch.setattr(again, "_train", lambda batch: pytest.fail("trained again"))
    again.run()
    found = weights(tmp_path / "out/model.safetensors")
    assert all(np.array_equal(wanted[name], found[name]) for name in wanted)


def test_a_checkpoint_of_other_parameters_is_not_gone_on_with(tmp_path: Path) -> None:
    training(tmp_path, "out", Params(steps=1, batch=8)).run()
    with pytest.raises(SystemExit, match="other parameters"):
        training(tmp_path, "out", Params(steps=2, batch=8))


def test_steps_end_a_run_and_the_rate_warms_up_and_falls(tmp_path: Path) -> None:
    run = training(tmp_path, "out", Params(epochs=9, steps=20, batch=8, rate=0.5, warmup=0.2))
    rates = []
    train = run._train

    def watched(batch: list[object]) -> None:
        train(batch)
        rates.append(run._optimizer.param_groups[0]["lr"])

    run._train = watched
    run.run()
    assert len(rates) == 20
    assert rates[:4] == pytest.approx([0.125, 0.25, 0.375, 0.5])
    assert rates[4:] == sorted(rates[4:], reverse=True)
    assert rates[-1] == pytest.approx(0.5 / 16)


# Reading


def test_an_answer_is_found_at_the_end_of_a_long_passage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WINDOW", 96)
    run = training(tmp_path, "out")
    run.run()
    late = record("garden quiet " * 150 + "third of march . anna", "third of march", question="the beta starts on ?")
    assert read(run.model, run.tokenizer, [late])["r"].text == "third of march"


def test_a_span_is_no_longer_than_an_answer_may_be_and_nothing_is_read_in_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WINDOW", 96)
    run = training(tmp_path, "out")
    blank = record("\u0007", id="blank")
    long = record("anna moved " * 60, id="long")
    guesses = read(run.model, run.tokenizer, [blank, long])
    assert guesses["blank"].margin < guesses["long"].margin
    assert 1 <= len(guesses["long"].text.split()) <= LONGEST


# From training to the engine


def test_what_is_exported_reads_as_training_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "WINDOW", 128)
    monkeypatch.setattr(exporting, "LEAST_SAME", 0.3)
    run = training(tmp_path, "out")
    run.run()
    (tmp_path / "out/tokenizer.json").write_bytes((tmp_path / "init/tokenizer.json").read_bytes())
    exporting.export(tmp_path / "out", tmp_path / "engine")
    engine = OnnxReader(tmp_path / "engine", "tiny", 128, threads=1)
    trained = read(run.model, run.tokenizer, RECORDS)
    readings = engine.read("the beta starts on ?", [one.context for one in RECORDS])
    engine.close()
    for one, found in zip(RECORDS, readings, strict=True):
        assert found.best
        assert one.context[found.best.start : found.best.end] == trained[one.id].text
        assert found.best.score == pytest.approx(trained[one.id].margin, abs=1.5)


def test_the_command_trains_and_measures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_minilm(tmp_path / "init")
    with gzip.open(tmp_path / "near.json.gz", "wt") as file:
        json.dump({}, file)
    paragraph = {"context": "third of march", "qas": [{"id": "q", "question": "the ?", "answers": []}]}
    (tmp_path / "dev.json").write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}))
    options = {
        "--records": write_records(tmp_path / "records", "all", RECORDS),
        "--near": tmp_path / "near.json.gz",
        "--init": tmp_path / "init",
        "--out": tmp_path / "out",
        "--squad": tmp_path / "dev.json",
        "--steps": 2,
        "--other-passage": 0.0,
    }
    monkeypatch.setattr(sys, "argv", ["train", *(str(text) for pair in options.items() for text in pair)])
    training_module.main()
    printed = capsys.readouterr().out
    assert "\nheld out {" in printed
    assert json.loads(printed.splitlines()[-1].removeprefix("squad "))["questions"] == 1
    assert (tmp_path / "out/model.safetensors").exists()
