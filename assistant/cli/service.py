"""``assistant service``: the process that keeps the index in step and the models warm."""

import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.session import Session
from assistant.errors import AssistantError, ExitCode

if TYPE_CHECKING:
    from assistant.cli.schemas.service import ServiceReport

app = typer.Typer(
    help="The process that watches your notes, keeps models warm and answers faster.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
#: Between two looks at a log that is followed, in seconds.
FOLLOW_SECONDS = 0.3


@app.command()
def start(context: typer.Context, as_json: Json = False) -> None:
    """Start the service of the notes folder; it stays until it is stopped.

    Example: assistant service start
    """
    session = Session.of(context)
    _start(session, as_json=as_json)


@app.command()
def stop(context: typer.Context, as_json: Json = False) -> None:
    """End the service of the notes folder. Exit code 3: there was none.

    Example: assistant service stop
    """
    from assistant.service.lifecycle import stop as stop_service

    session = Session.of(context)
    pid = stop_service(session.paths, session.app.folder)
    if as_json:
        session.output.json(_report(session, running=False, pid=pid, told={}))
    else:
        session.output.line("no service runs" if pid is None else f"stopped, process {pid}")
    if pid is None:
        raise typer.Exit(ExitCode.NOT_IN_NOTES)


@app.command()
def restart(context: typer.Context, as_json: Json = False) -> None:
    """End the service, if one runs, and start it anew.

    Example: assistant service restart
    """
    from assistant.service.lifecycle import stop as stop_service

    session = Session.of(context)
    stop_service(session.paths, session.app.folder)
    _start(session, as_json=as_json)


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """What the service is at. Exit code 3: none runs.

    Example: assistant service status
    """
    session = Session.of(context)
    report = _look(session)
    if as_json:
        session.output.json(report)
    else:
        for line in _lines(report):
            session.output.line(line)
    if not report.running:
        raise typer.Exit(ExitCode.NOT_IN_NOTES)


@app.command()
def logs(
    context: typer.Context,
    lines: Annotated[int, typer.Option("-n", "--lines", min=0, help="How many lines, the last ones.")] = 50,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on with what comes, until Ctrl-C.")] = False,
) -> None:
    """Show what the service did. Questions and notes are not in its log.

    Example: assistant service logs -f
    """
    from assistant.service.lifecycle import log_file

    session = Session.of(context)
    file = log_file(session.paths, session.app.folder)
    if not file.exists():
        raise AssistantError("there is no log yet", hint="assistant service start")
    with file.open(encoding="utf-8", errors="replace") as log:
        for line in deque(log, lines):
            session.output.line(line.rstrip("\n"))
        read = log.tell()
    while follow:
        read = _go_on(session, file, read)
        time.sleep(FOLLOW_SECONDS)


@app.command(hidden=True)
def run(
    context: typer.Context,
    auto: Annotated[bool, typer.Option("--auto", help="End when nobody asks for a while.")] = False,
) -> None:
    """Be the service, in the foreground: for launchd, systemd and the like."""
    from assistant.service.lifecycle import run as run_service

    session = Session.of(context)
    run_service(session.resolved, session.paths, auto=auto)


def _start(session: Session, *, as_json: bool) -> None:
    from assistant.service.lifecycle import start as start_service

    told = start_service(session.paths, session.app.folder)
    if as_json:
        session.output.json(_report(session, running=True, pid=told.get("pid"), told=told))
    else:
        session.output.line(f"the service of {session.app.folder} runs, process {told.get('pid')}")


def _look(session: Session) -> "ServiceReport":
    """The service's own status; as much as is known of one that does not answer."""
    from assistant.service import terms
    from assistant.service.client import Call, NoServiceError, call, greeting_of
    from assistant.service.lifecycle import running

    folder = session.app.folder
    pid = running(session.paths, folder)
    place = terms.where(session.paths, folder)
    told: Mapping[str, Any] = {}
    if pid is not None:
        try:
            told = call(place, Call("status", {}, deadline_ms=2000))
        except NoServiceError:
            told = greeting_of(place) or {}
    return _report(session, running=pid is not None, pid=pid, told=told)


def _report(session: Session, *, running: bool, pid: int | None, told: Mapping[str, Any]) -> "ServiceReport":
    from assistant.cli.schemas.service import service_report

    return service_report(str(session.app.folder), running=running, pid=pid, told=told)


def _lines(report: "ServiceReport") -> list[str]:
    """The report for a person."""
    if not report.running:
        return ["no service runs (assistant service start)"]
    lines = [f"runs: process {report.pid}, version {report.version or 'unknown: it does not answer'}"]
    lines.append(f"notes: {report.folder}")
    if report.seconds is not None:
        lines.append(f"since: {_duration(report.seconds)}")
        lines.append(f"models: {', '.join(report.models) or 'none loaded'}")
    if report.memory_mb is not None:
        lines.append(f"memory: {report.memory_mb:.0f} MB")
    if report.keeper:
        behind = f", {report.keeper.waiting} waiting" if report.keeper.waiting else ""
        lines.append(f"index: {report.keeper.state}, {report.keeper.notes} notes{behind}")
    elif report.seconds is not None:
        lines.append("index: watched by another process")
    if report.worker and report.worker.kind:
        worker = report.worker
        lines.append(f"job: {worker.kind} {worker.key} {worker.done}/{worker.total}".replace("  ", " "))
    errors = [part.error for part in (report.keeper, report.worker) if part and part.error]
    return lines + [f"trouble: {error}" for error in errors]


def _duration(seconds: float) -> str:
    minutes, hours = seconds / 60, seconds / 3600
    if minutes < 2:
        return f"{seconds:.0f} s"
    return f"{minutes:.0f} min" if hours < 2 else f"{hours:.0f} h"


def _go_on(session: Session, file: Path, read: int) -> int:
    """Print what was written since; a log that was begun anew is read from its start."""
    import sys

    with file.open(encoding="utf-8", errors="replace") as log:
        size = log.seek(0, 2)
        log.seek(read if size >= read else 0)
        for line in log:
            session.output.line(line.rstrip("\n"))
        sys.stdout.flush()
        return log.tell()
