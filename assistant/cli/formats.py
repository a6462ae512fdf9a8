"""Lists in the form that the next program of a pipe reads."""

import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from assistant.cli.output import Output, as_json
from assistant.errors import UsageError
from assistant.guards.terminal import one_line


class Format(StrEnum):
    """A form of a list."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"
    CSV = "csv"
    PATHS = "paths"


As = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="As text, json, jsonl, md, csv, or paths (file:line).", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Null = Annotated[bool, typer.Option("-0", "--null", help="Print each file once, ended by NUL: for xargs -0.")]

Row = Mapping[str, object]


class Place(NamedTuple):
    """A file and a line in it, counted from 1."""

    file: Path
    line: int


def chosen(form: Format | None, *, json: bool = False, null: bool = False, has_paths: bool = False) -> Format:
    """The one form that the options name. Raises ``UsageError`` where they name two, or paths of what has none."""
    named = {form} if form else set()
    named |= {Format.JSON} if json else set()
    named |= {Format.PATHS} if null else set()
    if len(named) > 1:
        raise UsageError(f"one form at a time, not {' and '.join(sorted(named))}", hint="leave one of them out")
    found = named.pop() if named else Format.TEXT
    if found is Format.PATHS and not has_paths:
        raise UsageError("this list has no paths", hint="--format text, json, jsonl, md or csv")
    return found


def print_rows(
    output: Output,
    form: Format,
    rows: Sequence[Row],
    columns: Sequence[str],
    places: Sequence[Place] = (),
    *,
    null: bool = False,
) -> None:
    """A list in any form but text and JSON, which its command makes itself.

    ``jsonl`` shows whole rows, ``csv`` and ``md`` these columns of them, and ``paths`` the ``places``; with ``null``
    each of their files once, ended by NUL, byte for byte as the system knows it.
    """
    match form:
        case Format.JSONL:
            for row in rows:
                sys.stdout.write(as_json(dict(row)) + "\n")
        case Format.PATHS if null:
            sys.stdout.flush()
            files = dict.fromkeys(place.file for place in places)
            sys.stdout.buffer.write(b"".join(os.fsencode(file) + b"\0" for file in files))
        case Format.PATHS:
            for place in places:
                output.line(f"{place.file}:{place.line}".replace("\n", " "))
        case _:
            for line in _csv(rows, columns) if form is Format.CSV else _md(rows, columns):
                output.line(line)


def _csv(rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    """Lines as RFC 4180 has them, but for their ends."""
    import csv
    import io

    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return held.getvalue().removesuffix("\n").split("\n")


def _md(rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    """A table; what would end a cell is escaped."""
    cells = [[_cell(row[column]).replace("\\", "\\\\").replace("|", "\\|") for column in columns] for row in rows]
    lines = [list(columns), ["---"] * len(columns), *cells]
    return [f"| {' | '.join(line)} |" for line in lines]


def _cell(value: object) -> str:
    """A value on one line; a list has its parts after each other, nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return one_line(" ".join(map(str, value)))
    return one_line(str(value))
