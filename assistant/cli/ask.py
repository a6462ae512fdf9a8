"""``assistant ask``: an answer with the lines it rests on, or an honest no."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.narrowing import Paths, Since, Tags, Until
from assistant.cli.piped import MAX_PIPED, STDIN, is_piped, read_piped
from assistant.cli.session import Session, typed
from assistant.errors import ExitCode, UsageError
from assistant.guards.terminal import clean, one_line

if TYPE_CHECKING:
    from assistant.answer.draft.writing import OnText
    from assistant.domain import Answer, Citation

#: Characters of a quote that are shown, pieces that are shown where there is no answer, and lines of each.
QUOTED, CLOSEST, LINES = 300, 3, 12


def ask(
    context: typer.Context,
    question: Annotated[
        list[str], typer.Argument(metavar="QUESTION...", help="A question in any language; - reads it from a pipe.")
    ],
    model: Annotated[str | None, typer.Option("--model", "-m", help="The chat model of this question.")] = None,
    tag: Tags = None,
    path: Paths = None,
    since: Since = None,
    until: Until = None,
    style: Annotated[
        str | None, typer.Option(help="extractive: copied from the notes; abstractive: worded by the chat model.")
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Answer from this confidence on, 0 to 1.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the answer came about.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Answer a question from your notes, and from text piped in. Exit code 3: not in your notes.

    Example: assistant ask "When does the beta start?"
    """
    session = Session.of(context).with_flags({"models.chat": model, "ask.style": style})
    text, piped = _question_and_text(session, question)
    if not text:
        raise UsageError("the question is empty", hint='assistant ask "When does the beta start?"')
    from assistant.cli.resident import Narrow
    from assistant.cli.resident import ask as told_by

    narrow = Narrow(tag or (), path or (), since, until)
    with _streamed(session, as_json=as_json) as on_text:
        told = told_by(session, text, narrow, on_text, piped, min_confidence, full=explain)
    for notice in told.notices:
        session.output.remark(notice)
    if explain and told.trace:
        from assistant.app import AskOutcome
        from assistant.cli.explain_answer import explain_answer

        explain_answer(session.output, AskOutcome(told.answer, told.trace, told.notices))
    if as_json:
        from assistant.cli.schemas import answer_report

        session.output.json(answer_report(told.answer))
    elif told.answer.answered:
        _print_answer(session, told.answer)
    else:
        _print_abstention(session, told.answer)
    if not told.answer.answered:
        raise typer.Exit(ExitCode.NOT_IN_NOTES)


def _question_and_text(session: Session, question: list[str]) -> tuple[str, str]:
    """The question, and what was piped in; the question is ``-`` where it is what was piped in."""
    text, piped, is_cut = typed(question), "", False
    if text == STDIN or is_piped():
        piped, is_cut = read_piped()
    if is_cut:
        session.output.remark(f"piped text cut after {MAX_PIPED} characters")
    return (piped.strip(), "") if text == STDIN else (text, piped)


@contextmanager
def _streamed(session: Session, *, as_json: bool) -> "Iterator[OnText]":
    """Show the answer as it is written, until the checked one takes its place."""
    if as_json or session.output.quiet or not session.output.progress.is_terminal:
        yield lambda _: None
        return
    from rich.live import Live
    from rich.text import Text

    with Live(Text("…", style="dim"), console=session.output.progress, transient=True) as live:
        yield lambda text: live.update(Text(one_line(text), style="dim"))


def _print_answer(session: Session, answer: "Answer") -> None:
    disputed = {statement.n for statement in answer.conflicts if statement.value != answer.short}
    pointers = "".join(f"[{c.n}]" for c in answer.citations if c.n not in disputed)
    session.output.line(f"{_lines(answer.answer)} {pointers}\n")
    for citation in answer.citations:
        _print_citation(session, citation)
    if answer.conflicts:
        told = "; ".join(f"{s.date or 'undated'}: {one_line(s.value)} [{s.n}]" for s in answer.conflicts)
        session.output.remark(f"your notes disagree: {told}")
    if answer.truncated:
        session.output.remark(f"not shown to the model for want of room: {', '.join(answer.truncated)}")


def _lines(text: str) -> str:
    """Text of several lines without what could steer a terminal; its lines stay, with their indents."""
    return clean(text).replace("\t", "    ")


def _where(path: str, first: int, last: int) -> str:
    from assistant.notes.formats import place

    return one_line(f"{path}:{place(path, first, last)}")


def _print_citation(session: Session, citation: "Citation") -> None:
    where = one_line(f"{citation.path}:{citation.place or citation.line_start}")
    text = one_line(citation.quote)
    quote = f'"{text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"}"'
    if not session.output.is_terminal:
        session.output.line(f"[{citation.n}] {where} {quote}")
        return
    from rich.style import Style
    from rich.text import Text

    file = session.folder / citation.path
    link = session.output.link(file, citation.line_start) if file.is_file() else None
    shown = Text(f"[{citation.n}] ")
    shown.append(where, style=Style(color="cyan", link=link))
    session.output.console.print(shown.append(f" {quote}", style="dim"), soft_wrap=True)


def _print_abstention(session: Session, answer: "Answer") -> None:
    """Nothing on stdout: there is no result. Why, and the pieces that come nearest, on stderr."""
    if not answer.nearest:
        session.output.remark(f"Not in your notes: {answer.reason}.")
        return
    session.output.remark(f"Not sure: {answer.reason}. Closest in your notes:")
    for near in answer.nearest[:CLOSEST]:
        session.output.remark(f"\n{_where(near.path, near.line_start, near.line_end)}  {one_line(near.title)}")
        for line in _lines(near.shown).split("\n")[:LINES]:
            session.output.remark(f"  {line}")
