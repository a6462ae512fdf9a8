import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping

import pytest

Completed = subprocess.CompletedProcess[str]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """The environment of a run: its own home, and no settings or colors from outside."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    for name in ("NO_COLOR", "FORCE_COLOR"):
        outside.pop(name, None)
    return outside | {"ASSISTANT_HOME": str(tmp_path / "home"), "TERM": "xterm-256color", "COLUMNS": "100"}


@pytest.fixture
def assistant(environment, tmp_path) -> Callable[..., Completed]:
    """Run the program as a process of its own, away from the checkout; ``stdin`` is a pipe."""

    def run(*args: object, env: Mapping[str, str] | None = None, stdin: str = "") -> Completed:
        return subprocess.run(
            [sys.executable, "-m", "assistant", *map(str, args)],
            input=stdin,
            env=environment | dict(env or {}),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def on_terminal(environment, tmp_path) -> Callable[..., tuple[int, str]]:
    """Run the program on a terminal of its own.

    ``typed`` is typed at it; where it shows ``stop_at`` it gets the signal ``stop_by``.
    """
    pty = pytest.importorskip("pty")

    def run(
        *args: object,
        typed: str = "",
        stop_at: str = "",
        stop_by: int = signal.SIGINT,
        env: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        primary, secondary = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", *map(str, args)],
            stdin=secondary,
            stdout=secondary,
            stderr=secondary,
            env=environment | dict(env or {}),
            cwd=tmp_path,
        )
        os.close(secondary)
        os.write(primary, typed.encode())
        shown = b""
        # A program that does not end fails its test, and does not hang the suite.
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        while piece := _read(primary):
            shown += piece
            if stop_at and stop_at.encode() in shown:
                time.sleep(0.3)  # a signal between the question and the read for its answer would wait for a key
                process.send_signal(stop_by)
                stop_at = ""
        watchdog.cancel()
        os.close(primary)
        return process.wait(timeout=60), shown.decode().replace("\r\n", "\n")

    return run


def _read(descriptor: int) -> bytes:
    # A terminal whose other side is closed ends with an error on Linux, and empty elsewhere.
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""
