"""Asking the questions of a test set, and scoring what comes back, question by question."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.domain import Answer
from assistant.evals.answer_metrics import contains, exact_match, f1, is_right
from assistant.evals.answer_sets import AnswerQuestion, AnswerSet
from assistant.evals.citations import CheckedCitation, check, precision, recall, unsupported

#: Anything that answers a question.
Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """One question, its answer, and the scores of it.

    ``f1``, ``em``, ``contained`` and ``correct`` are of the best gold answer, 0..1. As in SQuAD 2.0, they are 1 for
    an abstention where there is no answer, and 0 for one where there is. The citations' precision and recall are
    ``None`` unless it was answered and the evidence is known; ``unsupported`` are values of the answer that no quote
    holds. Times are in seconds, and milliseconds a stage.
    """

    id: str
    type: str
    question: str
    gold: tuple[str, ...]
    answer: str
    answered: bool
    reason: str
    confidence: float
    features: Mapping[str, float]
    citations: tuple[CheckedCitation, ...]
    citation_precision: float | None
    citation_recall: float | None
    unsupported: tuple[str, ...]
    f1: float
    em: float
    contained: float
    correct: float
    seconds: float
    timings_ms: Mapping[str, float]
    prompt_tokens: int
    completion_tokens: int

    @property
    def answerable(self) -> bool:
        """Whether the notes hold an answer."""
        return bool(self.gold)


def run(dataset: AnswerSet, ask: Ask, folder: Path) -> Iterator[AnswerResult]:
    """Ask every question of a set, whose notes are in ``folder``; results come as they are made."""
    for question in dataset.questions:
        started = time.perf_counter()
        answer = ask(question.question)
        yield score(question, answer, time.perf_counter() - started, folder)


def score(question: AnswerQuestion, answer: Answer, seconds: float, folder: Path) -> AnswerResult:
    """What an answer is worth, given the gold and the notes in ``folder``."""
    given = (answer.short or answer.answer) if answer.answered else ""
    citations = tuple(check(citation, folder) for citation in answer.citations)
    attributable = answer.answered and bool(question.evidence)
    silent = float(not answer.answered)
    golds = question.answers
    return AnswerResult(
        id=question.id,
        type=question.type,
        question=question.question,
        gold=golds,
        answer=given,
        answered=answer.answered,
        reason=answer.reason,
        confidence=answer.confidence,
        features=answer.features,
        citations=citations,
        citation_precision=precision(citations, question.evidence) if attributable else None,
        citation_recall=recall(citations, question.evidence) if attributable else None,
        unsupported=unsupported(given, citations),
        f1=max((f1(gold, given) for gold in golds), default=silent),
        em=max((float(exact_match(gold, given)) for gold in golds), default=silent),
        contained=max((float(contains(gold, given)) for gold in golds), default=silent),
        correct=float(is_right(golds, given)) if golds else silent,
        seconds=seconds,
        timings_ms=answer.timings_ms,
        prompt_tokens=answer.prompt_tokens,
        completion_tokens=answer.completion_tokens,
    )
