"""``assistant eval retrieval``: ranking, measured on a test set."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.eval.home import home, indexed
from assistant.cli.eval.options import AsJson, Keep, Results
from assistant.cli.progress import stages
from assistant.cli.session import Session
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.app import App
    from assistant.evals.datasets import RetrievalSet
    from assistant.evals.retrieval import RetrievalReport
    from assistant.index.sync import Progress

Beir = Annotated[Path | None, typer.Option("--beir", metavar="DIR", help="corpus.jsonl, queries.jsonl, qrels/test.tsv")]
Questions = Annotated[
    Path | None, typer.Option("--questions", metavar="FILE", help="JSON lines with evidence, over the --notes folder.")
]
Squad = Annotated[Path | None, typer.Option("--squad", metavar="FILE", help="SQuAD JSON; a paragraph is a note.")]

MODES = ("lexical", "vector", "hybrid")


def retrieval(
    context: typer.Context,
    beir: Beir = None,
    questions: Questions = None,
    squad: Squad = None,
    mode: Annotated[str | None, typer.Option(help="One of lexical, vector, hybrid; else all three.")] = None,
    out: Results = None,
    keep: Keep = None,
    as_json: AsJson = False,
) -> None:
    """Index a test set with the code that indexes notes, ask its questions, report the ranking.

    Example: assistant eval retrieval --beir scifact
    """
    if mode not in (None, *MODES):
        raise UsageError(f"no such mode: {mode}", hint=f"--mode {' | '.join(MODES)}")
    session = Session.of(context)
    dataset = _load(session, beir, questions, squad)
    with home(keep) as place, stages(session.output) as progress:
        measured = indexed(session.app, dataset.corpus, place, progress)
        reports = [_measure(measured, dataset, one, progress) for one in ([mode] if mode else MODES)]
    if out:
        out.write_text("".join(_result_lines(reports)), encoding="utf-8")
    _print(session, dataset, reports, as_json=as_json)


def _load(session: Session, beir: Path | None, questions: Path | None, squad: Path | None) -> "RetrievalSet":
    from assistant.evals.datasets import load_beir, load_questions, load_squad

    given = [option for option in (beir, questions, squad) if option]
    if len(given) != 1:
        raise UsageError("name one test set", hint="--beir DIR, --squad FILE, or --questions FILE with --notes FOLDER")
    if beir:
        return load_beir(beir)
    if squad:
        return load_squad(squad)
    return load_questions(given[0], session.app.folder)


def _measure(app: "App", dataset: "RetrievalSet", mode: str, progress: "Progress") -> "RetrievalReport":
    from assistant.evals.retrieval import DEPTH, run

    with app.searching(mode) as searching:
        return run(
            dataset,
            mode,
            lambda text: list(dict.fromkeys(hit.passage.path for hit in searching.run(text, DEPTH).hits)),
            lambda done, total: progress(mode, done, total),
        )


def _result_lines(reports: "list[RetrievalReport]") -> Iterator[str]:
    for report in reports:
        for result in report.results:
            row = {"set": report.name, "mode": report.mode, "id": result.id, **result.metrics}
            yield json.dumps({**row, "ms": round(result.milliseconds, 2)}) + "\n"


def _print(session: Session, dataset: "RetrievalSet", reports: "list[RetrievalReport]", *, as_json: bool) -> None:
    from assistant.evals.metrics import METRICS

    if as_json:
        from assistant.cli.schemas.eval import ModeReport, RetrievalEvalReport

        modes = [
            ModeReport(mode=r.mode, metrics={m: round(r.mean(m), 4) for m in METRICS}, median_ms=r.milliseconds)
            for r in reports
        ]
        session.output.json(RetrievalEvalReport(name=dataset.name, questions=len(dataset.questions), modes=modes))
        return
    session.output.line(f"{dataset.name}: {len(dataset.questions)} questions")
    session.output.line(f"{'mode':<8} {'  '.join(METRICS)}  ms")
    for report in reports:
        means = "  ".join(f"{report.mean(metric):>{len(metric)}.3f}" for metric in METRICS)
        session.output.line(f"{report.mode:<8} {means}  {report.milliseconds:.1f}")
