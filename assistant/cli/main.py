"""The command line: global options, the list of commands, and the entry point."""

import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from assistant import __version__
from assistant.cli import (
    ask,
    backup,
    config,
    doctor,
    eval,
    help,
    index,
    init,
    jobs,
    models,
    nightly,
    prompts,
    restore,
    schedule,
    search,
    service,
    summarize,
    watch,
)
from assistant.cli.root import Root
from assistant.cli.session import Session

app = typer.Typer(
    name="assistant",
    cls=Root,
    help="Ask your notes. Everything stays on this machine, and every answer points at the lines it rests on.",
    epilog="The options --notes, --quiet, --no-color and --debug may stand before or after a command.",
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    notes: Annotated[
        Path | None, typer.Option("--notes", "-C", metavar="FOLDER", help="The notes folder of this run.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no remarks.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colors.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Open the session that every command works in."""
    if version:
        typer.echo(f"assistant {__version__}")
        raise typer.Exit
    context.obj = Session(quiet=quiet, debug=debug, no_color=no_color, flags={"notes.folder": notes})
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


# A command is a function; a group of commands is a typer.Typer. Their order here is their order in --help.
app.command()(init.init)
app.command()(index.index)
app.command()(search.search)
app.command()(ask.ask)
app.command()(summarize.summarize)
app.command()(nightly.nightly)
app.add_typer(schedule.app, name="schedule")
app.command()(watch.watch)
app.add_typer(service.app, name="service")
app.add_typer(jobs.app, name="jobs")
app.add_typer(models.app, name="models")
app.add_typer(prompts.app, name="prompts")
app.add_typer(config.app, name="config")
app.add_typer(eval.app, name="eval")
app.command()(backup.backup)
app.command()(restore.restore)
app.command()(doctor.doctor)
app.command("help")(help.help_)


def main() -> None:
    """Entry point of the ``assistant`` program. What it writes is readable by this user alone."""
    os.umask(0o077)
    sys.stdout, sys.stderr = _writable(sys.stdout), _writable(sys.stderr)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    app()


def _writable(stream: TextIO | None) -> TextIO:
    """The stream, such that no character and no missing descriptor makes writing to it fail."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream
