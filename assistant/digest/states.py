"""Which statements a newer one has overtaken."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answer.check.clauses import content
from assistant.digest.model import Line
from assistant.values import Value, ValueKind, find_values, same

#: Lines that are as alike as this tell of the same thing.
SAME_THING = 0.6
#: ... if they have this share of their words in common as well, numbers aside.
SAME_WORDS = 0.4
#: Values of these kinds are what changes of a thing; another name makes it another thing.
_CHANGING = frozenset(ValueKind) - {ValueKind.NAME}

_UNDER_WAY = re.compile(
    r"\b(?:planned|plan to|pending|open|blocked|waiting|in progress|will|upcoming|draft|geplant|offen|wartet)\b"
    r"|计划|待|进行中",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:done|finished|shipped|closed|cancell?ed|fixed|released|completed|dropped|merged|paid|fertig|erledigt"
    r"|abgesagt|behoben|bezahlt)\b|完成|取消|发布|解决",
    re.IGNORECASE,
)


def overtaken(lines: Sequence[Line], alike: NDArray[np.float32]) -> list[bool]:
    """For each of ``lines``, newest first, whether a line of a later day tells of the same thing in another state.

    ``alike`` is how like each is to each, shape ``(n, n)``.
    """
    return [
        any(
            alike[i, j] >= SAME_THING
            and _is_later(lines[j], line)
            and _shared(line, lines[j]) >= SAME_WORDS
            and _changed(line, lines[j])
            for j in range(i)
        )
        for i, line in enumerate(lines)
    ]


def _is_later(a: Line, b: Line) -> bool:
    first, second = b.evidence.date, a.evidence.date
    return first is not None and second is not None and first < second


def _shared(a: Line, b: Line) -> float:
    first, second = ({word for word in content(line.text, line.evidence.language) if word.isalpha()} for line in (a, b))
    return len(first & second) / max(1, len(first | second))


def _changed(old: Line, new: Line) -> bool:
    """Whether a value of one kind is another one now, or what was under way is done."""
    if _UNDER_WAY.search(old.text) and not _DONE.search(old.text) and _DONE.search(new.text):
        return True
    before, now = _values(old), _values(new)
    shared = {value.kind for value in before} & {value.kind for value in now}
    return any(not any(same(a, b) for a in before if a.kind is kind for b in now if b.kind is kind) for kind in shared)


def _values(line: Line) -> list[Value]:
    evidence = line.evidence
    values = find_values(line.text, evidence.language, evidence.date)
    return [value for value in values if value.kind in _CHANGING]
