"""How the nightly runs ended: written down where ``assistant schedule status`` looks, and told when one failed."""

import json
import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.service.schedule import Ran, run_command
from assistant.settings.paths import make_private, write_private

FILE_NAME = "nightly.json"


@dataclass(frozen=True, slots=True)
class LastNight:
    """The last run: when it ended, in seconds since the epoch, what it wrote and left, and what it failed with.

    ``succeeded`` is when a run last ended well, 0 if none did.
    """

    ended: float
    written: tuple[str, ...]
    left: tuple[str, ...]
    error: str
    succeeded: float


class NightLog:
    """The record of one folder's nightly runs, kept beside its index."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now

    def read(self) -> LastNight | None:
        """The last run, or nothing before the first; a record that cannot be read is none."""
        try:
            found = json.loads((self._folder / FILE_NAME).read_text(encoding="utf-8"))
            written, left = tuple(map(str, found["written"])), tuple(map(str, found["left"]))
            return LastNight(float(found["ended"]), written, left, str(found["error"]), float(found["succeeded"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def succeeded(self, written: Sequence[str], left: Sequence[str]) -> None:
        """Note that a run ended well."""
        self._write(LastNight(self._now(), tuple(written), tuple(left), "", self._now()))

    def failed(self, error: str) -> None:
        """Note that a run failed; a disk that cannot be written does not hide the failure itself."""
        before = self.read()
        try:
            self._write(LastNight(self._now(), (), (), error, before.succeeded if before else 0.0))
        except OSError:
            return

    def _write(self, night: LastNight) -> None:
        make_private(self._folder)
        write_private(self._folder / FILE_NAME, json.dumps(asdict(night)))


def notify(command: str, message: str, run: Callable[[Sequence[str], str], Ran] = run_command) -> str:
    """Run the user's command with a message as its last word; returns what went wrong with it, or nothing."""
    if not command.strip():
        return ""
    try:
        words = shlex.split(command)
    except ValueError as error:
        return f"digest.notify is no command: {error}"
    ran = run((*words, message), "")
    return f"digest.notify failed: {' '.join(ran.output.split()) or ran.code}" if ran.code else ""
