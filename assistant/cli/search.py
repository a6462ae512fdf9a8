"""``assistant search``: the passages that fit best."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.session import Session, typed
from assistant.errors import ExitCode, UsageError
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from assistant.domain import Hit, Sentence
    from assistant.lexical.analysis import QueryWord
    from assistant.retrieve.search import Explanation

SNIPPET = 240


def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words or a question, in any language.")],
    mode: Annotated[str | None, typer.Option(help="hybrid, lexical (words alone) or vector (meaning alone).")] = None,
    limit: Annotated[int | None, typer.Option("-n", "--limit", help="How many notes to show.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each hit came about, on stderr.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find passages. Nothing in QUERY is read as syntax.

    Example: assistant search "beta load test"
    """
    session = Session.of(context).with_flags({"search.mode": mode, "search.limit": limit})
    text = typed(query)
    if not text:
        raise UsageError("the query is empty", hint='assistant search "beta load test"')
    wanted = session.settings.search
    outcome = session.app.search(text, wanted.limit, wanted.mode)
    for notice in outcome.notices:
        session.output.remark(notice)
    if as_json:
        from assistant.cli.schemas import search_report

        session.output.json(search_report(text, wanted.mode, outcome))
    else:
        print_hits(session, outcome.hits, outcome.explanation.words)
    if explain:
        for line in _explained(outcome.explanation, outcome.hits):
            session.output.remark(line)
    if not outcome.hits:
        session.output.remark("nothing found")
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


def _explained(explanation: "Explanation", hits: "Sequence[Hit]") -> list[str]:
    words = ", ".join(word.surface for word in explanation.words if word.weight) or "(none)"
    lists = ", ".join(
        f"{name} {count} candidates at weight {explanation.weights[name]:.2f}"
        for name, count in explanation.candidates.items()
    )
    timings = ", ".join(f"{stage} {ms:.1f} ms" for stage, ms in explanation.timings_ms.items())
    lines = [f"words: {words}", f"lists: {lists}", f"time: {timings}"]
    for number, hit in enumerate(hits, start=1):
        ranks = "; ".join(f"{r.name} #{r.rank} score {r.score:.3f} gives {r.share:+.3f}" for r in hit.ranks)
        lines.append(
            f"{number}. {one_line(hit.passage.path)}:{hit.passage.chunk.span.line_start} {hit.score:.3f} = {ranks}"
        )
    return lines
