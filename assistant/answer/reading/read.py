"""The pieces around what a search found, judged and in order: the likeliest to answer first."""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path

from assistant.answer.question.forms import Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.pieces import Piece, pieces_of
from assistant.domain import Hit, Passage, Span, State, UnitKind
from assistant.engines.ports import Judge, Judgement

#: Pieces that are judged, those that the search ranks first: further ones are next to never the best. Of short ones
#: more are read, up to so many bytes, in which each counts some for the question and the headings.
JUDGED, BYTES, EACH = 20, 9000, 150
#: What the parts of a piece's score count.
ORDER = Path(__file__).with_name("order.json")
#: How much more the search's score counts of a piece of the day that is asked for.
OF_THE_DAY = 2.0
#: So much better a turn must answer than the one before it, with which it is read; so much less what only asks.
ADDED, ASKED = 1.0, 4.0
#: Logits beyond this say no more; fused scores below this share of the best are alike.
FAR, LEAST = 8.0, 0.05

NoteOf = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Read:
    """A piece and what was made of it.

    ``fused`` is the search's score of its passage as a share of the best one's, ``covered`` the share of the
    question's words that it holds with its headings, ``score`` all of it in logits.
    """

    piece: Piece
    judgement: Judgement
    fused: float
    covered: float
    score: float


def read(question: Question, hits: Sequence[Hit], judge: Judge, note_of: NoteOf) -> tuple[Read, ...]:
    """The pieces in the passages of ``hits``, judged, best first."""
    found = _likeliest(_candidates(question, hits, note_of))
    judgements = _judged(judge, question, [one.piece for one in found])
    made = (
        replace(one, judgement=judgement, score=score_of(judgement, one.fused, one.covered))
        for one, judgement in zip(found, judgements, strict=True)
    )
    return tuple(sorted(made, key=lambda one: -one.score))


def _likeliest(candidates: Iterable[Read]) -> list[Read]:
    """As many as are judged, the likeliest by what the search says."""
    order = sorted(candidates, key=lambda one: -one.score)
    costs = accumulate(len(one.piece.said.encode()) + EACH for one in order)
    within_bytes = sum(cost <= BYTES for cost in costs)
    return order[: max(JUDGED, within_bytes)]


def _judged(judge: Judge, question: Question, pieces: Sequence[Piece]) -> list[Judgement]:
    """A judgement of each piece after its context; of a turn alone where the one before it says it already."""
    texts = [piece.lead + piece.said for piece in pieces]
    judgements = judge.judge(question.text, texts) if texts else []
    own = {piece.units[-1].span: judgement for piece, judgement in zip(pieces, judgements, strict=True)}
    again = [at for at, piece in enumerate(pieces) if _adds_little(piece, judgements[at], own)]
    alone = judge.judge(question.text, [f"{pieces[at].head}\n{pieces[at].said}" for at in again]) if again else []
    for at, judgement in zip(again, alone, strict=True):
        judgements[at] = Judgement(
            min(judgement.logit, judgements[at].logit), near=min(judgement.near, judgements[at].near)
        )
    if question.form is Form.YES_NO:
        return judgements
    return [_of_a_question(piece, judgement) for piece, judgement in zip(pieces, judgements, strict=True)]


def _adds_little(piece: Piece, judgement: Judgement, own: Mapping[Span, Judgement]) -> bool:
    """Whether a turn, read after the one before it, answers hardly better than that one does: it is that one's answer.

    What was asked before says nothing itself.
    """
    if not piece.context or piece.units[0].kind is not UnitKind.TURN or piece.context[-1].state is State.ASKED:
        return False
    before = own.get(piece.context[-1].span)
    in_context = len(piece.head) < judgement.start < judgement.end <= len(piece.lead)
    return in_context or (before is not None and before.logit > judgement.logit - ADDED)


def _of_a_question(piece: Piece, judgement: Judgement) -> Judgement:
    """A piece that only asks answers nothing, however near it is to the question."""
    if all(unit.state is State.ASKED for unit in piece.units):
        return replace(judgement, logit=judgement.logit - ASKED)
    return judgement


def with_tasks(question: Question, hits: Sequence[Hit], note_of: NoteOf) -> tuple[Read, ...]:
    """The pieces that hold tasks, as they stand: their marks say how things are, and nobody has to judge."""
    found = _candidates(question, hits, note_of)
    return tuple(one for one in found if any(unit.kind is UnitKind.TASK for unit in one.piece.units))


def score_of(judgement: Judgement, fused: float, covered: float) -> float:
    """How likely a piece answers, in logits that only compare the pieces of one question."""
    parts = parts_of(judgement, fused, covered)
    return sum(_order()[name] * value for name, value in parts.items())


def parts_of(judgement: Judgement, fused: float, covered: float) -> dict[str, float]:
    """What the order of pieces rests on: the judge, nearness in meaning, the fused score (its share, each halving of
    it), the words.
    """
    halving = math.log2(max(fused, LEAST))
    judged = {"judge": within(judgement.logit), "near": within(judgement.near)}
    return judged | {"share": fused, "halving": halving, "words": covered}


@cache
def _order() -> Mapping[str, float]:
    """What each of them counts; fitted by ``training.answer_fit``."""
    weights: dict[str, float] = json.loads(ORDER.read_text(encoding="utf-8"))
    return weights


def within(logit: float) -> float:
    """A logit that is not too far out to be compared."""
    return max(-FAR, min(FAR, logit))


def _candidates(question: Question, hits: Sequence[Hit], note_of: NoteOf) -> Iterator[Read]:
    """Each piece that lies in a passage found, before it is judged."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    scores = {hit.passage.chunk_id: hit.score for hit in hits}
    for stretch in _stretches(hits, note_of):
        for piece in pieces_of(stretch):
            own = [scores[p.chunk_id] for p in _touched(piece, stretch) if p.chunk_id in scores]
            if own and not _only_names_the_note(question, piece):
                fused = max(own) / best * (OF_THE_DAY if question.names(piece.day) else 1.0)
                covered = question.coverage(f"{piece.head}\n{piece.said}", piece.passage.language)
                unread = Judgement(0.0)
                yield Read(piece, unread, fused, covered, score_of(unread, fused, covered))


def _only_names_the_note(question: Question, piece: Piece) -> bool:
    """Whether it is front matter that holds no more of the question than the title and headings do."""
    if any(unit.kind is not UnitKind.FIELD for unit in piece.units):
        return False
    language = piece.passage.language
    return question.coverage(f"{piece.head}\n{piece.said}", language) <= question.coverage(piece.head, language)


def _touched(piece: Piece, stretch: Sequence[Passage]) -> Iterator[Passage]:
    span = piece.span
    yield from (p for p in stretch if p.chunk.span.start < span.end and span.start < p.chunk.span.end)


def _stretches(hits: Sequence[Hit], note_of: NoteOf) -> Iterator[list[Passage]]:
    """The passages found and those beside them, as runs without a gap, each note's in order."""
    found: dict[str, dict[int, Passage]] = {}
    for hit in hits:
        found.setdefault(hit.passage.path, {})[hit.passage.chunk.span.start] = hit.passage
    for path, own in found.items():
        starts = {passage.chunk.span.start: passage for passage in note_of(path)} | own
        order = sorted(starts)
        near = {order[j] for i, at in enumerate(order) if at in own for j in (i - 1, i, i + 1) if 0 <= j < len(order)}
        run: list[Passage] = []
        for at in sorted(near):
            if run and run[-1].chunk.span.end != at:
                yield run
                run = []
            run.append(starts[at])
        if run:
            yield run
