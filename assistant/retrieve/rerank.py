"""Reading the best passages again with a reranker, as many as a time budget allows."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.domain import Hit
from assistant.retrieve.pace import load_pace, save_pace
from assistant.store.chunks import embedding_text

if TYPE_CHECKING:
    from assistant.engines.ports import Reranker

#: What the reranker counts beside the fused score.
WEIGHT = 0.5
#: How many logits of a judge the whole fused score counts.
SHARE = 12.0

#: Brings scores of the first hits together with the fused ones: the hits in their new order.
Mix = Callable[[Sequence[Hit], Sequence[float]], tuple[Hit, ...]]


@dataclass(frozen=True, slots=True)
class Reranked:
    """Hits in their new order, and how many of them were read for it."""

    hits: tuple[Hit, ...]
    read: int


class Reranking:
    """A reranker that takes at most ``budget_ms`` a question, loading it included.

    Passages are read best first, in batches that are planned to take half of what time is left: so a batch that takes
    twice as long as those before it still ends in time. How long loading and reading took is remembered in
    ``memory``, and what would not fit is not begun. Only the very first passage on a machine is read without knowing.
    """

    def __init__(
        self,
        load: Callable[[], "Reranker"],
        budget_ms: float,
        memory: Path,
        clock: Callable[[], float] = time.perf_counter,
        mix: Mix | None = None,
    ) -> None:
        self._load = load
        self._budget = budget_ms
        self._memory = memory
        self._clock = clock
        self._pace = load_pace(memory)
        self._reranker: Reranker | None = None
        self._mix = mix or mixed_by_share

    def run(self, question: str, hits: Sequence[Hit]) -> Reranked:
        """The hits, given best first, in a new order. Raises ``ModelMissingError`` or ``ModelBrokenError``."""
        ends = self._clock() + self._budget / 1000
        texts = [embedding_text(hit.passage.title, hit.passage.chunk.headings, hit.passage.chunk.text) for hit in hits]
        sizes = [len(question.encode()) + len(text.encode()) for text in texts]
        scores: list[float] = []
        if sizes and self._fits_in(self._budget, sizes[0]):
            reranker = self._loaded()
            while batch := self._next_batch(sizes[len(scores) :], (ends - self._clock()) * 1000):
                scores += self._read(
                    reranker, question, texts[len(scores) :][:batch], sum(sizes[len(scores) :][:batch])
                )
            save_pace(self._pace, self._memory)
        return Reranked(self._mix(hits, scores), len(scores))

    def _fits_in(self, milliseconds: float, first: int) -> bool:
        """Whether there is time to load the model, if need be, and to read one passage."""
        loading = 0.0 if self._reranker else self._pace.load_ms or 0.0
        return loading + 2 * self._pace.cost(first) < milliseconds

    def _loaded(self) -> "Reranker":
        if self._reranker is None:
            started = self._clock()
            self._reranker = self._load()
            self._pace.load_ms = (self._clock() - started) * 1000
        return self._reranker

    def _next_batch(self, sizes: Sequence[int], left_ms: float) -> int:
        """How many of the next passages to read at once."""
        if left_ms <= 0:
            return 0
        if self._pace.read_ms is None:
            return min(1, len(sizes))
        count, planned = 0, 0.0
        for size in sizes:
            planned += self._pace.cost(size)
            if planned > left_ms / 2:
                break
            count += 1
        return count

    def _read(self, reranker: "Reranker", question: str, texts: Sequence[str], size: int) -> list[float]:
        started = self._clock()
        scores = reranker.score(question, texts)
        self._pace.learn(size, (self._clock() - started) * 1000)
        return scores


def mixed_by_odds(hits: Sequence[Hit], scores: Sequence[float]) -> tuple[Hit, ...]:
    """The hits, best first, by a judge's log odds and the fused score as a share of the best one's.

    ``scores`` are those of the first hits. One that was not read counts as the average of those that were.
    """
    best = max((hit.score for hit in hits), default=0.0)
    if not scores or best <= 0:
        return tuple(hits)
    odds = [*scores, *[fmean(scores)] * (len(hits) - len(scores))]
    ranked = [odd + SHARE * hit.score / best for hit, odd in zip(hits, odds, strict=True)]
    made = [_scored(hit, best * _probability(value - SHARE)) for hit, value in zip(hits, ranked, strict=True)]
    return tuple(sorted(made, key=lambda hit: -hit.score))


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit > 0 else math.exp(logit) / (1 + math.exp(logit))


def mixed_by_share(hits: Sequence[Hit], scores: Sequence[float]) -> tuple[Hit, ...]:
    """The hits, best first, by fused and reranker's score; ``scores`` are those of the first hits.

    The reranker's scores are brought between 0 and 1: a logit and a probability count alike. Of a hit that was not
    read nothing is known, so it counts as the average of those that were; one that was found wanting comes after it.
    """
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    if high == low:
        return tuple(hits)
    shares = [(score - low) / (high - low) for score in scores]
    shares += [fmean(shares)] * (len(hits) - len(scores))
    best = max(hit.score for hit in hits)
    mixed = [
        _scored(hit, (1 - WEIGHT) * hit.score + WEIGHT * best * share) for hit, share in zip(hits, shares, strict=True)
    ]
    return tuple(sorted(mixed, key=lambda hit: -hit.score))


def _scored(hit: Hit, score: float) -> Hit:
    factor = score / hit.score if hit.score > 0 else 1.0
    return replace(hit, score=score, boosts=(*hit.boosts, ("reranker", factor)))
