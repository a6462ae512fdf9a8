"""``assistant index``: bring the index in step with the folder."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.progress import stages
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from assistant.app import IndexOutcome
    from assistant.cli.output import Output
    from assistant.domain import Skipped

#: What each part of an index is called.
REBUILT = {"all": "index", "lexical": "word index", "vector": "vectors"}
#: Left-out files that are named without being asked for.
SHOWN = 5


def index(
    context: typer.Context,
    part: Annotated[
        Literal["all", "lexical", "vector"] | None,
        typer.Argument(metavar="[all|lexical|vector]", help="What --rebuild makes anew.", show_default=False),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the index anew: all of it, its word index, or its vectors.")
    ] = False,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Forget the notes of a folder that is empty or looks unmounted.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every file that was left out.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Index new and changed notes, forget deleted ones. Stop it with Ctrl-C; the next run goes on.

    Example: assistant index --rebuild vector
    """
    from assistant.app.indexing import Rebuild

    session = Session.of(context)
    if part and not rebuild:
        raise UsageError(f"{part} says what to make anew", hint=f"assistant index --rebuild {part}")
    chosen = Rebuild(part or "all") if rebuild else None
    try:
        with stages(session.output) as progress:
            outcome = session.app.index(progress, rebuild=chosen, allow_empty=allow_empty)
    except KeyboardInterrupt:
        session.output.remark("stopped; what is done is kept, and the next run goes on")
        raise
    if as_json:
        from assistant.cli.schemas import index_report

        session.output.json(index_report(outcome))
        return
    for line in _summary(outcome, f"{REBUILT[chosen]} made anew" if chosen else ""):
        session.output.remark(line)
    _print_left_out(outcome, session.output, verbose=verbose)
    if outcome.embed and outcome.embed.waiting:
        session.output.remark(f"{outcome.embed.waiting} passages have no vector yet; the next run goes on")
    if told := session.app.tell_choice():
        session.output.remark(told)
    if outcome.embed is None:
        name = session.app.embed_model
        session.output.remark(f"no vectors: the embedding model is not installed (assistant models pull {name})")


def _summary(outcome: "IndexOutcome", rebuilt: str) -> list[str]:
    sync, counts = outcome.sync, outcome.counts
    if not (counts.notes or sync.removed):
        return ["no Markdown or text files here"]
    size = f"{counts.notes} notes, {counts.chunks} passages"
    if sync.is_noop and not rebuilt and not (outcome.embed and outcome.embed.embedded):
        return [f"nothing changed: {size}"]
    changes = {"added": sync.added, "changed": sync.changed, "moved": sync.moved, "removed": sync.removed}
    done = ", ".join(f"{count} {what}" for what, count in changes.items() if count)
    lines = [f"{rebuilt or done or 'nothing changed'} in {sync.seconds:.1f} s: {size}"]
    if outcome.embed and outcome.embed.embedded:
        rate = outcome.embed.embedded / max(outcome.embed.seconds, 1e-6)
        lines.append(f"{outcome.embed.embedded} passages embedded in {outcome.embed.seconds:.1f} s ({rate:.0f}/s)")
    return lines


def _print_left_out(outcome: "IndexOutcome", output: "Output", *, verbose: bool) -> None:
    left_out = _once([*outcome.sync.skipped, *outcome.sync.decoded])
    shown = left_out if verbose else left_out[:SHOWN]
    for skipped in shown:
        output.remark(f"{one_line(skipped.path)}: {skipped.reason}")
    if len(left_out) > len(shown):
        output.remark(f"and {len(left_out) - len(shown)} more (assistant index --verbose)")


def _once(left_out: "list[Skipped]") -> "list[Skipped]":
    """The files left out; of those that only want a package to be installed, the first."""
    first: dict[str, Skipped] = {}
    for one in left_out:
        first.setdefault(one.reason if "pip install" in one.reason else one.path, one)
    return list(first.values())
