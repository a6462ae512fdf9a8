"""How like texts are, on one scale for all embedders."""

from assistant.engines.ports import Vectors


def likeness(one: Vectors, other: Vectors, contrast: float = 1.0) -> Vectors:
    """Cosine similarities of the rows of two sets of unit vectors, ``(n, dims)`` and ``(m, dims)``: shape ``(n, m)``.

    Some embedders put all texts into a narrow cone: strangers have .74 and not 0. ``contrast`` says how many times as
    far from 1 theirs are taken, so that strangers are at about 0 and the same thresholds hold for every embedder.
    """
    scaled: Vectors = 1 - contrast * (1 - one @ other.T)
    return scaled
