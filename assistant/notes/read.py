"""Reading one note: from bytes on disk to text, safely."""

import codecs
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.domain import Skipped
from assistant.notes.formats import format_of
from assistant.notes.walk import is_utf8, printable, too_large, why

_SNIFFED_BYTES = 8192
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A pipe must not block, a link must not be followed, on systems that have these.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note as read. ``text`` has no byte order mark; spans count bytes of ``text`` in UTF-8.

    ``content_hash`` is the SHA-256 of the file's own bytes, in hexadecimal; ``size`` is their number.
    ``encoding`` is what they were decoded with.
    """

    text: str
    encoding: str
    content_hash: str
    size: int
    mtime_ns: int


class _UnreadableError(Exception):
    """Why a note can't be read."""


class _ChangedError(Exception):
    """The file was written to while it was read."""


def read_note(root: Path, path: str, max_bytes: int) -> NoteText | Skipped:
    """Read the note at ``path``, relative to ``root`` with forward slashes.

    The path is confined to ``root``; only regular files of at most ``max_bytes`` are read, and never one
    that changes meanwhile (it is tried twice).
    """
    try:
        place = _confine(root, path)
        try:
            return _read(place, max_bytes)
        except _ChangedError:
            return _read(place, max_bytes)
    except _ChangedError:
        return Skipped(printable(path), "it is being written to", for_now=True)
    except _UnreadableError as error:
        reason = str(error)
    except FileNotFoundError:
        reason = "it is gone"
    except OSError as error:
        return Skipped(printable(path), why(error), for_now=True)
    return Skipped(printable(path), reason)


def _confine(root: Path, path: str) -> Path:
    """The place of ``path``, which must not leave ``root`` by its own parts or through a linked folder."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\0" in path or not is_utf8(path):
        raise _UnreadableError("it is not a path in the notes folder")
    place = root
    for part in parts[:-1]:
        place /= part
        if place.is_symlink():
            raise _UnreadableError("it is behind a link")
    return place / parts[-1]


def _read(place: Path, max_bytes: int) -> NoteText:
    if place.is_symlink():
        raise _UnreadableError("it is a link")
    descriptor = os.open(place, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise _UnreadableError("it is not a regular file")
        if before.st_size > max_bytes:
            raise _UnreadableError(too_large(before.st_size, max_bytes))
        raw = file.read(before.st_size + 1)
        after = os.fstat(descriptor)
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns) or len(raw) != after.st_size:
        raise _ChangedError
    text, encoding = _text(place.name, raw)
    return NoteText(text, encoding, hashlib.sha256(raw).hexdigest(), len(raw), after.st_mtime_ns)


def _text(name: str, raw: bytes) -> tuple[str, str]:
    """What a file says, and its encoding."""
    kind = format_of(name)
    try:
        if kind.is_binary:
            return kind.text_of(raw), "utf-8"
        text, encoding = _decode(raw)
        return kind.text(text), encoding
    except ValueError as error:
        raise _UnreadableError(str(error)) from error
    except RecursionError as error:
        raise _UnreadableError("it is nested too deeply") from error


def _decode(raw: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace"), encoding
    if b"\0" in raw[:_SNIFFED_BYTES]:
        raise _UnreadableError("it is not text")
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), "latin-1"
