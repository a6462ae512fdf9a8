"""What ``assistant eval answers`` and ``assistant eval calibrate`` print."""

from pydantic import BaseModel

from assistant.evals.answer_summary import AnswerSummary
from assistant.evals.calibrate import SetCalibration
from assistant.evals.reliability import Bin, RiskPoint


class AnswersEvalReport(BaseModel):
    """``assistant eval answers --json``; the fields of ``summary`` are those of ``AnswerSummary``."""

    name: str
    by: str
    summary: AnswerSummary


class CalibrateReport(BaseModel):
    """``assistant eval calibrate --json``; all but ``weights`` is of cross-validated predictions."""

    path: str
    answers: int
    weights: dict[str, float]
    penalty: float
    log_loss: float
    ece: float
    adaptive_ece: float
    threshold: float
    chosen: RiskPoint
    reliability: list[Bin]
    sets: list[SetCalibration]
