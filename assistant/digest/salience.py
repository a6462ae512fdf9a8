"""Which lines stand for many others, and which of them together say most.

Salience is LexRank (Erkan and Radev 2004, "LexRank: Graph-based Lexical Centrality as Salience in Text
Summarization") over sentence vectors: a line is salient when salient lines are like it. The choice among salient
lines is maximal marginal relevance (Carbonell and Goldstein 1998): what repeats a chosen line counts less.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.digest.model import Line

Floats = NDArray[np.float32]

#: The share of a line's salience that is its own worth; the rest comes from the lines that are like it.
OWN = 0.4
#: Lines less alike than this have nothing to do with each other.
ALIKE = 0.2
ROUNDS = 50
#: How much likeness to a chosen line costs, against salience (0..1).
REPEATS = 0.6
#: A line this like a chosen one only says it again.
SAME = 0.85
#: A line with less salience than this (of 1) is not worth a bullet.
LEAST = 0.1


def ranked(lines: Sequence[Line], alike: Floats) -> list[Line]:
    """The lines with their salience, 0..1, in their order; ``alike`` is how like each is to each, ``(n, n)``."""
    if not lines:
        return []
    worth = np.array([line.salience for line in lines])
    alike = np.clip(alike, 0.0, 1.0)
    np.fill_diagonal(alike, 0.0)
    alike[alike < ALIKE] = 0.0
    alike *= worth[None, :]
    sums = alike.sum(axis=1, keepdims=True)
    share = np.divide(alike, sums, out=np.full_like(alike, 1 / len(lines)), where=sums > 0)
    own = worth / worth.sum()
    rank = own
    for _ in range(ROUNDS):
        rank = OWN * own + (1 - OWN) * (rank @ share)
    # A line that says little stays small, however many are like it.
    rank = rank * worth
    return [replace(line, salience=float(value)) for line, value in zip(lines, rank / rank.max(), strict=True)]


def choose(
    lines: Sequence[Line], alike: Floats, count: int, chosen: Sequence[int] = (), repeats: float = REPEATS
) -> list[int]:
    """The places of up to ``count`` lines that together say most, ``chosen`` ones first, then best first.

    One at least, as long as there is any; further ones only if they are worth it.
    """
    picked = list(chosen)
    best = max((line.salience for line in lines), default=0.0)
    worthy = [i for i, line in enumerate(lines) if line.salience >= min(LEAST, best)]
    left = [i for i in worthy if i not in set(picked)]
    while left and len(picked) < count:
        left = [i for i in left if all(alike[i, j] < SAME for j in picked)]
        if not left:
            break
        most = max(left, key=lambda i: (lines[i].salience - repeats * _nearest(alike[i], picked), -i))
        picked.append(most)
        left.remove(most)
    return picked


def _nearest(alike: Floats, picked: Sequence[int]) -> float:
    return max((float(alike[i]) for i in picked), default=0.0)
