"""``assistant run``: a template of one's own, with values and piped text."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import complete
from assistant.cli.piped import is_piped, read_piped
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.guards.terminal import clean, one_line

if TYPE_CHECKING:
    from assistant.app.templating import Ran
    from assistant.templates import Template


def run(
    context: typer.Context,
    template: Annotated[
        str,
        typer.Argument(metavar="TEMPLATE", help="As in: assistant templates list", autocompletion=complete.templates),
    ],
    values: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="Its variables.", show_default=False)
    ] = None,
    model: Annotated[str | None, typer.Option("--model", "-m", help="The chat model of this run.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Run a template of your own over values and piped text. Exit code 3: it looks up your notes and finds nothing.

    Example: assistant run standup team=vellum < log.txt
    """
    session = Session.of(context)
    found = session.app.templates.get(template)
    given = _pairs(values or ())
    found.check(given)
    piped = _piped() if found.reads_input else ""
    session = session.with_flags({"models.chat": model or found.model or None})
    with _lines(streams=not as_json and found.schema is None) as on_text:
        ran = session.app.run_template(found, given, piped, on_text)
    _print(session, found, ran, as_json=as_json)
    if ran.is_cut_short:
        session.output.remark(f"cut short after {ran.completion_tokens} tokens (max_tokens: in {found.path})")
    for n, passage in enumerate(ran.sources, start=1):
        session.output.remark(f"[{n}] {one_line(passage.path)}:{passage.chunk.span.line_start}")


def _print(session: Session, template: "Template", ran: "Ran", *, as_json: bool) -> None:
    if as_json:
        from assistant.cli.schemas.templates import run_report

        session.output.json(run_report(template, session.settings.models.chat, ran))
    elif template.schema is not None:
        from assistant.cli.extract import value_json

        sys.stdout.write(value_json(ran.value, for_person=sys.stdout.isatty()) + "\n")


def _pairs(values: Sequence[str]) -> dict[str, str]:
    """``key=value`` words. Raises ``UsageError`` for one that is none, or a key that comes twice."""
    pairs: dict[str, str] = {}
    for word in values:
        key, equals, value = word.partition("=")
        if not (equals and key) or key in pairs:
            raise UsageError(f"not key=value: {word}" if key not in pairs else f"{key} comes twice", hint="key=value")
        pairs[key] = value.encode("utf-8", "replace").decode()
    return pairs


def _piped() -> str:
    """What was piped in. Raises ``UsageError`` where nothing was."""
    text = read_piped()[0] if is_piped() else ""
    if not text.strip():
        raise UsageError("this template reads standard input", hint="assistant run TEMPLATE < notes.txt")
    return text


@contextmanager
def _lines(*, streams: bool) -> Iterator[Callable[[str], None]]:
    """Print what is written line by line: a line is cleaned as a whole, so that no sequence slips through in pieces."""
    held, begun = "", False

    def on_text(piece: str) -> None:
        nonlocal held, begun
        if not streams:
            return
        *whole, held = ((held + piece) if begun else (held + piece).lstrip()).split("\n")
        begun = begun or bool(held)
        for line in whole:
            sys.stdout.write(clean(line) + "\n")
            sys.stdout.flush()

    yield on_text
    if held:
        sys.stdout.write(clean(held) + "\n")
