"""Converting MiniLM on arrival, and comparing the result with the exact model."""

from pathlib import Path

import numpy as np

from assistant.engines.files import Disk
from assistant.engines.minilm_onnx import HEAD_WIDTH, load_weights, minilm_graph
from assistant.engines.text_session import Output, TextSession
from assistant.errors import ModelBrokenError

_CHECK_TOKENS = 64
_LEAST_COSINE = 0.98
_SENTENCES = (
    "The beta starts on the third of March.",
    "Anna and Tom agreed to move the deadline.",
    "How much does the new boiler cost?",
    "Rezept: 200 g Mehl, zwei Eier, eine Prise Salz.",
    "def mean(values): return sum(values) / len(values)",
    "She wrote that the garden was quiet and that nobody had called all week.",
)


def convert_minilm(source: Path, target: Path) -> None:
    """Write ``target`` from ``model.safetensors`` and ``tokenizer.json`` in the folder ``source``.

    Raises ``ModelBrokenError``, with nothing written, when the weights are not MiniLM's or the int8 model's
    vectors are not near the exact ones.
    """
    try:
        weights = load_weights(source / "model.safetensors")
    except ValueError as error:
        raise ModelBrokenError(str(error), hint="correct the sources in its manifest") from error
    heads = weights["embeddings.word_embeddings.weight"].shape[1] // HEAD_WIDTH
    graph = minilm_graph(weights, heads)
    exact = minilm_graph(weights, heads, int8=False)
    cosine = _least_cosine(graph, exact, source / "tokenizer.json")
    if not cosine >= _LEAST_COSINE:
        raise ModelBrokenError(f"the int8 model's vectors are off: cosine {cosine:.3f} with the exact ones")
    with Disk().open(target) as file:
        file.write(graph)


def _least_cosine(graph: bytes, exact: bytes, tokenizer: Path) -> float:
    return float((_vectors(graph, tokenizer) * _vectors(exact, tokenizer)).sum(axis=1).min())


def _vectors(graph: bytes, tokenizer: Path) -> Output:
    session = TextSession(graph, tokenizer, _CHECK_TOKENS)
    means = np.stack(session.run(session.encode(_SENTENCES), lambda output: output.mean(axis=0)))
    session.close()
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)
