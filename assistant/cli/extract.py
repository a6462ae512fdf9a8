"""``assistant extract``: what a text says, as JSON that fits a schema."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.batch import AsJson, Batch, Each, Files, Force, Jobs, Model, Output, chats
from assistant.cli.session import Session
from assistant.guards.terminal import UNSAFE
from assistant.structured.records import Record

if TYPE_CHECKING:
    from assistant.structured.extract import Extraction


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
    model: Model = None,
    out: Output = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Turn text into JSON that always fits a schema. Exit code 1: a text failed; of many, the others went on.

    Example: assistant extract --schema 'name, age? int, likes list' note.txt
    """
    from assistant.structured.extract import Extractor
    from assistant.structured.form import Form
    from assistant.structured.schema.source import read_schema

    form = Form(read_schema(schema))
    session = Session.of(context).with_flags({"models.chat": model})
    batch = Batch(session, files, each, out, force=force)
    prompt = session.app.prompts.get("extract")
    extractors = [Extractor(chat, prompt, form, max_tokens) for chat in chats(session, jobs)]

    def show(record: Record, found: "Extraction") -> str:
        if found.is_cut_short:
            session.output.remark(f"{record.source}:{record.line}: the model came to no end; its JSON was cut short")
        if as_json:
            from assistant.cli.output import as_json as report_json
            from assistant.cli.schemas.structured import extract_report

            return report_json(extract_report(record, found, session.settings.models.chat))
        return value_json(found.value, for_person=not batch.is_many and out is None and sys.stdout.isatty())

    def stop() -> None:
        for extractor in extractors:
            extractor.stop()

    workers = [lambda record, extractor=extractor: extractor.run(record.text) for extractor in extractors]
    batch.run(workers, stop, show)


def value_json(value: object, *, for_person: bool) -> str:
    """A value as JSON that steers no terminal: characters that could are written as ``\\uXXXX``."""
    text = json.dumps(value, ensure_ascii=False, indent=2 if for_person else None)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
