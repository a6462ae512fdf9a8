"""What each list counts for a question."""

from collections.abc import Collection
from dataclasses import dataclass
from math import exp

#: The log of a list's weight; what is added when the embedder knows nothing of the question; what is added when no
#: note has any of its words. Lists are the words of the notes, the passages' vectors, and the vectors of their tokens.
#: Fitted once, for two embedders and all languages, on questions that no figure of docs/retrieval.md is measured on;
#: how is told there.
WEIGHTS = {"lexical": (-0.49, 0.70, -0.55), "vector": (-0.15, -1.81, 0.59), "tokens": (-0.63, -0.39, -0.31)}


@dataclass(frozen=True, slots=True)
class Grasp:
    """How much of a question each side knows, 0..1.

    ``familiar``: of its letters, the embedder; what it has to spell out makes its lists noise. ``found``: of its
    words, those that some note has; a question in another language than the notes has hardly any.
    """

    familiar: float = 1.0
    found: float = 1.0


def list_weights(lists: Collection[str], grasp: Grasp) -> dict[str, float]:
    """Weights of the lists that take part; they sum to 1."""
    strange, absent = 1 - grasp.familiar, 1 - grasp.found
    weights = {
        name: exp(log + by_strange * strange + by_absent * absent)
        for name, (log, by_strange, by_absent) in WEIGHTS.items()
        if name in lists
    }
    whole = sum(weights.values())
    return {name: weight / whole for name, weight in weights.items()}
