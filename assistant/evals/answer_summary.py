"""What a run over a test set of answers comes to."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean, median

from assistant.evals.answers import AnswerResult
from assistant.evals.reliability import (
    Bin,
    RiskPoint,
    adaptive_reliability,
    area_under_risk,
    calibration_error,
    reliability,
    risk_coverage,
    thinned,
)


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over some questions, 0..1; where there is no answer, abstaining scores 1 in all but ``answered``."""

    questions: int
    answered: float
    f1: float
    em: float
    contained: float
    correct: float


@dataclass(frozen=True, slots=True)
class AbstentionScores:
    """Shares: of the abstentions, those that were due; of those due, those made; of the answerable, those answered."""

    precision: float | None
    recall: float | None
    answerable_answered: float | None


@dataclass(frozen=True, slots=True)
class CitationScores:
    """How many citations there are, and shares of them; over answered questions with evidence, means.

    ``supports`` counts citations by what they do for the answer; ``unsupported`` is the share of the answers with a
    number, day or name that none of their quotes holds.
    """

    citations: int
    resolve: float | None
    verbatim: float | None
    supports: Mapping[str, int]
    precision: float | None
    recall: float | None
    unsupported: float | None


@dataclass(frozen=True, slots=True)
class ConfidenceScores:
    """Over the answered questions: the share that was right, and whether ``confidence`` knew it."""

    right: float
    ece: float
    adaptive_ece: float
    aurc: float
    reliability: tuple[Bin, ...]
    risk_coverage: tuple[RiskPoint, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a question takes: seconds, median milliseconds of each stage, and mean tokens."""

    seconds_p50: float
    seconds_p95: float
    stages_ms: Mapping[str, float]
    prompt_tokens: float
    completion_tokens: float


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """A whole run. Parts are ``None`` where there was nothing to measure."""

    overall: Scores
    has_answer: Scores | None
    no_answer: Scores | None
    types: Mapping[str, Scores]
    abstention: AbstentionScores
    citations: CitationScores
    confidence: ConfidenceScores | None
    cost: Cost


def summarise(results: Sequence[AnswerResult]) -> AnswerSummary:
    """Sum up a run of at least one question. Raises ``ValueError`` when a confidence is not in 0..1."""
    types = dict.fromkeys(result.type for result in results)
    return AnswerSummary(
        overall=_scores(results),
        has_answer=_scores_of(results, lambda result: result.answerable),
        no_answer=_scores_of(results, lambda result: not result.answerable),
        types={name: _scores([result for result in results if result.type == name]) for name in types},
        abstention=_abstention(results),
        citations=_citations(results),
        confidence=_confidence(results),
        cost=_cost(results),
    )


def _scores(results: Sequence[AnswerResult]) -> Scores:
    return Scores(
        questions=len(results),
        answered=fmean(result.answered for result in results),
        f1=fmean(result.f1 for result in results),
        em=fmean(result.em for result in results),
        contained=fmean(result.contained for result in results),
        correct=fmean(result.correct for result in results),
    )


def _scores_of(results: Sequence[AnswerResult], wanted: Callable[[AnswerResult], bool]) -> Scores | None:
    chosen = [result for result in results if wanted(result)]
    return _scores(chosen) if chosen else None


def _abstention(results: Sequence[AnswerResult]) -> AbstentionScores:
    return AbstentionScores(
        precision=_mean(not result.answerable for result in results if not result.answered),
        recall=_mean(not result.answered for result in results if not result.answerable),
        answerable_answered=_mean(result.answered for result in results if result.answerable),
    )


def _citations(results: Sequence[AnswerResult]) -> CitationScores:
    citations = [citation for result in results for citation in result.citations]
    return CitationScores(
        citations=len(citations),
        resolve=_mean(citation.resolves for citation in citations),
        verbatim=_mean(citation.verbatim for citation in citations),
        supports=Counter(citation.supports for citation in citations),
        precision=_mean(result.citation_precision for result in results if result.citation_precision is not None),
        recall=_mean(result.citation_recall for result in results if result.citation_recall is not None),
        unsupported=_mean(bool(result.unsupported) for result in results if result.answered),
    )


def _confidence(results: Sequence[AnswerResult]) -> ConfidenceScores | None:
    pairs = [(result.confidence, bool(result.correct)) for result in results if result.answered]
    if not pairs:
        return None
    bins, curve = reliability(pairs), risk_coverage(pairs, len(results))
    return ConfidenceScores(
        right=fmean(right for _, right in pairs),
        ece=calibration_error(bins),
        adaptive_ece=calibration_error(adaptive_reliability(pairs)),
        aurc=area_under_risk(curve),
        reliability=bins,
        risk_coverage=thinned(curve),
    )


def _cost(results: Sequence[AnswerResult]) -> Cost:
    seconds = sorted(result.seconds for result in results)
    stages = dict.fromkeys(stage for result in results for stage in result.timings_ms)
    return Cost(
        seconds_p50=median(seconds),
        seconds_p95=seconds[ceil(0.95 * len(seconds)) - 1],
        stages_ms={s: median(r.timings_ms[s] for r in results if s in r.timings_ms) for s in stages},
        prompt_tokens=fmean(result.prompt_tokens for result in results),
        completion_tokens=fmean(result.completion_tokens for result in results),
    )


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None
