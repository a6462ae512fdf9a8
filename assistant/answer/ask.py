"""The life of a question: understood, read for, drafted, checked, weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer.check.cite import cite
from assistant.answer.check.quotes import STDIN, QuoteReader
from assistant.answer.check.support import supported
from assistant.answer.confidence.model import ConfidenceModel
from assistant.answer.confidence.weigh import known, nearest
from assistant.answer.draft.draft import draft as drafted
from assistant.answer.draft.model import Draft
from assistant.answer.draft.several import tasks_draft
from assistant.answer.draft.writing import Limits, OnText, Style, Writer, Written
from assistant.answer.question.forms import Form
from assistant.answer.question.missing import why_not
from assistant.answer.question.parse import Question, parse
from assistant.answer.reading.read import Read, read, with_tasks
from assistant.domain import Answer, Citation, Evidence, Hit, Note, Passage
from assistant.engines.ports import Judge
from assistant.retrieve.explain import timed
from assistant.retrieve.query import Query
from assistant.retrieve.search import Search

#: Passages that a search is asked for, and those of a piped text that are read.
PASSAGES, PIPED = 24, 8
#: Passages with tasks that are looked at where tasks are asked for.
TASKS = 200


@dataclass(frozen=True, slots=True)
class AskParams:
    """Limits of one question: what a chat model is shown, the confidence from which it is answered, and the style."""

    evidence_tokens: int
    evidence_sentences: int
    min_confidence: float
    style: Style


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about: the question's form, the judged pieces, what a chat model saw, what moved confidence.

    ``contributions`` are added log odds by feature, ``notices`` what the search has to say about the question.
    """

    form: Form
    reads: tuple[Read, ...]
    evidence: Evidence
    contributions: Mapping[str, float]
    notices: tuple[str, ...]


@dataclass(slots=True)
class _Run:
    """One question on its way."""

    typed: str
    timings_ms: dict[str, float] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    reads: tuple[Read, ...] = ()
    tasks: Draft | None = None
    written: Written | None = None


class Asker:
    """Answers questions from one index: with a judge alone, or with a chat model that words what it found."""

    def __init__(
        self, search: Search, quotes: QuoteReader, confidence: ConfidenceModel, judge: Judge, writer: Writer | None
    ) -> None:
        self._search = search
        self._quotes = quotes
        self._confidence = confidence
        self._judge = judge
        self._writer = writer

    def run(self, text: str, params: AskParams, on_text: OnText, piped: Note | None = None) -> tuple[Answer, Trace]:
        """Answer ``text`` from the notes, and from ``piped``, a text that came with the question."""
        run = _Run(text)
        question = self._understood(run, piped)
        with timed(run.timings_ms, "read"):
            run.reads = () if run.tasks else read(question, run.hits, self._judge, self._search.note)
        draft = run.tasks or self._drafted(run, question, params, on_text)
        with timed(run.timings_ms, "check"):
            citations, conflicts = cite(draft, self._quotes) if draft else ((), ())
        answer, trace = self._weighed(run, question, draft, citations, params)
        return (replace(answer, conflicts=conflicts) if answer.answered else answer), trace

    def _understood(self, run: _Run, piped: Note | None) -> Question:
        """The question, and the passages that a search finds for it."""
        with timed(run.timings_ms, "retrieve"):
            found = self._search.run(run.typed, PASSAGES)
        run.notices = tuple(found.explanation.notices)
        with timed(run.timings_ms, "question"):
            question = parse(found.explanation.query, self._search)
        run.hits = (*_piped_hits(piped, question, found.hits), *found.hits)
        if question.form in (Form.OPEN, Form.DONE):
            run.tasks = tasks_draft(question, self._with_tasks(run, found.explanation.query, question))
        return question

    def _with_tasks(self, run: _Run, query: Query, question: Question) -> tuple[Read, ...]:
        """The pieces with tasks of all notes that the question's filters leave, those that were found first."""
        known = {hit.passage.chunk_id for hit in run.hits}
        more = (hit for hit in self._search.tasks(query, TASKS) if hit.passage.chunk_id not in known)
        return with_tasks(question, (*run.hits, *more), self._search.note)

    def _drafted(self, run: _Run, question: Question, params: AskParams, on_text: OnText) -> Draft | None:
        if self._writer and run.reads:
            with timed(run.timings_ms, "generate"):
                limits = Limits(params.evidence_tokens, params.evidence_sentences)
                run.written = self._writer.write(question, run.reads, limits, on_text)
            run.timings_ms["prompt"] = round(run.written.prompt_seconds * 1000, 1)
            held = supported(run.written.draft, question) if run.written.draft else None
            if held:
                return held
        with timed(run.timings_ms, "draft"):
            return drafted(self._judge, question, run.reads)

    def _weighed(
        self,
        run: _Run,
        question: Question,
        draft: Draft | None,
        citations: tuple[Citation, ...],
        params: AskParams,
    ) -> tuple[Answer, Trace]:
        features = known(self._confidence, draft, run.reads) if draft and draft.sure is None else {}
        is_of_the_day = draft is not None and question.is_of(draft.read.piece.day, draft.read.piece.said)
        confidence = self._sure_of(draft, features) if draft and citations and is_of_the_day else 0.0
        answered = bool(draft and citations and confidence >= params.min_confidence)
        written = run.written
        answer = Answer(
            question=run.typed,
            answered=answered,
            answer=draft.answer if draft and answered else "",
            short=draft.short if draft and answered else "",
            detail=draft.detail if draft and answered else "",
            citations=citations if answered else (),
            nearest=nearest(self._confidence, run.reads, self._quotes),
            confidence=round(confidence, 3),
            reason="" if answered else _reason(question, run, draft, citations),
            model=self._writer.chat.name if self._writer else self._judge.name,
            prompt_tokens=written.prompt_tokens if written else 0,
            completion_tokens=written.completion_tokens if written else 0,
            timings_ms=run.timings_ms,
            truncated=written.evidence.left_out if written else (),
            features=features,
        )
        evidence = written.evidence if written else Evidence(())
        contributions = self._confidence.contributions(features)
        return answer, Trace(question.form, run.reads, evidence, contributions, run.notices)

    def _sure_of(self, draft: Draft, features: Mapping[str, float]) -> float:
        return self._confidence.confidence(features) if draft.sure is None else draft.sure


def _reason(question: Question, run: _Run, draft: Draft | None, citations: Sequence[Citation]) -> str:
    if draft is None:
        return "nothing like it was found"
    if not citations:
        return "the cited lines have changed since they were indexed; run: assistant index"
    return why_not(question, [hit.passage for hit in run.hits])


def _piped_hits(piped: Note | None, question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The passages of a piped text that hold most of the question, as hits that rank before the notes' own."""
    if piped is None:
        return []
    best = sorted(piped.chunks, key=lambda chunk: -question.coverage(chunk.text, piped.language))[:PIPED]
    score = max((hit.score for hit in hits), default=1.0)
    return [
        Hit(Passage(-i, STDIN, STDIN, piped.date, piped.language, (), chunk), score)
        for i, chunk in enumerate(best, start=1)
    ]
