"""The thread that keeps the index in step with the folder: everything at first, then what changes, as it changes."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.app.freshness import Watched
from assistant.app.working import Kind, Working
from assistant.errors import AssistantError, BusyError, FolderGoneError
from assistant.failpoints import reach
from assistant.notes import language
from assistant.service.courtesy import Courtesy
from assistant.service.debounce import Batch
from assistant.service.watch import Watcher

if TYPE_CHECKING:
    from assistant.index.embed import EmbedReport
    from assistant.index.sync import SyncReport

#: Seconds between two looks at whether the folder is still the one that is watched.
LOOK = 1.0
#: Seconds until another attempt while another process writes the index, and while the folder is gone or looks empty.
BUSY_AGAIN = 0.5
GONE_AGAIN = 5.0
#: And after a failure: twice as long each time, up to the last.
FAILED_AGAIN = 1.0
FAILED_AGAIN_LAST = 60.0
#: More passages than these get their vectors in a job, so that the next saved note need not wait for them; fewer get
#: them a step at a time.
FEW_PASSAGES = 256
STEP_PASSAGES = 32
#: A question waits so long for what was just saved: until a note is found takes less, from the saving on.
SETTLE = 1.0
#: A folder that the system won't watch is compared after so many seconds, and after so many times what it took.
POLL = 2.0
POLL_TIMES = 20.0

_log = logging.getLogger(__name__)


class State(StrEnum):
    """How the index stands to the folder."""

    STARTING = "starting"
    INDEXING = "indexing"
    IN_STEP = "in step"
    BEHIND = "behind"
    FOLDER_GONE = "folder gone"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class KeeperStatus:
    """Where the keeper stands: notes in the index, paths not yet in it, and what went wrong last, if it still does.

    ``last_full`` is how many seconds ago the whole folder was compared, ``None`` before the first time; ``polls``
    tells that the system would not watch the folder.
    """

    state: State = State.STARTING
    notes: int = 0
    waiting: int = 0
    last_full: float | None = None
    error: str = ""
    polls: bool = False

    @property
    def is_in_step(self) -> bool:
        """Whether everything that is known to have changed is in the index."""
        return self.state is State.IN_STEP and not self.waiting

    @property
    def is_at_work(self) -> bool:
        """Whether it will be soon, as far as can be told."""
        return self.state in {State.STARTING, State.INDEXING, State.IN_STEP}


@dataclass(frozen=True, slots=True)
class Told:
    """Something to be said: what came into the index, or ``trouble`` and what to do about it (``hint``).

    ``paths`` were compared, or ``everything`` was. ``words_seconds`` is the time from the first event until the
    changes were searchable by words, ``vectors_seconds`` until they were by meaning: ``None`` when they are not, for
    want of a model, or because there are ``left`` passages for a job to do.
    """

    paths: tuple[str, ...] = ()
    everything: bool = False
    sync: "SyncReport | None" = None
    notes: int = 0
    words_seconds: float = 0.0
    vectors_seconds: float | None = None
    left: int = 0
    trouble: str = ""
    hint: str = ""


class Keeper:
    """Keeps the index of ``app``'s folder in step, in a thread of its own. ``log`` is called from that thread."""

    def __init__(self, app: Working, courtesy: Courtesy, log: Callable[[Told], None]) -> None:
        self._app = app
        self._courtesy = courtesy
        self._log = log
        self._stopping = threading.Event()
        self._status = KeeperStatus()
        self._full_at: float | None = None
        self._full_seconds = 0.0
        self._failures = 0
        self._again = Batch()
        self._again_at = 0.0
        self._watched = Watched(app.index_folder)
        self._watcher: Watcher | None = None
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin; called once. Raises ``BusyError`` when another process watches this folder."""
        self._watched.take()
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """End after the present step; returns whether the thread ended within ``timeout`` seconds."""
        self._stopping.set()
        if watcher := self._watcher:
            watcher.wake()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def status(self) -> KeeperStatus:
        """Where it stands."""
        watcher, age = self._watcher, None
        if self._full_at is not None:
            age = time.monotonic() - self._full_at
        waiting = len(self._again.paths) + (watcher.waiting() if watcher else 0)
        return replace(self._status, waiting=waiting, last_full=age)

    def lag(self) -> str:
        """What a question should know: how far the index is behind the folder; empty when it is in step.

        Waits a little for a keeper that is at work.
        """
        deadline = time.monotonic() + SETTLE
        while not (status := self.status()).is_in_step and status.is_at_work and time.monotonic() < deadline:
            self._stopping.wait(0.01)
        if status.is_in_step:
            return ""
        notes = {0: "what changed last", 1: "1 changed note"}.get(status.waiting, f"{status.waiting} changed notes")
        why = f": {status.error}" if status.error else ""
        return f"the index is behind the folder, {notes} may not be found yet{why} (assistant service status)"

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    self._watch()
                except Exception as error:
                    self._failed(error)
                self._stopping.wait(LOOK)
        finally:
            self._status = replace(self._status, state=State.STOPPED)
            self._watched.release()

    def _watch(self) -> None:
        """Watch the folder as it is now, until it is another one. Without a folder there is nothing to be done."""
        folder = self._app.folder
        try:
            watcher = Watcher(folder, self._app.walk_rules())
            with watcher:
                self._watcher = watcher
                self._status = replace(self._status, polls=watcher.limit is not None)
                if watcher.limit:
                    self._log(Told(trouble=f"{watcher.limit.message}: it is compared instead", hint=watcher.limit.hint))
                self._keep(watcher)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            self._trouble(State.FOLDER_GONE, f"{folder}: {reason}", "nothing is forgotten; it goes on when it is back")
        finally:
            self._watcher = None

    def _keep(self, watcher: Watcher) -> None:
        # Watching began before this comparison, so nothing can fall between the two.
        batch = Batch(everything=True, since=time.monotonic())
        self._again = Batch()
        while not self._stopping.is_set() and watcher.is_valid():
            if batch:
                self._apply(batch, watcher)
                language.load()
            batch = watcher.next(min(LOOK, self._next_full() - time.monotonic()))
            now = time.monotonic()
            if now >= self._next_full():
                batch |= Batch(everything=True, since=now)
            if self._again and now >= self._again_at:
                batch, self._again = batch | self._again, Batch()

    def _next_full(self) -> float:
        if self._full_at is None:
            return float("inf")  # it waits for another attempt
        if self._status.polls:
            return self._full_at + max(POLL, POLL_TIMES * self._full_seconds)
        return self._full_at + 60.0 * self._app.settings.service.reconcile_minutes

    def _apply(self, batch: Batch, watcher: Watcher) -> None:
        """Bring what may have changed into the index, or put it off."""
        if self._status.state is not State.STARTING:
            self._status = replace(self._status, state=State.INDEXING)
        reach("keeper.batch.taken")
        try:
            self._bring(batch, watcher)
        except BusyError as error:
            self._put_off(batch, BUSY_AGAIN)
            self._trouble(State.BEHIND, error.message, error.hint)
        except FolderGoneError as error:
            self._put_off(Batch(everything=True, since=batch.since), GONE_AGAIN)
            self._trouble(State.FOLDER_GONE, error.message, error.hint)
        except Exception as error:
            self._put_off(batch, min(FAILED_AGAIN * 2**self._failures, FAILED_AGAIN_LAST))
            self._failures += 1
            self._failed(error)
        else:
            self._done()

    def _bring(self, batch: Batch, watcher: Watcher) -> None:
        started = time.monotonic()
        outcome = self._app.refresh(None if batch.everything else batch.paths, _quiet, embed_at_most=0)
        words_at = time.monotonic()
        reach("keeper.words.done")
        if batch.everything:
            self._full_at, self._full_seconds = words_at, words_at - started
            self._ask_for_embedding()
        left = self._embed(outcome.embed, watcher)
        reach("keeper.batch.done")
        worth_saying = not outcome.sync.is_noop or self._status.state is State.STARTING or self._status.error
        self._status = replace(self._status, notes=outcome.counts.notes)
        if worth_saying:
            vectors_at = None if left or outcome.embed is None else time.monotonic()
            self._log(
                Told(
                    paths=tuple(sorted(batch.paths)),
                    everything=batch.everything,
                    sync=outcome.sync,
                    notes=outcome.counts.notes,
                    words_seconds=words_at - batch.since,
                    vectors_seconds=None if vectors_at is None else vectors_at - batch.since,
                    left=left,
                )
            )

    def _embed(self, report: "EmbedReport | None", watcher: Watcher) -> int:
        """Make the vectors that wait, unless they are many or newer changes come; returns how many still do."""
        waiting = report.waiting if report else 0
        if waiting > FEW_PASSAGES:
            self._app.enqueue(Kind.EMBED)
            return waiting
        while waiting and not watcher.is_due():
            self._courtesy.wait(self._stopping)
            if self._stopping.is_set():
                break
            step = self._app.refresh((), _quiet, embed_at_most=STEP_PASSAGES).embed
            waiting = step.waiting if step else 0
        return waiting

    def _ask_for_embedding(self) -> None:
        """Ask for the vectors of the settings' model where another's serve, and for a table with less empty space."""
        with self._app.open_index() as index:
            self._app.reconsider_embedder(index.catalog.text_by_language())
            served, wanted = self._app.served_by(index), self._app.embedder
            vectors = index.find_vectors(served.embedder) if served else None
            is_sparse = vectors is not None and vectors.is_sparse()
        if is_sparse or (served and wanted and served.embedder is not wanted):
            self._app.enqueue(Kind.EMBED)

    def _put_off(self, batch: Batch, seconds: float) -> None:
        self._again |= batch
        self._again_at = time.monotonic() + seconds

    def _done(self) -> None:
        if not self._again:
            self._failures = 0
            self._status = replace(self._status, state=State.IN_STEP, error="")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, AssistantError):
            self._trouble(State.BEHIND, error.message, error.hint)
            return
        if not isinstance(error, OSError):
            _log.exception("internal")
        self._trouble(State.BEHIND, f"{type(error).__name__}: {error}", "assistant doctor")

    def _trouble(self, state: State, message: str, hint: str) -> None:
        """Say what went wrong, once for as long as it stays the same."""
        said = message == self._status.error
        self._status = replace(self._status, state=state, error=message)
        if not said:
            self._log(Told(trouble=message, hint=hint))


def _quiet(_stage: str, _done: int, _total: int) -> None:
    """Nobody looks at the progress of a keeper's run."""
