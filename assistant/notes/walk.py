"""The walk: which files of a folder are notes."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from assistant.domain import FileState, Skipped
from assistant.errors import UsageError
from assistant.notes.formats import is_note
from assistant.notes.ignore import NAMES, IgnoreRules

GENERATED = frozenset({"node_modules", "bower_components", "site-packages", "__pycache__", "venv", "$recycle.bin"})
"""Folders whose content nobody wrote. Hidden files and folders are left out as well."""


@dataclass(frozen=True, slots=True)
class WalkRules:
    """What the walk leaves out besides what ignore files name: larger files (bytes), and patterns like theirs."""

    max_bytes: int = 5_000_000
    ignore: tuple[str, ...] = ()


#: A path with more parts than this is looked for from that deep on.
_DEEPEST = 200
#: What is wanted of a folder: entries by name, each whole (``None``) or in part.
_Parts: TypeAlias = "Mapping[str, _Parts | None]"


def walk(root: Path, rules: WalkRules, among: Collection[str] | None = None) -> Iterator[FileState | Skipped]:
    """Every note under ``root``, folder by folder in the order of names, and what a user would miss.

    With ``among`` (see ``scope``), only those that are, or lie below, one of these paths. Symbolic links are not
    followed: one to a place in the folder would be a second copy, one out of it is reported. Raises ``UsageError``
    when ``root`` is no folder.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder", hint="pass the folder of your notes with --notes FOLDER")
    yield from _Walk(root.resolve(), rules).run(None if among is None else _parts(among))


def scope(paths: Collection[str]) -> frozenset[str] | None:
    """Where to look after these paths (relative to the root, of files or folders) changed; ``None`` is everywhere.

    An ignore file speaks for its whole folder. What would lead out of the root is left out.
    """
    found = set()
    for path in map(PurePosixPath, paths):
        inside = PurePosixPath(*(path.parent if path.name in NAMES else path).parts[:_DEEPEST])
        if inside == PurePosixPath():
            return None
        if not inside.is_absolute() and ".." not in inside.parts:
            found.add(inside.as_posix())
    return frozenset(path for path in found if not any(str(up) in found for up in PurePosixPath(path).parents))


def _parts(paths: Collection[str]) -> _Parts:
    below: dict[str, list[str]] = {}
    for path in paths:
        name, _, rest = path.partition("/")
        below.setdefault(name, []).append(rest)
    return {name: None if "" in rests else _parts(rests) for name, rests in below.items()}


class _Walk:
    def __init__(self, root: Path, rules: WalkRules) -> None:
        self._root = root
        self._max_bytes = rules.max_bytes
        self._ignored = IgnoreRules.of(rules.ignore)

    def run(self, wanted: "_Parts | None") -> Iterator[FileState | Skipped]:
        """A stack instead of recursion: folders can be nested deeper than Python calls."""
        stack: list[Iterator[FileState | Skipped | _Folder]] = [self._list(_Folder("", self._ignored, wanted))]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif isinstance(found, _Folder):
                stack.append(self._list(found))
            else:
                yield found

    def _list(self, folder: "_Folder") -> Iterator["FileState | Skipped | _Folder"]:
        place = self._root / folder.prefix
        try:
            with os.scandir(place) as listing:
                entries = sorted((e for e in listing if folder.wants(e.name)), key=lambda entry: entry.name)
        except OSError as error:
            yield Skipped(
                printable(folder.prefix.rstrip("/") or "."), f"the folder can't be read: {why(error)}", for_now=True
            )
            return
        ignore_files = [entry.name for entry in entries if entry.name in NAMES]
        ignored = folder.ignored.within(place, folder.prefix, ignore_files) if ignore_files else folder.ignored
        for entry in entries:
            if entry.name.startswith("."):
                continue
            below = None if folder.wanted is None else folder.wanted[entry.name]
            try:
                yield from self._judge(entry, _Folder(f"{folder.prefix}{entry.name}/", ignored, below))
            except FileNotFoundError:
                continue
            except OSError as error:
                yield Skipped(printable(folder.prefix + entry.name), why(error), for_now=True)

    def _judge(self, entry: os.DirEntry[str], below: "_Folder") -> Iterator["FileState | Skipped | _Folder"]:
        """What an entry is; ``below`` is the folder it would be."""
        path, ignored = below.prefix[:-1], below.ignored
        is_folder = entry.is_dir(follow_symlinks=False)
        counts = is_note(entry.name)
        if is_folder and entry.name.lower() in GENERATED:
            return
        if not (is_folder or (below.wanted is None and (counts or entry.is_symlink()))):
            return
        if ignored.specs and ignored.hide(below.prefix if is_folder else path):
            return
        if not is_utf8(entry.name):
            yield Skipped(printable(path), "its name is not valid UTF-8")
        elif is_folder:
            yield below
        elif entry.is_symlink():
            yield from self._judge_link(entry, path, counts)
        else:
            yield self._state(entry, path)

    def _judge_link(self, entry: os.DirEntry[str], path: str, is_note: bool) -> Iterator[Skipped]:
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):
            if is_note:
                yield Skipped(path, "it is a link that leads nowhere")
            return
        if (is_note or target.is_dir()) and not target.is_relative_to(self._root):
            yield Skipped(path, "it is a link out of the notes folder")

    def _state(self, entry: os.DirEntry[str], path: str) -> FileState | Skipped:
        if not entry.is_file(follow_symlinks=False):
            return Skipped(path, "it is not a regular file")
        stat = entry.stat(follow_symlinks=False)
        if stat.st_size > self._max_bytes:
            return Skipped(path, too_large(stat.st_size, self._max_bytes))
        return FileState(path, stat.st_size, stat.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to list, whole or the parts that are wanted.

    ``prefix`` is its path with a slash at the end, or empty for the root.
    """

    prefix: str
    ignored: IgnoreRules
    wanted: "_Parts | None"

    def wants(self, name: str) -> bool:
        """Whether an entry has to be looked at; ignore files always."""
        return self.wanted is None or name in self.wanted or name in NAMES


def why(error: OSError) -> str:
    """An operating system error in words."""
    return (error.strerror or str(error)).lower()


def too_large(size: int, limit: int) -> str:
    """The reason for leaving out a file of ``size`` bytes."""
    return f"it is larger than {limit / 1e6:g} MB ({size / 1e6:.1f} MB)"


def printable(path: str) -> str:
    """``path`` with undecodable bytes replaced, so that it can be stored and shown."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_utf8(name: str) -> bool:
    """Whether a file name was valid UTF-8 on disk."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
