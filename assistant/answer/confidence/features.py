"""What confidence is computed from: numbers measured on the way to an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from assistant.answer.draft.model import Draft
from assistant.answer.question.forms import SHORT, Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read, within

#: What the lead is where there is no other note.
ALONE = 15.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of one piece: its note, the judge's logit, the search's score and its share, words held, score."""

    path: str
    logit: float
    found: float
    fused: float
    covered: float
    score: float


def features(question: Question, draft: Draft, reads: Sequence[Read]) -> dict[str, float]:
    """What was measured of the piece that a draft was made of, among all pieces, by the form of the answer."""
    found = measured(judged(draft.read), [judged(read) for read in reads])
    return {**found, **by_form(group_of(question.form, draft.short), found)}


def judged(read: Read) -> Judged:
    """What is known of a piece that was read."""
    return Judged(
        read.piece.passage.path, within(read.judgement.logit), read.found, read.fused, read.covered, read.score
    )


def measured(own: Judged, found: Sequence[Judged]) -> dict[str, float]:
    """The judge's logit, leads over the pieces of other notes, coverage, agreement of search and judge.

    ``share`` is the piece's own among all pieces, by their scores; ``found`` the search's score, which is 1 for the
    best of every list, and ``fused`` its share of the best.
    """
    others = [one for one in found if one.path != own.path]
    return {
        "logit": own.logit,
        "lead of the logit": within(own.logit - max((one.logit for one in others), default=-ALONE)),
        "lead": within(own.score - max((one.score for one in others), default=own.score - ALONE)),
        "share": 1 / max(1.0, sum(exp(one.score - own.score) for one in found)),
        "covered": own.covered,
        "fused": own.fused,
        "found": own.found,
        "agreed": float(own.logit >= max((one.logit for one in found), default=own.logit)),
    }


def group_of(form: Form, short: str) -> str:
    """The forms that are weighed alike: blocks, sentences, short values, yes and no."""
    if form in SHORT:
        return "value" if short else "no value"
    if form is Form.YES_NO:
        return "stance"
    return "block" if form in (Form.STEPS, Form.ITEMS) else "sentences"


GROUPS = ("value", "no value", "stance", "block", "sentences")


def by_form(group: str, found: Mapping[str, float]) -> dict[str, float]:
    """Which group it is, and the judge's logit and the share in it."""
    return {
        **{name: float(name == group) for name in GROUPS},
        **{f"logit of {name}": found["logit"] if name == group else 0.0 for name in GROUPS},
    }
