"""The manual page of the whole program, in the language of ``man``, made from the commands themselves."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from assistant import __version__
from assistant.errors import ExitCode

_OPENS = re.compile(r"^([.'])", re.MULTILINE)

_CODES = {
    ExitCode.DONE: "done; also when the reader of a pipe has seen enough",
    ExitCode.FAILED: "failed",
    ExitCode.USAGE: "wrong usage",
    ExitCode.NOT_IN_NOTES: "not in your notes: nothing found, or no answer",
    ExitCode.NOT_READY: "index or model not ready",
    ExitCode.INTERRUPTED: "interrupted",
}


def manual(root: Any) -> str:  # noqa: ANN401 (a command of click's, by whatever name typer carries it)
    """The page for a group of commands, as ``man -l`` reads it."""
    lines = [
        f'.TH ASSISTANT 1 "" "assistant {__version__}" "User Commands"',
        ".SH NAME",
        "assistant \\- ask your notes, on this machine, with answers you can check",
        ".SH SYNOPSIS",
        ".B assistant",
        "[OPTIONS] COMMAND [ARGS]...",
        ".SH DESCRIPTION",
        _text(root.help or ""),
        ".SH OPTIONS",
        *_options(root),
        ".SH COMMANDS",
        *_commands(root, "assistant"),
        ".SH EXIT STATUS",
        *(part for code, meaning in _CODES.items() for part in (".TP", f".B {int(code)}", _text(meaning))),
        ".SH SEE ALSO",
        "assistant help topics",
    ]
    return "\n".join(lines) + "\n"


def _commands(group: Any, path: str) -> Iterator[str]:  # noqa: ANN401
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if command is None or command.hidden:
            continue
        words = f"{path} {name}"
        arguments = " ".join(_metavar(param) for param in command.params if param.param_type_name == "argument")
        yield f".SS {_text(f'{words} {arguments}'.strip())}"
        yield _text(_paragraphs(command.help or ""))
        yield from _options(command)
        if hasattr(command, "list_commands"):
            yield from _commands(command, words)


def _options(command: Any) -> Iterator[str]:  # noqa: ANN401
    for param in command.params:
        if param.param_type_name != "option" or param.hidden:
            continue
        names = ", ".join((*param.opts, *param.secondary_opts))
        value = "" if param.is_flag else f" {_metavar(param)}"
        yield ".TP"
        yield f".B {_text(names + value)}"
        yield _text(param.help or "")


def _metavar(param: Any) -> str:  # noqa: ANN401
    """How a value is named: by its own name, by what may be chosen, or as an option's."""
    chosen = get_args(param.type_descriptor.annotation)
    choices = "|".join(map(str, chosen)) if all(isinstance(one, str) for one in chosen) else ""
    return str(param.metavar or choices or param.name.upper())


def _paragraphs(text: str) -> str:
    """Paragraphs of one line each, as they are in a docstring."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _text(text: str) -> str:
    """A text such that nothing in it is an instruction to the page's reader."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return _OPENS.sub(r"\\&\1", escaped).replace("\n\n", "\n.PP\n")
