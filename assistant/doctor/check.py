"""What a check is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.index.sync import Progress

#: What to type where a repair helps.
REPAIR = "assistant doctor --repair"

#: Puts one thing right, and says what it did.
Remedy: TypeAlias = "Callable[[Progress], str]"


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, and what was seen; if it is not well, what to type, and what a repair does about it."""

    name: str
    state: State
    detail: str
    hint: str = ""
    remedy: "Remedy | None" = None


def guarded(name: str, checks: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """The checks, or the error that ended them as a failed one."""
    try:
        yield from checks()
    except AssistantError as error:
        yield Check(name, State.FAILED, error.message, error.hint)
    except Exception as error:  # whatever is broken, the other checks go on
        yield Check(name, State.FAILED, str(error) or type(error).__name__, f"check who owns the folder, or: {REPAIR}")
