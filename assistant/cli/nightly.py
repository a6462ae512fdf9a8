"""``assistant nightly``: the digests that are due, written into the notes folder."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.progress import stages
from assistant.cli.session import Session
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.app.nights import Night

#: How much this run gives way to others (Unix niceness).
NICENESS = 10


def nightly(
    context: typer.Context,
    time_budget: Annotated[
        float, typer.Option("--time-budget", metavar="MINUTES", min=0.0, help="Begin no digest after so long; 0: none.")
    ] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the digests of the days and weeks that are over. Run it twice, and nothing changes.

    Example: assistant nightly --time-budget 30
    """
    from assistant.service.nightlog import NightLog, notify

    session = Session.of(context)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    log = NightLog(session.app.index_folder)
    app = session.app
    app.time_budget = 60 * time_budget
    try:
        with stages(session.output) as progress:
            night = app.nightly(progress)
    except Exception as error:  # nobody is there to see it
        reason = error.message if isinstance(error, AssistantError) else f"{type(error).__name__}: {error}"
        log.failed(reason)
        if failure := notify(session.settings.digest.notify, f"assistant nightly: {reason}"):
            session.output.remark(failure)
        raise
    log.succeeded(night.written, night.left)
    if as_json:
        from assistant.cli.schemas.digest import night_report

        session.output.json(night_report(night))
        return
    for path in night.written:
        session.output.line(str(app.folder / path))
    for line in _remarks(night):
        session.output.remark(line)


def _remarks(night: "Night") -> list[str]:
    lines = [f"{path} was changed by hand and is left alone" for path in night.edited]
    if night.left:
        lines.append(f"left to the next run: {', '.join(night.left)}")
    return lines if night.written or lines else ["nothing new: no digest to write"]
