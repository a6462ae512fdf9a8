"""What ``assistant eval`` prints."""

from pydantic import BaseModel


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
