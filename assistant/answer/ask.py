"""The life of a question: search, reading, an answer, verification, citations, or abstaining."""

import math
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from assistant.answer.certainty import (
    CONTRARY,
    answer_features,
    most_covered,
    reading_features,
    retrieval_features,
)
from assistant.answer.checking import check
from assistant.answer.confidence import ConfidenceModel
from assistant.answer.conflicts import Candidate, conflicting
from assistant.answer.drafts import (
    Draft,
    Stated,
    choice_draft,
    evidence_of,
    ordered_draft,
    quote_draft,
    read_draft,
    told_draft,
    yes_no_draft,
)
from assistant.answer.evidence import Place, Question, flat, pack
from assistant.answer.lenders import with_lenders
from assistant.answer.ordering import Ordered, answer_ordering
from assistant.answer.parts import parts
from assistant.answer.questions import Kind, kind_of
from assistant.answer.quotes import STDIN, QuoteReader
from assistant.answer.reading import Found, read
from assistant.answer.reasons import why_not
from assistant.answer.second_look import look_again
from assistant.answer.telling import Told, is_told, told
from assistant.answer.timeline import parse_comparison
from assistant.answer.verify import verify
from assistant.answer.writing import OnText, Style, Writer
from assistant.domain import Answer, Citation, Evidence, EvidenceSentence, Hit, Note, Passage, Statement
from assistant.engines.ports import Reader
from assistant.retrieve.diversity import spread
from assistant.retrieve.explain import timed
from assistant.retrieve.search import Search
from assistant.values import resolved

#: Passages looked at, of the notes and of a piped text, and how many an abstention shows. Of the notes' passages the
#: best are taken as they rank, copies or not: a newer copy may contradict an older one. The others are no near copies
#: of better ones; so many candidates are looked through for them.
PASSAGES = 12
AS_RANKED = 6
CANDIDATES = 24
PIPED = 6
NEAREST = 5
#: A statement of another note counts against the best one when the reader is sure of it, in logits over "no answer",
#: nearly as sure as of the best, and its sentence holds about as much of the question.
SURE = 2.0
RIVAL_LOGITS = 3.0
RIVAL_COVERAGE = 0.8


@dataclass(frozen=True, slots=True)
class AskParams:
    """Limits of one question: evidence in tokens and sentences, and the confidence from which it is answered."""

    evidence_tokens: int
    evidence_sentences: int
    min_confidence: float
    style: Style


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about: the question's kind, what the reader found, the evidence, what moved confidence.

    ``contributions`` are added log odds by feature, ``notices`` what the search has to say about the question.
    """

    kind: Kind
    found: tuple[Found, ...]
    evidence: tuple[EvidenceSentence, ...]
    contributions: Mapping[str, float]
    notices: tuple[str, ...]


@dataclass(slots=True)
class _Run:
    """One question on its way: what was found and measured so far."""

    text: str
    question: Question
    kind: Kind
    notices: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    found: tuple[Found, ...] = ()
    further: tuple[tuple[Kind, tuple[Found, ...]], ...] = ()
    evidence: Evidence = field(default_factory=lambda: Evidence(()))
    features: dict[str, float] = field(default_factory=dict)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)

    def timed(self, stage: str) -> AbstractContextManager[None]:
        return timed(self.timings_ms, stage)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is left of a draft after verification; without citations there is no answer."""

    answer: str = ""
    citations: tuple[Citation, ...] = ()
    reason: str = ""
    detail: str = ""
    conflicts: tuple[Statement, ...] = ()
    verified: bool = False
    held: float | None = None
    cited: tuple[EvidenceSentence, ...] = ()


