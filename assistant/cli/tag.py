"""``assistant tag``: tags that notes lack, from those the folder has, and writing them."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import complete
from assistant.cli.formats import As, AsJson, Format, Null, Place, chosen, print_rows
from assistant.cli.narrowing import Paths, Since, Tags, Until, narrowed
from assistant.cli.piped import STDIN, read_piped
from assistant.cli.session import Session
from assistant.errors import AssistantError, ExitCode, UsageError
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from assistant.app.tagging import NoteTags, Tagger
    from assistant.store.filters import Filters
    from assistant.tagging.suggest import Suggestion

#: How a text that was piped in is called.
PIPED = "stdin"
#: What a table shows of a suggestion.
COLUMNS = ("path", "tag", "confidence")


@dataclass(frozen=True, slots=True)
class Found:
    """A note, what is suggested for it, and whether that was written."""

    path: str
    tags: Sequence[str]
    suggestions: "Sequence[Suggestion]"
    written: bool = False


def tag(
    context: typer.Context,
    notes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NOTE|-]...", help="Notes, or - for standard input.", autocompletion=complete.paths),
    ] = None,
    tag: Tags = None,
    path: Paths = None,
    since: Since = None,
    until: Until = None,
    untagged: Annotated[bool, typer.Option("--untagged", help="Only notes that have no tag at all.")] = False,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Suggest from this confidence on, 0 to 1.")
    ] = 0.5,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=50, help="Tags suggested for a note.")] = 3,
    write: Annotated[bool, typer.Option("--write", help="Add them to the notes' front matter.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show as a diff what --write would change.")] = False,
    as_: As = None,
    null: Null = False,
    as_json: AsJson = False,
) -> None:
    """Suggest tags that notes lack, from those your notes have. Exit code 3: none fits; 1: a note was not written.

    Example: assistant tag --untagged --dry-run
    """
    from assistant.store.filters import Filters

    session, form = Session.of(context), chosen(as_, json=as_json, null=null, has_paths=True)
    narrow = narrowed(tag, path, since, until) or (Filters() if untagged else None)
    _check(notes or (), narrow, write=write, dry_run=dry_run)
    if dry_run and (form is not Format.TEXT or null):
        raise UsageError("--dry-run shows a diff, which has no other form", hint="without --dry-run nothing is written")
    failed = 0
    found: list[Found] = []
    with session.app.tagging() as tagger:
        for notice in tagger.notices:
            session.output.remark(notice)
        for one in _looked_at(session, tagger, notes or (), narrow):
            if untagged and one.tags:
                continue
            fitting = [one for one in one.suggestions if one.confidence >= min_confidence][:limit]
            if not fitting:
                continue
            try:
                written = _change(session, one.path, fitting, write=write, dry_run=dry_run)
            except AssistantError as error:
                failed += 1
                sys.stderr.write(f"error: {one_line(error.message)}\n")
                continue
            found.append(Found(one.path, one.tags, fitting, written))
    if not dry_run:
        _print(session, found, form, null=null)
    if failed:
        raise typer.Exit(ExitCode.FAILED)
    if not found:
        session.output.remark("no tag fits that is not there already")
        raise typer.Exit(ExitCode.NOT_IN_NOTES)


def _check(notes: Sequence[str], narrow: "Filters | None", *, write: bool, dry_run: bool) -> None:
    if not notes and narrow is None:
        raise UsageError("no notes are named", hint="assistant tag NOTE, or --untagged, --path, --tag, --since")
    if notes and narrow is not None:
        raise UsageError("name notes, or narrow them down, not both", hint="assistant tag --path projects/")
    if write and dry_run:
        raise UsageError("--write changes notes, --dry-run does not", hint="leave one of them out")
    if STDIN in notes and (write or dry_run or len(notes) > 1):
        raise UsageError("what is piped in is no note that could be changed", hint="assistant tag - < draft.md")


def _looked_at(
    session: Session, tagger: "Tagger", notes: Sequence[str], narrow: "Filters | None"
) -> "Iterator[NoteTags]":
    """Every note that is named or left, with all that could be suggested for it."""
    from assistant.app.tagging import NoteTags

    if STDIN in notes:
        yield NoteTags(PIPED, (), session.app.tags_for_text(tagger, read_piped()[0]))
        return
    for path in [session.relative(note) for note in notes] if narrow is None else tagger.notes(narrow):
        yield tagger.note(path)


def _change(session: Session, path: str, fitting: "Sequence[Suggestion]", *, write: bool, dry_run: bool) -> bool:
    """Write the tags, or show what would be written; returns whether they were."""
    if not (write or dry_run):
        return False
    change = session.app.plan_tags(path, tuple(one.tag for one in fitting))
    if write:
        session.app.write_tags(change)
        return True
    for line in change.diff():
        session.output.line(line)
    return False


def _print(session: Session, found: Sequence[Found], form: Format, *, null: bool) -> None:
    if form is Format.TEXT:
        for one in found:
            tags = ", ".join(f"{one_line(each.tag)} {each.confidence:.2f}" for each in one.suggestions)
            session.output.line(f"{one_line(one.path)}: {tags}")
        return
    from assistant.cli.schemas.tag import TagList, tag_report

    reports = [tag_report(one.path, one.tags, one.suggestions, written=one.written) for one in found]
    if form is Format.JSON:
        session.output.json(TagList(notes=reports))
        return
    places = [Place(session.folder / one.path, 1) for one in found if one.path != PIPED]
    whole = [report.model_dump(mode="json") for report in reports]
    pairs = [
        {"path": one.path, "tag": each.tag, "confidence": f"{each.confidence:.2f}"}
        for one in found
        for each in one.suggestions
    ]
    print_rows(session.output, form, whole if form is Format.JSONL else pairs, COLUMNS, places, null=null)
