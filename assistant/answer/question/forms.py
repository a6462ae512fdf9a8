"""Which form of answer a question asks for: a small learnt classifier over its words and parts of words.

A softmax regression over hashed features, trained in ``training/`` on questions of many people and languages. It
knows no words by itself: what it knows stands in ``forms.npz``.
"""

import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.language.asks import asks_for

#: Buckets of hashed features; a power of two.
BUCKETS = 1 << 14
#: What a feature counts: how a question begins tells most, a part of a word least.
BEGINS, WORD, PART = 2.0, 1.0, 0.35
#: A form that is less likely than this is not taken: whole sentences answer any question.
SURE = 0.5
#: Tasks are told by their marks and by no judge: only where the question surely asks for them.
SURE_OF_TASKS = 0.85

_WEIGHTS = Path(__file__).with_name("forms.npz")


class Form(StrEnum):
    """What an answer is to look like."""

    STEPS = "steps"
    ITEMS = "items"
    SENTENCES = "sentences"
    DAY = "day"
    PERSON = "person"
    AMOUNT = "amount"
    PLACE = "place"
    YES_NO = "yes or no"
    COMPARE = "comparison"
    STATE = "state over time"
    OPEN = "open tasks"
    DONE = "finished tasks"


#: Forms whose answer is a short value, in the sentence that says it.
SHORT = frozenset((Form.DAY, Form.PERSON, Form.AMOUNT, Form.PLACE))


@dataclass(frozen=True, slots=True)
class _Classifier:
    """``logits = bias + sum(weights[bucket] of the question's features)``."""

    forms: tuple[Form, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


def form_of(question: str) -> tuple[Form, float]:
    """The form a question asks for, and how likely it is.

    Where none is likely, that of its question word, in one of the languages in which the classifier saw few
    questions, else whole sentences.
    """
    model = _classifier()
    buckets, values = buckets_of(question)
    logits = model.bias + values @ model.weights[buckets]
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    is_of_tasks = model.forms[best] in (Form.OPEN, Form.DONE)
    named = asks_for(question) if model.forms[best] is Form.YES_NO else ""
    if named or shares[best] < (SURE_OF_TASKS if is_of_tasks else SURE):
        named = named or asks_for(question)
        return (Form(named), SURE) if named else (Form.SENTENCES, float(shares[model.forms.index(Form.SENTENCES)]))
    return model.forms[best], float(shares[best])


def buckets_of(question: str) -> tuple[list[int], NDArray[np.float32]]:
    """The buckets of a question's features and what each counts: all of them together make a unit vector."""
    worth: dict[int, float] = {}
    for feature, counts in _features(question):
        worth[zlib.crc32(feature.encode()) % BUCKETS] = counts
    values = np.array(list(worth.values()), np.float32)
    return list(worth), values / np.float32(np.sqrt(float(values @ values)))


def _features(question: str) -> Iterator[tuple[str, float]]:
    """Words where they stand, pairs of words, how it begins; and parts of words, which count less."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    text = "".join(c if c.isalnum() or c in "'’" else " " for c in folded)
    words = text.split()
    for place, word in enumerate(words):
        yield f"w {word}", WORD
        if place < 3:
            yield f"{place} {word}", BEGINS
        yield f"p {word} {words[place + 1] if place + 1 < len(words) else '$'}", WORD
        padded = f"^{word}$"
        for length in (3, 4):
            yield from ((padded[i : i + length], PART) for i in range(len(padded) - length + 1))
        if not word.isascii():
            grams = ((i, length) for length in (1, 2, 3) for i in range(len(word) - length + 1))
            yield from ((f"g {word[i : i + length]}", WORD) for i, length in grams)
            yield from ((f"e {word[-length:]}", BEGINS) for length in (1, 2))
    yield f"b {' '.join(words[:2])}", BEGINS
    yield f"b {' '.join(words[:3])}", BEGINS
    yield "asks" if folded.rstrip().endswith(("?", "？")) else "tells", WORD
    yield f"n {min(8, len(words))}", WORD


@cache
def _classifier() -> _Classifier:
    with np.load(_WEIGHTS, allow_pickle=False) as held:
        scale = held["scale"].astype(np.float32)
        forms = tuple(Form(name) for name in held["forms"].tolist())
        return _Classifier(forms, held["weights"].astype(np.float32) * scale, held["bias"].astype(np.float32))
