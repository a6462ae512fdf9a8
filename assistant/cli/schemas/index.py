"""What ``assistant index`` prints."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.app import IndexOutcome


class LeftOut(BaseModel):
    """A file that is not indexed, or not as it is, and why."""

    path: str
    reason: str


class IndexReport(BaseModel):
    """``assistant index --json``."""

    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int
    notes: int = Field(description="notes in the index afterwards")
    passages: int = Field(description="passages in the index afterwards")
    embedded: int | None = Field(description="texts embedded; null without an embedding model")
    reused: int | None = Field(description="passages whose vector was known; null without an embedding model")
    waiting: int | None = Field(description="passages that have no vector yet; null without an embedding model")
    seconds: float
    skipped: list[LeftOut]
    decoded: list[LeftOut] = Field(description="files that are not UTF-8, and how they were read")


def index_report(outcome: "IndexOutcome") -> IndexReport:
    """What an index run did."""
    sync, embed = outcome.sync, outcome.embed
    return IndexReport(
        added=sync.added,
        changed=sync.changed,
        moved=sync.moved,
        removed=sync.removed,
        unchanged=sync.unchanged,
        notes=outcome.counts.notes,
        passages=outcome.counts.chunks,
        embedded=embed.embedded if embed else None,
        reused=embed.reused if embed else None,
        waiting=embed.waiting if embed else None,
        seconds=round(sync.seconds + (embed.seconds if embed else 0.0), 3),
        skipped=[LeftOut(path=s.path, reason=s.reason) for s in sync.skipped],
        decoded=[LeftOut(path=s.path, reason=s.reason) for s in sync.decoded],
    )
