"""The command line: global options, the list of commands, and the entry point."""

import os
import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from assistant import __version__
from assistant.cli.root import Root
from assistant.cli.session import Session

#: Where each command is: a function, or a typer.Typer for a group of them. Their order here is that in --help.
COMMANDS = {
    "init": "init:init",
    "index": "index:index",
    "search": "search:search",
    "ask": "ask:ask",
    "summarize": "summarize:summarize",
    "nightly": "nightly:nightly",
    "schedule": "schedule:app",
    "extract": "extract:extract",
    "classify": "classify:classify",
    "tag": "tag:tag",
    "run": "run:run",
    "templates": "templates:app",
    "watch": "watch:watch",
    "service": "service:app",
    "jobs": "jobs:app",
    "models": "models:app",
    "prompts": "prompts:app",
    "config": "config:app",
    "eval": "eval:app",
    "backup": "backup:backup",
    "restore": "restore:restore",
    "doctor": "doctor:doctor",
    "help": "help:help_",
}


class Commands(Root):
    """Every command, each imported when it is first needed: a search does not wait for what the others import."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 (typer's own context class)
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, name: str) -> Any:  # noqa: ANN401, ARG002
        """One of them."""
        if name in COMMANDS and name not in self.commands:
            self.commands[name] = _loaded(name)
        return self.commands.get(name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """The command of a line; one that is not there is guessed among all."""
        if args[0] not in COMMANDS:
            self.commands.update({name: _loaded(name) for name in COMMANDS})
        return super().resolve_command(ctx, args)


def _loaded(name: str) -> Any:  # noqa: ANN401 (a command of typer's)
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(f"assistant.cli.{module}"), attribute)
    holder = typer.Typer(pretty_exceptions_enable=False)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name)(found)
    return typer.main.get_group(holder).commands[name]


app = typer.Typer(
    name="assistant",
    cls=Commands,
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
