"""``assistant schedule``: have the nightly run started by systemd, launchd or cron."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.session import Session
from assistant.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from assistant.cli.schemas.schedule import ScheduleReport
    from assistant.service.schedule import Kind

app = typer.Typer(help="Have the nightly digest written every night.", no_args_is_help=True)

With = Annotated[
    str | None, typer.Option("--with", metavar="SCHEDULER", help="systemd, launchd or cron; else what is here.")
]
Time = Annotated[str, typer.Option("--at", metavar="HH:MM", help="When; cron starts it every hour at this minute.")]


@app.command("install")
def install_(
    context: typer.Context,
    at: Time = "03:30",
    with_: With = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Show what will be written, ask, and write it.

    Example: assistant schedule install --at 04:15
    """
    from assistant.service.schedule import At, files, install, this_program

    time = At.parse(at)
    session, kind = Session.of(context), _kind(with_)
    job = this_program(session.app.folder)
    for path, text in files(kind, job, time, Path.home()).items():
        session.output.remark(f"{path}:\n{text}")
    if not yes:
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError("nobody is here to say yes", hint="assistant schedule install --yes")
        if not typer.confirm("Write this?", err=True):
            raise typer.Exit(ExitCode.FAILED)
    install(kind, job, time, Path.home())
    session.output.remark(f"installed with {kind.value}; how it goes: assistant schedule status")


@app.command("remove")
def remove_(context: typer.Context, with_: With = None) -> None:
    """Take away what install wrote."""
    from assistant.service.schedule import remove, used_kind

    kind = _kind(with_) if with_ else used_kind(Path.home())
    gone = kind is not None and remove(kind, Path.home())
    Session.of(context).output.remark("removed" if gone else "nothing was installed")


@app.command()
def show(
    context: typer.Context,
    at: Time = "03:30",
    with_: With = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print what install would write, or what is there."""
    from assistant.cli.schemas.schedule import files_report
    from assistant.service.schedule import At, files, installed, this_program, used_kind

    time = At.parse(at)
    session, kind = Session.of(context), _kind(with_) if with_ else used_kind(Path.home()) or _kind(None)
    there = installed(kind, Path.home())
    is_there = bool(there)
    if not is_there:
        session.output.remark("not installed; install would write:")
        there = files(kind, this_program(session.app.folder), time, Path.home())
    if as_json:
        session.output.json(files_report(kind, there, installed=is_there))
        return
    for path, text in there.items():
        session.output.line(f"# {path}")
        session.output.line(text)


@app.command()
def status(
    context: typer.Context,
    with_: With = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether it is installed, and how the last run ended. Exit code 1 when it failed."""
    from assistant.cli.schemas.schedule import schedule_report
    from assistant.service.nightlog import NightLog
    from assistant.service.schedule import any_kind, installed, next_run, used_kind

    session, kind = Session.of(context), _kind(with_) if with_ else used_kind(Path.home()) or any_kind()
    last = NightLog(session.app.index_folder).read()
    is_there, then = (bool(installed(kind, Path.home())), next_run(kind)) if kind else (False, "")
    report = schedule_report(kind, is_there, then, last)
    if as_json:
        session.output.json(report)
    else:
        session.output.line(_installed(report))
        session.output.line(_ended(last.ended, last.error, len(last.written)) if last else "no run yet")
    if last and last.error:
        raise typer.Exit(ExitCode.FAILED)


def _installed(report: "ScheduleReport") -> str:
    if not report.scheduler:
        return "not installed: neither systemd, launchd nor cron is here"
    if not report.installed:
        return "not installed (assistant schedule install)"
    return f"installed with {report.scheduler}" + (f", next run {report.next_run}" if report.next_run else "")


def _ended(ended: float, error: str, written: int) -> str:
    when = f"{datetime.fromtimestamp(ended):%Y-%m-%d %H:%M}"
    return f"last run {when}: " + (f"failed, {error}" if error else f"{written} digest{'s' * (written != 1)} written")


def _kind(name: str | None) -> "Kind":
    from assistant.service.schedule import Kind, best_kind

    if name is None:
        return best_kind()
    if name not in list(Kind):
        raise UsageError(f"no such scheduler: {name}", hint=f"one of: {', '.join(Kind)}")
    return Kind(name)
