"""Answers that several pieces give together: sides of a comparison, states over time, tasks, items of several notes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answer.draft.model import Draft, Quoted, of_piece, of_unit, shown
from assistant.answer.draft.sentences import part_of, saying
from assistant.answer.question.forms import Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.grouping import is_entry
from assistant.answer.reading.read import Read
from assistant.domain import Sentence, State, Unit, UnitKind
from assistant.engines.ports import Judge

#: Pieces of a comparison, of states over time, and tasks that are told at most.
SIDES, STATES, TASKS = 2, 3, 20
#: A further piece is told where it is nearly as likely as the best, in the judge's logits.
NEAR = 2.0
#: Lines of a list that is told whole.
LINES = 40

_OPEN = (State.OPEN, State.ACTIVE)


def block_draft(judge: Judge, question: Question, reads: Sequence[Read]) -> Draft:
    """The whole block in order: a list that was judged in parts is put together again, but for things of their own."""
    best = reads[0]
    if is_entry(best.piece.units):
        return _entries_draft(question, reads if question.form is Form.ITEMS else reads[:1])
    parts = _parts(best, reads)
    if len(parts) == 1 and question.form is Form.STEPS:
        piece = part_of(judge, question, best)
        return Draft(question.form, shown(piece.units), (of_piece(piece),), best)
    units = tuple(dict.fromkeys(unit for part in parts for unit in part.piece.units))
    whole = replace(of_piece(parts[0].piece), parts=tuple(Sentence(unit.text, unit.span) for unit in units))
    surest = max(parts, key=lambda part: part.judgement.logit)
    return Draft(question.form, shown(units), (whole,), surest)


def _entries_draft(question: Question, reads: Sequence[Read]) -> Draft:
    """Of things that are looked up one by one, those of the same place that answer nearly as well, in order."""
    best = reads[0]
    place, least = (best.piece.passage.path, best.piece.units[0].headings), best.judgement.logit - NEAR
    near = [read for read in reads[1:] if is_entry(read.piece.units) and read.judgement.logit >= max(0.0, least)]
    own = [read for read in near if (read.piece.passage.path, read.piece.units[0].headings) == place]
    told = sorted([best, *own], key=lambda read: read.piece.span.start)
    answer = "\n".join(shown(read.piece.units) for read in told)
    return Draft(question.form, answer, tuple(of_piece(read.piece) for read in told), best)


def _parts(read: Read, reads: Sequence[Read]) -> list[Read]:
    """The pieces of the same list or table, those that follow each other, in order."""
    block, path = read.piece.units[-1].block, read.piece.passage.path
    lists = (UnitKind.ITEM, UnitKind.TASK)
    if read.piece.units[-1].kind not in lists:
        return [read]
    own = [r for r in reads if r.piece.passage.path == path and any(u.block == block for u in r.piece.units)]
    own = sorted(own, key=lambda r: r.piece.span.start)
    total = sum(len(r.piece.units) for r in own)
    return own if total <= LINES else [read]


def sides_draft(judge: Judge, question: Question, reads: Sequence[Read]) -> Draft:
    """What the notes say of each: the best piece, and one nearly as good that says what that one does not."""
    best = reads[0]
    told = [best, *(r for r in reads[1:] if _adds(question, r, best))][:SIDES]
    return _joined(judge, question, told)


def _adds(question: Question, read: Read, best: Read) -> bool:
    """Whether a piece holds a word of the question that the best one lacks."""
    if read.judgement.logit < best.judgement.logit - NEAR:
        return False
    here, there = (question.covered(f"{r.piece.head}\n{r.piece.said}", r.piece.passage.language) for r in (read, best))
    return any(a and not b for a, b in zip(here, there, strict=True))


def states_draft(judge: Judge, question: Question, reads: Sequence[Read]) -> Draft:
    """The newest first, earlier ones after it, each with its day."""
    best = reads[0]
    least = max(0.0, best.judgement.logit - NEAR)
    near = [read for read in reads if read.judgement.logit >= least] or [best]
    told = sorted(near[:STATES], key=lambda read: read.piece.day, reverse=True)
    return _joined(judge, question, told, dated=len(told) > 1)


def _joined(judge: Judge, question: Question, told: Sequence[Read], *, dated: bool = False) -> Draft:
    parts = [saying(judge, question, read) for read in told]
    days = [f"{read.piece.day.isoformat()}: " if dated else "" for read in told]
    answer = "\n".join(day + words for day, (words, _) in zip(days, parts, strict=True))
    best = max(told, key=lambda read: read.score)
    return Draft(question.form, answer, tuple(quoted for _, quoted in parts), best)


def tasks_draft(question: Question, reads: Sequence[Read]) -> Draft | None:
    """The tasks that are open, or done, under what the question is about."""
    wanted = _OPEN if question.form is Form.OPEN else (State.DONE,)
    tasks = ((read, unit) for read in reads for unit in read.piece.units if unit.kind is UnitKind.TASK)
    found = [(read, unit) for read, unit in tasks if unit.state in wanted]
    if not found:
        return None
    kept = _on_topic(question, found)[:TASKS]
    quoted = tuple(dict.fromkeys(of_unit(read.piece, unit) for read, unit in kept))
    answer = "\n".join(f"- {line}" for line in _lines(quoted))
    return Draft(question.form, answer, quoted, kept[0][0], sure=question.sure)


def _on_topic(question: Question, found: Sequence[tuple[Read, Unit]]) -> Sequence[tuple[Read, Unit]]:
    """The tasks in the notes and under the headings that the question names, or all where it names none."""
    shares = [question.coverage(read.piece.head, read.piece.passage.language) for read, _ in found]
    return [pair for pair, share in zip(found, shares, strict=True) if share >= max(shares) / 2]


def _lines(quoted: Iterable[Quoted]) -> Iterable[str]:
    for each in quoted:
        yield each.unit.said + (f" (due {each.unit.due.isoformat()})" if each.unit.due else "")
