"""Near copies do not fill the page: of notes that say the same, the best is shown, the others after all else."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.domain import Hit, Passage

#: Two passages are near copies when they share this much of all runs of characters that either of them has: their
#: resemblance (Broder 1997). Templates, quoted mails and copied files have more, two notes on one matter far less.
RESEMBLANCE = 0.6
RUN = 8


def spread(hits: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    """The first ``limit`` hits when near copies of a better one come last."""
    kept: list[Hit] = []
    copies: list[Hit] = []
    shown: list[frozenset[str]] = []
    for hit in hits:
        if len(kept) == limit:
            break
        runs = _runs(hit.passage.chunk.text)
        if any(_resemble(runs, other) for other in shown):
            copies.append(hit)
        else:
            kept.append(hit)
            shown.append(runs)
    return (*kept, *copies)[:limit]


def are_copies(one: Passage, other: Passage) -> bool:
    """Whether two passages are near copies."""
    return _resemble(_runs(one.chunk.text), _runs(other.chunk.text))


def _resemble(a: frozenset[str], b: frozenset[str]) -> bool:
    if min(len(a), len(b)) < RESEMBLANCE * max(len(a), len(b)):
        return False
    both = len(a & b)
    return both >= RESEMBLANCE * (len(a) + len(b) - both)


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[str]:
    """Every run of eight letters and digits, case, signs and white space aside."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    return frozenset(letters[at : at + RUN] for at in range(max(1, len(letters) - RUN + 1)))
