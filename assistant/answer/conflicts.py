"""Notes that contradict each other: "in March it was X, since June it is Y"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.answer.clauses import content, terms
from assistant.domain import EvidenceSentence, Statement
from assistant.values import Value, ValueKind, find_values, same, without
from assistant.values.value import interval

#: A group of statements counts that scores so much of what the best one scores.
SUPPORTED = 0.5
#: An answer that holds more words beside its values and the question's is free text, which is not compared.
FREE_WORDS = 3
#: Two statements are about the same when the one holds so much of what the other holds of the question.
SAME_TOPIC = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that one sentence gives, and how good it is: any score that is higher for a better one, above 0."""

    answer: str
    evidence: EvidenceSentence
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates that agree, oldest first; ``values`` are those of the best of them."""

    values: tuple[Value, ...]
    candidates: tuple[Candidate, ...]

    @property
    def score(self) -> float:
        """The best candidate's."""
        return max(candidate.score for candidate in self.candidates)


def conflicting(question: str, candidates: Iterable[Candidate]) -> tuple[Statement, ...]:
    """What well supported answers of different notes say against each other, newest first; empty if they agree.

    Answers are comparable when they are values of the same kind to the same words of the question. Free text is not,
    nor are dates of which one had passed when the other was written: they tell of two events.
    """
    groups = agreeing(question, candidates)
    if not groups:
        return ()
    best = groups[0]
    against = [
        group for group in groups[1:] if group.score >= SUPPORTED * best.score and _contradict(question, best, group)
    ]
    if not against:
        return ()
    return _history((best, *against))


def agreeing(question: str, candidates: Iterable[Candidate]) -> tuple[Group, ...]:
    """The candidates in groups of those that say the same, best first; what cannot be compared is left out."""
    groups: list[Group] = []
    for candidate in sorted(candidates, key=lambda c: -c.score):
        values = _values(question, candidate)
        if not values:
            continue
        for i, group in enumerate(groups):
            if _agree(values, group.values):
                groups[i] = Group(group.values, (*group.candidates, candidate))
                break
        else:
            groups.append(Group(values, (candidate,)))
    return tuple(Group(g.values, tuple(sorted(g.candidates, key=_age))) for g in groups)


def in_words(statements: Sequence[Statement], language: str = "en") -> str:
    """The statements in one line, newest first: ``since 2026-06-02: Y [2]; 2026-03-10: X [1]``."""
    since, undated = {"de": ("seit ", "ohne Datum"), "zh": ("自 ", "无日期")}.get(language, ("since ", "undated"))
    changed = len({statement.date for statement in statements}) > 1
    told: list[str] = []
    for i, statement in enumerate(statements):
        day = statement.date.isoformat() if statement.date else undated
        told.append(f"{since if i == 0 and changed and statement.date else ''}{day}: {statement.value} [{statement.n}]")
    return "; ".join(told)


def _history(groups: Sequence[Group]) -> tuple[Statement, ...]:
    """Each change of mind, newest first: of statements that follow each other and agree, the first and its day."""
    told = sorted(((_age(c), i, c) for i, group in enumerate(groups) for c in group.candidates), key=lambda t: t[:2])
    changes = [told[0], *(now for before, now in pairwise(told) if before[1] != now[1])]
    return tuple(Statement(c.answer, c.evidence.date, c.evidence.n) for _, _, c in reversed(changes))


def _values(question: str, candidate: Candidate) -> tuple[Value, ...]:
    """The values of an answer that is little else; of several kinds, names count only where they are all there is."""
    answer, language = candidate.answer, candidate.evidence.language
    values = find_values(answer, language, candidate.evidence.date)
    if len(content(without(answer, values), language) - terms(question, language)) > FREE_WORDS:
        return ()
    telling = tuple(value for value in values if value.kind is not ValueKind.NAME)
    return telling or values


def _agree(a: Sequence[Value], b: Sequence[Value]) -> bool:
    """Whether all values of a kind that both have are the same, and there is such a kind."""
    shared = {value.kind for value in a} & {value.kind for value in b}
    return bool(shared) and all(_all_same(_of(a, kind), _of(b, kind)) for kind in shared)


def _all_same(a: Sequence[Value], b: Sequence[Value]) -> bool:
    few, many = sorted((a, b), key=len)
    return all(any(same(x, y) for y in many) for x in few)


def _of(values: Sequence[Value], kind: ValueKind) -> list[Value]:
    return [value for value in values if value.kind is kind]


def _contradict(question: str, a: Group, b: Group) -> bool:
    """Whether two groups, which do not agree, speak of the same thing in different notes."""
    notes = [{candidate.evidence.path for candidate in group.candidates} for group in (a, b)]
    kinds = {value.kind for value in a.values} & {value.kind for value in b.values}
    return (
        bool(kinds)
        and notes[0].isdisjoint(notes[1])
        and _same_topic(question, a.candidates[0].evidence, b.candidates[0].evidence)
        and not (ValueKind.DATE in kinds and _two_events(a, b))
    )


def _same_topic(question: str, a: EvidenceSentence, b: EvidenceSentence) -> bool:
    held = [content(question, s.language) & terms(_context(s), s.language) for s in (a, b)]
    return len(held[0] & held[1]) >= SAME_TOPIC * max(map(len, held))


def _context(sentence: EvidenceSentence) -> str:
    return " ".join((sentence.title, *sentence.headings, sentence.sentence.text))


def _two_events(a: Group, b: Group) -> bool:
    """Whether the older note's day had come when the newer one was written: the newer one tells of another day."""
    older, newer = sorted((a, b), key=lambda group: _age(group.candidates[0]))
    told, written = older.candidates[0].evidence.date, newer.candidates[0].evidence.date
    if told is None or written is None:
        return False
    days = (interval(reading) for value in _of(older.values, ValueKind.DATE) for reading in value.readings)
    return any(day is not None and told <= day[1] < written for day in days)


def _age(candidate: Candidate) -> date:
    return candidate.evidence.date or date.min
