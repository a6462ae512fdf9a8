"""Joining ranked lists: each score by how far it stands out from its list, summed with weights.

BM25 has no upper end, and the cosines of one embedder lie between .1 and .7, those of another between .75 and .9: what
compares is how many standard deviations a score is above the mean of all candidates. A list in which one passage stands
out decides much; one that finds everything about equally near decides little. What was tried instead, and by how much
it was worse: docs/retrieval.md.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from math import fsum, sqrt

#: Of 1 for the best of a list, what a passage has that is as good as the mean of all candidates. Factors for dates,
#: titles and links multiply the whole score: this settles how much they move.
AVERAGE = 0.15


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


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a list's scores lie over all candidates; those that it does not hold count as 0.

    ``lead`` is how many standard deviations its best is above the mean.
    """

    mean: float
    best: float
    lead: float

    @classmethod
    def of(cls, scores: Mapping[int, float], items: Collection[int]) -> "_Standing":
        values = [max(0.0, scores.get(item, 0.0)) for item in items]
        best, mean = max(values, default=0.0), fsum(values) / max(1, len(values))
        deviation = sqrt(fsum((value - mean) ** 2 for value in values) / max(1, len(values)))
        lead = (best - mean) / deviation if deviation > 0 else float(best > 0)
        return cls(mean, best, lead)

    def part(self, score: float) -> float:
        """From 1 for the best by way of ``AVERAGE`` for the mean to 0 for what has nothing."""
        score = max(0.0, score)
        if self.best <= self.mean:
            return float(score > 0)
        if score >= self.mean:
            return AVERAGE + (1 - AVERAGE) * (score - self.mean) / (self.best - self.mean)
        return AVERAGE * score / self.mean


def fuse(lists: Mapping[str, Mapping[int, float]], weights: Mapping[str, float]) -> list[Fused]:
    """Items of all lists, best first, from 1 for the best of every list to 0; a list counts by its weight and lead."""
    items = sorted({item for scores in lists.values() for item in scores})
    standings = {name: _Standing.of(scores, items) for name, scores in lists.items()}
    counts = {name: weights[name] * standing.lead for name, standing in standings.items()}
    whole = fsum(counts.values())
    fused = []
    for item in items:
        shares = {
            name: counts[name] * standings[name].part(scores.get(item, 0.0)) / whole if whole > 0 else 0.0
            for name, scores in lists.items()
        }
        fused.append(Fused(item, fsum(shares.values()), shares))
    return sorted(fused, key=lambda item: (-item.score, item.id))
