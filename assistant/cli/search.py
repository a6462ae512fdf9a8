"""``assistant search``: the passages that fit best."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.narrowing import Paths, Since, Tags, Until, narrowed
from assistant.cli.session import Session, typed
from assistant.errors import ExitCode, UsageError
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from assistant.domain import Hit, Sentence
    from assistant.lexical.analysis import QueryWord
    from assistant.retrieve.explain import Explanation

SNIPPET = 240


def search(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY...", help="Words or a question, in any language.")
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
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find passages. QUERY may hold "exact words", -without, tag:x, path:x, since:DAY, until:DAY and in:DAY.

    Example: assistant search "beta load test in:2026-07"
    """
    session = Session.of(context).with_flags(
        {"search.mode": mode, "search.limit": limit, "search.rerank_budget_ms": budget}
    )
    text, narrow = typed(query or ()), narrowed(tag, path, since, until)
    if not (text or narrow):
        raise UsageError("the query is empty", hint='assistant search "beta load test"')
    wanted = session.settings.search
    outcome = session.app.search(text, wanted.limit, wanted.mode, narrow)
    for notice in outcome.notices:
        session.output.remark(notice)
    if as_json:
        from assistant.cli.schemas import search_report

        session.output.json(search_report(text, wanted.mode, outcome, explain=explain))
    else:
        print_hits(session, outcome.hits, outcome.explanation.words)
    if explain and not as_json:
        from assistant.cli.explain import explained

        for line in explained(outcome.explanation, outcome.hits):
            session.output.remark(line)
    if not outcome.hits:
        session.output.remark(f"nothing found{_narrowness(outcome.explanation)}")
        raise typer.Exit(ExitCode.NOT_IN_NOTES)


def print_hits(session: Session, hits: "Sequence[Hit]", words: "Sequence[QueryWord]") -> None:
    """``path:line: snippet`` lines for programs; with headings, highlights and links for a person."""
    from assistant.retrieve.snippet import best_sentence

    for hit in hits:
        sentence = best_sentence(hit.passage, words)
        if session.output.is_terminal:
            session.output.console.print(_styled(session, hit, sentence, words), soft_wrap=True)
        else:
            session.output.line(f"{one_line(hit.passage.path)}:{_line(hit, sentence)}: {_snippet(sentence)}")


def _line(hit: "Hit", sentence: "Sentence | None") -> int:
    return (sentence or hit.passage.chunk).span.line_start


def _snippet(sentence: "Sentence | None") -> str:
    text = one_line(sentence.text) if sentence else ""
    return text if len(text) <= SNIPPET else text[: SNIPPET - 1] + "…"


def _styled(session: Session, hit: "Hit", sentence: "Sentence | None", words: "Sequence[QueryWord]") -> "Text":
    from rich.style import Style
    from rich.text import Text

    passage, line = hit.passage, _line(hit, sentence)
    link = session.output.link(session.app.folder / passage.path, line)
    heading = " › ".join(dict.fromkeys([passage.title, *passage.chunk.headings]))
    text = Text(one_line(f"{passage.path}:{line}"), style=Style(color="cyan", link=link))
    text.append(f"  {one_line(heading)}", style="bold")
    text.append(f"  {passage.date}\n", style="dim")
    text.append("    ")
    snippet = Text(_snippet(sentence))
    surfaces = [word.surface for word in words if word.weight]
    snippet.highlight_words(surfaces, style="yellow", case_sensitive=False)
    return text.append_text(snippet)


def _narrowness(explanation: "Explanation") -> str:
    """That the query, and not the notes, may be why nothing was found."""
    if explanation.allowed is None:
        return ""
    from assistant.cli.explain import filters_shown

    shown = one_line("; ".join(filters_shown(explanation.query)))
    return f" ({shown}: {explanation.allowed} passages)"
