"""SQuAD 2.0's measures (Rajpurkar et al. 2018): exact match and F1 over tokens, with and without an answer."""

import json
import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    """Percentages: F1 of answerable questions, and the best F1 of all over thresholds, with that threshold."""
    found = [(guesses[r.id].margin, _f1(guesses[r.id].text, r.texts), bool(r.answers)) for r in records]
    answerable = [f1 for _, f1, has in found if has]
    result = {"has_answer_f1": 100 * sum(answerable) / max(1, len(answerable)), "questions": float(len(found))}
    if len(answerable) == len(found):
        return result
    # From "never answer" on, let one question after the other be answered, surest first.
    total = best = float(len(found) - len(answerable))
    threshold = float("inf")
    right = 0.0
    for margin, f1, has in sorted(found, key=lambda item: -item[0]):
        total += f1 if has else -1.0
        right += f1 if has else 0.0
        if total > best:
            best, threshold = total, margin
    pairs = [(m, has) for m, _, has in found]
    return {**result, "f1": 100 * best / len(found), "threshold": threshold, "auc": 100 * _auc(pairs)}


def _auc(pairs: list[tuple[float, bool]]) -> float:
    """How often an answerable question has the larger margin (area under the ROC curve)."""
    ranked = sorted(pairs)
    positive = sum(has for _, has in ranked)
    ranks = sum(rank for rank, (_, has) in enumerate(ranked, start=1) if has)
    return (ranks - positive * (positive + 1) / 2) / max(1, positive * (len(ranked) - positive))


def _f1(guess: str, golds: Sequence[str]) -> float:
    return max((_overlap(_tokens(guess), _tokens(gold)) for gold in golds), default=0.0)


def _overlap(guess: list[str], gold: list[str]) -> float:
    shared = sum((Counter(guess) & Counter(gold)).values())
    if not guess or not gold:
        return float(guess == gold)
    return 2 * shared / (len(guess) + len(gold))


def _tokens(text: str) -> list[str]:
    kept = "".join(" " if c.isspace() else c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()
