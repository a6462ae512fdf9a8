"""The objects that ``--json`` prints. Names of fields do not change; new ones may be added."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.app import IndexOutcome, SearchOutcome
    from assistant.doctor import Check
    from assistant.domain import Answer, Hit
    from assistant.engines.installed import InstalledModel
    from assistant.engines.manifest import Manifest
    from assistant.prompts import Prompt


class SettingReport(BaseModel):
    """One setting."""

    key: str = Field(description="dotted name: section and key")
    value: int | str | list[str] | None = Field(description="the value in force")
    source: str = Field(description="default, file, environment or flag")
    origin: str = Field(description="the config file or the environment variable; empty otherwise")


class ConfigReport(BaseModel):
    """``assistant config --json``."""

    file: str = Field(description="the config file, whether it exists or not")
    settings: list[SettingReport]


class ChangeReport(BaseModel):
    """One setting that was written; ``before`` is null when the file did not have it."""

    key: str
    before: Any
    after: int | str | list[str]


class WriteReport(BaseModel):
    """``assistant init --json`` and ``assistant config set --json``."""

    file: str = Field(description="the config file that was written")
    changes: list[ChangeReport] = Field(description="settings whose value is another than before")


class PathsReport(BaseModel):
    """``assistant config path --json``."""

    config: str = Field(description="the config file, whether it exists or not")
    data: str
    cache: str
    runtime: str
    log: str


class LeftOut(BaseModel):
    """A file that is not indexed, or not as it is, and why."""

    path: str
    reason: str


class IndexReport(BaseModel):
    """``assistant index --json``."""

    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int
    notes: int = Field(description="notes in the index afterwards")
    passages: int = Field(description="passages in the index afterwards")
    embedded: int | None = Field(description="texts embedded; null without an embedding model")
    reused: int | None = Field(description="passages whose vector was known; null without an embedding model")
    seconds: float
    skipped: list[LeftOut]
    decoded: list[LeftOut] = Field(description="files that are not UTF-8, and how they were read")


class RankReport(BaseModel):
    """A hit's place in one list."""

    list: str = Field(description="lexical or vector")
    rank: int
    score: float = Field(description="BM25, or cosine similarity")
    share: float = Field(description="what the list gave to the fused score")


class HitReport(BaseModel):
    """A passage."""

    path: str
    line_start: int
    line_end: int
    title: str
    headings: list[str]
    date: str
    tags: list[str]
    score: float
    text: str
    ranks: list[RankReport]


class SearchReport(BaseModel):
    """``assistant search --json``."""

    query: str
    mode: str = Field(description="hybrid, lexical or vector")
    hits: list[HitReport]
    notices: list[str]
    timings_ms: dict[str, float]


class CitationReport(BaseModel):
    """A quote, verbatim in the file at these lines."""

    n: int
    path: str = Field(description="relative to the notes folder; stdin for piped text")
    line_start: int
    line_end: int
    quote: str


class NearestReport(BaseModel):
    """A note that is near the question."""

    path: str
    line_start: int
    line_end: int
    title: str
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
    citations: list[CitationReport]
    nearest: list[NearestReport]
    confidence: float = Field(ge=0, le=1)
    reason: str = Field(description="why there is no answer, or why it was replaced by a quote; else empty")
    model: str
    tokens: TokensReport
    timings_ms: dict[str, float]
    truncated: list[str] = Field(description="notes that were found but did not fit the model's context")


class CheckReport(BaseModel):
    """One check of the doctor."""

    name: str
    state: Literal["ok", "warning", "failed"]
    detail: str
    hint: str


class DoctorReport(BaseModel):
    """``assistant doctor --json``."""

    healthy: bool
    checks: list[CheckReport]


class PromptReport(BaseModel):
    """``assistant prompts show --json``."""

    name: str
    version: str
    description: str
    variables: list[str]
    path: str
    text: str


class PromptList(BaseModel):
    """``assistant prompts list --json``."""

    prompts: list[PromptReport]


def index_report(outcome: "IndexOutcome") -> IndexReport:
    """What an index run did."""
    sync, embed = outcome.sync, outcome.embed
    return IndexReport(
        added=sync.added,
        changed=sync.changed,
        moved=sync.moved,
        removed=sync.removed,
        unchanged=sync.unchanged,
        notes=outcome.counts.notes,
        passages=outcome.counts.chunks,
        embedded=embed.embedded if embed else None,
        reused=embed.reused if embed else None,
        seconds=round(sync.seconds + (embed.seconds if embed else 0.0), 3),
        skipped=[LeftOut(path=s.path, reason=s.reason) for s in sync.skipped],
        decoded=[LeftOut(path=s.path, reason=s.reason) for s in sync.decoded],
    )


