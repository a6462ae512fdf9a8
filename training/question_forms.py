"""Train what tells which form of answer a question asks for.

    python -m training.question_forms --faq FAQ.jsonl.gz --records FOLDER

``--faq`` are questions with their ``kind``, ``sub`` and ``language``; ``--records`` a folder of question records, whose
answers tell whether a day, an amount, a person or a place was asked for. The weights go where the program reads them.
A tenth of the repositories, and of the records, is held out and measured: as they stand, and as people type them.
"""

import argparse
import gzip
import json
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer.question import forms
from assistant.answer.question.forms import BUCKETS, Form, buckets_of
from assistant.language import language, stop_words
from assistant.values import ValueKind, find_values
from training.question_frames import FRAMES

SEED = 11
EPOCHS = 12
RATE = 0.3
DECAY = 1e-4
#: So many questions of each frame, and of each form of the records.
FILLED = 20
EACH = 2500
HELD_OUT = 10

_KINDS = {
    "howto": Form.STEPS, "list": Form.ITEMS, "definition": Form.SENTENCES, "why": Form.SENTENCES,
    "yesno": Form.YES_NO, "other": Form.SENTENCES,
}  # fmt: skip
_AMOUNTS = (ValueKind.NUMBER, ValueKind.QUANTITY, ValueKind.MONEY)
#: With one of these an English question begins that asks for yes or no.
_AUXILIARIES = set("is are was were do does did can could has have had will would should may am".split())
Row = tuple[str, Form]


def faq_rows(file: Path) -> tuple[list[Row], list[Row]]:
    """Questions of FAQ pages with the form of their kind: to train on, and of other repositories to measure."""
    train: list[Row] = []
    held: list[Row] = []
    for row in _lines(file):
        form = Form.COMPARE if row["sub"] == "compare" else _KINDS.get(row["kind"])
        if form:
            of = held if _is_held(row["page"].partition(":")[0]) else train
            of.append((row["question"], form))
    return train, held


def record_rows(folder: Path) -> tuple[list[Row], list[Row]]:
    """Questions of records by what their answers are."""
    found: dict[Form, dict[str, None]] = defaultdict(dict)
    for file in sorted(folder.glob("*.jsonl.gz")):
        for row in _lines(file):
            if row["answers"] and (form := _form_of(row["question"], row["answers"][0]["text"])):
                found[form][row["question"].replace(" ?", "?")] = None
    train: list[Row] = []
    held: list[Row] = []
    for form, questions in found.items():
        for question in random.Random(SEED).sample(sorted(questions), min(EACH, len(questions))):
            (held if _is_held(question) else train).append((question, form))
    return train, held


def _form_of(question: str, answer: str) -> Form | None:  # noqa: PLR0911 (a line a form)
    asked = re.findall(r"[^\W\d_]+", question.casefold())[:4]
    if set(asked[:1]) & _AUXILIARIES and " or " not in question:
        return Form.YES_NO
    values = find_values(answer)
    rest = len(answer) - sum(value.end - value.start for value in values)
    if values and rest <= 8 and all(value.kind in (ValueKind.DATE, ValueKind.TIME) for value in values):
        return Form.DAY
    if "many" in asked or (values and rest <= 6 and all(value.kind in _AMOUNTS for value in values)):
        return Form.AMOUNT if "when" not in asked else Form.DAY
    if asked[:1] == ["who"] and len(answer.split()) <= 4 and answer[:1].isupper():
        return Form.PERSON
    if asked[:1] == ["where"] and len(answer.split()) <= 5:
        return Form.PLACE
    begins = set(asked[:1]) & language("en").question_words
    if len(answer.split()) > 6 and begins and not {"who", "where", "when"} & set(asked):
        return Form.SENTENCES
    return None


def filled(rows: Sequence[Row], language_of: dict[str, str], chance: random.Random) -> Iterator[Row]:
    """The frames, filled with pieces of the questions of their language."""
    pieces: dict[str, list[str]] = defaultdict(list)
    for question, _ in rows:
        code = language_of.get(question, "en")
        words = question.rstrip("?？ ").split()
        if code in ("zh", "ja"):
            bare = question.rstrip("?？ ")
            pieces["zh"] += [bare[i : i + n] for n in (2, 3, 5) for i in range(0, max(0, len(bare) - n), 4)]
        for length in (1, 2, 3):
            pieces[code] += [" ".join(words[i : i + length]) for i in range(2, len(words) - length + 1)]
    for code, by_form in FRAMES.items():
        for form, frames in by_form.items():
            for frame in frames:
                for _ in range(FILLED):
                    yield _filled(frame, pieces[code], chance), form


