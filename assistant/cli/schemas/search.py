"""What ``assistant search`` prints."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.app import SearchOutcome
    from assistant.domain import Hit
    from assistant.retrieve.explain import Explanation
    from assistant.retrieve.query import Query


class RankReport(BaseModel):
    """A hit's place in one list."""

    list: str = Field(description="lexical, vector or tokens")
    rank: int
    score: float = Field(description="BM25, or cosine similarity")
    share: float = Field(description="what the list gave to the fused score")


class LinesReport(BaseModel):
    """Lines of a note, counted from 1, both included."""

    line_start: int
    line_end: int


class HitReport(BaseModel):
    """A place in a note: the passage that fits best, with those that were found beside it."""

    path: str
    line_start: int
    line_end: int
    best: LinesReport = Field(description="where the passage stands that score, ranks and headings are of")
    title: str
    headings: list[str]
    date: str
    tags: list[str]
    copies: list[str] = Field(description="copies of the note that say something else, such as of a conflict")
    date_otherwise: str | None = Field(description="the other day that the date may be: 03/04/2026")
    score: float = Field(description="the sum of the shares times every boost; 0 where only filters were given")
    text: str
    ranks: list[RankReport]
    boosts: dict[str, float] = Field(description="factors of the score, by their reason")


class DaysReport(BaseModel):
    """Days that the words of the query name."""

    words: str
    first: str
    last: str


class QueryReport(BaseModel):
    """The query, taken apart; options are among the filters."""

    text: str = Field(description="what is left for words and meaning")
    phrases: list[str]
    without: list[str]
    tags: list[str]
    paths: list[str]
    without_tags: list[str]
    without_paths: list[str]
    since: str | None
    until: str | None
    days: list[DaysReport]


class WordReport(BaseModel):
    """A word that was looked for."""

    word: str
    weight: float = Field(description="0 for one that says nothing")
    taken_for: list[str] = Field(description="words of the notes, when no note has it as it was typed")


class ListReport(BaseModel):
    """A list that took part."""

    list: str = Field(description="lexical, vector or tokens")
    candidates: int
    weight: float


class ExplanationReport(BaseModel):
    """How the hits came about."""

    query: QueryReport
    allowed: int | None = Field(description="passages that the filters leave; null without filters")
    words: list[WordReport]
    wordings: list[str] = Field(description="the question in a model's words, where search.rewrite is on")
    lists: list[ListReport] = Field(description="empty when only filters were given: then the newest notes are shown")
    reranked: int | None = Field(description="passages that a reranker read; null without one")


class SearchReport(BaseModel):
    """``assistant search --json``."""

    query: str
    mode: str = Field(description="hybrid, lexical or vector")
    hits: list[HitReport]
    notices: list[str]
    timings_ms: dict[str, float]
    explanation: ExplanationReport | None = Field(description="null without --explain")


def search_report(query: str, mode: str, outcome: "SearchOutcome", *, explain: bool) -> SearchReport:
    """What a search found."""
    return SearchReport(
        query=query,
        mode=mode,
        hits=[_hit(hit) for hit in outcome.hits],
        notices=list(outcome.notices),
        timings_ms=outcome.explanation.timings_ms,
        explanation=_explanation(outcome.explanation) if explain else None,
    )


def _explanation(explanation: "Explanation") -> ExplanationReport:
    return ExplanationReport(
        query=_query(explanation.query),
        allowed=explanation.allowed,
        words=[
            WordReport(word=w.surface, weight=w.weight, taken_for=list(explanation.corrections.get(w.surface, ())))
            for w in explanation.words
        ],
        lists=[
            ListReport(list=name, candidates=count, weight=explanation.weights[name])
            for name, count in explanation.candidates.items()
        ],
        wordings=list(explanation.wordings),
        reranked=explanation.reranked,
    )


def _query(query: "Query") -> QueryReport:
    filters = query.filters
    return QueryReport(
        text=query.text,
        phrases=list(query.phrases),
        without=list(query.without),
        tags=list(filters.tags),
        paths=list(filters.paths),
        without_tags=list(filters.without_tags),
        without_paths=list(filters.without_paths),
        since=filters.since.isoformat() if filters.since else None,
        until=filters.until.isoformat() if filters.until else None,
        days=[
            DaysReport(words=s.words, first=s.days.first.isoformat(), last=s.days.last.isoformat()) for s in query.said
        ],
    )


def _hit(hit: "Hit") -> HitReport:
    passage, span, best = hit.passage, hit.span, hit.passage.chunk.span
    return HitReport(
        path=passage.path,
        line_start=span.line_start,
        line_end=span.line_end,
        best=LinesReport(line_start=best.line_start, line_end=best.line_end),
        title=passage.title,
        headings=list(passage.chunk.headings),
        date=passage.date.isoformat(),
        tags=list(passage.tags),
        copies=list(passage.copies),
        date_otherwise=passage.date_otherwise.isoformat() if passage.date_otherwise else None,
        score=hit.score,
        text=hit.text,
        ranks=[RankReport(list=r.name, rank=r.rank, score=r.score, share=r.share) for r in hit.ranks],
        boosts=dict(hit.boosts),
    )
