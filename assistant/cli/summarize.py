"""``assistant summarize``: what happened, each line with the place it stands at."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli import complete
from assistant.cli.narrowing import Paths, Tags, narrowed
from assistant.cli.piped import MAX_PIPED, STDIN, read_piped
from assistant.cli.progress import stages
from assistant.cli.session import Session
from assistant.errors import AssistantError, ExitCode, UsageError

if TYPE_CHECKING:
    from assistant.app.summarizing import Subject
    from assistant.digest.compose import Wish
    from assistant.digest.model import Digest
    from assistant.values.days import Days


def summarize(
    context: typer.Context,
    note: Annotated[
        str | None, typer.Argument(metavar="[NOTE|-]", help="One note, or - for stdin.", autocompletion=complete.paths)
    ] = None,
    day: Annotated[
        str | None, typer.Option("--day", metavar="DAY", help="What came on this day: 2026-11-19, yesterday.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="What came on this day or later.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="What came on this day or earlier.")
    ] = None,
    week: Annotated[bool, typer.Option("--week", help="What came this week.")] = False,
    month: Annotated[bool, typer.Option("--month", help="What came this month.")] = False,
    tag: Tags = None,
    path: Paths = None,
    query: Annotated[
        str, typer.Option("--query", metavar="TEXT", help="What is known about it: newest first, older states marked.")
    ] = "",
    style: Annotated[
        Literal["brief", "bullets", "report"],
        typer.Option(help="A few lines, the main points by topic, or something of every note."),
    ] = "bullets",
    length: Annotated[
        int,
        typer.Option("--length", metavar="N", min=0, max=500, help="Bullets at most; 0 for what suits the style."),
    ] = 0,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write it here.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Summarize what is new: by day, week, tag, folder, question, note or piped text. Every line is cited.

    Example: assistant summarize --since yesterday
    """
    from assistant.digest.render import markdown

    session = Session.of(context)
    days = _days(day, since, until, week=week, month=month)
    subject = _subject(session, note, narrowed(tag, path, None, None))
    wish = _wish(subject, days, query, style, length)
    if days and (subject.note or subject.text):
        raise UsageError("days choose among notes, not within one text", hint="leave out the days, or the note")
    if out and out.exists() and not force:
        raise UsageError(f"{out} exists", hint="add --force, or name another file")
    if not subject.text:
        for notice in session.app.freshen(session.app.settings.index.freshen_ms / 1000):
            session.output.remark(notice)
    with stages(session.output) as progress:
        digest = session.app.summarize(subject, wish, progress)
    if not (digest.sections or digest.findings):
        session.output.remark("nothing to summarize: no note says anything there (assistant search lists notes)")
        raise typer.Exit(ExitCode.NOT_IN_NOTES)
    if out:
        _write(out, _json(digest) if as_json else markdown(digest))
    elif as_json:
        from assistant.cli.schemas.digest import digest_report

        session.output.json(digest_report(digest))
    else:
        session.output.line(markdown(digest).rstrip("\n"))
    _remark(session, digest)


def _days(day: str | None, since: str | None, until: str | None, *, week: bool, month: bool) -> "Days | None":
    """The days that the options name together. Raises ``UsageError`` when they are none, or exclude each other."""
    from datetime import date

    from assistant.values.days import Days
    from assistant.values.said_days import read_days

    today = date.today()
    named = [value for value in (day, "this week" if week else None, "this month" if month else None) if value]
    if len(named) > 1 or (named and (since or until)):
        raise UsageError("one of --day, --week, --month, or --since and --until", hint="assistant summarize --week")
    if not (named or since or until):
        return None
    read = {value: read_days(value, today) for value in (*named, since, until) if value}
    for value, days in read.items():
        if days is None:
            raise UsageError(f'no day: "{value}"', hint="assistant summarize --day 2026-11-19")
    if named:
        return read[named[0]]
    first, last = read.get(since or ""), read.get(until or "")
    return Days(first.first if first else date.min, last.last if last else max(today, first.last if first else today))


def _subject(session: Session, note: str | None, narrow: object) -> "Subject":
    from assistant.app.summarizing import Subject
    from assistant.store.filters import Filters

    filters = narrow if isinstance(narrow, Filters) else Filters()
    if note == STDIN:
        text, is_cut = read_piped()
        if is_cut:
            session.output.remark(f"piped text cut after {MAX_PIPED} characters")
        if not text.strip():
            raise UsageError("there is nothing on stdin", hint="cat notes.txt | assistant summarize -")
        return Subject(filters, text=text)
    return Subject(filters, note=session.relative(note) if note else "")


def _wish(subject: "Subject", days: "Days | None", query: str, style: str, length: int) -> "Wish":
    from datetime import date

    from assistant.digest.compose import Wish
    from assistant.digest.model import Shape

    title = query or subject.note or ("stdin" if subject.text else "") or (str(days) if days else "Notes")
    return Wish(title, Shape(style), date.today(), days, length, query)


def _write(out: Path, text: str) -> None:
    from assistant.settings.paths import write_private

    try:
        write_private(out.absolute(), text)
    except OSError as error:
        raise AssistantError(f"{out} cannot be written: {error.strerror}", hint="name another file: -o FILE") from error


def _json(digest: "Digest") -> str:
    from assistant.cli.output import as_json
    from assistant.cli.schemas.digest import digest_report

    return as_json(digest_report(digest), indent=2) + "\n"


def _remark(session: Session, digest: "Digest") -> None:
    written = f", {digest.completion_tokens} tokens written" if digest.completion_tokens else ""
    left = f", {len(digest.left_out)} not cited" if digest.left_out else ""
    notes = f"{len(digest.notes)} note{'s' * (len(digest.notes) != 1)}"
    session.output.remark(f"{notes}{left}, {digest.words} words{written} in {digest.seconds:.1f} s")
