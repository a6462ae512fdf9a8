"""What ``assistant backup`` and ``assistant restore`` print."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.app.keeping import BackupOutcome, RestoreOutcome


class BackupReport(BaseModel):
    """``assistant backup --json``."""

    file: str
    bytes: int
    folder: str = Field(description="the notes folder; the notes themselves are not in the file")
    made: str = Field(description="when: ISO 8601, UTC")
    notes: int
    passages: int
    settings: list[str] = Field(description="files of the config folder that are in it")


class RestoreReport(BaseModel):
    """``assistant restore --json``."""

    folder: str = Field(description="the notes folder whose index it is now")
    made: str = Field(description="when the backup was made: ISO 8601, UTC")
    made_of: str = Field(description="the notes folder it was made of")
    notes: int
    passages: int
    settings: list[str] = Field(description="files of the config folder that were missing and are back")
    kept: list[str] = Field(description="files of the config folder that differ from the backup's and were left")
    set_aside: str | None = Field(description="where the index lies that could not be read")
    behind: int = Field(description="files of the notes folder that are not as they were when the backup was made")


def backup_report(outcome: "BackupOutcome") -> BackupReport:
    """A backup that was made."""
    manifest = outcome.manifest
    return BackupReport(
        file=str(outcome.file),
        bytes=outcome.bytes,
        folder=manifest.folder,
        made=manifest.made,
        notes=manifest.notes,
        passages=manifest.chunks,
        settings=list(manifest.settings),
    )


def restore_report(outcome: "RestoreOutcome") -> RestoreReport:
    """A backup that was put back."""
    manifest = outcome.manifest
    return RestoreReport(
        folder=str(outcome.folder),
        made=manifest.made,
        made_of=manifest.folder,
        notes=manifest.notes,
        passages=manifest.chunks,
        settings=list(outcome.settings),
        kept=list(outcome.kept),
        set_aside=str(outcome.set_aside) if outcome.set_aside else None,
        behind=outcome.behind,
    )
