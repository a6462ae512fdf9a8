"""Ranking metrics as trec_eval defines them, over one question's ranked notes."""

from collections.abc import Callable, Mapping, Sequence
from math import log2


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """Normalised discounted cumulative gain at ``k``: gain is the grade, discount ``log2(rank + 1)``."""
    gained = sum(relevant.get(path, 0) / log2(rank + 1) for rank, path in enumerate(ranked[:k], start=1))
    best = sorted(relevant.values(), reverse=True)[:k]
    ideal = sum(grade / log2(rank + 1) for rank, grade in enumerate(best, start=1))
    return gained / ideal if ideal else 0.0


def recall(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """Share of the relevant notes among the first ``k``."""
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """One over the rank of the first relevant note within ``k``; 0 if there is none."""
    return next((1 / rank for rank, path in enumerate(ranked[:k], start=1) if path in relevant), 0.0)


Metric = Callable[[Sequence[str], Mapping[str, int]], float]

METRICS: Mapping[str, Metric] = {
    "ndcg@10": lambda ranked, relevant: ndcg(ranked, relevant, 10),
    "recall@5": lambda ranked, relevant: recall(ranked, relevant, 5),
    "recall@100": lambda ranked, relevant: recall(ranked, relevant, 100),
    "mrr@10": lambda ranked, relevant: reciprocal_rank(ranked, relevant, 10),
}
