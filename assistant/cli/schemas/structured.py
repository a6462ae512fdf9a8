"""What ``assistant extract`` and ``assistant classify`` print."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from assistant.cli.schemas.ask import TokensReport

if TYPE_CHECKING:
    from assistant.structured.classify import Label
    from assistant.structured.extract import Extraction
    from assistant.structured.records import Record


class EvidenceReport(BaseModel):
    """Where one field's value stands in the text."""

    field: str = Field(description="the field, as in customer.name; empty for the whole value")
    line_start: int = Field(description="its first line, counted from 1 where the text's file begins")
    line_end: int
    quote: str = Field(description="these lines")
    confidence: float = Field(ge=0, le=1, description="the probability that this is the field's value")


class ExtractReport(BaseModel):
    """``assistant extract --json``, one for each text."""

    source: str = Field(description="the file, - for standard input, or the note's path")
    line: int = Field(description="the text's first line there, counted from 1")
    data: Any = Field(description="what the text says; it fits the schema")
    cut_short: bool = Field(description="whether the model came to no end and its JSON was closed")
    evidence: list[EvidenceReport] | None = Field(None, description="with --evidence: the lines of each field")
    model: str = Field(description="the model that wrote or pointed")
    tokens: TokensReport = Field(description="those that a chat model read and wrote")


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


def extract_report(record: "Record", found: "Extraction", model: str, *, evidence: bool = False) -> ExtractReport:
    """What was found in one text."""
    return ExtractReport(
        source=record.source,
        line=record.line,
        data=found.value,
        cut_short=found.is_cut_short,
        evidence=evidence_reports(record, found) if evidence else None,
        model=model,
        tokens=TokensReport(prompt=found.prompt_tokens, completion=found.completion_tokens),
    )


def evidence_reports(record: "Record", found: "Extraction") -> list[EvidenceReport]:
    """Where each field stands."""
    lines = record.text.split("\n")
    return [
        EvidenceReport(
            field=one.field,
            line_start=record.line + one.line_start - 1,
            line_end=record.line + one.line_end - 1,
            quote="\n".join(lines[one.line_start - 1 : one.line_end]).strip(),
            confidence=round(one.confidence, 2),
        )
        for one in found.support
    ]


def classify_report(
    record: "Record", fitting: "Sequence[Label]", scores: "Sequence[Label]", model: str
) -> ClassifyReport:
    """The labels of one text."""
    return ClassifyReport(
        source=record.source, line=record.line, labels=_labels(fitting), scores=_labels(scores), model=model
    )


def _labels(labels: "Sequence[Label]") -> list[LabelReport]:
    return [LabelReport(label=label.name, confidence=label.confidence) for label in labels]
