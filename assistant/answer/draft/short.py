"""A short value, in the sentence that says it: only one of the kind that was asked for."""

from datetime import date

from assistant.answer.draft.model import Draft, of_unit, shown
from assistant.answer.draft.sentences import Stretch, looked_at
from assistant.answer.draft.tables import table_draft
from assistant.answer.question.forms import Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.domain import Passage, State, Unit, UnitKind
from assistant.engines.ports import Judge
from assistant.language.scripts import is_cjk
from assistant.values import Value, ValueKind, find_values, resolved

_KINDS = {
    Form.DAY: (ValueKind.DATE, ValueKind.TIME),
    Form.AMOUNT: (ValueKind.NUMBER, ValueKind.QUANTITY, ValueKind.MONEY, ValueKind.CODE),
    Form.PERSON: (ValueKind.NAME,),
}
#: What is no place and no person: it is of another kind.
_OTHERS = (ValueKind.DATE, ValueKind.TIME, ValueKind.MONEY, ValueKind.QUANTITY)
_APART = (UnitKind.FIELD, UnitKind.ROW, UnitKind.ITEM)
#: A span of more words is a sentence, not a value.
WORDS = 8
#: The share of the question's words that a task must hold for its marks to answer it.
TOLD = 0.6
#: Words before a colon that only say what the rest is about.
LABEL = 3


def short_draft(judge: Judge, question: Question, read: Read) -> Draft:
    """What a unit's own marks say, the judge's span, the only value beside it; of several units those with values."""
    if table := table_draft(question, read):
        return table
    stretch, span = _only_with_value(question, read) or looked_at(judge, question, read.piece, 1)
    value = _marked(question, stretch.unit) or _said(question, read, stretch, span) or _told(question, read, stretch)
    if not value:
        return _units_draft(question, read) or _without(question, read, stretch)
    language, day = read.piece.passage.language, read.piece.day
    detail = resolved(value, stretch.unit.day or day, language)
    told = f"{value} ({detail})" if detail else value
    answer = f'{told} - "{stretch.words}"' if value != stretch.words else told
    held = question.coverage(f"{read.piece.head}\n{stretch.words}", language)
    sure = question.sure if _marked(question, stretch.unit) and held >= TOLD else None
    return Draft(question.form, answer, (stretch.quoted(read.piece),), read, short=value, detail=detail, sure=sure)


def asks_about(question: Question) -> bool:
    """Whether somebody is named, and all that is asked is who that is: sentences tell it, and no other name."""
    names = [v.surface.casefold() for v in find_values(question.text) if v.kind is ValueKind.NAME and v.start > 0]
    told = {word for name in names for word in name.split()}
    return question.form is Form.PERSON and all(word.surface.casefold() in told for word in question.words)


def _without(question: Question, read: Read, stretch: Stretch) -> Draft:
    """The sentence alone; one without any value of the kind says something else than what was asked."""
    kinds, language, day = _KINDS.get(question.form), read.piece.passage.language, read.piece.day
    label, _, rest = stretch.words.partition(": ")
    words = rest if rest and len(label.split()) <= LABEL and label != stretch.unit.speaker else stretch.words
    found = any(value.kind in kinds for value in find_values(words, language, day)) if kinds else True
    held = found or not _tells_kinds(words)
    return Draft(Form.SENTENCES, stretch.words, (stretch.quoted(read.piece),), read, sure=None if held else 0.0)


def _only_with_value(question: Question, read: Read) -> tuple[Stretch, str] | None:
    """Where the judge points at nothing: the only sentence with a value of the kind asked for, and that value."""
    kinds, piece = _KINDS.get(question.form), read.piece
    if kinds is None or read.judgement.end:
        return None
    language, day = piece.passage.language, piece.passage.date
    sentences = [(unit, sentence) for unit in piece.units for sentence in unit.sentences]
    found = [
        (Stretch(unit, (sentence,)), values[0].surface)
        for unit, sentence in sentences
        if (values := [v for v in find_values(sentence.text, language, unit.day or day) if v.kind in kinds])
    ]
    return found[0] if len(found) == 1 and len(sentences) > 1 else None


def _tells_kinds(words: str) -> bool:
    """Whether a name, a day or a number would be seen as one: only scripts with capital letters tell names."""
    return is_cjk(words) or any(char.isupper() or char.islower() for char in words)


def _marked(question: Question, unit: Unit) -> str:
    """When a task was done, or is due."""
    if question.form is not Form.DAY or unit.kind is not UnitKind.TASK:
        return ""
    day = unit.done if unit.state is State.DONE else unit.due
    return day.isoformat() if day else ""


def _said(question: Question, read: Read, stretch: Stretch, span: str) -> str:
    """The span where it is a value of the kind, else the sentence's only such value, else nothing."""
    form, language, day = question.form, read.piece.passage.language, stretch.unit.day or read.piece.passage.date
    if form is Form.PERSON and question.says(span):
        # The name that was asked about is no answer.
        return ""
    found = find_values(span, language, day)
    if span and len(span.split()) <= WORDS and "\n" not in span and _fits(form, found, stretch.unit, span):
        is_time = form is Form.DAY and all(value.kind is ValueKind.TIME for value in found)
        return f"{stretch.unit.day.isoformat()} {span}" if is_time and stretch.unit.day else span
    if form not in _KINDS or not span:
        return ""
    values = [v for v in find_values(stretch.words, language, day) if v.kind in _KINDS[form]]
    return values[0].surface if len(values) == 1 else ""


def _fits(form: Form, found: tuple[Value, ...], unit: Unit, span: str) -> bool:
    if form is Form.PERSON and unit.speaker:
        return span == unit.speaker or any(value.kind is ValueKind.NAME for value in found)
    if form is Form.PERSON:
        is_label = unit.said.startswith(f"{span}:")
        return not is_label and any(word[:1].isupper() or is_cjk(word) for word in span.split())
    if form in (Form.DAY, Form.AMOUNT):
        return any(value.kind in _KINDS[form] for value in found)
    return not any(value.kind in _OTHERS for value in found)


def _told(question: Question, read: Read, stretch: Stretch) -> str:
    """Who tells it, and when: the speaker of a turn, the day of the turn, the entry or the daily note."""
    unit = stretch.unit
    if question.form is Form.PERSON:
        return unit.speaker
    day = unit.day or _named_day(read.piece.passage)
    return " ".join(filter(None, (day.isoformat(), unit.time))) if question.form is Form.DAY and day else ""


def _units_draft(question: Question, read: Read) -> Draft | None:
    """The fields, rows and items that hold values of the kind asked for, where not all do: what to choose from."""
    piece, kinds = read.piece, _KINDS.get(question.form, ())
    language, day = piece.passage.language, piece.passage.date
    apart = [unit for unit in piece.units if unit.kind in _APART]
    with_values = [u for u in apart if any(v.kind in kinds for v in find_values(u.said, language, u.day or day))]
    if not with_values or len(with_values) == len(piece.units):
        return None
    return Draft(Form.SENTENCES, shown(with_values), tuple(of_unit(piece, unit) for unit in with_values), read)


def _named_day(passage: Passage) -> date | None:
    """A note's day where its name says it: a daily note's."""
    return passage.date if passage.date.isoformat() in (passage.path + passage.title) else None
