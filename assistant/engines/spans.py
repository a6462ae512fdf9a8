"""From a reader's logits to the spans of tokens that answer best."""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.floating]


def span_margins(start: Floats, end: Floats, null: float, longest: int) -> Floats:
    """How much more each span is worth than no answer: ``start[i] + end[i + k] - null`` at ``[i, k]``.

    ``start`` and ``end`` are logits of n tokens, ``-inf`` where no span may begin or end. The result has the shape
    (n, longest), n at least 1: spans of one to ``longest`` tokens, ``-inf`` where one would end behind the last token.
    """
    ends = np.pad(end, (0, longest - 1), constant_values=-np.inf)
    return start[:, None] + sliding_window_view(ends, longest) - null


def within_parts(margins: Floats, parts: NDArray[np.intp]) -> Floats:
    """The margins of the spans that begin and end in the same part; ``parts`` has each token's, from 0 on."""
    longest = margins.shape[1]
    last = sliding_window_view(np.pad(parts, (0, longest - 1), constant_values=-1), longest)
    return np.where(parts[:, None] == last, margins, -np.inf)


def best_spans(margins: Floats, count: int) -> Iterator[tuple[int, int, float]]:
    """First and last token and margin of at most ``count`` spans: each the best that overlaps none before it."""
    margins = margins.copy()
    first = np.arange(len(margins))[:, None]
    last = first + np.arange(margins.shape[1])
    for _ in range(count):
        at = np.unravel_index(margins.argmax(), margins.shape)
        margin = float(margins[at])
        if margin == -np.inf:
            return
        a, b = int(first[at[0], 0]), int(last[at])
        yield a, b, margin
        margins[(first <= b) & (last >= a)] = -np.inf


def log_total(margins: Floats) -> float:
    """The logarithm of all spans' and no answer's weight: ``exp(margin - log_total)`` is a span's probability."""
    return float(np.logaddexp(0.0, np.logaddexp.reduce(margins, axis=None, initial=-np.inf)))
