"""What ``assistant templates`` and ``assistant run`` print."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.app.templating import Ran
    from assistant.templates import Template


class TemplateReport(BaseModel):
    """A template; each line of ``assistant templates list --format jsonl``."""

    name: str
    description: str
    variables: list[str] = Field(description="those that are given as key=value")
    reads_input: bool = Field(description="whether it takes piped text")
    retrieval: str = Field(description="the variable that is looked up in the notes; empty where none is")
    answer_schema: Mapping[str, Any] | None = Field(description="the JSON Schema of its answer; null: it is text")
    model: str = Field(description="empty: that of the settings")
    max_tokens: int
    path: str


class TemplateList(BaseModel):
    """``assistant templates list --json``."""

    templates: list[TemplateReport]


class CheckedReport(BaseModel):
    """``assistant templates check --json``."""

    problems: dict[str, str] = Field(description="by template; an empty text is a sound one")


class SourceReport(BaseModel):
    """A passage that the model was shown."""

    path: str
    line: int


class RunReport(BaseModel):
    """``assistant run --json``."""

    template: str
    model: str
    text: str
    data: object = Field(description="the value that the text spells, where the template has a schema; else null")
    cut_short: bool = Field(description="the model came to no end in its tokens")
    sources: list[SourceReport]
    prompt_tokens: int
    completion_tokens: int


def template_report(template: "Template") -> TemplateReport:
    """A template file."""
    return TemplateReport(
        name=template.name,
        description=template.prompt.description,
        variables=list(template.given),
        reads_input=template.reads_input,
        retrieval=template.looked_up,
        answer_schema=template.schema,
        model=template.model,
        max_tokens=template.max_tokens,
        path=str(template.path),
    )


def run_report(template: "Template", model: str, ran: "Ran") -> RunReport:
    """What a template gave."""
    return RunReport(
        template=template.name,
        model=model,
        text=ran.text,
        data=ran.value,
        cut_short=ran.is_cut_short,
        sources=[SourceReport(path=one.path, line=one.chunk.span.line_start) for one in ran.sources],
        prompt_tokens=ran.prompt_tokens,
        completion_tokens=ran.completion_tokens,
    )
