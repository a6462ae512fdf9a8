"""Fitting the probability that an answer is right: L2-regularised logistic regression, its penalty cross-validated."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import UsageError
from assistant.evals.answers import AnswerResult
from assistant.evals.reliability import (
    Bin,
    RiskPoint,
    adaptive_reliability,
    calibration_error,
    reliability,
    risk_coverage,
)

FOLDS = 5
SEED = 7
PENALTIES = (0.01, 0.1, 1.0, 10.0, 100.0)
#: What a wrong answer costs, where a right one is worth 1: it shows the lines it rests on, and a user who reads them
#: sees that it is wrong, while an answer held back is nothing at all.
WRONG_COST = 1 / 3
#: Fewer answers than this say too little.
MIN_ANSWERS = 40

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """An answer that was given: the numbers measured on the way, whether it was right, and the test set it is of."""

    features: Mapping[str, float]
    right: bool
    dataset: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """``p = logistic(bias + sum(weights * (x - means) / scales))``, in the order of ``features``."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    means: tuple[float, ...]
    scales: tuple[float, ...]

    def predict(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """Probabilities, shape ``(len(rows),)``; a missing feature is taken for its mean."""
        x = (_table(rows, self.features) - self.means) / self.scales
        return _logistic(np.nan_to_num(x) @ np.array(self.weights) + self.bias)


@dataclass(frozen=True, slots=True)
class SetCalibration:
    """One test set's part: answers, the share right, and the calibration error of the held-out predictions."""

    dataset: str
    sha256: str
    answers: int
    right: float
    ece: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fit over all examples. What says how good it is comes from cross-validation: predictions on held-out folds."""

    fit: LogisticFit
    penalty: float
    log_loss: float
    ece: float
    adaptive_ece: float
    reliability: tuple[Bin, ...]
    chosen: RiskPoint
    sets: tuple[SetCalibration, ...]


def examples_of(results: Sequence[AnswerResult], dataset: str, sha256: str) -> list[Example]:
    """The answers that were given, of a run in which none was held back for its confidence."""
    return [Example(r.features, bool(r.correct), dataset, sha256) for r in results if r.answered and r.features]


def read_examples(file: Path) -> list[Example]:
    """The same from per-question results. Raises ``UsageError``."""
    try:
        return list(_examples_in(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "make it with: assistant eval answers DATASET --min-confidence 0 --out FILE"
        raise UsageError(f"{file} holds no results of answers ({error})", hint=hint) from error


def _examples_in(text: str) -> Iterator[Example]:
    for row in map(json.loads, filter(str.strip, text.splitlines())):
        if row["answered"] and row["features"]:
            yield Example(row["features"], bool(row["correct"]), row["set"], row["sha256"])


def calibrate(examples: Sequence[Example], risk: float | None = None) -> Calibration:
    """Fit the examples, and choose from which confidence on to answer.

    The point is where an answer is worth as much as it costs, a wrong one ``WRONG_COST``; with ``risk``, where most
    questions are answered with at most this share of the answers wrong. Raises ``UsageError`` when there is too little
    to fit, or no such point.
    """
    rows, right = [example.features for example in examples], np.array([example.right for example in examples])
    if len(rows) < MIN_ANSWERS or right.all() or not right.any():
        message = f"{len(rows)} answers, {int(right.sum())} of them right, are too few to fit a confidence on"
        raise UsageError(message, hint="ask more questions, some of them without an answer in the notes")
    held_out = {penalty: _cross_validated(rows, right, penalty) for penalty in PENALTIES}
    penalty = min(held_out, key=lambda penalty: _log_loss(held_out[penalty], right))
    pairs = [(float(p), bool(r)) for p, r in zip(held_out[penalty], right, strict=True)]
    bins = reliability(pairs)
    return Calibration(
        fit=fit(rows, right, penalty),
        penalty=penalty,
        log_loss=_log_loss(held_out[penalty], right),
        ece=calibration_error(bins),
        adaptive_ece=calibration_error(adaptive_reliability(pairs)),
        reliability=bins,
        chosen=_choose(risk_coverage(pairs, len(pairs)), risk),
        sets=tuple(_sets(examples, pairs)),
    )


def fit(rows: Sequence[Mapping[str, float]], right: NDArray[np.bool_], penalty: float) -> LogisticFit:
    """Minimise log loss + ``penalty / 2 * |weights|^2`` over standardised features; the bias is free.

    Newton's method, which for this loss is iteratively reweighted least squares (Bishop 2006, 4.3.3).
    """
    features = tuple(sorted({name for row in rows for name in row}))
    table = _table(rows, features)
    means, scales = np.nanmean(table, axis=0), np.nanstd(table, axis=0)
    scales[scales < 1e-9] = 1.0
    x = np.column_stack([np.nan_to_num((table - means) / scales), np.ones(len(rows))])
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 0.0
    w = np.zeros(x.shape[1])
    for _ in range(100):
        p = _logistic(x @ w)
        gradient = x.T @ (p - right) + ridge * w
        curvature = (x.T * (p * (1 - p))) @ x + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        while _loss(x, right, ridge, w - step) > _loss(x, right, ridge, w) and np.abs(step).max() > 1e-10:
            step /= 2
        w -= step
        if np.abs(step).max() < 1e-10:
            break
    return LogisticFit(features, tuple(w[:-1].tolist()), float(w[-1]), tuple(means.tolist()), tuple(scales.tolist()))


def _cross_validated(rows: Sequence[Mapping[str, float]], right: NDArray[np.bool_], penalty: float) -> Floats:
    """For each row the prediction of a fit that has not seen its fold."""
    order = np.random.default_rng(SEED).permutation(len(rows))
    predicted = np.empty(len(rows))
    for fold in range(FOLDS):
        inside, outside = order[fold::FOLDS], np.delete(order, np.s_[fold::FOLDS])
        fitted = fit([rows[int(i)] for i in outside], right[outside], penalty)
        predicted[inside] = fitted.predict([rows[int(i)] for i in inside])
    return predicted


def _choose(curve: Sequence[RiskPoint], risk: float | None) -> RiskPoint:
    """The point of the curve to answer up to; never between answers that are equally sure."""
    following: list[RiskPoint | None] = [*curve[1:], None]
    ends = [p for p, after in zip(curve, following, strict=True) if after is None or after.threshold < p.threshold]
    if risk is None:
        worth_it = [point for point in ends if point.threshold >= WRONG_COST / (1 + WRONG_COST)]
        return worth_it[-1] if worth_it else ends[0]
    met = [point for point in ends if point.risk <= risk]
    if not met:
        raise UsageError(
            f"no confidence leaves only {risk:.0%} of the answers wrong", hint="--risk with a larger share"
        )
    return met[-1]


def _sets(examples: Sequence[Example], pairs: Sequence[tuple[float, bool]]) -> Iterator[SetCalibration]:
    for name, digest in dict.fromkeys((example.dataset, example.sha256) for example in examples):
        own = [p for e, p in zip(examples, pairs, strict=True) if (e.dataset, e.sha256) == (name, digest)]
        share = sum(right for _, right in own) / len(own)
        yield SetCalibration(name, digest, len(own), share, calibration_error(reliability(own)))


def _table(rows: Sequence[Mapping[str, float]], features: Sequence[str]) -> Floats:
    """Shape ``(rows, features)``; NaN where a row lacks a feature."""
    return np.array([[row.get(name, np.nan) for name in features] for row in rows], float).reshape(len(rows), -1)


def _logistic(log_odds: Floats) -> Floats:
    p: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -700, 700)))
    return p


def _loss(x: Floats, right: NDArray[np.bool_], ridge: Floats, w: Floats) -> float:
    log_odds = x @ w
    return float(np.logaddexp(0, log_odds).sum() - log_odds[right].sum() + (ridge * w * w).sum() / 2)


def _log_loss(p: Floats, right: NDArray[np.bool_]) -> float:
    """Mean negative log probability of what came out."""
    return float(-np.log(np.clip(np.where(right, p, 1 - p), 1e-12, 1)).mean())
