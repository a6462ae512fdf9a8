"""What ``assistant prompts`` prints."""

from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from assistant.prompts import Prompt


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
