"""What a shell completes values with. Nothing here may fail, print, or wait: without an answer there is none."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from assistant.cli.session import Session

#: More than these nobody reads.
SHOWN = 200

Complete = Callable[[typer.Context, str], list[str]]


def _quietly(values: "Callable[[Session], Iterable[str]]") -> Complete:
    """A completion from the values that a session knows; anything that goes wrong is no value."""

    @wraps(values)
    def complete(context: typer.Context, incomplete: str) -> list[str]:
        found: list[str] = []
        with suppress(Exception):
            for value in values(_session(context)):
                if value.startswith(incomplete):
                    found.append(value)
                if len(found) == SHOWN:
                    break
        return found

    # Typer looks at the annotations to tell what to pass.
    del complete.__wrapped__
    complete.__annotations__ = {"context": typer.Context, "incomplete": str, "return": list[str]}
    return complete


def _session(context: typer.Context) -> "Session":
    """The session of the line so far; the shell asks before any command runs."""
    from assistant.cli.session import Session

    notes = context.find_root().params.get("notes")
    return Session(quiet=True, flags={"notes.folder": Path(notes) if notes else None})


@_quietly
def tags(session: "Session") -> Iterator[str]:
    """Tags of the notes, the most frequent first."""
    query = """select value from notes, json_each(notes.tags) group by value order by count(*) desc, value"""
    yield from _rows(session, query)


@_quietly
def paths(session: "Session") -> Iterator[str]:
    """Folders of notes, then notes."""
    notes = list(_rows(session, "select path from notes order by path"))
    folders = {parent.as_posix() for note in notes for parent in Path(note).parents if parent != Path()}
    yield from (f"{folder}/" for folder in sorted(folders))
    yield from notes


@_quietly
def models(session: "Session") -> Iterator[str]:
    """Every model that is known."""
    yield from sorted(session.app.manifests)


@_quietly
def templates(session: "Session") -> Iterator[str]:
    """Every template of the user's own."""
    yield from session.app.templates.names()


@_quietly
def keys(_session: "Session") -> Iterator[str]:
    """Every setting."""
    from assistant.settings import SETTINGS

    yield from SETTINGS


@_quietly
def topics(_session: "Session") -> Iterator[str]:
    """Every page of help."""
    from assistant.cli.help import found_pages

    yield from ("man", "topics", *found_pages())


def _rows(session: "Session", query: str) -> Iterator[str]:
    """The first column of a query to the catalog, which is only read, and not waited for."""
    import apsw

    file = session.app.catalog_file
    connection = apsw.Connection(f"{file.as_uri()}?mode=ro", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    try:
        yield from (str(row[0]) for row in connection.execute(query))
    finally:
        connection.close()
