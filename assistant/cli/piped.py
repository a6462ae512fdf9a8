"""Text from standard input."""

import os
import stat
import sys

#: Piped text is read up to here, in characters.
MAX_PIPED = 2_000_000
#: How a command line names standard input.
STDIN = "-"


def is_piped() -> bool:
    """Whether something was piped in: a terminal is not waited for, nor a device or socket, which may never end."""
    if sys.stdin is None or sys.stdin.isatty():
        return False
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def read_piped() -> tuple[str, bool]:
    """What was piped in, and whether it was cut for its length; bytes that are no UTF-8 are replaced."""
    if sys.stdin is None:
        return "", False
    text = sys.stdin.buffer.read(4 * MAX_PIPED + 1).decode("utf-8-sig", errors="replace")
    return text[:MAX_PIPED], len(text) > MAX_PIPED
