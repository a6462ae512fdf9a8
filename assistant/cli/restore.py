"""``assistant restore``: what ``assistant backup`` saved, put back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.progress import stages
from assistant.cli.session import Session

if TYPE_CHECKING:
    from assistant.app.keeping import RestoreOutcome


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What assistant backup wrote.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace the index that is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check a backup and put its index in place, and those of your settings that are missing.

    Example: assistant restore ~/backups/notes.tar
    """
    from assistant.store.backup import read_manifest

    session, manifest = Session.of(context), read_manifest(file)
    if session.settings.notes.folder is None:
        session = session.with_flags({"notes.folder": manifest.folder})
    with stages(session.output) as progress:
        outcome = session.app.restore(file, progress, force=force)
    if as_json:
        from assistant.cli.schemas.backup import restore_report

        session.output.json(restore_report(outcome))
        return
    session.output.line(str(outcome.folder))
    for line in _summary(outcome):
        session.output.remark(line)


def _summary(outcome: "RestoreOutcome") -> list[str]:
    manifest = outcome.manifest
    lines = [f"index of {manifest.notes} notes, {manifest.chunks} passages, as of {manifest.made}"]
    if manifest.folder != str(outcome.folder):
        lines.append(f"the backup was made of {manifest.folder}")
    if outcome.settings:
        lines.append(f"settings that were missing are back: {', '.join(outcome.settings)}")
    if outcome.kept:
        lines.append(f"settings that differ from the backup's are left as they are: {', '.join(outcome.kept)}")
    if outcome.set_aside:
        lines.append(f"the index that could not be read is kept: {outcome.set_aside}")
    if outcome.behind:
        lines.append(f"{outcome.behind} files of the folder are not as they were then (assistant index)")
    return lines
