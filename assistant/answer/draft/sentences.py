"""The whole sentences that say it: a short piece as it is, of a longer one the few that answer."""

from dataclasses import dataclass, replace

from assistant.answer.draft.model import Quoted, of_piece, of_sentences, of_unit, shown, words_of
from assistant.answer.question.parse import Question
from assistant.answer.reading.pieces import Piece, spoken
from assistant.answer.reading.read import Read
from assistant.domain import Sentence, Unit, UnitKind
from assistant.engines.ports import Judge

#: A piece of so many characters is shown whole; of a longer one so many sentences.
WHOLE, SENTENCES = 600, 3
#: A list of so many items is shown whole; of a longer one so many that stand together.
ITEMS, BESIDE = 14, 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a piece that may be shown alone: some sentences of one unit, or a whole one without sentences."""

    unit: Unit
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> str:
        """What it says."""
        return words_of(self.sentences) if self.sentences else spoken(self.unit)

    def quoted(self, piece: Piece) -> Quoted:
        """Its lines."""
        return of_sentences(piece, self.unit, self.sentences) if self.sentences else of_unit(piece, self.unit)


def saying(judge: Judge, question: Question, read: Read) -> tuple[str, Quoted]:
    """The words of a piece that answer best, and their lines."""
    piece = read.piece
    if _is_list(piece):
        piece = _part(judge, question, piece)
    elif len(piece.said) > WHOLE or any(unit.kind is UnitKind.TASK for unit in piece.units):
        best = best_stretch(judge, question, piece, SENTENCES)
        return best.words, best.quoted(piece)
    return shown(piece.units), of_piece(piece)


def _part(judge: Judge, question: Question, piece: Piece) -> Piece:
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
    stretches = [stretch for unit in piece.units for stretch in _stretches(unit, length)]
    texts = [piece.lead + stretch.words for stretch in stretches]
    judgements = judge.judge(question.text, texts)
    found, stretch, text = max(zip(judgements, stretches, texts, strict=True), key=lambda one: one[0].logit)
    begins = found.start >= len(piece.lead)
    return stretch, text[found.start : found.end].strip() if begins else ""


def _stretches(unit: Unit, length: int) -> list[Stretch]:
    whole = unit.kind in (UnitKind.ROW, UnitKind.CODE, UnitKind.FIELD, UnitKind.TASK)
    if whole or len(unit.sentences) <= 1:
        return [Stretch(unit, ())]
    last = max(1, len(unit.sentences) - length + 1)
    return [Stretch(unit, unit.sentences[i : i + length]) for i in range(last)]
