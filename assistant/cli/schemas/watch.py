"""What ``assistant watch --json`` prints, a line at a time."""

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.service.keeper import Told


class WatchReport(BaseModel):
    """Changes that are in the index now, or what keeps them from it."""

    time: datetime
    everything: bool = Field(description="whether the whole folder was compared")
    paths: list[str] = Field(description="files and folders that were compared; empty for the whole folder")
    added: int
    changed: int
    moved: int
    removed: int
    notes: int = Field(description="notes in the index afterwards")
    words_seconds: float = Field(description="from the first change until it was found by its words")
    vectors_seconds: float | None = Field(description="until it was found by its meaning; null when it is not yet")
    left: int = Field(description="passages that get their vectors later")
    error: str = Field(description="what went wrong, or empty")
    hint: str = Field(description="what to do about it")


def watch_report(told: "Told", now: datetime) -> WatchReport:
    """One line of the log."""
    sync = told.sync
    return WatchReport(
        time=now,
        everything=told.everything,
        paths=list(told.paths),
        added=sync.added if sync else 0,
        changed=sync.changed if sync else 0,
        moved=sync.moved if sync else 0,
        removed=sync.removed if sync else 0,
        notes=told.notes,
        words_seconds=round(told.words_seconds, 3),
        vectors_seconds=None if told.vectors_seconds is None else round(told.vectors_seconds, 3),
        left=told.left,
        error=told.trouble,
        hint=told.hint,
    )
