"""Writing tags into a note on disk: not one byte of it changes but those of the tags, or nothing changes."""

import hashlib
import os
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path, PurePosixPath

from assistant.domain import Skipped
from assistant.errors import AssistantError
from assistant.notes.beside import written_beside
from assistant.notes.formats import WRITABLE
from assistant.notes.frontmatter import front_matter
from assistant.notes.lines import structural
from assistant.notes.read import read_note
from assistant.tagging.front import FrontMatterError, with_tags


@dataclass(frozen=True, slots=True)
class Change:
    """What a note's file becomes: ``before`` and ``after`` are its bytes, ``encoding`` is how they are read."""

    path: str
    before: bytes
    after: bytes
    encoding: str

    def diff(self) -> list[str]:
        """The lines of a unified diff, without their ends."""
        old, new = (raw.decode(self.encoding).splitlines() for raw in (self.before, self.after))
        return list(unified_diff(old, new, f"a/{self.path}", f"b/{self.path}", lineterm=""))


def plan_tags(root: Path, path: str, tags: tuple[str, ...], content_hash: str, max_bytes: int) -> Change:
    """What adding ``tags`` makes of a note, which must still be what was indexed: ``content_hash``, a SHA-256.

    Raises ``FrontMatterError`` when its front matter can't be added to, ``AssistantError`` when it can't be read, has
    changed, or can't be written in its own encoding.
    """
    if PurePosixPath(path).suffix.lower() not in WRITABLE:
        raise AssistantError(f"{path}: tags are written into Markdown files alone", hint="add them by hand")
    note = read_note(root, path, max_bytes)
    if isinstance(note, Skipped):
        raise AssistantError(f"{path}: {note.reason}", hint="assistant index")
    before = (root / path).read_bytes()
    if hashlib.sha256(before).hexdigest() != content_hash:
        raise AssistantError(f"{path} has changed since it was indexed", hint="assistant index, then try again")
    try:
        text = before.decode(note.encoding)
        after = with_tags(text, tags).encode(note.encoding)
        faithful = text.encode(note.encoding) == before
    except UnicodeError as error:
        raise AssistantError(f"{path}: its text is no sound {note.encoding}", hint="save it as UTF-8") from error
    except FrontMatterError as error:
        raise FrontMatterError(f"{path}: {error.message}", error.hint) from error
    if not faithful:
        raise AssistantError(f"{path}: its text is no sound {note.encoding}", hint="save it as UTF-8")
    _check(path, after.decode(note.encoding), tags)
    return Change(path, before, after, note.encoding)


def write_change(root: Path, change: Change) -> None:
    """Put it there in one step; the file's mode and time stay.

    Raises ``AssistantError`` when it changed meanwhile or can't be written.
    """
    try:
        _replace(root / change.path, change)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise AssistantError(f"{change.path} cannot be written: {reason}", hint="look at its permissions") from error


def _replace(target: Path, change: Change) -> None:
    with written_beside(target, change.after) as new:
        known = target.stat()
        new.chmod(known.st_mode & 0o7777)
        # A note without a date of its own is dated by its file; a change is seen by the size, which grows.
        os.utime(new, ns=(known.st_atime_ns, known.st_mtime_ns))
        if target.is_symlink() or target.read_bytes() != change.before:
            raise AssistantError(f"{change.path} changed while it was to be written", hint="try again")
        new.replace(target)


def _check(path: str, text: str, tags: tuple[str, ...]) -> None:
    """Raise ``FrontMatterError`` where the tags are not read back as they were meant."""
    values = front_matter(structural(text.removeprefix("\ufeff"))).texts("tags", "tag")
    read = {part.lower() for value in values for part in value.replace(",", " ").split()}
    if missing := [tag for tag in tags if tag.lower() not in read]:
        raise FrontMatterError(f"{path}: {missing[0]} can't be written as a tag", hint="write it in by hand")
