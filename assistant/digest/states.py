"""Which statements a newer one has overtaken."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answer.values import find_values
from assistant.digest.model import Line

#: Lines that are as alike as this tell of the same thing.
SAME_THING = 0.6


def overtaken(lines: Sequence[Line], vectors: NDArray[np.float32]) -> list[bool]:
    """For each of ``lines``, newest first, whether a line of a later day tells of the same thing with another value."""
    alike = vectors @ vectors.T
    return [
        any(alike[i, j] >= SAME_THING and _is_later(lines[j], line) and _differ(lines[j], line) for j in range(i))
        for i, line in enumerate(lines)
    ]


def _is_later(a: Line, b: Line) -> bool:
    first, second = b.evidence.date, a.evidence.date
    return first is not None and second is not None and first < second


def _differ(a: Line, b: Line) -> bool:
    return _values(a) != _values(b)


def _values(line: Line) -> frozenset[str]:
    evidence = line.evidence
    return frozenset(v.norm for v in find_values(evidence.sentence.text, evidence.language, evidence.date))
