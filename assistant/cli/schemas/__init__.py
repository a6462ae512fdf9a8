"""The objects that ``--json`` prints, by command. Names of fields do not change; new ones may be added."""

from assistant.cli.schemas.ask import AnswerReport, CitationReport, NearestReport, TokensReport, answer_report
from assistant.cli.schemas.config import ChangeReport, ConfigReport, PathsReport, SettingReport, WriteReport
from assistant.cli.schemas.doctor import CheckReport, DoctorReport, doctor_report
from assistant.cli.schemas.eval import CompareReport, DifferenceReport, ModeReport, RetrievalEvalReport
from assistant.cli.schemas.index import IndexReport, LeftOut, index_report
from assistant.cli.schemas.models import ModelList, ModelReport, RemoveReport, VerifyReport, model_report
from assistant.cli.schemas.prompts import PromptList, PromptReport, prompt_report
from assistant.cli.schemas.search import HitReport, RankReport, SearchReport, search_report

__all__ = [
    "AnswerReport",
    "ChangeReport",
    "CheckReport",
    "CitationReport",
    "CompareReport",
    "ConfigReport",
    "DifferenceReport",
    "DoctorReport",
    "HitReport",
    "IndexReport",
    "LeftOut",
    "ModeReport",
    "ModelList",
    "ModelReport",
    "NearestReport",
    "PathsReport",
    "PromptList",
    "PromptReport",
    "RankReport",
    "RemoveReport",
    "RetrievalEvalReport",
    "SearchReport",
    "SettingReport",
    "TokensReport",
    "VerifyReport",
    "WriteReport",
    "answer_report",
    "doctor_report",
    "index_report",
    "model_report",
    "prompt_report",
    "search_report",
]
