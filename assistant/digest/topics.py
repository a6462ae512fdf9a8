"""Which notes belong together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.digest.lines import by_note
from assistant.digest.model import Line
from assistant.digest.titles import Rarity, title_of

Floats = NDArray[np.float32]

#: Notes, or groups of them, that are less alike than this stay apart: of few notes, and of many, whose vectors are
#: taken without what they all have in common.
TOGETHER_FEW, TOGETHER = 0.4, 0.1
#: More groups than this are no overview.
MAX_TOPICS = 12
#: Of fewer notes than this, nothing can be said about what they all have in common.
FEW = 4
#: Average linkage compares every pair: further notes join the group they are nearest to.
MAX_COMPARED = 600


@dataclass(frozen=True, slots=True)
class Topic:
    """Lines of notes that belong together, in their order."""

    title: str
    lines: tuple[Line, ...]


def topics_of(lines: Sequence[Line], vectors: Floats, rarity: Rarity) -> list[Topic]:
    """The lines by topic, the topic with most salience first; ``vectors`` are unit vectors, shape ``(n, dims)``.

    Notes are grouped by average linkage of their mean vectors (Sokal and Michener 1958).
    """
    notes = list(by_note(lines))
    if not notes:
        return []
    row = {line.evidence.n: i for i, line in enumerate(lines)}
    means = np.stack([_mean(vectors[[row[line.evidence.n] for line in own]], own) for _, own in notes])
    few = len(notes) < FEW
    means = means if few else _apart(means)
    groups = _linked(means[:MAX_COMPARED], TOGETHER_FEW if few else TOGETHER)
    for i in range(MAX_COMPARED, len(notes)):
        max(groups, key=lambda group: float(means[group].mean(axis=0) @ means[i])).append(i)
    members = [[line for i in sorted(group) for line in notes[i][1]] for group in groups]
    found = [Topic(title_of(own, lines, rarity), tuple(own)) for own in members]
    return sorted(found, key=lambda topic: -sum(line.salience for line in topic.lines))


def _mean(vectors: Floats, lines: Sequence[Line]) -> Floats:
    weights = np.array([max(line.salience, 0.01) for line in lines], np.float32)
    mean = weights @ vectors
    unit: Floats = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit


def _apart(means: Floats) -> Floats:
    """The vectors without what all notes have in common: all chats are alike, as chats."""
    rest = means - means.mean(axis=0)
    apart: Floats = rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)
    return apart


def _linked(vectors: Floats, together: float) -> list[list[int]]:
    """Groups of rows: the two nearest are joined until none are near, and then until they are few enough."""
    groups = [[i] for i in range(len(vectors))]
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -np.inf)
    while len(groups) > 1:
        a, b = divmod(int(np.argmax(alike)), len(groups))
        if alike[a, b] < together and len(groups) <= MAX_TOPICS:
            break
        a, b = min(a, b), max(a, b)
        sizes = len(groups[a]), len(groups[b])
        merged = (sizes[0] * alike[a] + sizes[1] * alike[b]) / sum(sizes)
        alike[a], alike[:, a] = merged, merged
        alike[a, a] = -np.inf
        alike = np.delete(np.delete(alike, b, axis=0), b, axis=1)
        groups[a] += groups.pop(b)
    return groups
