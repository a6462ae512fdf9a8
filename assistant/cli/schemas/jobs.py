"""What ``assistant jobs`` prints."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.store.jobs import Job


class JobReport(BaseModel):
    """One job of the queue; each line of ``assistant jobs list --format jsonl``, and ``assistant jobs show --json``."""

    id: int
    kind: str = Field(description="embed, rebuild, pull, ...")
    key: str = Field(description="what it is about, a model's name say; empty where there is only one of its kind")
    state: Literal["waiting", "running", "done", "dead", "cancelled"]
    priority: int = Field(description="the lower, the sooner")
    attempts: int = Field(description="how often it was begun since it was last asked for by hand")
    done: int = Field(description="of the present or last attempt")
    total: int = Field(description="0 when it is not known")
    created: datetime
    due: datetime = Field(description="not begun before")
    ended: datetime | None
    error: str = Field(description="what its last attempt failed with")


class JobList(BaseModel):
    """``assistant jobs list``, ``retry`` and ``cancel`` with ``--json``, and ``assistant models pull --background``."""

    jobs: list[JobReport]


def job_report(job: "Job") -> JobReport:
    """A job as the queue has it."""
    return JobReport(
        id=job.id,
        kind=job.kind,
        key=job.key,
        state=job.state.value,
        priority=job.priority,
        attempts=job.attempts,
        done=job.done,
        total=job.total,
        created=_time(job.created),
        due=_time(job.due),
        ended=_time(job.ended) if job.ended else None,
        error=job.error,
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(round(seconds, 3), UTC)
