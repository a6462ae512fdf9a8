"""The options that narrow a search or a question to some notes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import complete

if TYPE_CHECKING:
    from assistant.store.filters import Filters

Tags = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="TAG", help="Only notes with this tag. Repeatable.", autocompletion=complete.tags),
]
Paths = Annotated[
    list[str] | None,
    typer.Option(
        "--path",
        metavar="PATH",
        help="Only notes at or below this path. Repeatable.",
        autocompletion=complete.paths,
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help='Only notes of this day or later: 2026-01, "last week".')
]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Only notes of this day or earlier.")]


def narrowed(
    tags: Sequence[str] | None, paths: Sequence[str] | None, since: str | None, until: str | None
) -> "Filters | None":
    """What the options say, or nothing when none was given. Raises ``UsageError`` when a date is none."""
    if not (tags or paths or since is not None or until is not None):
        return None
    from datetime import date

    from assistant.retrieve.query import make_filters

    return make_filters(date.today(), tags or (), paths or (), since, until)
