"""Whether one run is better than another: the paired difference with a bootstrap interval."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

RESAMPLES = 10_000
SEED = 7


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of B minus A over the questions both answered, with its 95 % interval."""

    questions: int
    mean: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def compare(a: Mapping[str, float], b: Mapping[str, float]) -> Difference:
    """Paired percentile bootstrap over questions (Efron and Tibshirani 1993). Raises ``ValueError`` without pairs."""
    shared = sorted(a.keys() & b.keys())
    if not shared:
        raise ValueError("the two runs have no question in common")
    deltas = np.array([b[question] - a[question] for question in shared])
    chance = np.random.default_rng(SEED)
    means = [deltas[chance.integers(0, len(deltas), len(deltas))].mean() for _ in range(RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return Difference(len(shared), float(deltas.mean()), float(low), float(high))
