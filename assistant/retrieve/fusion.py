"""Joining two ranked lists by how far each score stands out in its own list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Scored:
    """An item of a candidate list; higher scores are better."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Fused:
    """An item with its fused score and what each list gave to it."""

    id: int
    score: float
    shares: Mapping[str, float]


def standardise(scores: Sequence[float]) -> list[float]:
    """Z-scores: mean 0, standard deviation 1; all zero when the scores don't differ."""
    if not scores:
        return []
    mean = sum(scores) / len(scores)
    deviation = sqrt(sum((s - mean) ** 2 for s in scores) / len(scores))
    return [(s - mean) / deviation if deviation > 1e-9 else 0.0 for s in scores]


def fuse(lists: Mapping[str, Sequence[Scored]], weights: Mapping[str, float]) -> list[Fused]:
    """Sum the weighted z-scores of every item over the lists, best first.

    An item that a list does not hold gets that list's lowest z-score: to be unknown is to be as bad as its last.
    """
    normal = {name: _normal(items) for name, items in lists.items()}
    lowest = {name: min(scores.values(), default=0.0) for name, scores in normal.items()}
    ids = dict.fromkeys(item.id for items in lists.values() for item in items)
    fused = []
    for item in ids:
        shares = {name: weights[name] * scores.get(item, lowest[name]) for name, scores in normal.items()}
        fused.append(Fused(item, sum(shares.values()), shares))
    return sorted(fused, key=lambda item: (-item.score, item.id))


def _normal(items: Sequence[Scored]) -> dict[int, float]:
    return dict(zip((i.id for i in items), standardise([i.score for i in items]), strict=True))
