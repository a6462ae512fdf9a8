"""Running a retrieval set through a search, and what came out, question by question."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from assistant.evals.datasets import RetrievalSet
from assistant.evals.metrics import METRICS

#: Notes asked for; recall@100 needs as many.
DEPTH = 100

#: The paths of the notes found for a question, best first.
Ranker = Callable[[str], Sequence[str]]
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question's metrics by name, and the milliseconds it took."""

    id: str
    metrics: Mapping[str, float]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """All questions of a set under one mode."""

    name: str
    mode: str
    results: tuple[QuestionResult, ...]

    def mean(self, metric: str) -> float:
        """A metric's mean over the questions."""
        return fmean(result.metrics[metric] for result in self.results)

    @property
    def milliseconds(self) -> float:
        """Median time of a question."""
        return median(result.milliseconds for result in self.results)


def run(dataset: RetrievalSet, mode: str, rank: Ranker, on_progress: OnProgress) -> RetrievalReport:
    """Ask every question of a set."""
    results = []
    for number, (question_id, text) in enumerate(dataset.questions.items(), start=1):
        started = time.perf_counter()
        ranked = rank(text)
        elapsed = (time.perf_counter() - started) * 1000
        relevant = dataset.relevant[question_id]
        scores = {name: metric(ranked, relevant) for name, metric in METRICS.items()}
        results.append(QuestionResult(question_id, scores, elapsed))
        on_progress(number, len(dataset.questions))
    return RetrievalReport(dataset.name, mode, tuple(results))
