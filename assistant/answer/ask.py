"""The life of a question: search, evidence, writing under a grammar, verification, citations, or abstaining."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from assistant.answer.abstain import Support, support
from assistant.answer.evidence import Layout, Order, Question, flat, pack
from assistant.answer.grammar import Written, copy_grammar, pointer_grammar, read_written
from assistant.answer.quotes import STDIN, QuoteReader
from assistant.answer.verify import verify
from assistant.domain import Answer, Citation, Evidence, EvidenceSentence, Hit, Note, Passage
from assistant.engines.ports import Chat
from assistant.prompts import Prompt
from assistant.retrieve.search import Search

#: Passages read for evidence, and how many an abstention shows.
PASSAGES = 8
NEAREST = 5

#: Called with the whole answer so far, before it has been verified.
OnText = Callable[[str], None]


class Style(StrEnum):
    """How an answer is written: its words copied out of one sentence, or the model's own about several."""

    COPY = "copy"
    WRITE = "write"

    @property
    def prompt(self) -> str:
        """The name of the prompt that asks for it."""
        return {Style.COPY: "quote", Style.WRITE: "answer"}[self]

    def layout(self, tokens: int, sentences: int) -> Layout:
        """How the evidence is laid out for it: to copy from one sentence, few and the best first."""
        if self is Style.COPY:
            return Layout(tokens, min(sentences, 6), 0.6, Order.BEST_FIRST)
        return Layout(tokens, sentences, 0.25, Order.READING)

    def grammar(self, evidence: Evidence) -> str:
        """The grammar of one question."""
        if self is Style.COPY:
            return copy_grammar([flat(s.sentence.text) for s in evidence.sentences])
        return pointer_grammar(len(evidence.sentences))


@dataclass(frozen=True, slots=True)
class AskParams:
    """Limits of one question: evidence and answer in tokens, evidence in sentences."""

    evidence_tokens: int
    evidence_sentences: int
    answer_tokens: int
    style: Style


