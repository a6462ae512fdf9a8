"""``assistant eval``: measure retrieval on a test set, and compare two measurements."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.progress import stages
from assistant.cli.session import Session
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.app import App
    from assistant.evals.datasets import RetrievalSet
    from assistant.evals.retrieval import RetrievalReport
    from assistant.index.sync import Progress

app = typer.Typer(help="Measure retrieval, and compare measurements.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Beir = Annotated[Path | None, typer.Option("--beir", metavar="DIR", help="corpus.jsonl, queries.jsonl, qrels/test.tsv")]
Questions = Annotated[
    Path | None, typer.Option("--questions", metavar="FILE", help="JSON lines with evidence, over the --notes folder.")
]
Squad = Annotated[Path | None, typer.Option("--squad", metavar="FILE", help="SQuAD JSON; a paragraph is a note.")]

MODES = ("lexical", "vector", "hybrid")


@app.command()
def retrieval(
    context: typer.Context,
    beir: Beir = None,
    questions: Questions = None,
    squad: Squad = None,
    mode: Annotated[str | None, typer.Option(help="One of lexical, vector, hybrid; else all three.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Per-question results.")] = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="Keep the index there and use it again.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Index a test set with the code that indexes notes, ask its questions, report the ranking.

    Example: assistant eval retrieval --beir scifact
    """
    if mode not in (None, *MODES):
        raise UsageError(f"no such mode: {mode}", hint=f"--mode {' | '.join(MODES)}")
    session = Session.of(context)
    dataset = _load(session, beir, questions, squad)
    with _home(keep) as home, stages(session.output) as progress:
        measured = _indexed(session.app, dataset, home, progress)
        reports = [_measure(measured, dataset, one, progress) for one in ([mode] if mode else MODES)]
    if out:
        out.write_text("".join(_result_lines(reports)), encoding="utf-8")
    _print(session, dataset, reports, as_json=as_json)


@app.command()
def compare(
    context: typer.Context,
    before: Annotated[Path, typer.Argument(metavar="A", help="Per-question results, as --out writes them.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The same of another run.")],
    metric: Annotated[str, typer.Option(help="Which metric.")] = "ndcg@10",
    as_json: AsJson = False,
) -> None:
    """Say by how much B is better than A, mode by mode, with a 95 % interval over the questions.

    Example: assistant eval compare before.jsonl after.jsonl
    """
    from assistant.cli.schemas import CompareReport, DifferenceReport
    from assistant.evals.compare import compare as paired

    session = Session.of(context)
    a, b = _read_results(before, metric), _read_results(after, metric)
    modes = [mode for mode in MODES if mode in a and mode in b]
    if not modes:
        raise UsageError("the two files have no mode in common", hint="make both with: assistant eval retrieval --out")
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


@contextmanager
def _home(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with TemporaryDirectory(prefix="assistant-eval-") as folder:
        yield Path(folder)


def _indexed(app: "App", dataset: "RetrievalSet", home: Path, progress: "Progress") -> "App":
    notes = home / "notes"
    if not notes.exists():
        notes.mkdir()
        dataset.write_notes(notes)
    measured = app.over(dataset.folder or notes, home / "data")
    measured.index(progress)
    return measured


def _measure(app: "App", dataset: "RetrievalSet", mode: str, progress: "Progress") -> "RetrievalReport":
    from assistant.evals.retrieval import DEPTH, run

    with app.searching(mode) as searching:
        return run(
            dataset,
            mode,
            lambda text: [hit.passage.path for hit in searching.run(text, DEPTH).hits],
            lambda done, total: progress(mode, done, total),
        )


def _result_lines(reports: "list[RetrievalReport]") -> Iterator[str]:
    for report in reports:
        for result in report.results:
            row = {"set": report.name, "mode": report.mode, "id": result.id, **result.metrics}
            yield json.dumps({**row, "ms": round(result.milliseconds, 2)}) + "\n"


def _read_results(file: Path, metric: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row["mode"], {})[f"{row['set']}/{row['id']}"] = row[metric]
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "make it with: assistant eval retrieval --out FILE"
        raise UsageError(f"{file} holds no results for {metric} ({error})", hint=hint) from error
    return found


def _print(session: Session, dataset: "RetrievalSet", reports: "list[RetrievalReport]", *, as_json: bool) -> None:
    from assistant.evals.metrics import METRICS

    if as_json:
        from assistant.cli.schemas import ModeReport, RetrievalEvalReport

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
