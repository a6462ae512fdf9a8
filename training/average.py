"""A mean of two runs' weights, one of which began with the other's: it reads better than either.

    python -m training.average ONE OTHER SHARE OUT

ONE and OTHER are folders with ``model.safetensors``; OTHER counts SHARE, from 0 to 1. OUT gets the weights and ONE's
``tokenizer.json``. Where a run starts from what another has learnt, both end in one valley of the loss, and between
them lies a point that keeps what the first knew (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

import shutil
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

FILE = "model.safetensors"


def average(one: Path, other: Path, share: float, out: Path) -> None:
    """Write the mean in half precision. Raises ``ValueError`` when the two are not of one kind."""
    first, second = load_file(one / FILE), load_file(other / FILE)
    if {name: weight.shape for name, weight in first.items()} != {name: w.shape for name, w in second.items()}:
        raise ValueError(f"{one} and {other} hold different models")
    mixed = {
        name: ((1 - share) * first[name].astype(np.float32) + share * second[name].astype(np.float32)) for name in first
    }
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: weight.astype(np.float16) for name, weight in mixed.items()}, out / FILE)
    shutil.copyfile(one / "tokenizer.json", out / "tokenizer.json")


if __name__ == "__main__":
    average(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4]))