@dataclass(slots=True)
class _Run:
    """One question on its way: what was found and measured so far."""

    text: str
    hits: tuple[Hit, ...] = ()
    support: Support = field(default_factory=lambda: Support(0.0, ()))
    left_out: tuple[str, ...] = ()
    prompt_tokens: int = 0
    completion_tokens: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.timings_ms[stage] = round((time.perf_counter() - started) * 1000, 1)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is left of the written text after verification; without citations there is no answer."""

    answer: str
    citations: tuple[Citation, ...]
    reason: str


class Asker:
    """Answers questions from one index with one chat model."""

    def __init__(self, search: Search, chat: Chat, prompt: Prompt, quotes: QuoteReader) -> None:
        self._search = search
        self._chat = chat
        self._prompt = prompt
        self._quotes = quotes

    def run(self, text: str, params: AskParams, on_text: OnText, piped: Note | None = None) -> Answer:
        """Answer ``text`` from the notes, and from ``piped``, a text that came with the question."""
        run = _Run(text)
        with run.timed("retrieve"):
            run.hits = self._search.run(text, PASSAGES).hits
        with run.timed("pack"):
            question = self._question(text)
            piped_hits = _piped_hits(piped, question)
            run.support = max(support(question, run.hits), support(question, piped_hits), key=lambda s: s.confidence)
            evidence = self._evidence(question, [hit.passage for hit in (*piped_hits, *run.hits)], params)
            run.left_out = evidence.left_out
        if not (run.support.enough and evidence.sentences):
            return self._result(run, _Settled("", (), _why_not(run.support)))
        written = self._write(run, evidence, params, on_text)
        with run.timed("verify"):
            settled = self._settle(question, written, evidence)
        return self._result(run, settled)

    def _question(self, text: str) -> Question:
        words = tuple(word for word in self._search.words(text) if word.weight > 0)
        rarity = [self._search.rarity(word) for word in words]
        return Question(text, words, tuple(r / sum(rarity) for r in rarity))

    def _evidence(self, question: Question, passages: Sequence[Passage], params: AskParams) -> Evidence:
        """What the model's context holds beside the prompt's own words and the answer, counted as it is shown."""
        count, room = self._chat.count_tokens, self._chat.context_tokens - params.answer_tokens
        tokens = min(params.evidence_tokens, room - count(self._rendered(question.text, Evidence(()))))
        while True:
            layout = params.style.layout(tokens, params.evidence_sentences)
            evidence = pack(question, passages, layout, count)
            excess = count(self._rendered(question.text, evidence)) - room
            if excess <= 0 or not evidence.sentences:
                return evidence
            tokens -= excess

    def _rendered(self, text: str, evidence: Evidence) -> str:
        variables = {"question": flat(text), "passages": _shown(evidence), "today": date.today().isoformat()}
        return self._chat.render(self._prompt.render(variables))

    def _write(self, run: _Run, evidence: Evidence, params: AskParams, on_text: OnText) -> Written:
        prompt = self._rendered(run.text, evidence)
        grammar = params.style.grammar(evidence)
        run.prompt_tokens = self._chat.count_tokens(prompt)
        so_far = ""
        with run.timed("generate"):
            for piece in self._chat.generate(prompt, grammar=grammar, max_tokens=params.answer_tokens):
                run.completion_tokens += 1
                so_far += piece.text
                if (written := read_written(so_far)).answer:
                    on_text(written.answer)
        return read_written(so_far)

    def _settle(self, question: Question, written: Written, evidence: Evidence) -> _Settled:
        """Keep the model's words if its sentences support them; else let the best sentence speak for itself."""
        sentences = {s.n: s for s in evidence.sentences}
        if not (written.pointers and written.answer):
            return _Settled("", (), "the model found no answer in the lines it was shown")
        # Only lines that still stand in their files can carry an answer.
        citations = {citation.n: citation for citation in self._quotes.cite(written.pointers, sentences)}
        if not citations:
            return _Settled("", (), "the cited lines have changed since they were indexed; run: assistant index")
        cited = [sentences[n] for n in citations]
        verdict = verify(written.answer, map(_context, cited), question.text, cited[0].language)
        if verdict.supported:
            answer, pointers, reason = written.answer, tuple(citations), ""
        else:
            best = max(cited, key=lambda s: question.coverage(s.sentence.text, s.language))
            answer, pointers = flat(best.sentence.text), (best.n,)
            reason = f"the cited lines do not say {', '.join(verdict.missing[:3])}; a line is quoted instead"
        numbered = (replace(citations[pointer], n=n) for n, pointer in enumerate(pointers, start=1))
        return _Settled(answer, tuple(numbered), reason)

    def _result(self, run: _Run, settled: _Settled) -> Answer:
        return Answer(
            question=run.text,
            answered=bool(settled.citations),
            answer=settled.answer,
            citations=settled.citations,
            nearest=run.hits[:NEAREST],
            confidence=run.support.confidence,
            reason=settled.reason,
            model=self._chat.name,
            prompt_tokens=run.prompt_tokens,
            completion_tokens=run.completion_tokens,
            timings_ms=run.timings_ms,
            truncated=run.left_out,
        )


def _shown(evidence: Evidence) -> list[dict[str, Any]]:
    """The evidence as prompts see it: note by note, each sentence on one line."""
    notes = groupby(evidence.sentences, key=lambda s: (s.path, s.title, s.date))
    return [
        {
            "title": title,
            "date": day.isoformat() if day else "",
            "sentences": [{"n": s.n, "text": flat(s.sentence.text)} for s in sentences],
        }
        for (_, title, day), sentences in notes
    ]


def _context(evidence: EvidenceSentence) -> str:
    """Everything a sentence's place says with it: its words, its note's title and date, its headings."""
    return " ".join((evidence.title, str(evidence.date or ""), *evidence.headings, evidence.sentence.text))


def _piped_hits(piped: Note | None, question: Question) -> list[Hit]:
    """The passages of a piped text that hold most of the question, as hits that rank before the notes' own."""
    if piped is None:
        return []
    best = sorted(piped.chunks, key=lambda chunk: -question.coverage(chunk.text, piped.language))[:PASSAGES]
    return [
        Hit(Passage(-i, STDIN, STDIN, piped.date, piped.language, (), chunk), 0.0)
        for i, chunk in enumerate(best, start=1)
    ]


def _why_not(found: Support) -> str:
    if found.enough:
        return "the question and what was found for it do not fit the model's context"
    if found.missing:
        return f"nothing found mentions {', '.join(found.missing[:4])}"
    return "what was found is about something else"
