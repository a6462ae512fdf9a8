"""What each list counts for a question."""

from collections.abc import Collection

#: The words of the notes, the passages' vectors, and the vectors of their tokens.
WEIGHTS = {"lexical": 1.4, "vector": 1.0, "tokens": 1.0}
#: An embedder that knows no more of a question's letters is trusted least, one that knows so many is trusted fully.
STRANGE, FAMILIAR = 0.6, 0.85
LEAST_TRUST = 0.2


def list_weights(lists: Collection[str], familiarity: float) -> dict[str, float]:
    """Weights of the lists that take part; they sum to 1.

    ``familiarity``, 0..1, is how much of the question the embedder knows: on a language that it has to spell out,
    its lists are noise.
    """
    trust = min(1.0, max(LEAST_TRUST, (familiarity - STRANGE) / (FAMILIAR - STRANGE)))
    weights = {name: WEIGHTS[name] * (1.0 if name == "lexical" else trust) for name in lists}
    whole = sum(weights.values())
    return {name: weight / whole for name, weight in weights.items()}
