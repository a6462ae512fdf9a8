"""Other notes that give another short answer, as surely: a user is told of them, with their days."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.draft.model import Draft
from assistant.answer.draft.short import short_draft
from assistant.answer.question.forms import SHORT
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.engines.ports import Judge
from assistant.values import Value, find_values, same

#: How much less sure the judge may be of another answer, in logits, and how much less of the question it may hold.
LESS_SURE, HELD = 2.5, 0.8
#: Logits within which two notes are as sure, and the newer one is believed.
AS_SURE = 1.0


def with_rivals(judge: Judge, question: Question, draft: Draft, reads: Sequence[Read]) -> Draft:
    """The draft with those of other notes that contradict it; of those that are as sure, the newest is the answer."""
    if not draft.short or draft.form not in SHORT:
        return draft
    told = [draft, *_rivals(judge, question, draft, reads)]
    least = draft.read.judgement.logit - AS_SURE
    newest = max((one for one in told if one.read.judgement.logit >= least), key=lambda one: one.read.piece.day)
    chosen = newest if newest.read.piece.day > draft.read.piece.day else draft
    return replace(chosen, rivals=tuple(one for one in told if one is not chosen))


def _rivals(judge: Judge, question: Question, draft: Draft, reads: Sequence[Read]) -> Iterator[Draft]:
    own, told = draft.read, [draft]
    for read in reads:
        sure = read.judgement.logit >= max(0.0, own.judgement.logit - LESS_SURE)
        if not sure or read.covered < HELD * own.covered or read.piece.passage.path == own.piece.passage.path:
            continue
        other = short_draft(judge, question, read)
        if other and other.short and not any(_agree(other, one) for one in told):
            told.append(other)
            yield other


def _agree(a: Draft, b: Draft) -> bool:
    """Whether two short answers say the same, as values or as words."""
    first, second = a.short.casefold(), b.short.casefold()
    if first in second or second in first:
        return True
    pairs = ((x, y) for x in _values(a) for y in _values(b) if x.kind is y.kind)
    return any(same(x, y) for x, y in pairs)


def _values(draft: Draft) -> tuple[Value, ...]:
    passage = draft.read.piece.passage
    return find_values(draft.short, passage.language, passage.date)
