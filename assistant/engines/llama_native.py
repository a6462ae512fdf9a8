"""llama.cpp's C interface as ``lib``, made quiet and a good neighbour before anything uses it."""

import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# OpenMP threads spin for milliseconds at each of a token's 600 barriers. While another process wants a core, the one
# that is waited for doesn't run, and everything gets a hundred times slower. libgomp reads this when it is loaded.
os.environ.setdefault("GOMP_SPINCOUNT", "500")

import llama_cpp.llama_cpp as lib

__all__ = ["forget_errors", "interrupted_later", "last_errors", "lib"]

_LOG_LEVEL_ERROR = 4
_error_lines: deque[str] = deque(maxlen=4)


@lib.llama_log_callback  # type: ignore[untyped-decorator]
def _keep_errors(level: int, text: bytes, _user_data: object) -> None:
    if level == _LOG_LEVEL_ERROR:
        _error_lines.append(text.decode("utf-8", "replace").strip())


def last_errors() -> str:
    """What llama.cpp has complained about since `forget_errors`, its last lines as one."""
    return "; ".join(line for line in _error_lines if line)


def forget_errors() -> None:
    """Start a new account of errors."""
    _error_lines.clear()


@contextmanager
def interrupted_later() -> Iterator[None]:
    """Keep an interrupt until native code that logs has returned: raised in its callback, it would be lost."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came and callable(before):
            before(came[0], None)


lib.llama_log_set(_keep_errors, None)
lib.llama_backend_init()
