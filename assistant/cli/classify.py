"""``assistant classify``: which of some labels fits a text, and how sure the model is."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.batch import AsJson, Batch, Each, Files, Force, Jobs, Model, Output, chats
from assistant.cli.session import Session
from assistant.errors import ExitCode
from assistant.guards.terminal import one_line
from assistant.structured.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.structured.classify import Label


def classify(
    context: typer.Context,
    labels: Annotated[str, typer.Option("--labels", "-l", metavar="A,B,C", help="The labels, separated by commas.")],
    files: Files = None,
    multi: Annotated[
        bool, typer.Option("--multi", help="Judge each label by itself: none may fit, or several.")
    ] = False,
    each: Each = None,
    jobs: Jobs = 1,
    model: Model = None,
    out: Output = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Sort text under labels: prints the label, its confidence, and of many texts where each stands, between tabs.

    Exit code 1: a text failed; of many, the others went on. 3: with --multi, no label fits the text.

    Example: assistant classify --labels work,family,money letter.txt
    """
    from assistant.structured.classify import Classifier

    session = Session.of(context).with_flags({"models.chat": model})
    batch = Batch(session, files, each, out, force=force)
    prompt = session.app.prompts.get("classify")
    named = labels.split(",")
    classifiers = [Classifier(chat, prompt, named, multi=multi) for chat in chats(session, jobs)]
    none_fits = False

    def show(record: Record, scores: "Sequence[Label]") -> str:
        nonlocal none_fits
        fitting = classifiers[0].fitting(scores)
        none_fits = not fitting
        if as_json:
            from assistant.cli.output import as_json as report_json
            from assistant.cli.schemas.structured import classify_report

            return report_json(classify_report(record, fitting, scores, session.settings.models.chat))
        names = ",".join(one_line(label.name) for label in fitting)
        sure = ",".join(f"{label.confidence:.2f}" for label in fitting)
        where = [one_line(f"{record.source}:{record.line}")] if batch.is_many else []
        return "\t".join([names, sure, *where])

    workers = [lambda record, one=one: one.run(record.text) for one in classifiers]
    batch.run(workers, lambda: None, show)
    if none_fits and not batch.is_many:
        raise typer.Exit(ExitCode.NOT_IN_NOTES)
