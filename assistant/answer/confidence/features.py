"""What confidence is computed from: numbers measured on the way to an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from assistant.answer.draft.model import Draft
from assistant.answer.reading.read import Read, within

#: What the lead is where there is no other note.
ALONE = 15.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of one piece: its note, the judge's logit, how near it is in meaning, the fused share, the words
    it holds, its score.
    """

    path: str
    logit: float
    near: float
    fused: float
    covered: float
    score: float


def features(draft: Draft, reads: Sequence[Read]) -> dict[str, float]:
    """What was measured of the piece that a draft was made of, among all pieces."""
    return measured(judged(draft.read), [judged(read) for read in reads])


def judged(read: Read) -> Judged:
    """What is known of a piece that was read."""
    logit, near = within(read.judgement.logit), within(read.judgement.near)
    return Judged(read.piece.passage.path, logit, near, read.fused, read.covered, read.score)


def measured(own: Judged, found: Sequence[Judged]) -> dict[str, float]:
    """The judge's logit, nearness in meaning, the lead over other notes, the share among all, the words it holds.

    Lead and share go by the pieces' scores, in which search and judge agree or do not. Of few notes the best leads by
    far whatever it says, so all of it counts otherwise the fewer there are. More was tried, the form of the answer and
    the judge's own lead among it: on questions held out it told nothing more.
    """
    others = [one.score for one in found if one.path != own.path]
    lead = within(own.score - max(others, default=own.score - ALONE))
    share = 1 / max(1.0, sum(exp(one.score - own.score) for one in found))
    few = 1 / max(1, len({one.path for one in found}))
    return {
        "logit": own.logit,
        "near": own.near,
        "lead": lead,
        "share": share,
        "covered": own.covered,
        "few notes": few,
        "logit of few": own.logit * few,
        "lead of few": lead * few,
        "share of few": share * few,
    }
