"""``assistant init``: say where the notes are, once."""

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from assistant.cli.config import report_changes
from assistant.cli.session import Session
from assistant.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.settings import Settings

A = TypeVar("A")
T = TypeVar("T")

NEXT_STEPS = ("assistant models pull --defaults", "assistant index", 'assistant ask "..."')


def init(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="The folder of your notes.")] = None,
    chat_model: Annotated[
        str | None, typer.Option("--chat-model", metavar="NAME", help="The model that writes answers.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; keep what is set.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Choose the notes folder and the chat model; every other setting stays.

    Example: assistant init ~/notes
    """
    from assistant.settings import resolve
    from assistant.settings.file import set_values

    session = Session.of(context)
    file = session.paths.config_file
    current = resolve(file, env={}, flags={"notes.folder": session.flags.get("notes.folder")}).settings
    asks = sys.stdin is not None and sys.stdin.isatty() and not yes
    if asks:
        notes = _existing(folder) if folder else _again(_ask_folder, current, _existing)
        chat = chat_model or _again(_ask_chat_model, current, lambda name: session.app.manifest(name).name)
    else:
        notes, chat = _existing(folder or _keep_folder(current, yes)), chat_model or current.models.chat
    session.app.manifest(chat)
    changes = set_values(file, {"notes.folder": notes, "models.chat": chat})
    report_changes(session.output, file, changes, as_json=as_json)
    session.output.remark("\n".join(("Next:", *(f"  {step}" for step in NEXT_STEPS))))


def _again(ask: "Callable[[Settings], A]", current: "Settings", check: "Callable[[A], T]") -> T:
    """What ``check`` makes of the answer, asked for until it is content."""
    while True:
        try:
            return check(ask(current))
        except UsageError as error:
            typer.echo(f"{error.message} ({error.hint})", err=True)


def _ask_folder(current: "Settings") -> Path:
    before = current.notes.folder
    answer: str = typer.prompt("Folder of your notes", default=str(before) if before else None, err=True)
    return Path(answer.strip())


def _ask_chat_model(current: "Settings") -> str:
    typer.echo("A small chat model is quick, a larger one answers better: assistant models list", err=True)
    answer: str = typer.prompt("Chat model", default=current.models.chat, err=True)
    return answer.strip()


def _keep_folder(current: "Settings", yes: bool) -> Path:
    if yes and current.notes.folder:
        return current.notes.folder
    raise UsageError("no notes folder given", hint="assistant init FOLDER")


def _existing(chosen: Path) -> Path:
    from assistant.settings import setting

    folder = Path(str(setting("notes.folder").check(chosen, "the command line", Path.cwd())))
    if not folder.exists():
        raise UsageError(f"{folder} does not exist", hint=f"mkdir -p {quote(str(folder))}")
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", hint="assistant init FOLDER")
    return folder
