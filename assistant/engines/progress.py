"""How long steps report how far they are, without knowing who shows it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` bytes of a step; ``total`` is ``None`` when it can't be known."""

    step: str
    done: int = 0
    total: int | None = None


OnProgress = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """Report to nobody."""
