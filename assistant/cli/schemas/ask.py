"""What ``assistant ask`` prints."""

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.domain import Answer, Citation, Nearest


class CitationReport(BaseModel):
    """A quote, verbatim in the file at these lines."""

    n: int
    path: str = Field(description="relative to the notes folder; stdin for piped text")
    line_start: int
    line_end: int
    place: str = Field(description="what the file calls these lines: 3-4, cell 2, 00:12:40")
    quote: str
    supports: Literal["verbatim", "value", "topic"] = Field(description="how the quote carries the answer")


class StatementReport(BaseModel):
    """What a note says where another one says something else."""

    value: str
    date: str | None = Field(description="when it was first said: YYYY-MM-DD")
    n: int = Field(description="the citation that says it")


class NearestReport(BaseModel):
    """A piece of a note that is near the question."""

    path: str
    line_start: int
    line_end: int
    title: str
    quote: str = Field(description="the piece as it stands at these lines")
    confidence: float = Field(ge=0, le=1, description="how likely it answers the question")
    score: float


class TokensReport(BaseModel):
    """Tokens read and written by the chat model."""

    prompt: int
    completion: int


class AnswerReport(BaseModel):
    """``assistant ask --json``."""

    question: str
    answered: bool
    answer: str
    short: str = Field(description="the value itself where one was asked for: a day, a name, an amount, yes or no")
    detail: str = Field(description="the days a relative date stands for, or the dates a comparison rests on")
    citations: list[CitationReport]
    conflicts: list[StatementReport] = Field(description="notes that contradict each other, newest first")
    nearest: list[NearestReport]
    confidence: float = Field(ge=0, le=1)
    reason: str = Field(description="why there is no answer, or why it was replaced by a quote; else empty")
    model: str
    tokens: TokensReport
    timings_ms: dict[str, float]
    truncated: list[str] = Field(description="notes that were found but did not fit the model's context")


def answer_report(answer: "Answer") -> AnswerReport:
    """An answer or an abstention."""
    return AnswerReport(
        question=answer.question,
        answered=answer.answered,
        answer=answer.answer,
        short=answer.short,
        detail=answer.detail,
        citations=[citation_report(citation) for citation in answer.citations],
        conflicts=[
            StatementReport(value=s.value, date=s.date.isoformat() if s.date else None, n=s.n) for s in answer.conflicts
        ],
        nearest=[_nearest(near) for near in answer.nearest],
        confidence=answer.confidence,
        reason=answer.reason,
        model=answer.model,
        tokens=TokensReport(prompt=answer.prompt_tokens, completion=answer.completion_tokens),
        timings_ms=answer.timings_ms,
        truncated=list(answer.truncated),
    )


def citation_report(citation: "Citation") -> CitationReport:
    """Lines that were quoted."""
    return CitationReport(
        n=citation.n,
        path=citation.path,
        line_start=citation.line_start,
        line_end=citation.line_end,
        place=citation.place,
        quote=citation.quote,
        supports=citation.supports.value,
    )


def _nearest(near: "Nearest") -> NearestReport:
    return NearestReport(
        path=near.path,
        line_start=near.line_start,
        line_end=near.line_end,
        title=near.title,
        quote=near.quote,
        confidence=near.confidence,
        score=near.score,
    )
