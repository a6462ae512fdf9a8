"""What ``assistant service`` prints."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field


class KeeperReport(BaseModel):
    """The thread that keeps the index in step."""

    state: str = Field(description="starting, indexing, in step, behind, folder gone or stopped")
    notes: int
    waiting: int = Field(description="paths that changed and are not indexed yet")
    last_full: float | None = Field(description="seconds since the whole folder was compared; null before")
    error: str
    polls: bool = Field(description="the system would not watch the folder, so it is compared now and then")


class WorkerReport(BaseModel):
    """The thread that works off jobs; kind and key are those of the job it is at, empty without one."""

    running: bool
    saving_power: bool
    kind: str
    key: str
    done: int
    total: int
    error: str


class ServiceReport(BaseModel):
    """``assistant service start``, ``stop``, ``status`` and ``restart``, with ``--json``."""

    running: bool
    pid: int | None = Field(description="of the service that runs, or of the one that was stopped")
    version: str | None = Field(description="null where the service does not answer")
    folder: str
    seconds: float | None = Field(description="how long it has been serving")
    models: list[str] = Field(description="models that are loaded")
    memory_mb: float | None = Field(description="memory that it holds, without the chat model's own process")
    keeper: KeeperReport | None = Field(description="null where another process watches the folder")
    worker: WorkerReport | None


def service_report(folder: str, *, running: bool, pid: int | None, told: Mapping[str, Any]) -> ServiceReport:
    """What is known of a folder's service; ``told`` is its status or its hello, empty when it does not answer."""
    keeper, worker = told.get("keeper"), told.get("worker")
    return ServiceReport(
        running=running,
        pid=pid,
        version=told.get("version"),
        folder=folder,
        seconds=told.get("seconds"),
        models=told.get("models", []),
        memory_mb=told.get("memory_mb"),
        keeper=KeeperReport(**keeper) if keeper else None,
        worker=WorkerReport(**worker) if worker else None,
    )
