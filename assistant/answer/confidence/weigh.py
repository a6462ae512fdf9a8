"""How sure an answer is, and the pieces that come near one."""

from collections.abc import Sequence

from assistant.answer.check.quotes import QuoteReader
from assistant.answer.confidence.features import features
from assistant.answer.confidence.model import ConfidenceModel
from assistant.answer.draft.model import Draft, of_piece, shown
from assistant.answer.question.forms import Form
from assistant.answer.reading.read import Read
from assistant.domain import Nearest

#: Pieces that are shown where there is no answer, and how many of them may be of one note.
NEAREST, OF_ONE_NOTE = 5, 3


def known(model: ConfidenceModel, draft: Draft, reads: Sequence[Read]) -> dict[str, float]:
    """The features of a draft that a model was fitted on."""
    return {name: value for name, value in features(draft, reads).items() if name in model.features}


def nearest(model: ConfidenceModel, reads: Sequence[Read], quotes: QuoteReader) -> tuple[Nearest, ...]:
    """The best pieces that still stand in their files, quoted, each as sure as if it were given as the answer."""
    found: list[Nearest] = []
    for read in reads:
        path = read.piece.passage.path
        if sum(one.path == path for one in found) >= OF_ONE_NOTE:
            continue
        block = quotes.block(path, of_piece(read.piece).parts)
        if block:
            found.append(_near(model, read, reads, block))
        if len(found) == NEAREST:
            break
    return tuple(found)


def _near(model: ConfidenceModel, read: Read, reads: Sequence[Read], block: tuple[int, int, str]) -> Nearest:
    piece = read.piece
    first, last, quote = block
    draft = Draft(Form.SENTENCES, "", (), read)
    return Nearest(
        path=piece.passage.path,
        title=piece.passage.title,
        line_start=first,
        line_end=last,
        quote=quote,
        shown=shown(piece.units),
        confidence=round(model.confidence(known(model, draft, reads)), 3),
        score=round(read.score, 3),
    )
