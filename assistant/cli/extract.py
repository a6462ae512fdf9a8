"""``assistant extract``: what a text says, as JSON that fits a schema."""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.batch import AsJson, Batch, Each, Files, Force, Jobs, Model, Output, chats
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.guards.terminal import UNSAFE
from assistant.structured.records import Record

if TYPE_CHECKING:
    from datetime import date

    from assistant.structured.extract import Extraction, Extracts
    from assistant.structured.form import Form


def extract(
    context: typer.Context,
    schema: Annotated[
        str,
        typer.Option(
            "--schema",
            "-s",
            metavar="SCHEMA",
            help="'name, age? int, tags list: what it is', a JSON Schema or a file of it, or package.module:Model.",
        ),
    ],
    files: Files = None,
    each: Each = None,
    jobs: Jobs = 1,
    max_tokens: Annotated[
        int, typer.Option("--max-tokens", min=32, help="Tokens written for a text; JSON that is longer is closed.")
    ] = 512,
    day: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DAY", help="The text's own day, from which 'tomorrow' and days without a year are told."
        ),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Print an object of the data and the lines that each field stands in.")
    ] = False,
    model: Model = None,
    out: Output = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Turn text into JSON that always fits a schema, and holds what the text says. Exit code 3: it lacks a field.

    Example: assistant extract --schema 'name, age? int, likes list' note.txt
    """
    from assistant.structured.form import Form
    from assistant.structured.schema.source import read_schema

    form = Form(read_schema(schema))
    told = _day(day)
    session = Session.of(context).with_flags({"models.chat": model})
    batch = Batch(session, files, each, out, force=force)
    extractors = _extractors(session, form, jobs, max_tokens)

    def show(record: Record, found: "Extraction") -> str:
        if found.is_cut_short:
            session.output.remark(f"{record.source}:{record.line}: the model came to no end; its JSON was cut short")
        if as_json:
            from assistant.cli.output import as_json as report_json
            from assistant.cli.schemas.structured import extract_report

            return report_json(extract_report(record, found, extractors[0].model, evidence=evidence))
        value = _with_evidence(record, found) if evidence else found.value
        return value_json(value, for_person=not batch.is_many and out is None and sys.stdout.isatty())

    def stop() -> None:
        for extractor in extractors:
            extractor.stop()

    workers = [lambda record, one=extractor: one.run(record.text, told or record.day) for extractor in extractors]
    batch.run(workers, stop, show)


def _extractors(session: Session, form: "Form", jobs: int, max_tokens: int) -> "Sequence[Extracts]":
    """What works on the texts: chat models that are trusted to write, one for each job; else one judge for all."""
    from assistant.structured.finding import Finder
    from assistant.structured.ranking import load_ranking
    from assistant.structured.written import CheckedExtractor

    app, ranking = session.app, load_ranking()
    if app.manifest(session.settings.models.chat).tier == "weak" and (judge := app.judge):
        return [Finder(judge, form, ranking)] * jobs
    prompt = app.prompts.get("extract")
    return [CheckedExtractor(chat, prompt, form, max_tokens, ranking, app.judge) for chat in chats(session, jobs)]


def _day(given: str | None) -> "date | None":
    """The day that is named. Raises ``UsageError``."""
    from datetime import date

    from assistant.values import resolve

    if given is None:
        return None
    with suppress(ValueError):
        return date.fromisoformat(given)
    found = resolve(given, date.today())
    if not isinstance(found, date):
        raise UsageError(f"no day: {given}", hint="--date 2026-05-18, or --date today")
    return found


def _with_evidence(record: Record, found: "Extraction") -> object:
    from assistant.cli.schemas.structured import evidence_reports

    return {"data": found.value, "evidence": [one.model_dump() for one in evidence_reports(record, found)]}


def value_json(value: object, *, for_person: bool) -> str:
    """A value as JSON that steers no terminal: characters that could are written as ``\\uXXXX``."""
    text = json.dumps(value, ensure_ascii=False, indent=2 if for_person else None)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