class Asker:
    """Answers questions from one index: with a reader, with a chat model that writes, or with both."""

    def __init__(
        self,
        search: Search,
        quotes: QuoteReader,
        confidence: ConfidenceModel,
        reader: Reader | None,
        writer: Writer | None,
    ) -> None:
        if reader is None and writer is None:
            raise ValueError("neither a reader nor a writer")
        self._search = search
        self._quotes = quotes
        self._confidence = confidence
        self._reader = reader
        self._writer = writer

    def run(self, text: str, params: AskParams, on_text: OnText, piped: Note | None = None) -> tuple[Answer, Trace]:
        """Answer ``text`` from the notes, and from ``piped``, a text that came with the question."""
        timings_ms: dict[str, float] = {}
        with timed(timings_ms, "retrieve"):
            found = self._search.run(text, CANDIDATES)
            hits = _varied(found.hits)
        # The words without filters and dates that only narrow the search.
        query = found.explanation.query.text or text
        run = _Run(text, self._question(text, query), kind_of(query), notices=tuple(found.explanation.notices))
        run.timings_ms = timings_ms
        run.hits = (*_piped_hits(piped, run.question, hits), *hits)
        if not run.hits:
            return self._result(run, _Settled(reason="nothing like it was found"), params)
        ordered = self._ordered(run)
        if ordered is None:
            self._read(run)
        run.features |= retrieval_features(run.hits)
        draft = ordered_draft(ordered) if ordered else self._draft(run, params, on_text)
        if draft is None:
            return self._result(run, _Settled(reason=why_not(run.question, run.hits, run.found)), params)
        with run.timed("verify"):
            settled = self._settle(run, draft)
            run.features |= answer_features(run.question, draft, verified=settled.verified)
        return self._result(run, settled, params)

    def _question(self, typed: str, text: str) -> Question:
        words = tuple(word for word in self._search.words(typed) if word.weight > 0)
        rarity = [self._search.rarity(word) for word in words]
        return Question(text, words, tuple(r / sum(rarity) for r in rarity))

    def _ordered(self, run: _Run) -> Ordered | None:
        comparison = parse_comparison(run.question.text)
        if comparison is None:
            return None

        def look(words: str) -> tuple[Question, tuple[Hit, ...]]:
            return self._question(words, words), self._search.run(words, PASSAGES).hits

        with run.timed("retrieve"):
            return answer_ordering(comparison, look, self._search.note)

    def _read(self, run: _Run) -> None:
        if self._reader is None or not self._reader.knows(run.question.text):
            return
        reader, note_of = self._reader, self._search.note
        with run.timed("read"):
            found = []
            for part in parts(run.question.text):
                spans = read(reader, part, kind_of(part), run.hits, note_of)
                found.append((kind_of(part), look_again(reader, part, spans, note_of)))
        (run.kind, run.found), run.further = found[0], tuple(found[1:])
        run.features |= reading_features(run.question, run.found)

    def _draft(self, run: _Run, params: AskParams, on_text: OnText) -> Draft | None:
        with run.timed("pack"):
            run.evidence = self._evidence(run, params)
        if params.style is Style.EXTRACTIVE and run.kind is Kind.YES_NO:
            return yes_no_draft(run.question, run.evidence.sentences)
        if params.style is Style.EXTRACTIVE and run.found:
            if said := self._told(run):
                return told_draft(said)
            choice = choice_draft(run.question, run.found) if run.kind is Kind.CHOICE else None
            return choice or read_draft(((run.kind, run.found), *run.further))
        if not run.evidence.sentences:
            return None
        if self._writer is None:
            was_read = "looked" in run.features
            return None if was_read else quote_draft(run.evidence.sentences, most_covered(run.question, run.hits))
        return self._written(run, self._writer, on_text)

    def _told(self, run: _Run) -> Told | None:
        """Who said it, or when, where the reader is not sure of a name or a day in the text."""
        if run.further or not is_told(run.kind, run.question.text, run.found):
            return None
        return told(run.question, run.kind, run.hits, self._search.note)

    def _evidence(self, run: _Run, params: AskParams) -> Evidence:
        """What the model's context holds beside the prompt's own words and the answer, counted as it is shown."""
        # A note's date stands in its first passage, which need not be among the hits.
        passages = list(
            {p.chunk_id: p for p in [h.passage for h in run.hits] + [f.passage for f in run.found]}.values()
        )
        likely = _likely(run.found)
        tokens = params.evidence_tokens
        count = self._writer.chat.count_tokens if self._writer else _estimate
        if self._writer:
            tokens = min(tokens, -self._writer.excess(run.question.text, Evidence(())))
        while True:
            layout = params.style.layout(tokens, params.evidence_sentences)
            evidence = pack(run.question, passages, layout, count, likely, self._search.note)
            excess = self._writer.excess(run.question.text, evidence) if self._writer else 0
            if excess <= 0 or not evidence.sentences:
                return evidence
            tokens -= excess

    def _written(self, run: _Run, writer: Writer, on_text: OnText) -> Draft | None:
        with run.timed("generate"):
            draught = writer.write(run.question.text, run.evidence, on_text)
        run.prompt_tokens, run.completion_tokens = draught.prompt_tokens, draught.completion_tokens
        run.timings_ms["prompt"] = round(draught.prompt_seconds * 1000, 1)
        sentences = {s.n: s for s in run.evidence.sentences}
        stated = [
            Stated(claim.text, tuple(sentences[n] for n in claim.pointers if n in sentences))
            for claim in draught.written.claims
            if claim.text
        ]
        claims = with_lenders(stated, 1 + max(sentences, default=0), run.question.text, self._search.note)
        answer = " ".join(claim.text for claim in claims)
        cited = tuple(dict.fromkeys(s for claim in claims for s in claim.cited))
        if not cited:
            return None
        agreed = _agree(answer, run.found[0].text) if run.found else None
        return Draft(answer, cited, written=draught.logprob, agreed=agreed, claims=claims)

    def _settle(self, run: _Run, draft: Draft) -> _Settled:
        """Keep what the sentences support; else let the best sentence speak for itself."""
        conflicts = self._conflicts(run, draft)
        candidates = {s.n: s for s in (*draft.cited, *(evidence for _, evidence in conflicts))}
        # Only lines that still stand in their files can carry an answer.
        citations = {citation.n: citation for citation in self._quotes.cite(list(candidates), candidates)}
        standing = [s for s in draft.cited if s.n in citations]
        if not standing:
            return _Settled(reason="the cited lines have changed since they were indexed; run: assistant index")
        checked = check(draft, standing, run.question)
        cited, language = checked.cited, checked.cited[0].language
        supports = verify(checked.answer, cited, run.question.text, language).supports
        told = [statement for statement, _ in conflicts if statement.n in citations]
        told = told if len(told) > 1 else []
        kept = {s.n: replace(citations[s.n], supports=how) for s, how in zip(cited, supports, strict=True)}
        for statement in told:
            kept.setdefault(statement.n, citations[statement.n])
        places = {n: place for place, n in enumerate(kept, start=1)}
        day = cited[0].date
        detail = draft.detail or (resolved(checked.answer, day, language) if day else "")
        return _Settled(
            answer=checked.answer,
            citations=tuple(replace(kept[n], n=place) for n, place in places.items()),
            reason=checked.reason,
            detail=detail,
            conflicts=tuple(replace(statement, n=places[statement.n]) for statement in told),
            verified=checked.verified,
            held=draft.held,
            cited=cited,
        )

    def _conflicts(self, run: _Run, draft: Draft) -> list[tuple[Statement, EvidenceSentence]]:
        """Statements of several notes that contradict each other, with their lines numbered behind the draft's."""
        known = {(s.path, s.sentence): s for s in draft.cited}
        candidates = []
        for n, one in enumerate(_rivals(run), start=1 + max(s.n for s in draft.cited)):
            sentence = evidence_of(one.passage, one.sentence, n)
            sentence = known.setdefault((sentence.path, sentence.sentence), sentence)
            candidates.append(Candidate(flat(one.text), sentence, one.probability))
        by_number = {candidate.evidence.n: candidate.evidence for candidate in candidates}
        told = conflicting(run.question.text, candidates)
        return [(statement, by_number[statement.n]) for statement in told]

    def _result(self, run: _Run, settled: _Settled, params: AskParams) -> tuple[Answer, Trace]:
        # What was computed, not read, is as sure as the lines hold what was asked.
        features = run.features if settled.held is None else {}
        known = {name: value for name, value in features.items() if name in self._confidence.features}
        confidence = self._confidence.confidence(known) if settled.held is None else settled.held
        if features.get("contrary") and "written" not in features:
            confidence = min(confidence, CONTRARY)
        confidence = confidence if settled.citations else 0.0
        answered = bool(settled.citations) and confidence >= params.min_confidence
        if not answered and settled.citations:
            settled = _Settled(reason=why_not(run.question, run.hits, run.found))
        answer = Answer(
            question=run.text,
            answered=answered,
            answer=settled.answer,
            citations=settled.citations,
            nearest=tuple(hit for hit in run.hits if hit.passage.path != STDIN)[:NEAREST],
            confidence=round(confidence, 3),
            reason=settled.reason,
            model=self._writer.chat.name if self._writer else self._reader.name if self._reader else "",
            prompt_tokens=run.prompt_tokens,
            completion_tokens=run.completion_tokens,
            timings_ms=run.timings_ms,
            truncated=run.evidence.left_out if self._writer else (),
            features=features,
            conflicts=settled.conflicts,
            detail=settled.detail,
        )
        evidence = run.evidence.sentences or settled.cited
        return answer, Trace(run.kind, run.found, evidence, self._confidence.contributions(known), run.notices)


