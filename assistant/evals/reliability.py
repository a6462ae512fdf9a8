"""Whether a confidence can be believed: calibration error, reliability tables, and risk against coverage.

All of it is over pairs of a confidence, 0..1, and whether the answer that had it was right. The order of answers that
are equally sure does not matter: each counts as right by its group's share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean

BINS = 10
CURVE_POINTS = 20

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers between two confidences: how many, how sure on average, and the share that was right."""

    low: float
    high: float
    answers: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """With every answer as sure as ``threshold`` given: the share of questions answered, the share of those wrong."""

    threshold: float
    coverage: float
    risk: float


def reliability(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Ten bins of equal width (Guo et al. 2017); empty ones are left out. Raises ``ValueError`` beyond 0..1."""
    if any(not 0 <= confidence <= 1 for confidence, _ in pairs):
        raise ValueError("a confidence is between 0 and 1")
    bins: list[list[Pair]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return tuple(_bin(inside, i / BINS, (i + 1) / BINS) for i, inside in enumerate(bins) if inside)


def adaptive_reliability(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Ten bins that hold equally many answers, give or take one (Nixon et al. 2019)."""
    ranked = _evened(pairs)
    cuts = [len(ranked) * i // BINS for i in range(BINS + 1)]
    slices = [ranked[a:b] for a, b in pairwise(cuts) if a < b]
    return tuple(_bin(inside, inside[-1][0], inside[0][0]) for inside in reversed(slices))


def calibration_error(bins: Iterable[Bin]) -> float:
    """Expected calibration error, 0..1: how far confidence is from the share right, weighted by answers."""
    bins = list(bins)
    return sum(b.answers * abs(b.confidence - b.right) for b in bins) / sum(b.answers for b in bins)


def risk_coverage(pairs: Sequence[tuple[float, bool]], questions: int) -> tuple[RiskPoint, ...]:
    """The curve over growing coverage (El-Yaniv and Wiener 2010), a point an answer; ``questions`` is all asked."""
    points, wrong = [], 0.0
    for given, (confidence, right) in enumerate(_evened(pairs), start=1):
        wrong += 1 - right
        points.append(RiskPoint(confidence, given / questions, wrong / given))
    return tuple(points)


def area_under_risk(points: Sequence[RiskPoint]) -> float:
    """AURC, 0..1, less is better: the mean risk over all coverages (Geifman, Uziel and El-Yaniv 2019)."""
    return fmean(point.risk for point in points)


def thinned(points: Sequence[RiskPoint]) -> tuple[RiskPoint, ...]:
    """At most ``CURVE_POINTS`` of a curve's points, evenly spread, with its last."""
    step = -(-len(points) // CURVE_POINTS)
    return tuple(reversed(points[::-1][:: max(1, step)]))


def _evened(pairs: Sequence[tuple[float, bool]]) -> list[Pair]:
    """The pairs, surest first, each right by the share of those that are as sure."""
    evened: list[Pair] = []
    for confidence, group in groupby(sorted(pairs, reverse=True), key=lambda pair: pair[0]):
        rights = [right for _, right in group]
        evened += [(confidence, fmean(rights))] * len(rights)
    return evened


def _bin(inside: Sequence[Pair], low: float, high: float) -> Bin:
    return Bin(low, high, len(inside), fmean(c for c, _ in inside), fmean(r for _, r in inside))