def search_report(query: str, mode: str, outcome: "SearchOutcome") -> SearchReport:
    """What a search found."""
    return SearchReport(
        query=query,
        mode=mode,
        hits=[_hit(hit) for hit in outcome.hits],
        notices=list(outcome.notices),
        timings_ms=outcome.explanation.timings_ms,
    )


def answer_report(answer: "Answer") -> AnswerReport:
    """An answer or an abstention."""
    return AnswerReport(
        question=answer.question,
        answered=answer.answered,
        answer=answer.answer,
        citations=[
            CitationReport(n=c.n, path=c.path, line_start=c.line_start, line_end=c.line_end, quote=c.quote)
            for c in answer.citations
        ],
        nearest=[_nearest(hit) for hit in answer.nearest],
        confidence=answer.confidence,
        reason=answer.reason,
        model=answer.model,
        tokens=TokensReport(prompt=answer.prompt_tokens, completion=answer.completion_tokens),
        timings_ms=answer.timings_ms,
        truncated=list(answer.truncated),
    )


def doctor_report(checks: "Sequence[Check]") -> DoctorReport:
    """All checks."""
    reports = [CheckReport(name=c.name, state=c.state.value, detail=c.detail, hint=c.hint) for c in checks]
    return DoctorReport(healthy=all(check.state != "failed" for check in reports), checks=reports)


def prompt_report(prompt: "Prompt") -> PromptReport:
    """A prompt file."""
    return PromptReport(
        name=prompt.name,
        version=prompt.version,
        description=prompt.description,
        variables=list(prompt.variables),
        path=str(prompt.path),
        text=prompt.text,
    )


def _hit(hit: "Hit") -> HitReport:
    passage, span = hit.passage, hit.passage.chunk.span
    return HitReport(
        path=passage.path,
        line_start=span.line_start,
        line_end=span.line_end,
        title=passage.title,
        headings=list(passage.chunk.headings),
        date=passage.date.isoformat(),
        tags=list(passage.tags),
        score=hit.score,
        text=passage.chunk.text,
        ranks=[RankReport(list=r.name, rank=r.rank, score=r.score, share=r.share) for r in hit.ranks],
    )


def _nearest(hit: "Hit") -> NearestReport:
    span = hit.passage.chunk.span
    return NearestReport(
        path=hit.passage.path,
        line_start=span.line_start,
        line_end=span.line_end,
        title=hit.passage.title,
        score=hit.score,
    )


class ModelReport(BaseModel):
    """A model: what its manifest says, and what is installed of it."""

    name: str
    role: Literal["chat", "embed", "rerank"]
    description: str
    recommended_for: str
    licence: str
    format: str
    ram_gb: float
    download_bytes: int = Field(description="0 when unknown")
    context_tokens: int = Field(description="of a chat model; else 0")
    dims: int = Field(description="of an embedder; else 0")
    sources: list[str]
    in_use: bool
    installed: bool
    folder: str | None = Field(description="null when it is not installed")
    installed_bytes: int


class ModelList(BaseModel):
    """``assistant models list --json`` and ``assistant models pull --json``."""

    models: list[ModelReport]


class RemoveReport(BaseModel):
    """``assistant models rm --json``."""

    name: str
    freed_bytes: int


class VerifyReport(BaseModel):
    """``assistant models verify --json``."""

    problems: dict[str, list[str]] = Field(description="by model; an empty list is a sound model")


def model_report(manifest: "Manifest", installed: "InstalledModel | None", *, in_use: bool) -> ModelReport:
    """A model as its manifest and its installation say."""
    return ModelReport(
        name=manifest.name,
        role=manifest.role.value,
        description=manifest.description,
        recommended_for=manifest.recommended_for,
        licence=manifest.licence,
        format=manifest.format.value,
        ram_gb=manifest.ram_gb,
        download_bytes=manifest.size,
        context_tokens=manifest.context_tokens,
        dims=manifest.dims,
        sources=[str(source) for file in manifest.files for source in file.sources],
        in_use=in_use,
        installed=installed is not None,
        folder=str(installed.folder) if installed else None,
        installed_bytes=installed.size if installed else 0,
    )


class ModeReport(BaseModel):
    """A mode's means over all questions."""

    mode: str
    metrics: dict[str, float]
    median_ms: float


class RetrievalEvalReport(BaseModel):
    """``assistant eval retrieval --json``."""

    name: str
    questions: int
    modes: list[ModeReport]


class DifferenceReport(BaseModel):
    """By how much the second run is better, with its 95 % interval."""

    mode: str
    questions: int
    mean: float
    low: float
    high: float


class CompareReport(BaseModel):
    """``assistant eval compare --json``."""

    metric: str
    differences: list[DifferenceReport]
