"""An index that is in step when it is asked: a look at the folder first, then at the notes that were found."""

import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.indexing import Indexing, IndexOutcome
from assistant.domain import FileState
from assistant.errors import AssistantError, BusyError, NotReadyError
from assistant.failpoints import reach
from assistant.settings.paths import make_private

if TYPE_CHECKING:
    from assistant.store.catalog import CatalogNote

#: Another process that watches the same folder is waited for this many seconds: it may just be ending.
WATCH_SECONDS = 1.0
#: So is another run that writes the index: a watcher is done with a saved note in less.
WRITER_SECONDS = 0.3
#: Notes indexed between two looks at the clock.
STEP = 16
#: Code points of a large note that are read in a second.
READ_A_SECOND = 500_000
#: A question does not wait for the vectors of more passages than these.
FEW_PASSAGES = 32


class Watched:
    """The sign that a process keeps an index in step; the system takes it away with the process."""

    def __init__(self, index_folder: Path) -> None:
        self._file = index_folder / "watch.lock"

    def take(self) -> None:
        """Be the process that does. Raises ``BusyError`` when there is another."""
        from filelock import FileLock, Timeout

        make_private(self._file.parent)
        self._lock = FileLock(self._file, mode=0o600, thread_local=False)
        try:
            self._lock.acquire(timeout=WATCH_SECONDS)
        except Timeout as error:
            raise BusyError(
                "this folder is watched already, by a service or another terminal", hint="assistant service status"
            ) from error

    def release(self) -> None:
        """No longer be it."""
        self._lock.release()

    def is_taken(self) -> bool:
        """Whether some process does."""
        if not self._file.exists():
            return False
        from filelock import FileLock, Timeout

        lock = FileLock(self._file, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        except OSError:  # where no lock can be had, nothing could be written either
            return False
        lock.release()
        return False


class Fresh(Indexing):
    """What brings an index in step for a question. Nothing here fails one: what could not be done is said."""

    def freshen(self, seconds: float) -> tuple[str, ...]:
        """Index what changed since the last run, the newest first, for about so many seconds.

        Returns what the user should know: how many changes are not in the index yet. Another process that watches the
        folder may be behind, so nothing is left to it.
        """
        if seconds <= 0:
            return ()
        try:
            deadline = time.monotonic() + seconds
            changed = self._changed(deadline)
            if not changed:
                return ()
            reach("freshen.stale.found")
            left = self._catch_up(changed, deadline)
        except NotReadyError:
            return ()  # the search itself says so
        except (AssistantError, OSError) as error:
            reason = error.message if isinstance(error, AssistantError) else str(error)
            return (f"what changed since the last index run is not found yet: {reason} (assistant index)",)
        return (_lag(left),) if left else ()

    def recheck(self, paths: Collection[str], notices: list[str]) -> bool:
        """Index those of these notes anew whose file is not as it was indexed; returns whether the index changed.

        What can't be done now is added to ``notices``.
        """
        try:
            with self.open_index() as index:
                known = index.catalog.notes(paths)
            stale = [path for path, note in known.items() if _differs(_state(self.folder, path), note)]
            seconds = self.settings.index.freshen_ms / 1000
            return bool(stale) and not self._bring(stale, seconds, FEW_PASSAGES).sync.is_noop
        except (AssistantError, OSError):
            notices.append("a note that was found has changed on disk, and could not be read again (assistant index)")
            return False

    def _changed(self, deadline: float) -> list[str]:
        """What is new or of another size or time than when it was indexed, newest first, and what is gone.

        A file that was read within the moment of its last change may have changed again at the same time; until
        ``deadline`` its content tells.
        """
        from assistant.notes.walk import walk

        with self.open_index() as index:
            known = index.catalog.notes()
        files = [found for found in walk(self.folder, self.walk_rules()) if isinstance(found, FileState)]
        pairs = [(file, known.pop(file.path, None)) for file in files]
        changed = [file for file, note in pairs if _differs(file, note) and not self._is_as_read(file, note, deadline)]
        return [*(file.path for file in sorted(changed, key=lambda file: -file.mtime_ns)), *known]

    def _is_as_read(self, file: FileState, note: "CatalogNote | None", deadline: float) -> bool:
        """Whether a file whose time told nothing when it was indexed still holds what it held then."""
        from assistant.index.plan import UNSETTLED
        from assistant.notes.read import read_note

        if note is None or (note.size, note.mtime_ns) != (file.size, UNSETTLED) or time.monotonic() >= deadline:
            return False
        found = read_note(self.folder, file.path, self.walk_rules().max_bytes)
        return getattr(found, "content_hash", None) == note.hash

    def _catch_up(self, changed: Sequence[str], deadline: float) -> int:
        """Index changes until the time is up; returns how many are left."""
        left = 0
        for start in range(0, len(changed), STEP):
            seconds = deadline - time.monotonic()
            if seconds <= 0:
                return left + len(changed) - start
            outcome = self._bring(changed[start : start + STEP], seconds)
            left += outcome.sync.left
        embed = outcome.embed
        if embed and embed.waiting <= FEW_PASSAGES and time.monotonic() < deadline:
            self._bring((), embed_at_most=embed.waiting)
        return left

    def _bring(self, paths: Collection[str], seconds: float = 0, embed_at_most: int = 0) -> IndexOutcome:
        """Index these now, a large note only if what is new in it can be read in the time.

        Raises ``BusyError`` when another run is at it, and does not end soon.
        """
        with self.writing(WRITER_SECONDS):
            pass  # a question does not wait as long for another run as one would
        most = int(max(0, seconds) * READ_A_SECOND)
        return self.refresh(paths, _quiet, embed_at_most=embed_at_most, read_at_most=most)


def _differs(file: FileState | None, known: "CatalogNote | None") -> bool:
    if file is None or known is None:
        return True
    return (file.size, file.mtime_ns) != (known.size, known.mtime_ns)


def _state(folder: Path, path: str) -> FileState | None:
    try:
        found = (folder / path).lstat()
    except OSError:
        return None
    return FileState(path, found.st_size, found.st_mtime_ns)


def _lag(count: int) -> str:
    notes = "1 note" if count == 1 else f"{count} notes"
    return f"{notes} changed since the last index run and can't be found as they are now (assistant index)"


def _quiet(_stage: str, _done: int, _total: int) -> None:
    """Nobody looks at this progress."""
