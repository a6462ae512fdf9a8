"""``assistant search``: the passages that fit best."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.formats import As, AsJson, Format, Null, Place, chosen, print_rows
from assistant.cli.narrowing import Paths, Since, Tags, Until
from assistant.cli.piped import STDIN, read_piped
from assistant.cli.session import Session, typed
from assistant.errors import ExitCode, UsageError
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from rich.text import Text

    from assistant.retrieve.explain import Explanation
    from assistant.service.listing import Line, Listing


#: What a table shows of a hit.
COLUMNS = ("path", "line", "heading", "date", "snippet")


def search(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUERY...", help="Words or a question in any language; - reads them from a pipe."),
    ] = None,
    mode: Annotated[str | None, typer.Option(help="hybrid, lexical (words alone) or vector (meaning alone).")] = None,
    limit: Annotated[int | None, typer.Option("-n", "--limit", help="How many notes to show.")] = None,
    budget: Annotated[
        int | None, typer.Option("--rerank-budget-ms", metavar="MS", help="Time a reranker may take; 0 for none.")
    ] = None,
    tag: Tags = None,
    path: Paths = None,
    since: Since = None,
    until: Until = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each hit came about, on stderr.")] = False,
    as_: As = None,
    null: Null = False,
    as_json: AsJson = False,
) -> None:
    """Find passages. QUERY may hold "exact words", -without, tag:x, path:x, since:DAY, until:DAY and in:DAY.

    Example: assistant search "beta load test in:2026-07"
    """
    session = Session.of(context).with_flags(
        {"search.mode": mode, "search.limit": limit, "search.rerank_budget_ms": budget}
    )
    from assistant.cli.resident import Narrow
    from assistant.cli.resident import search as found_by

    form = chosen(as_, json=as_json, null=null, has_paths=True)
    text, narrow = _words(query or ()), Narrow(tag or (), path or (), since, until)
    if not (text or narrow):
        raise UsageError("the query is empty", hint='assistant search "beta load test"')
    found = found_by(session, text, narrow, full=explain or form in (Format.JSON, Format.JSONL))
    for notice in found.listing.notices:
        session.output.remark(notice)
    if form is Format.TEXT:
        print_listing(session, found.listing)
    elif form in (Format.JSON, Format.JSONL):
        from assistant.cli.schemas import search_report

        report = search_report(text, session.settings.search.mode, found.outcome, explain=explain)
        if form is Format.JSON:
            session.output.json(report)
        else:
            print_rows(session.output, form, [hit.model_dump(mode="json") for hit in report.hits], ())
    else:
        lines = found.listing.lines
        places = [Place(session.folder / line.path, line.line) for line in lines]
        print_rows(session.output, form, [line._asdict() for line in lines], COLUMNS, places, null=null)
    if explain and form is not Format.JSON:
        from assistant.cli.explain import explained

        for line in explained(found.outcome.explanation, found.outcome.hits):
            session.output.remark(line)
    if not found.listing.lines:
        session.output.remark(f"nothing found{_narrowness(found.outcome.explanation)}")
        raise typer.Exit(ExitCode.NOT_IN_NOTES)


def _words(query: "Sequence[str]") -> str:
    """The query, on one line where it was piped in."""
    text = typed(query)
    return " ".join(read_piped()[0].split()) if text == STDIN else text


def print_listing(session: Session, listing: "Listing") -> None:
    """``path:line: snippet`` lines for programs; with headings, highlights and links for a person."""
    above = ""
    for line in listing.lines:
        if session.output.is_terminal:
            styled = _styled(session, line, listing.words, is_further=line.path == above)
            session.output.console.print(styled, soft_wrap=True)
        else:
            session.output.line(f"{one_line(line.path)}:{line.line}: {line.snippet}")
        above = line.path


def _styled(session: Session, line: "Line", words: "Sequence[str]", *, is_further: bool) -> "Text":
    """A place in a note; what is further of the note above is one line."""
    from rich.style import Style
    from rich.text import Text

    from assistant.notes.formats import place

    linked = Style(color="cyan", link=session.output.link(session.folder / line.path, line.line))
    where = f":{place(line.path, line.line, line.line)}"
    if is_further:
        text = Text("    ").append(one_line(where), style=linked).append("  ")
    else:
        text = Text(one_line(f"{line.path}{where}"), style=linked)
        text.append(f"  {one_line(line.heading)}", style="bold")
        text.append(f"  {line.date}\n", style="dim")
        text.append("    ")
    snippet = Text(line.snippet)
    snippet.highlight_words(words, style="yellow", case_sensitive=False)
    return text.append_text(snippet)


def _narrowness(explanation: "Explanation") -> str:
    """That the query, and not the notes, may be why nothing was found."""
    if explanation.allowed is None:
        return ""
    from assistant.cli.explain import filters_shown

    shown = one_line("; ".join(filters_shown(explanation.query)))
    return f" ({shown}: {explanation.allowed} passages)"