def _filled(frame: str, pieces: Sequence[str], chance: random.Random) -> str:
    return re.sub(r"\{x\}", lambda _: chance.choice(pieces), frame)


def as_typed(question: str, chance: random.Random) -> str:
    """A question as somebody in a hurry types it: lower case, no mark, words left out, letters swapped."""
    if chance.random() < 0.6:
        question = question.lower()
    if chance.random() < 0.6:
        question = question.rstrip("?？!. ")
    if chance.random() < 0.15:
        kept = [word for word in question.split() if word.lower().strip("?,") not in stop_words()]
        question = " ".join(kept) if len(kept) > 1 else question
    if chance.random() < 0.2 and len(question) > 12:
        at = chance.randrange(4, len(question) - 2)
        question = question[:at] + question[at + 1] + question[at] + question[at + 2 :]
    if chance.random() < 0.1:
        question = chance.choice(("hey, ", "I wonder ", "please tell me: ", "so, ", "sag mal, ", "oye, ")) + question
    return question


def train(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray, list[Form]]:
    """Softmax regression by Adagrad; each form counts by the root of how often it occurs."""
    labels = sorted({form for _, form in rows}, key=list(Form).index)
    counts = Counter(form for _, form in rows)
    worth = {form: (len(rows) / len(labels) / counts[form]) ** 0.5 for form in labels}
    chance = random.Random(SEED)
    weights, bias = np.zeros((BUCKETS, len(labels)), np.float32), np.zeros(len(labels), np.float32)
    squares = np.full_like(weights, 1e-2)
    for epoch in range(EPOCHS):
        order = chance.sample(range(len(rows)), len(rows))
        for i in order:
            question, form = rows[i]
            buckets, values = buckets_of(as_typed(question, chance) if epoch % 3 else question)
            logits = bias + values @ weights[buckets]
            shares = np.exp(logits - logits.max())
            shares /= shares.sum()
            shares[labels.index(form)] -= 1
            step = worth[form] * shares
            slope = np.outer(values, step) + DECAY * weights[buckets]
            squares[buckets] += slope**2
            weights[buckets] -= RATE * slope / np.sqrt(squares[buckets])
            bias -= 0.01 * step
    return weights, bias, labels


def save(weights: np.ndarray, bias: np.ndarray, labels: Sequence[Form]) -> None:
    """Write the weights as bytes with one scale a form."""
    scale = np.abs(weights).max(axis=0) / 127
    np.savez_compressed(
        forms._WEIGHTS,
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias,
        forms=np.array([form.value for form in labels]),
    )


def report(name: str, rows: Sequence[Row]) -> None:
    """How often the form is right, over all and by form, and how often it is given up for whole sentences."""
    told = [(form, *forms.form_of(question)) for question, form in rows]
    right = sum(form is got for form, got, _ in told) / max(1, len(told))
    sure = [(form, got) for form, got, share in told if share >= forms.SURE]
    precise = sum(form is got for form, got in sure) / max(1, len(sure))
    print(f"{name}: {len(rows)} questions, right {right:.3f}; sure of {len(sure)}, of these right {precise:.3f}")
    for form in dict.fromkeys(form for _, form in rows):
        own = [got for want, got, _ in told if want is form]
        print(
            f"  {form:16s} {len(own):5d} {sum(got is form for got in own) / len(own):.2f} {Counter(own).most_common(3)}"
        )


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as text:
        yield from map(json.loads, text)


def _is_held(name: str) -> bool:
    return zlib.crc32(name.encode()) % HELD_OUT == 0


def main() -> None:
    """Train, write the weights, and tell what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faq", type=Path, required=True)
    parser.add_argument("--records", type=Path, required=True)
    options = parser.parse_args()
    chance = random.Random(SEED)
    faq, faq_held = faq_rows(options.faq)
    records, records_held = record_rows(options.records)
    languages = {row["question"]: row["language"] for row in _lines(options.faq)}
    rows = [*faq, *records, *filled(faq, languages, chance)]
    print(len(rows), Counter(form.value for _, form in rows))
    save(*train(rows))
    report("faq, other repositories", faq_held)
    report("the same as typed", [(as_typed(question, chance), form) for question, form in faq_held])
    report("not English", [row for row in faq_held if languages[row[0]] != "en"])
    report("records", records_held)


if __name__ == "__main__":
    main()
