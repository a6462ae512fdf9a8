"""How fast a reranker is on this machine, remembered from run to run."""

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

REMEMBERED_SECONDS = 24 * 3600


@dataclass(slots=True)
class Pace:
    """Milliseconds to load the model, and for each 1,000 bytes of question and passage; ``None`` while unknown."""

    load_ms: float | None = None
    read_ms: float | None = None

    def cost(self, size: int) -> float:
        """Milliseconds that reading ``size`` bytes will take, 0 while unknown."""
        return (self.read_ms or 0.0) * size / 1000

    def learn(self, size: int, milliseconds: float) -> None:
        """Take in how long ``size`` bytes took. Slower than thought counts at once, faster little by little."""
        seen = milliseconds * 1000 / max(1, size)
        self.read_ms = seen if self.read_ms is None else max(seen, (self.read_ms + seen) / 2)


def load_pace(file: Path) -> Pace:
    """What is remembered of the last day; nothing when there is no such file or it can't be read.

    A time that was taken while the machine was busy would otherwise be believed for good, as nothing would be begun
    that could correct it.
    """
    try:
        if time.time() - file.stat().st_mtime > REMEMBERED_SECONDS:
            return Pace()
        known = json.loads(file.read_text(encoding="utf-8"))
        return Pace(*(float(known[name]) for name in ("load_ms", "read_ms")))
    except (OSError, ValueError, KeyError, TypeError):
        return Pace()


def save_pace(pace: Pace, file: Path) -> None:
    """Remember it; a folder that can't be written to costs the memory and nothing else."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(asdict(pace), out)
    except OSError:
        pass
