"""``assistant eval answers``: answers, citations, abstaining and confidence, measured on a test set."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from assistant.cli.eval.home import asking, home, indexed, load_answers
from assistant.cli.eval.options import AsJson, Keep, Limit, Results
from assistant.cli.progress import stages
from assistant.cli.session import Session
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.app import App
    from assistant.cli.output import Output
    from assistant.evals.answer_sets import AnswerSet
    from assistant.evals.answer_summary import AnswerSummary, Scores
    from assistant.evals.answers import AnswerResult, Ask
    from assistant.index.sync import Progress

#: The program itself, and what it can be measured against.
ASSISTANT, NAIVE = "assistant", "naive"


def answers(
    context: typer.Context,
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="SQuAD .json, or JSON lines over the --notes folder.")
    ],
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only questions of this type; may be repeated.")
    ] = None,
    limit: Limit = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, help="Answer from this confidence on; 0 holds nothing back.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="NAME", help="Measure another way to answer: naive, five notes in a prompt.")
    ] = None,
    out: Results = None,
    keep: Keep = None,
    as_json: AsJson = False,
) -> None:
    """Ask the questions of a test set and report answers, citations, abstaining, confidence and cost.

    Example: assistant eval answers questions.jsonl --notes notes
    """
    if baseline not in (None, NAIVE):
        raise UsageError(f"no such baseline: {baseline}", hint=f"--baseline {NAIVE}")
    session = Session.of(context)
    questions = load_answers(session, dataset)
    if types:
        questions = questions.of_types(types)
    if limit:
        questions = questions.sample(limit)
    by = baseline or ASSISTANT
    with home(keep) as place, stages(session.output) as progress, _writing(out) as lines:
        measured = indexed(session.app, questions.corpus, place, progress)
        with _asker(measured, by, min_confidence) as ask:
            results = list(_recorded(questions, measured, ask, by, lines, progress))
    _print(session, questions, by, results, as_json=as_json)


@contextmanager
def _writing(out: Path | None) -> "Iterator[TextIO | None]":
    with out.open("w", encoding="utf-8") if out else nullcontext() as lines:
        yield lines


@contextmanager
def _asker(app: "App", by: str, min_confidence: float | None) -> "Iterator[Ask]":
    if by == ASSISTANT:
        with asking(app, min_confidence) as ask:
            yield ask
        return
    from assistant.evals.naive import NaiveAsker

    with app.searching("hybrid", reread=False) as searching:
        yield NaiveAsker(searching.search, app.chat, app.prompts.get(NAIVE), app.folder).ask


def _recorded(
    questions: "AnswerSet", app: "App", ask: "Ask", by: str, lines: TextIO | None, progress: "Progress"
) -> "Iterator[AnswerResult]":
    """The results, each written as a line as soon as it is there."""
    from assistant.evals.answers import run

    for done, result in enumerate(run(questions, ask, app.folder), start=1):
        if lines:
            row = {"set": questions.name, "sha256": questions.sha256, "mode": "answers", "by": by, **asdict(result)}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            lines.flush()
        progress("asking", done, len(questions.questions))
        yield result


def _print(session: Session, questions: "AnswerSet", by: str, results: "list[AnswerResult]", *, as_json: bool) -> None:
    from assistant.evals.answer_summary import summarise

    summary = summarise(results)
    if as_json:
        from assistant.cli.schemas.eval_answers import AnswersEvalReport

        session.output.json(AnswersEvalReport(name=questions.name, by=by, summary=summary))
        return
    session.output.line(f"{questions.name}: {len(results)} questions, answered by {by}")
    _print_scores(session.output, summary)
    _print_rest(session.output, summary)


def _print_scores(output: "Output", summary: "AnswerSummary") -> None:
    rows: dict[str, Scores | None] = {
        **summary.types,
        "has answer": summary.has_answer,
        "no answer": summary.no_answer,
        "overall": summary.overall,
    }
    width = max(map(len, rows))
    output.line(f"{'':<{width}} questions  answered     f1     em  contained  correct")
    for name, scores in rows.items():
        if scores:
            output.line(
                f"{name:<{width}} {scores.questions:>9}  {scores.answered:>8.3f}  {scores.f1:.3f}  {scores.em:.3f}"
                f"  {scores.contained:>9.3f}  {scores.correct:>7.3f}"
            )


def _print_rest(output: "Output", summary: "AnswerSummary") -> None:
    abstention, citations, cost = summary.abstention, summary.citations, summary.cost
    output.line(
        f"abstaining: precision {_share(abstention.precision)}, recall {_share(abstention.recall)},"
        f" answerable answered {_share(abstention.answerable_answered)}"
    )
    kinds = "".join(f", {count} {kind}" for kind, count in sorted(citations.supports.items()))
    output.line(
        f"citations: {citations.citations}{kinds}; resolve {_share(citations.resolve)},"
        f" verbatim {_share(citations.verbatim)}, precision {_share(citations.precision)},"
        f" recall {_share(citations.recall)}; answers with an unsupported value {_share(citations.unsupported)}"
    )
    if confidence := summary.confidence:
        output.line(
            f"confidence: {confidence.right:.3f} of the answers right, ECE {confidence.ece:.3f}"
            f" (adaptive {confidence.adaptive_ece:.3f}), AURC {confidence.aurc:.3f}"
        )
    stages_ms = ", ".join(f"{stage} {ms:.0f} ms" for stage, ms in cost.stages_ms.items())
    output.line(f"seconds: median {cost.seconds_p50:.2f}, p95 {cost.seconds_p95:.2f}; median {stages_ms or 'unknown'}")
    output.line(f"tokens: {cost.prompt_tokens:.0f} read, {cost.completion_tokens:.0f} written")


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
