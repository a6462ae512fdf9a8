"""The root command: global options anywhere on the line, and every way a run can end as an exit code."""

import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from assistant.errors import AssistantError, ExitCode
from assistant.guards.terminal import one_line

GLOBAL_FLAGS = frozenset({"--quiet", "-q", "--debug", "--no-color"})
GLOBAL_VALUES = frozenset({"--notes", "-C"})


class Root(TyperGroup):
    """The group of all commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 (typer's own context class)
        """Read the global options wherever they stand."""
        return super().parse_args(ctx, globals_first(args))

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]  # noqa: ANN401
        """Run one command line and end the process. A command returns nothing, or its exit code."""
        given = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        sys.exit(self._run(given, extra))

    def _run(self, args: list[str], extra: dict[str, Any]) -> int:
        try:
            code = super().main(args, **extra)
            sys.stdout.flush()
        except BrokenPipeError:
            return _reader_left()
        except SystemExit as end:  # how typer answers a closed pipe, and how shell completion ends
            if isinstance(end.__context__, BrokenPipeError):
                return _reader_left()
            raise
        except (KeyboardInterrupt, typer.Abort):
            return ExitCode.INTERRUPTED
        except Exception as error:
            with suppress(BrokenPipeError):
                return _report(error, debug=_wants_debug(args))
            return ExitCode.FAILED
        return code if isinstance(code, int) else ExitCode.DONE


def globals_first(args: Iterable[str]) -> list[str]:
    """The words of a command line with the global options moved to the front; what follows ``--`` stays."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in GLOBAL_VALUES:
            front += [word, *islice(words, 1)]
        elif word in GLOBAL_FLAGS or word.startswith("--notes="):
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def _report(error: Exception, *, debug: bool) -> int:
    """Say on stderr what went wrong and what to type next; return the exit code."""
    if debug:
        traceback.print_exception(error)
    match error:
        case AssistantError():
            message, hint, code = error.message, error.hint, int(error.exit_code)
        case typer.TyperException():
            message, hint, code = error.format_message(), _usage_hint(error), error.exit_code
        case OSError(strerror=str(reason)):
            message, hint = f"{error.filename or 'the system'}: {reason}", "assistant doctor"
            code = int(ExitCode.FAILED)
        case _:
            message, hint = f"internal: {type(error).__name__}: {error}", "run it again with --debug"
            code = int(ExitCode.FAILED)
    if not message:  # the help was shown instead
        return code
    sys.stderr.write(f"error: {one_line(message)}\n")
    if hint:
        sys.stderr.write(f"hint: {one_line(hint)}\n")
    return code


def _usage_hint(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path} --help" if context else "assistant --help"


def _wants_debug(args: Sequence[str]) -> bool:
    return "--debug" in args or os.environ.get("ASSISTANT_DEBUG", "0") not in ("", "0")


def _reader_left() -> int:
    """Whoever read stdout has seen enough: done. Keeps the interpreter's own last flush from failing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return ExitCode.DONE
