"""A service for one measurement: started on a folder in a throw-away home, talked to, and ended."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from home import open_app

from assistant.service import terms
from assistant.service.client import Call, NoServiceError, call
from assistant.service.wire import Message
from assistant.settings.paths import HOME_VARIABLE

PATIENCE = 600.0
NARROW = {"narrow": None, "full": False}


@dataclass(frozen=True, slots=True)
class Resident:
    """A running service."""

    notes: Path
    home: Path
    pid: int

    def call(self, method: str, **params: object) -> Message:
        """What the service answers. Raises what it raises, and ``NoServiceError``."""
        app = open_app(self.notes, self.home)
        where = terms.where(app.paths, self.notes)
        limits = {**terms.limits(app.settings), "ask.style": params.pop("style", "auto")}
        wanted = {**NARROW, **params, "limits": limits} if method in ("search", "ask") else params
        return call(where, Call(method, wanted, terms.digest(app.settings), 900_000))

    def search(self, text: str) -> Message:
        """The first page of a search."""
        return self.call("search", text=text)

    def ask(self, text: str, style: str = "auto") -> Message:
        """An answer."""
        return self.call("ask", text=text, piped="", min_confidence=None, style=style)

    def wait_in_step(self) -> None:
        """Return when the folder has been compared and nothing waits."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            keeper = self.call("status").get("keeper") or {}
            if keeper.get("state") == "in step" and not keeper.get("waiting"):
                return
            time.sleep(0.1)
        raise SystemExit(f"the service is not in step after {PATIENCE:g} s: {keeper}")

    @property
    def memory_mb(self) -> float:
        """Resident memory of the service."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    @property
    def handles(self) -> int:
        """Open files of the service."""
        return sum(1 for _ in Path(f"/proc/{self.pid}/fd").iterdir())


@contextmanager
def resident(notes: Path, home: Path) -> Iterator[Resident]:
    """A service of ``notes``, as soon as it answers."""
    words = (sys.executable, "-m", "assistant", "--notes", str(notes), "service")
    env = {**os.environ, HOME_VARIABLE: str(home)}
    subprocess.run((*words, "start"), check=True, env=env, stdout=subprocess.DEVNULL)
    try:
        service = Resident(notes, home, 0)
        yield Resident(notes, home, int(str(service.call("status")["pid"])))
    except NoServiceError as error:
        raise SystemExit(f"the service does not answer: {error}") from error
    finally:
        subprocess.run((*words, "stop"), check=False, env=env, stdout=subprocess.DEVNULL)


def percentile(values: list[float], share: float) -> float:
    """The smallest value that ``share`` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
