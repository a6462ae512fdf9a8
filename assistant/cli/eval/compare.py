"""``assistant eval compare``: by how much one run is better than another."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.eval.options import AsJson
from assistant.cli.session import Session
from assistant.errors import UsageError


def compare(
    context: typer.Context,
    before: Annotated[Path, typer.Argument(metavar="A", help="Per-question results, as --out writes them.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The same of another run.")],
    metric: Annotated[str, typer.Option(help="Which metric; of answers f1, say.")] = "ndcg@10",
    as_json: AsJson = False,
) -> None:
    """Say by how much B is better than A, mode by mode, with a 95 % interval over the questions.

    Example: assistant eval compare before.jsonl after.jsonl
    """
    from assistant.cli.schemas.eval import CompareReport, DifferenceReport
    from assistant.evals.compare import compare as paired

    session = Session.of(context)
    a, b = _read_results(before, metric), _read_results(after, metric)
    modes = [mode for mode in a if mode in b]
    if not modes:
        raise UsageError("the two files have no mode in common", hint="make both with --out of the same command")
    if not any(a[mode].keys() & b[mode].keys() for mode in modes):
        raise UsageError("the two files have no question in common", hint="compare two runs over one test set")
    differences = {mode: paired(a[mode], b[mode]) for mode in modes if a[mode].keys() & b[mode].keys()}
    if as_json:
        rows = [
            DifferenceReport(mode=mode, questions=d.questions, mean=d.mean, low=d.low, high=d.high)
            for mode, d in differences.items()
        ]
        session.output.json(CompareReport(metric=metric, differences=rows))
        return
    for mode, d in differences.items():
        verdict = "clear" if d.is_clear else "within chance"
        session.output.line(
            f"{mode:<8} {metric} {d.mean:+.4f}  [{d.low:+.4f}, {d.high:+.4f}]  {d.questions}  {verdict}"
        )


def _read_results(file: Path, metric: str) -> dict[str, dict[str, float]]:
    """A metric by mode and question; questions that have none are left out."""
    found: dict[str, dict[str, float]] = {}
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row[metric] is not None:
                found.setdefault(row["mode"], {})[f"{row['set']}/{row['id']}"] = float(row[metric])
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "make it with --out of assistant eval retrieval or answers, and name the --metric"
        raise UsageError(f"{file} holds no results for {metric} ({error})", hint=hint) from error
    return found
