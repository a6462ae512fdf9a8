"""What ``assistant schedule`` prints."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.service.nightlog import LastNight
    from assistant.service.schedule import Kind


class ScheduleReport(BaseModel):
    """``assistant schedule status --json``."""

    scheduler: str = Field(description="systemd, launchd or cron; empty where none is here")
    installed: bool
    next_run: str = Field(description="as the scheduler says it; empty where it does not")
    last_run: float | None = Field(description="when the last run ended, in seconds since the epoch")
    last_success: float | None
    last_error: str
    written: list[str]
    left: list[str] = Field(description="left to the next run for want of time")


class ScheduleFile(BaseModel):
    """A file of the scheduler; of cron, our lines of the crontab."""

    path: str
    text: str


class ScheduleFiles(BaseModel):
    """``assistant schedule show --json``."""

    scheduler: str = Field(description="systemd, launchd or cron")
    installed: bool = Field(description="false where these are what install would write")
    files: list[ScheduleFile]


def files_report(kind: "Kind", files: "Mapping[Path, str]", *, installed: bool) -> ScheduleFiles:
    """What is there, or would be."""
    shown = [ScheduleFile(path=str(path), text=text) for path, text in files.items()]
    return ScheduleFiles(scheduler=kind.value, installed=installed, files=shown)


def schedule_report(kind: "Kind | None", installed: bool, next_run: str, last: "LastNight | None") -> ScheduleReport:
    """Whether it is installed, and how the last run ended."""
    return ScheduleReport(
        scheduler=kind.value if kind else "",
        installed=installed,
        next_run=next_run,
        last_run=last.ended if last else None,
        last_success=last.succeeded or None if last else None,
        last_error=last.error if last else "",
        written=list(last.written) if last else [],
        left=list(last.left) if last else [],
    )
