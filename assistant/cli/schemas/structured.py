"""What ``assistant extract`` and ``assistant classify`` print."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from assistant.cli.schemas.ask import TokensReport

if TYPE_CHECKING:
    from assistant.structured.classify import Label
    from assistant.structured.extract import Extraction
    from assistant.structured.records import Record


class ExtractReport(BaseModel):
    """``assistant extract --json``, one for each text."""

    source: str = Field(description="the file, - for standard input, or the note's path")
    line: int = Field(description="the text's first line there, counted from 1")
    data: Any = Field(description="what the text says; it fits the schema")
    cut_short: bool = Field(description="whether the model came to no end and its JSON was closed")
    model: str
    tokens: TokensReport


class LabelReport(BaseModel):
    """A label and the probability that it fits."""

    label: str
    confidence: float = Field(ge=0, le=1)


class ClassifyReport(BaseModel):
    """``assistant classify --json``, one for each text."""

    source: str = Field(description="the file, - for standard input, or the note's path")
    line: int = Field(description="the text's first line there, counted from 1")
    labels: list[LabelReport] = Field(description="the label that fits best; with --multi, every one that fits")
    scores: list[LabelReport] = Field(description="every label, the best first")
    model: str


def extract_report(record: "Record", found: "Extraction", model: str) -> ExtractReport:
    """What was found in one text."""
    return ExtractReport(
        source=record.source,
        line=record.line,
        data=found.value,
        cut_short=found.is_cut_short,
        model=model,
        tokens=TokensReport(prompt=found.prompt_tokens, completion=found.completion_tokens),
    )


def classify_report(
    record: "Record", fitting: "Sequence[Label]", scores: "Sequence[Label]", model: str
) -> ClassifyReport:
    """The labels of one text."""
    return ClassifyReport(
        source=record.source, line=record.line, labels=_labels(fitting), scores=_labels(scores), model=model
    )


def _labels(labels: "Sequence[Label]") -> list[LabelReport]:
    return [LabelReport(label=label.name, confidence=label.confidence) for label in labels]
