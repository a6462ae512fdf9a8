"""What came on the days that a question names, where it asks for nothing else: "What did I do on 2 June?"."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer.draft.model import Draft, of_piece, shown
from assistant.answer.question.forms import Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.domain import UnitKind
from assistant.language.asks import DOING

#: So sure it is what was asked for: the notes' own days say it.
SURE = 0.9
#: Pieces that are told at most, and how long the days may be.
MOST, DAYS = 8, 31


def days_draft(question: Question, reads: Sequence[Read]) -> Draft | None:
    """The pieces of these days in order; nothing where more is asked, or none is of them."""
    if not _asks_for_days(question):
        return None
    own = [read for read in (_of_days(question, read) for read in reads) if read]
    if not own or len(own) > MOST:
        return None
    told = sorted(own, key=lambda read: (read.piece.day, read.piece.passage.path, read.piece.span.start))
    answer = "\n".join(shown(read.piece.units) for read in told)
    return Draft(Form.SENTENCES, answer, tuple(of_piece(read.piece) for read in told), own[0], sure=SURE)


def _of_days(question: Question, read: Read) -> Read | None:
    """A piece with those of its units that are of the days and tell something."""
    date = read.piece.passage.date
    units = tuple(unit for unit in read.piece.units if question.names(unit.day or date) and unit.kind not in _HEADS)
    return replace(read, piece=replace(read.piece, units=units)) if units else None


_HEADS = (UnitKind.FIELD, UnitKind.HEADING)


def _asks_for_days(question: Question) -> bool:
    spans = [(said.days.last - said.days.first).days for said in question.days]
    others = [word for word in question.words if word.surface.casefold() not in DOING]
    return bool(spans) and max(spans) < DAYS and not others
