"""Joining ranked lists: each score as a share of the best score of its list, summed with weights.

Shares, and not ranks or standardised scores, because they keep how far a list's best stands out. An embedder
that does not know a language finds everything about equally near, and then decides nothing; a BM25 list with one
clear winner decides much. What was tried instead, and by how much it was worse: docs/retrieval.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Fused:
    """An item with its score, what each list gave to it, and what the sum of that was multiplied by, by reason."""

    id: int
    score: float
    shares: Mapping[str, float]
    boosts: Mapping[str, float] = field(default_factory=dict)

    def boosted(self, reason: str, factor: float) -> "Fused":
        """The same item with another factor."""
        return replace(self, score=self.score * factor, boosts={**self.boosts, reason: factor})


def fuse(lists: Mapping[str, Mapping[int, float]], weights: Mapping[str, float]) -> list[Fused]:
    """Items of all lists, best first. A list gives nothing to an item it does not hold, or scores below 0."""
    best = {name: max(scores.values(), default=0.0) for name, scores in lists.items()}
    fused = []
    for item in dict.fromkeys(item for scores in lists.values() for item in scores):
        shares = {
            name: weights[name] * max(0.0, scores.get(item, 0.0)) / best[name] if best[name] > 0 else 0.0
            for name, scores in lists.items()
        }
        fused.append(Fused(item, sum(shares.values()), shares))
    return sorted(fused, key=lambda item: (-item.score, item.id))
