import json
from dataclasses import asdict, replace
from math import exp
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.confidence.model import ConfidenceModel, FittedOn, load_confidence
from assistant.errors import SettingsError

MODEL = ConfidenceModel(
    features=("margin", "coverage"),
    weights=(2.0, 0.5),
    bias=-1.0,
    means=(4.0, 0.5),
    scales=(2.0, 0.25),
    threshold=0.4,
    datasets=(FittedOn("mine", "ab12", 60),),
    fitted_at="2026-11-01",
)


def test_confidence_by_hand():
    log_odds = -1 + 2 * (5 - 4) / 2 + 0.5 * (1 - 0.5) / 0.25
    assert MODEL.confidence({"margin": 5, "coverage": 1}) == pytest.approx(1 / (1 + exp(-log_odds)))
    assert MODEL.contributions({"margin": 5, "coverage": 1}) == {"margin": 1, "coverage": 1}


def test_what_is_not_known_is_taken_for_its_mean():
    assert MODEL.confidence({"margin": 7}) == MODEL.confidence({"margin": 7, "coverage": 0.5})
    assert MODEL.confidence({}) == pytest.approx(1 / (1 + exp(1)))


def test_a_feature_it_was_not_fitted_on_is_an_error():
    with pytest.raises(SettingsError, match="does not know length, words"):
        MODEL.confidence({"margin": 1, "words": 2, "length": 3})


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_it_is_a_probability_that_grows_with_the_evidence(a, b):
    low, high = sorted((a, b))
    assert 0 <= MODEL.confidence({"margin": low}) <= MODEL.confidence({"margin": high}) <= 1


def test_a_model_is_written_and_read(tmp_path: Path):
    (tmp_path / "confidence.json").write_text(MODEL.to_json(), encoding="utf-8")
    assert load_confidence(tmp_path / "confidence.json") == MODEL


@pytest.mark.parametrize(
    "change",
    [
        {"weights": [1.0]},
        {"weights": [1.0, "x"]},
        {"bias": True},
        {"bias": float("nan")},
        {"scales": [0.0, 1.0]},
        {"threshold": 1.5},
        {"features": "margin"},
        {"datasets": [{"name": "x"}]},
        {"datasets": ["x"]},
    ],
)
def test_a_file_that_is_no_model_is_named(tmp_path: Path, change):
    file = tmp_path / "confidence.json"
    file.write_text(json.dumps(asdict(MODEL) | change))
    with pytest.raises(SettingsError, match=r"confidence\.json is not a confidence model"):
        load_confidence(file)


def test_a_missing_or_broken_file_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"gone\.json: No such file"):
        load_confidence(tmp_path / "gone.json")
    for text in ("", "[]", "{}", "{"):
        (tmp_path / "confidence.json").write_text(text)
        with pytest.raises(SettingsError, match="is not a confidence model"):
            load_confidence(tmp_path / "confidence.json")


def test_equal_scales_and_no_features_are_fine():
    none = replace(MODEL, features=(), weights=(), means=(), scales=())
    assert none.confidence({}) == pytest.approx(1 / (1 + exp(1)))
