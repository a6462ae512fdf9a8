import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer.confidence.model import ConfidenceModel
from assistant.errors import UsageError
from assistant.evals.calibrate import WRONG_COST, Example, LogisticFit, calibrate, fit, read_examples


def examples(n: int) -> list[Example]:
    """Right with probability ``logistic(2 * margin - 1)``; ``noise`` says nothing, ``odd`` is often missing."""
    chance, made = np.random.default_rng(3), []
    for i in range(n):
        margin, noise = chance.normal(size=2)
        right = chance.random() < 1 / (1 + np.exp(1 - 2 * margin))
        features = {"margin": margin, "noise": 100 + 5 * noise}
        if i % 3 == 0:
            features["odd"] = chance.normal()
        made.append(Example(features, bool(right), "ab"[i % 2], "0"))
    return made


def test_the_fit_finds_what_made_the_data():
    data = examples(4000)
    found = fit([e.features for e in data], np.array([e.right for e in data]), 0.01)
    weights = dict(zip(found.features, np.array(found.weights) / found.scales, strict=True))
    assert weights["margin"] == pytest.approx(2, abs=0.2)
    assert weights["noise"] == pytest.approx(0, abs=0.05)


def test_at_the_minimum_the_gradient_is_nothing():
    data = examples(300)
    rows, right = [e.features for e in data], np.array([e.right for e in data])
    found = fit(rows, right, 1.0)
    residual = found.predict(rows) - right
    assert residual.sum() == pytest.approx(0, abs=1e-5)
    for name, weight, mean, scale in zip(found.features, found.weights, found.means, found.scales, strict=True):
        x = np.array([(row.get(name, mean) - mean) / scale for row in rows])
        assert x @ residual + 1.0 * weight == pytest.approx(0, abs=1e-5)


def test_a_feature_that_tells_all_does_not_run_away():
    rows = [{"sure": float(i % 2), "constant": 3.0} for i in range(100)]
    found = fit(rows, np.array([i % 2 == 1 for i in range(100)]), 0.01)
    assert np.isfinite([*found.weights, found.bias]).all()
    assert found.predict([{"sure": 1.0}])[0] > 0.95
    assert found.predict([{"sure": 0.0}])[0] < 0.05


def test_calibration_is_of_held_out_answers_and_keeps_its_word():
    calibration = calibrate(examples(1500))
    assert sum(b.answers for b in calibration.reliability) == 1500
    assert calibration.ece < 0.05
    assert [(one.dataset, one.answers) for one in calibration.sets] == [("a", 750), ("b", 750)]
    chance = np.random.default_rng(4)
    noise = [Example({"x": float(chance.normal())}, bool(i % 2), "n", "0") for i in range(400)]
    held_out = calibrate(noise)
    assert held_out.log_loss > 0.69
    assert held_out.penalty == 100


def test_the_point_to_answer_from_is_where_right_outweighs_wrong():
    chosen = calibrate(examples(3000)).chosen
    assert chosen.threshold == pytest.approx(WRONG_COST / (1 + WRONG_COST), abs=0.01)
    assert chosen.threshold >= WRONG_COST / (1 + WRONG_COST)
    strict = calibrate(examples(3000), risk=0.1).chosen
    assert strict.risk <= 0.1
    assert strict.threshold > chosen.threshold
    assert strict.coverage < chosen.coverage or strict.risk < chosen.risk


def test_too_little_is_said():
    for data in (examples(10), [Example({"x": 1.0}, True, "s", "0")] * 50):
        with pytest.raises(UsageError, match="too few"):
            calibrate(data)
    with pytest.raises(UsageError, match="no confidence leaves only 0%"):
        calibrate([Example({"x": 0.0}, bool(i % 2), "s", "0") for i in range(100)], risk=0.0)


FEATURES = st.dictionaries(st.sampled_from(["a", "b"]), st.floats(-50, 50), max_size=2)


@settings(max_examples=30)
@given(st.lists(st.tuples(FEATURES, st.booleans()), min_size=5, max_size=30), FEATURES)
def test_the_stored_model_says_what_was_fitted(data, asked):
    rows = [{"a": 0.0, "b": 0.0}, *(features for features, _ in data)]
    found = fit(rows, np.array([True, *(right for _, right in data)]), 1.0)
    assert stored(found).confidence(asked) == pytest.approx(found.predict([asked])[0])


def stored(found: LogisticFit) -> ConfidenceModel:
    return ConfidenceModel(**asdict(found), threshold=0.5, datasets=(), fitted_at="2026-01-01")


def test_examples_are_the_given_answers_of_a_results_file(tmp_path: Path):
    rows = [
        {"set": "s", "sha256": "0", "answered": True, "features": {"x": 1.0}, "correct": 1.0},
        {"set": "s", "sha256": "0", "answered": False, "features": {"x": 2.0}, "correct": 1.0},
        {"set": "s", "sha256": "0", "answered": True, "features": {}, "correct": 0.0},
    ]
    file = tmp_path / "r.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert read_examples(file) == [Example({"x": 1.0}, True, "s", "0")]
    for text in ("{}\n", "[]\n", "nothing\n"):
        file.write_text(text)
        with pytest.raises(UsageError, match="holds no results of answers"):
            read_examples(file)
    with pytest.raises(UsageError, match=r"gone\.jsonl"):
        read_examples(tmp_path / "gone.jsonl")
