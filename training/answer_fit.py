"""Fit the order of pieces and the confidence on runs over questions.

    python -m training.answer_fit RUN.jsonl...

Runs are made by ``training.answers``. The order is a softmax over the pieces of a question (Luce 1959), so that the
best are those that lie in gold ranges. The confidence is fitted on the piece that is then best. Half of the questions,
by their hash, are held out of either fit to be measured on; what is written is fitted on all.
"""

import argparse
import json
import random
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answer.confidence.features import Judged, measured
from assistant.answer.confidence.model import SHIPPED, ConfidenceModel, FittedOn
from assistant.answer.reading.read import ORDER, parts_of, within
from assistant.engines.ports import Judgement
from assistant.evals.calibrate import LogisticFit, fit
from assistant.evals.reliability import adaptive_reliability, calibration_error, reliability

PARTS = ("judge", "near", "share", "halving", "words")
STEPS, RATE, RIDGE = 400, 0.5, 1e-3
PENALTY = 3.0
SEED = 4

Run = Mapping[str, Any]
Floats = NDArray[np.float64]


def order_of(runs: Sequence[Run]) -> dict[str, float]:
    """What each part counts, so that the pieces of gold ranges have the largest share of each question."""
    told = [(_table(run), np.array([piece["gold"] for piece in run["reads"]])) for run in runs]
    told = [(table, gold) for table, gold in told if gold.any()]
    weights = np.zeros(len(PARTS))
    for step in range(STEPS):
        slope = sum((_slope(table, gold, weights) for table, gold in told), np.zeros(len(PARTS))) / len(told)
        weights += RATE / (1 + step / 100) * (slope - RIDGE * weights)
    return dict(zip(PARTS, weights.round(3).tolist(), strict=True))


def _slope(table: Floats, gold: NDArray[np.bool_], weights: Floats) -> Floats:
    scores = table @ weights
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    wanted = shares * gold
    slope: Floats = table.T @ (wanted / wanted.sum() - shares)
    return slope


def _table(run: Run) -> Floats:
    rows = [parts_of(_judgement(piece), piece["fused"], piece["covered"]) for piece in run["reads"]]
    return np.array([[row[name] for name in PARTS] for row in rows]).reshape(len(rows), len(PARTS))


def ranked(run: Run, order: Mapping[str, float]) -> list[tuple[Judged, bool]]:
    """The pieces of a question in an order, best first, and whether each is gold."""
    scores = _table(run) @ np.array([order[name] for name in PARTS])
    found = [
        (_judged(piece, float(score)), bool(piece["gold"])) for piece, score in zip(run["reads"], scores, strict=True)
    ]
    return sorted(found, key=lambda one: -one[0].score)


def _judged(piece: Mapping[str, Any], score: float) -> Judged:
    judgement = _judgement(piece)
    near = within(judgement.near)
    return Judged(piece["path"], within(judgement.logit), near, piece["fused"], piece["covered"], score)


def _judgement(piece: Mapping[str, Any]) -> Judgement:
    return Judgement(piece["logit"], near=piece["near"])


def examples(runs: Sequence[Run], order: Mapping[str, float]) -> Iterator[tuple[dict[str, float], bool, bool]]:
    """Features of each question's best piece, whether it is right, and whether there is an answer at all."""
    for run in runs:
        pieces = ranked(run, order)
        if not pieces:
            continue
        (own, gold), found = pieces[0], [piece for piece, _ in pieces]
        yield measured(own, found), bool(gold and run["value"] is not False), run["answerable"]


def of_few_notes(run: Run, chance: random.Random) -> Iterator[Run]:
    """The question as a folder of few notes would have it: once with a note that answers, where one does, once without.

    A person's folder may hold three notes on a thing or none: what the best piece leads by tells little there.
    """
    gold = {piece["path"] for piece in run["reads"] if piece["gold"]}
    others = sorted({piece["path"] for piece in run["reads"]} - gold)
    for kept in (gold, set[str]()) if gold else (set[str](),):
        some = kept | set(chance.sample(others, min(len(others), chance.choice((1, 2, 3)))))
        reads = [piece for piece in run["reads"] if piece["path"] in some]
        most = max((piece["fused"] for piece in reads), default=0.0) or 1.0
        yield {
            **run,
            "answerable": bool(kept),
            "reads": [{**piece, "fused": piece["fused"] / most} for piece in reads],
        }


def report(runs: Sequence[Run], order: Mapping[str, float], fitted: LogisticFit) -> None:
    """How often gold is among the first pieces, how well confidence is calibrated, and what points are worth."""
    answerable = [ranked(run, order) for run in runs if run["answerable"]]
    tops = [sum(any(gold for _, gold in pieces[:k]) for pieces in answerable) / len(answerable) for k in (1, 3, 5)]
    print(f"{len(runs)} questions; gold among the first 1, 3, 5 pieces: " + ", ".join(f"{top:.3f}" for top in tops))
    rows, right, there = zip(*examples(runs, order), strict=True)
    sure = fitted.predict(rows)
    pairs = list(zip(sure.tolist(), right, strict=True))
    ece, adaptive = calibration_error(reliability(pairs)), calibration_error(adaptive_reliability(pairs))
    print(f"ECE {ece:.3f}, adaptive {adaptive:.3f}")
    is_right, is_there = np.array(right), np.array(there)
    for point in np.arange(0.3, 0.85, 0.05):
        given = sure >= point
        of_right = (given & is_right & is_there).sum() / is_there.sum()
        of_wrong = (given & ~is_right & is_there).sum() / is_there.sum()
        silent = (~given & ~is_there).sum() / max(1, (~is_there).sum())
        precision = is_right[given].mean() if given.any() else 1.0
        shares = f"right {of_right:.3f} wrong {of_wrong:.3f} of given {precision:.3f} silent {silent:.3f}"
        print(f"  from {point:.2f}: {shares}")


def main() -> None:
    """Fit on half and measure on the other; then fit on all and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--dry", action="store_true", help="measure only")
    options = parser.parse_args()
    named = {file.stem: [json.loads(line) for line in file.open(encoding="utf-8")] for file in options.runs}
    runs = [run for rows in named.values() for run in rows if run["reads"]]
    halves = [[run for run in runs if zlib.crc32(run["id"].encode()) % 2 == half] for half in (0, 1)]
    for inside, outside in (halves, halves[::-1]):
        order = order_of(inside)
        fitted = _fitted(inside, order)
        report(outside, order, fitted)
        report(_few(outside), order, fitted)
    order = order_of(runs)
    fitted = _fitted(runs, order)
    print(order, dict(zip(fitted.features, np.round(fitted.weights, 2).tolist(), strict=True)))
    if options.dry:
        return
    ORDER.write_text(json.dumps(order) + "\n", encoding="utf-8")
    model = ConfidenceModel(
        fitted.features,
        fitted.weights,
        fitted.bias,
        fitted.means,
        fitted.scales,
        options.threshold,
        tuple(FittedOn(name, "", len(rows)) for name, rows in named.items()),
        date.today().isoformat(),
    )
    SHIPPED.write_text(model.to_json(), encoding="utf-8")


def _few(runs: Sequence[Run]) -> list[Run]:
    chance = random.Random(SEED)
    return [few for run in runs for few in of_few_notes(run, chance) if few["reads"]]


def _fitted(runs: Sequence[Run], order: Mapping[str, float]) -> LogisticFit:
    rows, right, _ = zip(*examples([*runs, *_few(runs)], order), strict=True)
    return fit(rows, np.array(right), PENALTY)


if __name__ == "__main__":
    main()
