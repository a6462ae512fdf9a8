"""llama.cpp's C interface as ``lib``, made quiet and a good neighbour before anything uses it."""

import os
from collections import deque

# OpenMP threads spin for milliseconds at each of a token's 600 barriers. While another process wants a core, the one
# that is waited for doesn't run, and everything gets a hundred times slower. libgomp reads this when it is loaded.
os.environ.setdefault("GOMP_SPINCOUNT", "500")

import llama_cpp.llama_cpp as lib

__all__ = ["forget_errors", "last_errors", "lib"]

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


lib.llama_log_set(_keep_errors, None)
lib.llama_backend_init()
