"""What a draft of an answer is."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer.question.forms import Form
from assistant.answer.reading.pieces import Piece
from assistant.answer.reading.read import Read
from assistant.domain import Passage, Sentence, Unit, UnitKind
from assistant.notes.said import said

_ITEMS = (UnitKind.ITEM, UnitKind.TASK)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Lines that an answer rests on, from the first of ``parts`` to the last: each stands in the note as it is.

    ``unit`` is the one in which they begin.
    """

    passage: Passage
    unit: Unit
    parts: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a chat model says, and the lines it says it of."""

    text: str
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is checked: its words, what it rests on, and the piece that it was made of.

    ``short`` is the value that was asked for, ``detail`` the day that its "tomorrow" stands for. ``rivals`` are drafts
    of other notes that say another value; ``claims`` and ``written``, the mean log probability of a token, are there
    where a chat model chose the words. ``sure`` is how sure it is where the notes' own marks say it, and no judge.
    """

    form: Form
    answer: str
    quoted: tuple[Quoted, ...]
    read: Read
    short: str = ""
    detail: str = ""
    rivals: tuple["Draft", ...] = ()
    claims: tuple[Claim, ...] = ()
    written: float | None = None
    sure: float | None = None


def of_piece(piece: Piece) -> Quoted:
    """A whole piece, as one block of lines."""
    return Quoted(piece.passage, piece.units[0], tuple(Sentence(unit.text, unit.span) for unit in piece.units))


def of_unit(piece: Piece, unit: Unit) -> Quoted:
    """One unit of a piece."""
    return Quoted(piece.passage, unit, (Sentence(unit.text, unit.span),))


def of_sentences(piece: Piece, unit: Unit, sentences: tuple[Sentence, ...]) -> Quoted:
    """Some sentences of a unit."""
    return Quoted(piece.passage, unit, sentences)


def shown(units: Iterable[Unit]) -> str:
    """Units as a user reads them: without markup, items and steps a line each, code as it stands."""
    listed = list(units)
    top = min((unit.depth for unit in listed if unit.kind in _ITEMS), default=0)
    return "\n".join(_line(unit, unit.depth - top) for unit in listed)


def _line(unit: Unit, depth: int) -> str:
    words = f"{unit.speaker}: {unit.said}" if unit.speaker and unit.kind is UnitKind.TURN else unit.said
    if unit.kind is UnitKind.FIELD:
        return said(words).replace('"', "")
    if unit.kind not in _ITEMS:
        return words
    number = unit.text.lstrip("> \t").partition(" ")[0]
    return f"{'  ' * depth}{number if number[:1].isdigit() else '-'} {words}"


def words_of(sentences: Iterable[Sentence]) -> str:
    """Sentences as a user reads them, on one line."""
    return " ".join(said(sentence.text) for sentence in sentences)
