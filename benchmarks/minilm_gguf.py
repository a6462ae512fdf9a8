"""MiniLM's weights as a GGUF file for llama.cpp, so that both engines can be timed on the same model.

    python benchmarks/minilm_gguf.py DIR FILE

DIR holds the official ``model.safetensors`` and ``tokenizer.json``. What is multiplied becomes float16, what is
added stays float32. The layout is GGUF version 3 (ggml's docs/gguf.md); names and keys are llama.cpp's for BERT.
"""

import argparse
import json
import struct
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.engines.minilm_onnx import load_weights

Array = NDArray[Any]

ALIGNMENT = 32
F32, F16 = 0, 1
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
MEAN_POOLING = 1
NORMAL, CONTROL = 1, 3
HEAD_DIMS = 32
#: The role under which llama.cpp looks for a special token's number, in its own spelling.
SPECIAL = {"[PAD]": "padding", "[UNK]": "unknown", "[CLS]": "cls", "[SEP]": "seperator", "[MASK]": "mask"}
ADDED = ("position_embd.weight", "token_types.weight")
NAMES = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.LayerNorm": "token_embd_norm",
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}


def main() -> None:
    """Convert one model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("file", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    weights = load_weights(arguments.folder / "model.safetensors")
    tensors = {name: _stored(name, value) for old, value in weights.items() if (name := renamed(old))}
    vocabulary: dict[str, int] = json.loads((arguments.folder / "tokenizer.json").read_text())["model"]["vocab"]
    write_gguf(arguments.file, metadata(weights, vocabulary), tensors)


def renamed(name: str) -> str:
    """llama.cpp's name of a tensor; empty for one it does not use, such as the pooler's."""
    stem, _, kind = name.rpartition(".")
    if not stem.startswith("encoder.layer."):
        return f"{NAMES[stem]}.{kind}" if stem in NAMES else ""
    number, _, part = stem.removeprefix("encoder.layer.").partition(".")
    return f"blk.{number}.{NAMES[part]}.{kind}"


def metadata(weights: Mapping[str, Array], vocabulary: Mapping[str, int]) -> dict[str, tuple[int, Any]]:
    """Every key with its type and value."""
    positions, hidden = weights["embeddings.position_embeddings.weight"].shape
    inner = weights["encoder.layer.0.intermediate.dense.weight"].shape[0]
    layers = sum(name.endswith("attention.self.query.weight") for name in weights)
    tokens = sorted(vocabulary, key=lambda token: vocabulary[token])
    return {
        "general.architecture": (STRING, "bert"),
        "general.name": (STRING, "all-MiniLM-L6-v2"),
        "general.file_type": (UINT32, F16),
        "bert.context_length": (UINT32, positions),
        "bert.embedding_length": (UINT32, hidden),
        "bert.feed_forward_length": (UINT32, inner),
        "bert.block_count": (UINT32, layers),
        "bert.attention.head_count": (UINT32, hidden // HEAD_DIMS),
        "bert.attention.layer_norm_epsilon": (FLOAT32, 1e-12),
        "bert.attention.causal": (BOOL, False),
        "bert.pooling_type": (UINT32, MEAN_POOLING),
        "tokenizer.ggml.model": (STRING, "bert"),
        "tokenizer.ggml.token_type_count": (UINT32, weights["embeddings.token_type_embeddings.weight"].shape[0]),
        "tokenizer.ggml.tokens": (ARRAY, (STRING, [_phantom(token) for token in tokens])),
        "tokenizer.ggml.token_type": (ARRAY, (INT32, [CONTROL if token in SPECIAL else NORMAL for token in tokens])),
        **{f"tokenizer.ggml.{role}_token_id": (UINT32, vocabulary[token]) for token, role in SPECIAL.items()},
    }


def write_gguf(file: Path, fields: Mapping[str, tuple[int, Any]], tensors: Mapping[str, Array]) -> None:
    """Write header, fields, the table of tensors and their data."""
    sizes = [_padded(tensor.nbytes) for tensor in tensors.values()]
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(fields))
    head += b"".join(_packed(STRING, key) + struct.pack("<I", kind) + _packed(kind, value)
                     for key, (kind, value) in fields.items())  # fmt: skip
    for (name, tensor), offset in zip(tensors.items(), accumulate([0, *sizes[:-1]]), strict=True):
        kind = F16 if tensor.dtype == np.float16 else F32
        shape = struct.pack(f"<I{tensor.ndim}Q", tensor.ndim, *reversed(tensor.shape))
        head += _packed(STRING, name) + shape + struct.pack("<IQ", kind, offset)
    with file.open("wb") as out:
        out.write(head.ljust(_padded(len(head)), b"\0"))
        for tensor, size in zip(tensors.values(), sizes, strict=True):
            out.write(tensor.tobytes().ljust(size, b"\0"))


def _stored(name: str, tensor: Array) -> Array:
    """Matrices in float16; what is added, not multiplied, in float32."""
    is_added = tensor.ndim == 1 or name in ADDED
    return np.ascontiguousarray(tensor, np.float32 if is_added else np.float16)


def _packed(kind: int, value: Any) -> bytes:  # noqa: ANN401 (what its type says)
    if kind == STRING:
        data = value.encode()
        return struct.pack("<Q", len(data)) + bytes(data)
    if kind == ARRAY:
        inner, items = value
        return struct.pack("<IQ", inner, len(items)) + b"".join(_packed(inner, item) for item in items)
    return struct.pack({UINT32: "<I", INT32: "<i", FLOAT32: "<f", BOOL: "<?"}[kind], value)


def _phantom(token: str) -> str:
    """As llama.cpp wants word pieces: a word's first piece has a mark, the others have none."""
    if token in SPECIAL:
        return token
    return token[2:] if token.startswith("##") else f"\u2581{token}"


def _padded(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


if __name__ == "__main__":
    main()
