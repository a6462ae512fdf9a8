"""``assistant backup``: the catalog and the settings in one file."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.progress import stages
from assistant.cli.session import Session


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace the file if it is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Save the index, with its vectors, and your settings in one file; the notes themselves are not in it.

    Example: assistant backup ~/backups/notes.tar
    """
    session = Session.of(context)
    with stages(session.output) as progress:
        outcome = session.app.backup(file, progress, force=force)
    if as_json:
        from assistant.cli.schemas.backup import backup_report

        session.output.json(backup_report(outcome))
        return
    manifest = outcome.manifest
    session.output.line(str(outcome.file))
    size = f"{manifest.notes} notes, {manifest.chunks} passages, {outcome.bytes / 1e6:.1f} MB"
    session.output.remark(f"index of {size}; settings: {', '.join(manifest.settings) or 'none'}")
    session.output.remark(f"the notes themselves are not in it: keep a copy of {manifest.folder} too")
