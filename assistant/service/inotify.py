"""Linux's queue of file events, read as watchdog reads it, and two things told that watchdog keeps to itself."""

import errno
import logging
import os
from collections.abc import Callable

from watchdog.observers.inotify_c import (
    CallbackId,
    InotifyConstants,
    InotifyEvent,
    InotifyFD,
    Mask,
    Watch,
    WatchCallback,
    WatchDescriptor,
)

_log = logging.getLogger(__name__)


class Queue(InotifyFD):
    """The queue of one watched folder.

    ``is_full`` tells that the system watches no more folders for this user, ``is_unmounted`` that the file system is
    gone. ``on_loss`` is called when events were dropped. Folders for which ``hidden`` is true are not
    watched: a version control's or a package manager's thousands would use up what a user may watch.
    """

    def __init__(self, on_loss: Callable[[], None], hidden: Callable[[str], bool]) -> None:
        super().__init__()
        self._on_loss = on_loss
        self._hidden = hidden
        self.is_full = False
        self.is_unmounted = False

    def run(self) -> None:
        """Read events until it is stopped. A fault ends it, and with it the watcher, in whose place comes a new one."""
        try:
            super().run()
        except Exception:
            _log.exception("internal")

    def add_callback(self, path: bytes, mask: Mask, callback: WatchCallback, id_: CallbackId) -> WatchDescriptor:
        """Watch one folder. Raises ``OSError``, which watchdog takes for a folder that is to be passed over."""
        if self._hidden(os.fsdecode(path)):
            raise PermissionError(errno.EACCES, "no notes in there")
        try:
            return super().add_callback(path, mask, callback, id_)
        except OSError as error:
            self.is_full = self.is_full or error.errno == errno.ENOSPC
            raise

    def handle_event(self, event: InotifyEvent) -> None:
        """Pass an event on to watchdog. After a loss it has its watches renewed before anybody is told.

        A folder that is moved counts as one: what watchdog knows of its watches is wrong once some went out and in.
        """
        with self._lock:
            watch = self._watch_for_wd.get(event.wd)
            groups = list(watch.callbacks.values()) if watch else []
        super().handle_event(event)
        if event.is_directory and (event.is_moved_from or event.is_moved_to):
            for group in groups:
                group.on_queue_overflow()
            self._on_loss()
        elif event.is_queue_overflow:
            self._on_loss()
        elif event.mask & InotifyConstants.IN_UNMOUNT:
            self.is_unmounted = True

    def _get_or_create_watch(self, path: bytes, mask: Mask) -> Watch:
        """The watch of a folder. One that was moved out and is back has it still, which watchdog would warn of."""
        watch = super()._get_or_create_watch(path, mask)
        watch.callbacks.clear()
        return watch
