"""Many events made into few batches: saves come in bursts, and one save is several events."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import inf

#: A batch is due after this many seconds without an event ...
QUIET = 0.2
#: ... and after this many at the latest, so that a note saved in a burst is searchable within a second all the same.
LONGEST = 0.5
#: With more paths than this the whole folder is compared, which is cheaper than going through them.
CAPACITY = 1000


@dataclass(frozen=True, slots=True)
class Batch:
    """What may have changed: files and folders, relative to the notes folder, or ``everything``.

    ``since`` is the time of the first event, on a clock that never goes back.
    """

    paths: frozenset[str] = frozenset()
    everything: bool = False
    since: float = field(default=inf, compare=False)

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths)

    def __or__(self, other: "Batch") -> "Batch":
        """Both as one."""
        since = min(self.since, other.since)
        paths = self.paths | other.paths
        if self.everything or other.everything or len(paths) > CAPACITY:
            return Batch(everything=True, since=since)
        return Batch(paths, since=since)


@dataclass(slots=True)
class Debounce:
    """Collects changed paths until they are due. It has no thread and no lock; ``clock`` must never go back."""

    clock: Callable[[], float] = time.monotonic
    _waiting: Batch = field(default=Batch(), init=False)
    _last: float = field(default=0.0, init=False)

    def add(self, paths: Iterable[str]) -> None:
        """Something happened to these paths."""
        self._put(Batch(frozenset(paths), since=self.clock()))

    def lose(self) -> None:
        """Something happened, and it was not seen what."""
        self._put(Batch(everything=True, since=self.clock()))

    def due_in(self) -> float | None:
        """Seconds until the batch is due, zero when it is; ``None`` when nothing waits."""
        if not self._waiting:
            return None
        return max(min(self._last + QUIET, self._waiting.since + LONGEST) - self.clock(), 0.0)

    def take(self) -> Batch:
        """All that waits, due or not; an empty batch when nothing does."""
        taken, self._waiting = self._waiting, Batch()
        return taken

    @property
    def size(self) -> int:
        """How many paths wait."""
        return len(self._waiting.paths)

    def _put(self, batch: Batch) -> None:
        self._last = batch.since
        self._waiting |= batch
