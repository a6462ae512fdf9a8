"""What ``assistant tag`` prints."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.tagging.suggest import Suggestion


class SuggestionReport(BaseModel):
    """A tag that a note lacks."""

    tag: str
    confidence: float = Field(description="the probability that the note's writer would give it, 0 to 1")


class TagReport(BaseModel):
    """One note; each line of ``assistant tag --format jsonl``."""

    path: str = Field(description="below the notes folder; - for standard input")
    tags: list[str] = Field(description="those it has")
    suggestions: list[SuggestionReport] = Field(description="the best first")
    written: bool


class TagList(BaseModel):
    """``assistant tag --json``."""

    notes: list[TagReport]


def tag_report(path: str, tags: Sequence[str], found: "Sequence[Suggestion]", *, written: bool) -> TagReport:
    """A note with what it lacks."""
    suggestions = [SuggestionReport(tag=one.tag, confidence=round(one.confidence, 4)) for one in found]
    return TagReport(path=path, tags=list(tags), suggestions=suggestions, written=written)
