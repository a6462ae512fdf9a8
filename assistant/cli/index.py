"""``assistant index``: bring the index in step with the folder."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.progress import stages
from assistant.cli.session import Session
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from assistant.app import IndexOutcome
    from assistant.cli.output import Output

#: Left-out files that are named without being asked for.
SHOWN = 5


def index(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Throw the index away and make it anew.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every file that was left out.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Index new and changed notes, forget deleted ones. Stop it with Ctrl-C; the next run goes on.

    Example: assistant index
    """
    session = Session.of(context)
    try:
        with stages(session.output) as progress:
            outcome = session.app.index(progress, rebuild=rebuild)
    except KeyboardInterrupt:
        session.output.remark("stopped; what is done is kept, and the next run goes on")
        raise
    if as_json:
        from assistant.cli.schemas import index_report

        session.output.json(index_report(outcome))
        return
    for line in _summary(outcome):
        session.output.remark(line)
    _print_left_out(outcome, session.output, verbose=verbose)
    if outcome.embed is None:
        name = session.settings.models.embed
        session.output.remark(f"no vectors: the embedding model is not installed (assistant models pull {name})")


def _summary(outcome: "IndexOutcome") -> list[str]:
    sync, counts = outcome.sync, outcome.counts
    if not (counts.notes or sync.removed):
        return ["no Markdown or text files here"]
    size = f"{counts.notes} notes, {counts.chunks} passages"
    if sync.is_noop and not (outcome.embed and outcome.embed.embedded):
        return [f"nothing changed: {size}"]
    changes = {"added": sync.added, "changed": sync.changed, "moved": sync.moved, "removed": sync.removed}
    done = ", ".join(f"{count} {what}" for what, count in changes.items() if count)
    lines = [f"{done or 'nothing changed'} in {sync.seconds:.1f} s: {size}"]
    if outcome.embed and outcome.embed.embedded:
        rate = outcome.embed.embedded / max(outcome.embed.seconds, 1e-6)
        lines.append(f"{outcome.embed.embedded} passages embedded in {outcome.embed.seconds:.1f} s ({rate:.0f}/s)")
    return lines


def _print_left_out(outcome: "IndexOutcome", output: "Output", *, verbose: bool) -> None:
    left_out = [*outcome.sync.skipped, *outcome.sync.decoded]
    shown = left_out if verbose else left_out[:SHOWN]
    for skipped in shown:
        output.remark(f"{one_line(skipped.path)}: {skipped.reason}")
    if len(left_out) > len(shown):
        output.remark(f"and {len(left_out) - len(shown)} more (assistant index --verbose)")
