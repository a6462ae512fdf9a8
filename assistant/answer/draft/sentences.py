"""What of a piece says it: the whole of a short one, of a longer one the part or the few sentences that answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer.draft.model import Quoted, of_piece, of_sentences, shown, words_of
from assistant.answer.question.parse import Question
from assistant.answer.reading.grouping import announced, branches
from assistant.answer.reading.pieces import Piece, spoken
from assistant.answer.reading.read import Read
from assistant.domain import Sentence, Unit, UnitKind
from assistant.engines.ports import Judge

#: A piece of so many characters is shown whole; of a longer one so many sentences.
WHOLE, SENTENCES = 600, 3
#: A list of so many items is shown whole; of a longer one so many that stand together.
ITEMS, BESIDE = 14, 5
#: A part is shown alone where it answers better than the other parts by so many logits, and hardly less than the whole,
#: and where so large a share of its letters is not of words of the question.
ALONE, LESS, TOLD = 2.0, 1.0, 0.34


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a piece that may be shown alone: some sentences of a unit, or a whole one without sentences.

    ``rest`` is what it announces, ``logit`` how likely it answers.
    """

    unit: Unit
    sentences: tuple[Sentence, ...]
    rest: tuple[Unit, ...] = ()
    logit: float = 0.0

    @property
    def words(self) -> str:
        """What it says."""
        own = words_of(self.sentences) if self.sentences else spoken(self.unit)
        return "\n".join([own, shown(self.rest)]) if self.rest else own

    def quoted(self, piece: Piece) -> Quoted:
        """Its lines."""
        own = self.sentences or (Sentence(self.unit.text, self.unit.span),)
        return of_sentences(piece, self.unit, (*own, *(Sentence(unit.text, unit.span) for unit in self.rest)))


def saying(judge: Judge, question: Question, read: Read) -> tuple[str, Quoted]:
    """The words of a piece that answer best, and their lines."""
    piece = part_of(judge, question, read)
    if _is_list(piece):
        piece = _stretch_of(judge, question, piece)
    elif len(piece.said) > WHOLE or any(unit.kind is UnitKind.TASK for unit in piece.units):
        best = best_stretch(judge, question, piece, SENTENCES)
        return best.words, best.quoted(piece)
    return shown(piece.units), of_piece(piece)


def part_of(judge: Judge, question: Question, read: Read) -> Piece:
    """The paragraph or item that alone answers as well as the whole piece, and better than all others, or the piece."""
    piece = read.piece
    parts = branches(piece.units)
    if len(parts) < 2 or is_numbered(piece):
        return piece
    judgements = judge.judge(question.text, [piece.lead + "\n".join(map(spoken, part)) for part in parts])
    order = sorted(range(len(parts)), key=lambda number: -judgements[number].logit)
    best, second = (judgements[number].logit for number in order[:2])
    part = parts[order[0]]
    is_alone = best >= read.judgement.logit - LESS and best - second >= ALONE
    return replace(piece, units=part) if is_alone and not _only_says_again(question, part) else piece


def _only_says_again(question: Question, units: Sequence[Unit]) -> bool:
    """Whether there is next to nothing in it but words of the question: a label of what stands beside it."""
    said = "".join(char for unit in units for char in unit.said.casefold() if char.isalnum() or char.isspace())
    rest = said
    for word in sorted((word.surface.casefold() for word in question.words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return _letters(rest) < TOLD * _letters(said)


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def is_numbered(piece: Piece) -> bool:
    """Whether it has numbered items: steps, or things that are counted."""
    return any(unit.kind is UnitKind.ITEM and unit.text.lstrip("> \t")[:1].isdigit() for unit in piece.units)


def _stretch_of(judge: Judge, question: Question, piece: Piece) -> Piece:
    """A list that is not long as it is; of a longer one the items that answer best, and those beside them."""
    if len(piece.units) <= ITEMS:
        return piece
    starts = range(0, len(piece.units) - BESIDE + 1, 2)
    parts = [replace(piece, units=piece.units[at : at + BESIDE]) for at in starts]
    judgements = judge.judge(question.text, [part.lead + part.said for part in parts])
    return max(zip(judgements, parts, strict=True), key=lambda pair: pair[0].logit)[1]


def _is_list(piece: Piece) -> bool:
    """Whether most of a piece are items or rows: without the others, one of them says little."""
    listed = sum(unit.kind in (UnitKind.ITEM, UnitKind.ROW) for unit in piece.units)
    return listed > len(piece.units) / 2


def best_stretch(judge: Judge, question: Question, piece: Piece, length: int) -> Stretch:
    """Of a piece's runs of ``length`` sentences the one that answers best, each read with what the piece is under."""
    return looked_at(judge, question, piece, length)[0]


def looked_at(judge: Judge, question: Question, piece: Piece, length: int) -> tuple[Stretch, str]:
    """The run that answers best, and the short answer that the judge sees in it; among much else it sees less well."""
    stretches = [stretch for at in range(len(piece.units)) for stretch in _stretches(piece.units, at, length)]
    texts = [piece.lead + stretch.words for stretch in stretches]
    judgements = judge.judge(question.text, texts)
    found, stretch, text = max(zip(judgements, stretches, texts, strict=True), key=lambda one: one[0].logit)
    begins = found.start >= len(piece.lead)
    return replace(stretch, logit=found.logit), text[found.start : found.end].strip() if begins else ""


def _stretches(units: tuple[Unit, ...], at: int, length: int) -> list[Stretch]:
    unit, rest = units[at], announced(units, at)
    whole = unit.kind in (UnitKind.ROW, UnitKind.CODE, UnitKind.FIELD, UnitKind.TASK)
    if whole or len(unit.sentences) <= 1:
        return [Stretch(unit, (), rest)]
    last = max(1, len(unit.sentences) - length + 1)
    runs = [unit.sentences[i : i + length] for i in range(last)]
    return [Stretch(unit, run, rest if run is runs[-1] else ()) for run in runs]
