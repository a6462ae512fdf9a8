"""What BERT computes, written out in numpy: the exact vectors that a converted model's are compared with.

It works layer by layer and holds nothing but the weights it is given, where a second model in ONNX Runtime would take
four times as much memory.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelBrokenError

#: A made model whose vectors are less like the exact ones is not kept.
LEAST_COSINE = 0.98
#: What the comparison is made with: notes in English, code, and scripts that a multilingual model should know.
SENTENCES = (
    "The beta starts on the third of March.",
    "Anna and Tom agreed to move the deadline.",
    "How much does the new boiler cost?",
    "Rezept: 200 g Mehl, zwei Eier, eine Prise Salz.",
    "def mean(values): return sum(values) / len(values)",
    "She wrote that the garden was quiet and that nobody had called all week.",
    "Встреча перенесена на четверг, документы у Ольги.",
    "锅炉的维修费用是多少？",
)

Floats = NDArray[np.float32]


def check_vectors(made: Sequence[Floats], exact: Sequence[Floats]) -> None:
    """Raise ``ModelBrokenError`` unless vectors are about the same as the exact ones, whatever their lengths."""
    cosine = min(
        float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))
        for one, other in zip(made, exact, strict=True)
    )
    if not cosine >= LEAST_COSINE:
        raise ModelBrokenError(
            f"the int8 model's vectors are off: cosine {cosine:.3f} with the exact ones",
            hint="pull it again; if it stays so, correct the sources in its manifest",
        )


def mean_state(weights: Mapping[str, Floats], words: Floats, heads: int) -> Floats:
    """The mean of the last layer's states of one text, shape ``(hidden,)``.

    ``weights`` are named as Hugging Face names a ``BertModel``'s, ``words`` are the rows of the text's tokens.
    """
    segment = weights["embeddings.token_type_embeddings.weight"][0]
    x = words + weights["embeddings.position_embeddings.weight"][: len(words)] + segment
    x = _norm(weights, "embeddings.LayerNorm", x)
    for number in range(sum(name.endswith("attention.self.query.weight") for name in weights)):
        layer = f"encoder.layer.{number}"
        x = _norm(weights, f"{layer}.attention.output.LayerNorm", x + _attention(weights, layer, x, heads))
        inner = _gelu(_linear(weights, f"{layer}.intermediate.dense", x))
        x = _norm(weights, f"{layer}.output.LayerNorm", x + _linear(weights, f"{layer}.output.dense", inner))
    mean: Floats = x.mean(axis=0)
    return mean


def _attention(weights: Mapping[str, Floats], layer: str, x: Floats, heads: int) -> Floats:
    def split(part: str) -> Floats:
        states = _linear(weights, f"{layer}.attention.self.{part}", x)
        return states.reshape(len(x), heads, -1).transpose(1, 0, 2)

    query, key, value = split("query"), split("key"), split("value")
    scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1]))
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    mixed = (shares / shares.sum(-1, keepdims=True)) @ value
    joined: Floats = mixed.transpose(1, 0, 2).reshape(x.shape)
    return _linear(weights, f"{layer}.attention.output.dense", joined)


def _linear(weights: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    product: Floats = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return product


def _norm(weights: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    centred = x - x.mean(-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + np.float32(1e-12))
    shifted: Floats = scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return shifted


def _gelu(x: Floats) -> Floats:
    """With the error function to seven digits (Abramowitz and Stegun 1964, 7.1.26)."""
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - series * np.exp(-z * z))
    return (0.5 * x * (1 + erf)).astype(np.float32)
