"""SQuAD 2.0's measures (Rajpurkar et al. 2018): exact match, F1 over tokens, and F1 at the best threshold."""

import json
import re
import string
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from training.records import Record


@dataclass(frozen=True, slots=True)
class Guess:
    """A reader's best span of words, and by how much its score is above that of "no answer"."""

    text: str
    margin: float


def load_squad(file: Path) -> list[Record]:
    """Every question of a SQuAD 2.0 file."""
    records = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                spans = tuple((a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"])
                records.append(Record(qa["id"], qa["question"], paragraph["context"], spans, "squad"))
    return records


def scores(records: Sequence[Record], guesses: Mapping[str, Guess]) -> dict[str, float]:
    """Percentages: exact match and F1 of answerable questions; F1 of all at the best threshold; area under the curve.

    ``threshold`` is the least margin of a question that is then answered. Without unanswerable questions there is
    nothing to tell apart, and only the first two are given.
    """
    answerable = [(guesses[r.id], r.texts) for r in records if r.answers]
    count = max(1, len(answerable))
    result = {
        "questions": float(len(records)),
        "has_answer_exact": 100 * sum(exact(guess.text, golds) for guess, golds in answerable) / count,
        "has_answer_f1": 100 * sum(f1(guess.text, golds) for guess, golds in answerable) / count,
    }
    if len(answerable) == len(records):
        return result
    # What a question adds when it is answered; what has no answer was right before.
    gains = [(guesses[r.id].margin, f1(guesses[r.id].text, r.texts) if r.answers else -1.0) for r in records]
    total = best = float(len(records) - len(answerable))
    threshold = float("inf")
    for margin, group in groupby(sorted(gains, reverse=True), key=lambda gain: gain[0]):
        total += sum(gain for _, gain in group)
        if total > best:
            best, threshold = total, margin
    auc = _auc([guess.margin for guess, _ in answerable], [guesses[r.id].margin for r in records if not r.answers])
    return {**result, "f1": 100 * best / len(records), "threshold": threshold, "auc": 100 * auc}


def _auc(with_answer: Sequence[float], without: Sequence[float]) -> float:
    """How often an answerable question has the larger margin, ties counting half (area under the ROC curve)."""
    ranked = sorted(without)
    below = sum(bisect_left(ranked, margin) + bisect_right(ranked, margin) for margin in with_answer) / 2
    return below / max(1, len(with_answer) * len(without))


def exact(guess: str, golds: Sequence[str]) -> bool:
    """Whether a guess is one of the answers, but for case, punctuation and articles."""
    return any(_tokens(guess) == _tokens(gold) for gold in golds)


def f1(guess: str, golds: Sequence[str]) -> float:
    """The harmonic mean of precision and recall over tokens, 0 to 1, against the answer it fits best."""
    return max((_overlap(_tokens(guess), _tokens(gold)) for gold in golds), default=0.0)


def _overlap(guess: list[str], gold: list[str]) -> float:
    shared = sum((Counter(guess) & Counter(gold)).values())
    if not guess or not gold:
        return float(guess == gold)
    return 2 * shared / (len(guess) + len(gold))


def _tokens(text: str) -> list[str]:
    kept = "".join(" " if c.isspace() else c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()
