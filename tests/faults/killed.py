"""Work done in another process, which may be killed on the way."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fake_app import fake_app

from assistant.app import App
from assistant.engines.fakes import FakeEmbedder
from assistant.failpoints import NAMES, VARIABLE

#: A process that has imported everything and done nothing is copied for each piece of work: that is quick, and safe.
_WARM = [
    "worlds",
    "assistant.app.keeping",
    "assistant.index.embed",
    "assistant.lexical.integrity",
    "assistant.store.jobs",
]


def killed_at(point: str, work: Callable[..., object], *args: Any) -> bool:
    """Whether ``work(*args)`` got to the failpoint, where its process was killed; it must end well otherwise."""
    assert point.partition(":")[0] in NAMES
    code = elsewhere(work, *args, point=point)
    assert code in (0, -signal.SIGKILL)
    return code != 0


def elsewhere(work: Callable[..., object], *args: Any, point: str = "") -> int | None:
    """Do ``work(*args)`` in a process of its own; returns its exit code."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_WARM)
    process = context.Process(target=_do, args=(point, work, args))
    process.start()
    process.join(timeout=60)
    return process.exitcode


def _do(point: str, work: Callable[..., object], args: tuple[Any, ...]) -> None:
    os.umask(0o077)
    os.environ[VARIABLE] = point
    work(*args)


def program(notes: Path, home: Path) -> App:
    """The program over these folders, on a fake embedder."""
    return fake_app(notes, home, embedder=FakeEmbedder())


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""
