"""Weights out of an exported reader, to go on training from it where those that it was made of are gone.

    python -m training.unrounded READER_FOLDER OUT

READER_FOLDER holds ``model.onnx`` and ``tokenizer.json``. Exported again, these weights give the same levels.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.numpy import save_file

from assistant.engines.minilm_onnx import HEAD_WIDTH

Floats = NDArray[np.float32]


def unrounded(graph: bytes) -> dict[str, Floats]:
    """The weights of a ``reader_graph``, named as Hugging Face names a ``BertModel``'s."""
    constants = {
        c.name: numpy_helper.to_array(c).astype(np.float32) for c in onnx.load_from_string(graph).graph.initializer
    }
    return {name: np.ascontiguousarray(value) for name, value in _weights(constants)}


def _weights(constants: Mapping[str, Floats]) -> Iterator[tuple[str, Floats]]:
    yield "embeddings.position_embeddings.weight", constants["positions"]
    yield "embeddings.token_type_embeddings.weight", constants["segments"]
    table = "embeddings.word_embeddings"
    yield f"{table}.weight", constants[f"{table}.levels"] * constants[f"{table}.scale"]
    yield "qa_outputs.weight", constants["qa_outputs.weight"].T
    yield "qa_outputs.bias", constants["qa_outputs.bias"]
    for name, value in constants.items():
        stem, _, kind = name.rpartition(".")
        if kind == "gain":
            yield f"{stem}.weight", value
        elif kind == "shift":
            yield f"{stem}.bias", value
        elif kind == "levels" and stem != table:
            weight = value * constants[f"{stem}.scale"]
            yield from _linear(stem, weight, constants[f"{stem}.bias"])


def _linear(stem: str, weight: Floats, bias: Floats) -> Iterator[tuple[str, Floats]]:
    """A linear layer's weight as (outputs, inputs), and its bias; query, key and value come in one product."""
    if not stem.endswith("attention.self"):
        yield f"{stem}.weight", weight.T
        yield f"{stem}.bias", bias
        return
    scales = (np.float32(np.sqrt(HEAD_WIDTH)), np.float32(1), np.float32(1))
    parts = zip(("query", "key", "value"), np.split(weight, 3, axis=1), np.split(bias, 3), scales, strict=True)
    for part, part_weight, part_bias, scale in parts:
        yield f"{stem}.{part}.weight", (part_weight * scale).T
        yield f"{stem}.{part}.bias", part_bias * scale


def main(reader: Path, out: Path) -> None:
    """Write ``model.safetensors`` and ``tokenizer.json``."""
    out.mkdir(parents=True, exist_ok=True)
    save_file(unrounded((reader / "model.onnx").read_bytes()), out / "model.safetensors")
    shutil.copyfile(reader / "tokenizer.json", out / "tokenizer.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
