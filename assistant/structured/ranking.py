"""The fit that weighs what speaks for a candidate: how likely it is the field's value.

The weights lie in ``ranking.json`` and are made by ``python -m training.extraction.fit``. What booleans, choices and
lists take is set by hand where they are chosen.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SHIPPED = Path(__file__).with_name("ranking.json")


@dataclass(frozen=True)
class Ranking:
    """Weights of features by group, and how likely a value must be to be given, by name."""

    weights: Mapping[str, Mapping[str, float]]
    least: Mapping[str, float]

    def logit(self, group: str, features: Mapping[str, float]) -> float:
        """The log odds that a candidate with these features is the value."""
        weights = self.weights.get(group, {})
        return sum(weights.get(name, 0.0) * value for name, value in features.items())


@lru_cache(maxsize=4)
def load_ranking(path: Path = SHIPPED) -> Ranking:
    """The fit of a file."""
    read = json.loads(path.read_text(encoding="utf-8"))
    return Ranking(read["weights"], read["least"])


def probability(logit: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))
