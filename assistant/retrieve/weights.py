"""What each list counts for a question."""

from collections.abc import Collection
from math import exp

#: The log of a list's weight, and what is added to it when the embedder knows nothing of the question: the words of
#: the notes, the passages' vectors, and the vectors of their tokens. Fitted once, for two embedders and all languages,
#: on questions that no figure of docs/retrieval.md is measured on; how is told there.
WEIGHTS = {"lexical": (-0.60, 0.68), "vector": (-0.03, -1.36), "tokens": (-0.45, -0.52)}


def list_weights(lists: Collection[str], familiarity: float) -> dict[str, float]:
    """Weights of the lists that take part; they sum to 1.

    ``familiarity``, 0..1, is how much of the question the embedder knows: on a language that it has to spell out,
    its lists are noise.
    """
    strange = 1 - familiarity
    weights = {name: exp(log + change * strange) for name, (log, change) in WEIGHTS.items() if name in lists}
    whole = sum(weights.values())
    return {name: weight / whole for name, weight in weights.items()}
