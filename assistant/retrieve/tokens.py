"""How well a passage's own words fit a question's, by the embedder's vectors of them.

A passage's vector is the mean of its tokens' vectors, in which one sentence of many drowns. Late interaction
(Khattab and Zaharia 2020) asks instead, for each token of the question, how near the passage's nearest token is. The
signs of the coordinates are enough for that: a token is 48 bytes, and a comparison a count of bits.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]


def token_scores(question: Bits, passages: Mapping[int, Bits], dims: int) -> dict[int, float]:
    """How much better each passage fits than the worst of them, best first.

    ``question`` and ``passages`` hold the signs of ``dims`` coordinates, one token a row. A question's token counts
    by how far its best passage stands out from the mean: one that fits all of them equally tells nothing.
    """
    if not len(question) or not passages or not all(map(len, passages.values())):
        return {}
    nearest = _nearest(question, list(passages.values()), dims)
    weights = nearest.max(axis=0) - nearest.mean(axis=0)
    scores = nearest @ (weights / max(float(weights.sum()), 1e-9))
    found = dict(zip(passages, (scores - scores.min()).tolist(), strict=True))
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _nearest(question: Bits, passages: list[Bits], dims: int) -> NDArray[np.float32]:
    """Similarity, -1..1, of the nearest token of each passage to each of the question, shape ``(n, m)``."""
    tokens = np.concatenate(passages)
    differing = np.zeros((len(question), len(tokens)), np.uint16)
    for mine, theirs in zip(question.T, np.ascontiguousarray(tokens.T), strict=True):
        differing += np.bitwise_count(mine[:, None] ^ theirs[None, :])
    starts = np.cumsum([0, *(len(passage) for passage in passages[:-1])])
    least = np.minimum.reduceat(differing, starts, axis=1).T
    similarity: NDArray[np.float32] = (1 - 2 * least / dims).astype(np.float32)
    return similarity
