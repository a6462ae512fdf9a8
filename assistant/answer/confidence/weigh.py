"""How sure an answer is, and the pieces that come near one."""

from collections.abc import Sequence

from assistant.answer.check.quotes import STDIN
from assistant.answer.confidence.features import features
from assistant.answer.confidence.model import ConfidenceModel
from assistant.answer.draft.model import Draft, shown
from assistant.answer.question.forms import Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.domain import Nearest

#: Pieces that are shown where there is no answer, and how many of them may be of one note.
NEAREST, OF_ONE_NOTE = 5, 2


def known(model: ConfidenceModel, question: Question, draft: Draft, reads: Sequence[Read]) -> dict[str, float]:
    """The features of a draft that a model was fitted on."""
    return {name: value for name, value in features(question, draft, reads).items() if name in model.features}


def nearest(model: ConfidenceModel, question: Question, reads: Sequence[Read]) -> tuple[Nearest, ...]:
    """The best pieces, quoted, each as sure as if it were given as the answer."""
    kept: list[Read] = []
    for read in reads:
        path = read.piece.passage.path
        if path != STDIN and sum(one.piece.passage.path == path for one in kept) < OF_ONE_NOTE:
            kept.append(read)
    return tuple(_near(model, question, read, reads) for read in kept[:NEAREST])


def _near(model: ConfidenceModel, question: Question, read: Read, reads: Sequence[Read]) -> Nearest:
    piece = read.piece
    draft = Draft(Form.SENTENCES, "", (), read)
    return Nearest(
        path=piece.passage.path,
        title=piece.passage.title,
        line_start=piece.span.line_start,
        line_end=piece.span.line_end,
        quote=piece.text,
        shown=shown(piece.units),
        confidence=round(model.confidence(known(model, question, draft, reads)), 3),
        score=round(read.score, 3),
    )
