"""Watching a folder of notes: events in, debounced batches of paths that may hold notes out."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from assistant.notes.formats import is_note
from assistant.notes.ignore import NAMES, IgnoreRules
from assistant.notes.walk import GENERATED, WalkRules, is_utf8
from assistant.service.debounce import Batch, Debounce
from assistant.service.events import Events, OnPath, WatchLimitError


class Source(Protocol):
    """Where events come from."""

    def is_alive(self) -> bool:
        """Whether events still arrive."""

    def stop(self) -> None:
        """No more events."""


StartSource = Callable[[Path, OnPath, Callable[[], None], Callable[[str], bool]], Source]


class Watcher:
    """One folder, watched from ``__enter__`` to ``__exit__``; a folder that was replaced needs a new watcher.

    ``limit`` is set when the system would not watch it: then there are no events, and somebody has to look.
    """

    def __init__(
        self, folder: Path, rules: WalkRules, debounce: Debounce | None = None, start: StartSource = Events
    ) -> None:
        self._folder = folder
        self._rules = _Relevance(folder, rules)
        self._debounce = debounce or Debounce()
        self._start = start
        self._changed = threading.Condition()
        self._woken = False
        self._taken = 0
        self._source: Source | None = None
        self._identity = identity(folder)
        self.limit: WatchLimitError | None = None

    def __enter__(self) -> "Watcher":
        """Start watching. Raises ``OSError`` when the folder is not there."""
        try:
            self._source = self._start(self._folder, self._on_path, self._on_loss, self._rules.is_hidden)
        except WatchLimitError as error:
            self.limit = error
        return self

    def __exit__(self, *_: object) -> None:
        if self._source:
            self._source.stop()

    def is_valid(self) -> bool:
        """Whether the folder is the one that is watched, and events still arrive."""
        alive = self.limit is not None or (self._source is not None and self._source.is_alive())
        return alive and self._identity is not None and identity(self._folder) == self._identity

    def next(self, seconds: float) -> Batch:
        """The next batch as soon as it is due; an empty one after ``seconds`` without, or when woken.

        Who asks for the next one is done with the one before.
        """
        deadline = self._debounce.clock() + seconds
        with self._changed:
            self._taken = 0
            while True:
                due, left = self._debounce.due_in(), deadline - self._debounce.clock()
                if due is not None and due <= 0:
                    batch = self._debounce.take()
                    self._taken = max(1, len(batch.paths))
                    return batch
                if left <= 0 or self._woken:
                    self._woken = False
                    return Batch()
                self._changed.wait(left if due is None else min(due, left))

    def is_due(self) -> bool:
        """Whether the next batch is there to be taken."""
        with self._changed:
            return self._debounce.due_in() == 0

    def waiting(self) -> int:
        """How many paths wait to be taken, or were and are not done with."""
        with self._changed:
            return self._debounce.size + self._taken

    def wake(self) -> None:
        """Have ``next`` return."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def _on_path(self, path: str, is_folder: bool) -> None:
        inside = self._rules.inside(path)
        if not inside:
            return
        if inside.rpartition("/")[2] in NAMES:
            self._rules.forget()
            self._on_loss()
        elif self._rules.concerns(inside, is_folder):
            with self._changed:
                self._debounce.add((inside,))
                self._changed.notify_all()

    def _on_loss(self) -> None:
        with self._changed:
            self._debounce.lose()
            self._changed.notify_all()


class _Relevance:
    """Which paths may hold notes: the rules of the walk, for one path at a time."""

    def __init__(self, folder: Path, rules: WalkRules) -> None:
        self._folder = folder
        self._prefix = str(folder).rstrip(os.sep) + os.sep
        self._root = IgnoreRules.of(rules.ignore)
        self._known: dict[str, IgnoreRules] = {}

    def inside(self, path: str) -> str:
        """``path`` relative to the folder with forward slashes; empty for the folder itself and for other places."""
        if not path.startswith(self._prefix):
            return ""
        return path[len(self._prefix) :].replace(os.sep, "/")

    def concerns(self, path: str, is_folder: bool) -> bool:
        """Whether a change of ``path``, relative to the folder, can change what is known of notes."""
        *above, name = path.split("/")
        if not is_utf8(path) or any(_is_hidden(part) for part in above) or name.startswith("."):
            return False
        if is_folder:
            return not _is_hidden(name) and not self._is_ignored(f"{path}/")
        return is_note(name) and not self._is_ignored(path)

    def is_hidden(self, place: str) -> bool:
        """Whether the folder at ``place``, a whole path, or one above it is left out by its name."""
        return any(_is_hidden(part) for part in self.inside(place).split("/") if part)

    def forget(self) -> None:
        """Read the ignore files anew."""
        self._known = {}

    def _is_ignored(self, path: str) -> bool:
        rules, known = self._root, self._known
        parts = path.rstrip("/").split("/")
        for depth in range(len(parts)):
            prefix = "".join(f"{part}/" for part in parts[:depth])
            if prefix and rules.specs and rules.hide(prefix):
                return True
            if prefix not in known:
                known[prefix] = rules.within(self._folder / prefix, prefix, list(NAMES))
            rules = known[prefix]
        return bool(rules.specs) and rules.hide(path)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.lower() in GENERATED


def identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another that took its place; ``None`` when there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if folder.is_dir() else None