def _rivals(run: _Run) -> list[Found]:
    """What may contradict the best span: spans as sure, in sentences that hold as much of the question."""
    if not run.found:
        return []
    best = run.found[0]
    language = best.passage.language
    held = run.question.coverage(best.sentence.text, language)
    return [
        one
        for one in run.found
        if one.margin >= max(SURE, best.margin - RIVAL_LOGITS)
        and run.question.coverage(one.sentence.text, one.passage.language) >= RIVAL_COVERAGE * held
    ]


def _likely(found: Sequence[Found]) -> dict[Place, float]:
    """How likely the answer stands in a sentence: the logistic of its best span's score."""
    likely: dict[Place, float] = {}
    for one in found:
        place = (one.passage.path, one.sentence.span.start)
        likely[place] = max(likely.get(place, 0.0), 1 / (1 + math.exp(-one.score)))
    return likely


def _agree(a: str, b: str) -> bool:
    a, b = (" ".join(text.casefold().split()) for text in (a, b))
    return a in b or b in a


def _estimate(text: str) -> int:
    return len(text) // 4 + 1


def _varied(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The passages to look at: what a template or a copied note says over and over does not take up all of them."""
    best = tuple(hits[:AS_RANKED])
    return (*best, *(hit for hit in spread(hits, len(hits)) if hit not in best))[:PASSAGES]


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
