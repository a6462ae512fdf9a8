"""``assistant jobs``: the work that waits, and what became of it."""

import time
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.formats import As, AsJson, Format, chosen, print_rows
from assistant.cli.session import Session
from assistant.errors import IndexMissingError, UsageError
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.cli.output import Output
    from assistant.store.jobs import Job

app = typer.Typer(help="Show, repeat and cancel work that waits: embedding, rebuilds, pulls.", no_args_is_help=True)

#: What a table shows of a job.
COLUMNS = ("id", "state", "kind", "key", "attempts", "done", "total", "due", "error")

Numbers = Annotated[list[int], typer.Argument(metavar="ID...", help="Numbers of jobs, as in: assistant jobs list")]


@app.command("list")
def list_(
    context: typer.Context,
    states: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="STATE", help="waiting, running, done, dead or cancelled; may be repeated."),
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List jobs: running ones, then what is next, then the last one of each kind that ended.

    Example: assistant jobs list --state dead
    """
    from assistant.store.jobs import State

    form = chosen(as_, json=as_json)
    unknown = set(states or ()) - {state.value for state in State}
    if unknown:
        raise UsageError(f"no such state: {sorted(unknown)[0]}", hint=f"one of: {', '.join(State)}")
    session = Session.of(context)
    try:
        with session.app.queue() as jobs:
            found = jobs.list([State(state) for state in states or State])
    except IndexMissingError:
        found = []
    if form is Format.JSON:
        _print_json(session.output, found)
    elif form is Format.TEXT:
        for job in found:
            session.output.line(_in_words(job))
        if not found:
            session.output.remark("no jobs")
    else:
        from assistant.cli.schemas.jobs import job_report

        print_rows(session.output, form, [job_report(job).model_dump(mode="json") for job in found], COLUMNS)


@app.command()
def show(context: typer.Context, number: Annotated[int, typer.Argument(metavar="ID")], as_json: AsJson = False) -> None:
    """Show all that is known of a job.

    Example: assistant jobs show 3
    """
    from assistant.cli.schemas.jobs import job_report

    session = Session.of(context)
    with session.app.queue() as jobs:
        report = job_report(jobs.get(number))
    if as_json:
        session.output.json(report)
        return
    for key, value in report.model_dump().items():
        if value not in (None, ""):
            text = value.isoformat(timespec="seconds") if isinstance(value, datetime) else one_line(str(value))
            session.output.line(f"{key}: {text}")


@app.command()
def retry(context: typer.Context, numbers: Numbers, as_json: AsJson = False) -> None:
    """Have jobs done that failed or were cancelled. The service does it at once.

    Example: assistant jobs retry 3
    """
    session = Session.of(context)
    with session.app.queue() as jobs:
        changed = [jobs.retry(number) for number in numbers]
    print_changed(session.output, changed, as_json=as_json)


@app.command()
def cancel(context: typer.Context, numbers: Numbers, as_json: AsJson = False) -> None:
    """Stop jobs. One that is running ends at its next step; what it has done is kept.

    Example: assistant jobs cancel 3
    """
    session = Session.of(context)
    with session.app.queue() as jobs:
        changed = [jobs.cancel(number) for number in numbers]
    print_changed(session.output, changed, as_json=as_json)


def print_changed(output: "Output", changed: "Sequence[Job]", *, as_json: bool) -> None:
    """Say what has become of jobs that a command has put, repeated or cancelled."""
    if as_json:
        _print_json(output, changed)
        return
    for job in changed:
        output.remark(_in_words(job))


def _print_json(output: "Output", jobs: "Sequence[Job]") -> None:
    from assistant.cli.schemas.jobs import JobList, job_report

    output.json(JobList(jobs=[job_report(job) for job in jobs]))


def _in_words(job: "Job") -> str:
    """A job on one line: its number and state, what it does, how far it is or when it goes on, what went wrong."""
    parts = [f"{job.id:>4}  {job.state.value:<9}  {one_line(f'{job.kind} {job.key}')}"]
    if job.total and job.state.value == "running":
        parts.append(f"{job.done} of {job.total}")
    if job.state.value == "waiting" and (seconds := job.due - time.time()) > 1:
        parts.append(f"again in {_duration(seconds)}")
    if job.attempts > 1:
        parts.append(f"attempt {job.attempts}")
    if job.error:
        parts.append(one_line(job.error))
    return "  ".join(parts)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
