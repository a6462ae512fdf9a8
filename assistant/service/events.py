"""What the operating system tells about the files of a folder."""

import errno
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

    from assistant.service.inotify import Queue

#: Called with the whole path of what changed, and whether it is a folder.
OnPath: TypeAlias = Callable[[str, bool], None]


class WatchLimitError(AssistantError):
    """The system watches no more folders for this user."""


class Events:
    """The events of one folder and all below it, from now until ``stop``."""

    def __init__(
        self, folder: Path, on_path: OnPath, on_loss: Callable[[], None], hidden: Callable[[str], bool]
    ) -> None:
        """Start. Raises ``OSError`` when the folder is not there, and ``WatchLimitError``.

        ``on_loss`` is called when events were dropped; folders for which ``hidden`` is true need no watching.
        """
        self._on_path = on_path
        self._queue: Queue | None = None
        self._observer = self._make_observer(on_loss, hidden)
        try:
            self._start(folder)
        except OSError as error:
            self.stop()
            if error.errno in (errno.ENOSPC, errno.EMFILE):
                raise limit_reached() from error
            raise
        if self._queue and self._queue.is_full:
            self.stop()
            raise limit_reached()

    def is_alive(self) -> bool:
        """Whether events still arrive: they end with the folder, its file system, a full list, or a fault."""
        if not (self._observer.is_alive() and all(emitter.is_alive() for emitter in self._observer.emitters)):
            return False
        queue = self._queue
        return queue is None or (queue.is_alive() and not queue.is_unmounted and not queue.is_full)

    def stop(self) -> None:
        """Let go of the folder."""
        for thread in (self._observer, self._queue):
            if thread is not None:
                thread.stop()
                if thread.is_alive():
                    thread.join()

    def _make_observer(self, on_loss: Callable[[], None], hidden: Callable[[str], bool]) -> "BaseObserver":
        # What watchdog logs is said by us, in our own words.
        logging.getLogger("watchdog").addHandler(logging.NullHandler())
        if not sys.platform.startswith("linux"):
            from watchdog.observers import Observer

            return Observer()
        from watchdog.observers.api import BaseObserver
        from watchdog.observers.inotify import InotifyEmitter

        from assistant.service.inotify import Queue

        try:
            self._queue = Queue(on_loss, hidden)
        except OSError as error:
            raise limit_reached() from error
        self._queue.start()
        return BaseObserver(InotifyEmitter, inotify_fd=self._queue)

    def _start(self, folder: Path) -> None:
        from watchdog import events

        # Opening and reading are left out: our own reading of a note would have it read again.
        wanted: list[type[FileSystemEvent]] = [
            events.FileCreatedEvent, events.FileModifiedEvent, events.FileClosedEvent, events.FileAttribEvent,
            events.FileMovedEvent, events.FileDeletedEvent, events.DirCreatedEvent, events.DirAttribEvent,
            events.DirMovedEvent, events.DirDeletedEvent,
        ]  # fmt: skip
        handler = events.FileSystemEventHandler()
        handler.dispatch = self._dispatch  # type: ignore[method-assign]
        self._observer.schedule(handler, str(folder), recursive=True, event_filter=wanted)
        self._observer.start()

    def _dispatch(self, event: "FileSystemEvent") -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                self._on_path(str(path), event.is_directory)


def limit_reached() -> WatchLimitError:
    """What to say when the system watches no more folders."""
    return WatchLimitError(
        "the system watches no more folders for this user",
        hint="raise the limit: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024",
    )
