"""What each list counts for a question."""

from collections.abc import Collection
from dataclasses import dataclass
from math import exp

#: For each list the log of its weight; what is added when the embedder knows nothing of the question; what is added
#: when no note has any of its words. Lists are the words of the notes, the passages' vectors, and the vectors of their
#: tokens. Fitted once, for two embedders and all languages, on questions that no figure of docs/retrieval.md is
#: measured on; how is told there.
WEIGHTS = {"lexical": (-0.34, 0.51, -0.75), "vector": (-0.41, -1.36, 0.78), "tokens": (-0.58, -0.43, -0.24)}
#: The same for embedders that put all texts into a narrow cone: their passages tell more, and the signs of their
#: tokens, which are mostly those of the cone, less. The one that was fitted knows nearly every letter: what is added
#: for letters that it does not is as above.
CONE_WEIGHTS = {"lexical": (-0.17, 0.51, -1.67), "vector": (0.10, -1.36, 1.39), "tokens": (-1.42, -0.43, -0.86)}


@dataclass(frozen=True, slots=True)
class Grasp:
    """How much of a question each side knows, 0..1.

    ``familiar``: of its letters, the embedder; what it has to spell out makes its lists noise. ``found``: of its
    words, those that some note has; a question in another language than the notes has hardly any. ``cone``: whether
    the embedder puts all texts into a narrow cone.
    """

    familiar: float = 1.0
    found: float = 1.0
    cone: bool = False


def list_weights(lists: Collection[str], grasp: Grasp) -> dict[str, float]:
    """Weights of the lists that take part; they sum to 1."""
    strange, absent = 1 - grasp.familiar, 1 - grasp.found
    weights = {
        name: exp(log + by_strange * strange + by_absent * absent)
        for name, (log, by_strange, by_absent) in (CONE_WEIGHTS if grasp.cone else WEIGHTS).items()
        if name in lists
    }
    whole = sum(weights.values())
    return {name: weight / whole for name, weight in weights.items()}
