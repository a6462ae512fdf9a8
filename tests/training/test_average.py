"""A mean of weights lies between the two that it is made of."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tiny_readers import write_trained_reader

from training.average import FILE, average


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_each_weight_is_the_mean_of_both(tmp_path: Path, share: float) -> None:
    one, other = write_trained_reader(tmp_path / "one", seed=1), write_trained_reader(tmp_path / "other", seed=2)
    average(one, other, share, tmp_path / "out")
    first, second, mean = (load_file(folder / FILE) for folder in (one, other, tmp_path / "out"))
    assert first.keys() == mean.keys()
    for name, weight in mean.items():
        wanted = (1 - share) * first[name].astype(np.float32) + share * second[name].astype(np.float32)
        assert np.allclose(weight, wanted, atol=1e-3)
    assert (tmp_path / "out/tokenizer.json").read_bytes() == (one / "tokenizer.json").read_bytes()


def test_models_of_two_kinds_have_no_mean(tmp_path: Path) -> None:
    one, other = write_trained_reader(tmp_path / "one"), write_trained_reader(tmp_path / "other")
    weights = load_file(other / FILE)
    name = next(name for name, weight in weights.items() if weight.ndim == 2)
    save_file(weights | {name: weights[name][:-1].copy()}, other / FILE)
    with pytest.raises(ValueError, match="different models"):
        average(one, other, 0.5, tmp_path / "out")
    assert not (tmp_path / "out").exists()
