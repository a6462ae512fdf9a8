"""A short value, in the sentence that says it: only one of the kind that was asked for."""

from datetime import date

from assistant.answer.draft.model import Draft, of_unit, shown
from assistant.answer.draft.sentences import Stretch, holding
from assistant.answer.question.forms import Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.domain import Passage, Unit, UnitKind
from assistant.values import Value, ValueKind, find_values, resolved

_KINDS = {
    Form.DAY: (ValueKind.DATE, ValueKind.TIME),
    Form.AMOUNT: (ValueKind.NUMBER, ValueKind.QUANTITY, ValueKind.MONEY, ValueKind.CODE),
    Form.PERSON: (ValueKind.NAME,),
}
#: What is no place and no person: it is of another kind.
_OTHERS = (ValueKind.DATE, ValueKind.TIME, ValueKind.MONEY, ValueKind.QUANTITY)
#: A span of more words is a sentence, not a value.
WORDS = 8


def short_draft(question: Question, read: Read) -> Draft | None:
    """The judge's span as the answer, where it is of the kind asked for, or the only value of that kind beside it."""
    piece, judgement = read.piece, read.judgement
    if judgement.start >= judgement.end or judgement.start < len(piece.lead):
        return _entry_draft(question, read) or _units_draft(question, read)
    stretch, _ = holding(piece, judgement.start)
    span = (piece.lead + piece.said)[judgement.start : judgement.end].strip()
    language, day = piece.passage.language, stretch.unit.day or piece.passage.date
    value = _fitting(question.form, span, stretch, language, day)
    if not value:
        return _entry_draft(question, read) or _units_draft(question, read)
    detail = resolved(value, day, language)
    told = f"{value} ({detail})" if detail else value
    answer = f'{told} - "{stretch.words}"' if value != stretch.words else told
    return Draft(question.form, answer, (stretch.quoted(piece),), read, short=value, detail=detail)


def _fitting(form: Form, span: str, stretch: Stretch, language: str, day: date) -> str:
    """The span where it is a value of the kind, else the sentence's only such value, else nothing."""
    words = span.split()
    found = find_values(span, language, day)
    if len(words) <= WORDS and "\n" not in span and _fits(form, found, stretch.unit, span):
        return span
    if form not in _KINDS:
        return ""
    values = [v for v in find_values(stretch.words, language, day) if v.kind in _KINDS[form]]
    return values[0].surface if len(values) == 1 else ""


def _fits(form: Form, found: tuple[Value, ...], unit: Unit, span: str) -> bool:
    if form is Form.PERSON and span == unit.speaker:
        return True
    if form in (Form.DAY, Form.AMOUNT):
        return any(value.kind in _KINDS[form] for value in found)
    return not any(value.kind in _OTHERS for value in found)


def _entry_draft(question: Question, read: Read) -> Draft | None:
    """When something was: the day of the entry, the turn or the daily note that tells it."""
    unit, passage = read.piece.units[0], read.piece.passage
    day = unit.day or _named_day(passage)
    if question.form is not Form.DAY or day is None:
        return None
    stretch = Stretch(unit, ())
    value = " ".join(filter(None, (day.isoformat(), unit.time)))
    return Draft(question.form, f'{value} - "{stretch.words}"', (stretch.quoted(read.piece),), read, short=value)


def _units_draft(question: Question, read: Read) -> Draft | None:
    """The fields, rows and items that hold values of the kind asked for, where not all do: what to choose from."""
    piece, kinds = read.piece, _KINDS.get(question.form, ())
    apart = [unit for unit in piece.units if unit.kind in (UnitKind.FIELD, UnitKind.ROW, UnitKind.ITEM)]
    language, day = piece.passage.language, piece.passage.date
    holding = [u for u in apart if any(v.kind in kinds for v in find_values(u.said, language, u.day or day))]
    if not holding or len(holding) == len(piece.units):
        return None
    return Draft(Form.SENTENCES, shown(holding), tuple(of_unit(piece, unit) for unit in holding), read)


def _named_day(passage: Passage) -> date | None:
    """A note's day where its name says it: a daily note's."""
    return passage.date if passage.date.isoformat() in (passage.path + passage.title) else None
