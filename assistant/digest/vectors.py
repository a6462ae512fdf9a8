"""Vectors of texts where there is no embedding model: texts are as near as they have words in common."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from assistant.lexical.analysis import analyze_query

DIMS = 512


def word_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors, shape ``(len(texts), DIMS)``: each telling word adds 1 to the place that its hash chooses.

    That is feature hashing (Weinberger et al. 2009), without signs, so that no two texts are less alike than strangers.
    """
    vectors = np.zeros((len(texts), DIMS), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for word in analyze_query(text, ()):
            if word.weight:
                row[int.from_bytes(blake2b(word.stemmed[0].encode(), digest_size=4).digest()) % DIMS] += 1
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-9)
    return unit
