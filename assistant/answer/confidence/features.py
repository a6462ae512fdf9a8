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
    """What is known of one piece: its note, the judge's logit, the fused share, the words it holds, its score."""

    path: str
    logit: float
    fused: float
    covered: float
    score: float


def features(draft: Draft, reads: Sequence[Read]) -> dict[str, float]:
    """What was measured of the piece that a draft was made of, among all pieces."""
    return measured(judged(draft.read), [judged(read) for read in reads])


def judged(read: Read) -> Judged:
    """What is known of a piece that was read."""
    return Judged(read.piece.passage.path, within(read.judgement.logit), read.fused, read.covered, read.score)


def measured(own: Judged, found: Sequence[Judged]) -> dict[str, float]:
    """The judge's logit, the lead over the pieces of other notes, the share among all pieces, the words it holds.

    Lead and share go by the pieces' scores, in which search and judge agree or do not. More was tried, the form and
    the judge's own lead among it: on questions held out it told nothing more.
    """
    others = [one.score for one in found if one.path != own.path]
    return {
        "logit": own.logit,
        "lead": within(own.score - max(others, default=own.score - ALONE)),
        "share": 1 / max(1.0, sum(exp(one.score - own.score) for one in found)),
        "covered": own.covered,
    }
