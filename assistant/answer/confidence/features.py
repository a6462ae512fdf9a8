"""What confidence is computed from: numbers measured on the way to an answer."""

from collections.abc import Sequence

from assistant.answer.draft.model import Draft
from assistant.answer.question.forms import SHORT, Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read

#: Logits and leads beyond this say no more.
FAR = 8.0


def features(question: Question, draft: Draft, reads: Sequence[Read]) -> dict[str, float]:
    """The judge's logit, its lead over other notes, coverage, agreement of search and judge, and the form.

    ``lead`` is over the best piece of another note, ``rank`` the share of the best fused score that the piece has.
    """
    own = draft.read
    others = [read.judgement.logit for read in reads if read.piece.passage.path != own.piece.passage.path]
    lead = own.judgement.logit - max(others, default=-FAR)
    return {
        "logit": _within(own.judgement.logit),
        "lead": _within(lead),
        "covered": own.covered,
        "rank": own.fused,
        "is short": float(bool(draft.short)),
        "is missing its value": float(question.form in SHORT and not draft.short),
        "is a block": float(draft.form in (Form.STEPS, Form.ITEMS)),
        "form is sure": question.sure,
    }


def _within(logit: float) -> float:
    return max(-FAR, min(FAR, logit))
