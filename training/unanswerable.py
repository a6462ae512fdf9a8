"""Hard questions without an answer: a reader that is never shown them finds an answer everywhere.

Three kinds, each close to a question that has one: the passage without the sentence that answers; the question with one
thing changed; a passage on the same matter that does not answer.
"""

import re
from dataclasses import replace
from random import Random

from training.changes import WAYS, Pools, stems
from training.records import Record
from training.sentences import sentence_spans


def without_answer(record: Record) -> Record | None:
    """The passage without the sentences that hold an answer; nothing when the answer still stands elsewhere."""
    keep = [
        (a, b)
        for a, b in sentence_spans(record.context)
        if not any(a < end and start < b for start, end in record.answers)
    ]
    context = " ".join(record.context[a:b] for a, b in keep)
    if len(context) < 80 or any(text.lower() in context.lower() for text in record.texts):
        return None
    return replace(record, id=f"{record.id}:without", context=context, answers=())


def changed_question(record: Record, pools: Pools, rng: Random) -> Record | None:
    """The question changed in one of the ``WAYS``, those of more weight tried earlier more often, or nothing."""
    for way in sorted(WAYS, key=lambda way: rng.random() ** (1 / WAYS[way]), reverse=True):
        question = way(record, pools, rng)
        if question and question != record.question:
            return replace(record, id=f"{record.id}:changed", question=question, answers=())
    return None


def in_other_passage(record: Record, context: str) -> Record | None:
    """The question over another passage, or nothing when that may answer it too.

    It may when it holds the answer's words, and when the question says little and it has all that this speaks of.
    """
    if any(text.lower() in context.lower() for text in record.texts):
        return None
    if says_little(record) and stems(record.question) <= stems(context):
        return None
    return replace(record, id=f"{record.id}:other", context=context, answers=())


def says_little(record: Record) -> bool:
    """Whether many passages can answer the question, each in its own way.

    It has no name or number ("What is the quality like?"), or is about a chat, whose people do things in others too.
    """
    return not re.search(r"(?<!^)\b[A-Z0-9]", record.question) or record.context.count(": ") > 4
