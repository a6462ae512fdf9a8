"""Manners of background work: a question that is being answered goes first, and so does the battery, if so wished."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Background work waits for questions no longer than this at a time, or a busy day would starve it. Seconds.
PATIENCE_SECONDS = 30.0
#: Seconds between two looks at where the power comes from.
POWER_SECONDS = 5.0
#: How much background threads leave to others, from 0 to 19.
NICENESS = 10
POWER_FOLDER = Path("/sys/class/power_supply")

_NEVER = threading.Event()


class Courtesy:
    """One for all threads of a process: requests say that they are being answered, background work waits for them.

    ``on_battery`` tells whether the machine runs on its battery now; without it, that does not matter.
    """

    def __init__(self, on_battery: Callable[[], bool] = lambda: False) -> None:
        self._on_battery = on_battery
        self._changed = threading.Condition()
        self._answering = 0
        self._saving = False
        self._looked = float("-inf")

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While it is open, background work pauses at its next step."""
        with self._changed:
            self._answering += 1
        try:
            yield
        finally:
            with self._changed:
                self._answering -= 1
                self._changed.notify_all()

    @property
    def is_saving(self) -> bool:
        """Whether background work is put off because the machine runs on its battery."""
        now = time.monotonic()
        if now - self._looked >= POWER_SECONDS:
            self._looked, self._saving = now, self._on_battery()
        return self._saving

    def wait(self, stopping: threading.Event = _NEVER) -> None:
        """Return when background work may take its next step, or is ``stopping``."""
        with self._changed:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while self._answering and not stopping.is_set() and (left := deadline - time.monotonic()) > 0:
                self._changed.wait(min(left, 0.5))
        while self.is_saving and not stopping.wait(0.5):
            pass

    @staticmethod
    def lower_priority() -> None:
        """Let every other thread of this machine go before the calling one. Only Linux has priorities of threads."""
        if sys.platform == "linux":  # where what setpriority calls a process is a thread
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def runs_on_battery(folder: Path = POWER_FOLDER) -> bool:
    """Whether the machine empties a battery and has no other supply on line, by Linux's ``power_supply`` class."""
    supplies = [supply for supply in folder.glob("*") if _read(supply / "scope") != "Device"]  # a mouse, say
    plugged_in = any(_read(supply / "online") == "1" for supply in supplies if _read(supply / "type") != "Battery")
    return not plugged_in and any(_read(supply / "status") == "Discharging" for supply in supplies)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
