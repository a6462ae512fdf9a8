"""A second look: a question over the one sentence that may answer it, with the sentence before.

The reader reads a passage first, and then what it found once more, without the rest: among other sentences it mistakes
the words of the question, which stand anywhere near, for its answer. "Read, then verify" (Hu et al. 2019), with one
model for both. Trained on passages alone, it tells answers from none better at the second look already.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from training.changes import stems
from training.records import Record
from training.sentences import sentence_spans

#: How often the look has the sentence before, the sentence alone, and both neighbours.
WIDTHS = ((1, 0), (1, 0), (1, 0), (1, 0), (0, 0), (1, 1))


def looks(record: Record) -> Iterator[str]:
    """Every sentence of the passage, each with the one before."""
    sentences = sentence_spans(record.context)
    for i, (_, end) in enumerate(sentences):
        yield record.context[sentences[max(0, i - 1)][0] : end]


def looked_at(record: Record, rng: Random) -> Record:
    """The record with its passage cut to the sentences of one answer, or to the one most like the question."""
    sentences = sentence_spans(record.context)
    if not sentences:
        return record
    if record.answers:
        start, end = rng.choice(record.answers)
        touched = [i for i, (a, b) in enumerate(sentences) if a < end and start < b]
    else:
        asked = stems(record.question)
        shared = [len(asked & stems(record.context[a:b])) for a, b in sentences]
        touched = [max(range(len(sentences)), key=lambda i: shared[i])]
    if not touched:
        return record
    before, behind = rng.choice(WIDTHS)
    first = sentences[max(0, touched[0] - before)][0]
    last = sentences[min(len(sentences) - 1, touched[-1] + behind)][1]
    inside = tuple((a - first, b - first) for a, b in record.answers if first <= a and b <= last)
    if record.answers and not inside:  # it reaches out of its sentences: cut, it would be shown as no answer
        return record
    return replace(record, context=record.context[first:last], answers=inside)
