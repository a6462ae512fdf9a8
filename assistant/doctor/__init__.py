"""A check-up: what the program needs, whether the index says the same everywhere, and what puts right what is not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.doctor.check import Check, State
from assistant.doctor.equipment import equipment
from assistant.doctor.files import files
from assistant.doctor.index import index

if TYPE_CHECKING:
    from assistant.app import App
    from assistant.index.sync import Progress

__all__ = ["Check", "State", "check_up", "repair"]

#: Check-ups that a repair takes at most: what one remedy brings to light, the next one puts right.
ROUNDS = 3


def check_up(app: "App") -> Iterator[Check]:
    """Every check in turn; none of them raises, or changes a note, a model or a vector."""
    yield from equipment(app)
    yield from index(app)
    yield from files(app)


def repair(app: "App", progress: "Progress") -> Iterator[str]:
    """Put right what can be without losing anything, and say each thing that was done.

    What is derived is made anew from the catalog; a catalog that can't be read is set aside, never deleted, and made
    anew from the notes. Raises ``BusyError`` when another process is writing the index.
    """
    for _ in range(ROUNDS):
        remedies = [check.remedy for check in (*files(app), *index(app)) if check.remedy]
        if not remedies:
            return
        for remedy in remedies:
            yield remedy(progress)
