"""Tantivy's errors as this project's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError, BusyError, IndexBrokenError

#: What the system says of a full disk, a full quota and a file that may not grow, and of one that can't be written.
#: Tantivy passes on its words alone.
_FULL = ("No space left", "not enough space", "quota exceeded", "File too large")
_CLOSED = ("Permission denied", "Read-only file system", "Access is denied")
_LONGEST = 200


@contextmanager
def tantivy_errors(folder: Path) -> Iterator[None]:
    """Raise what Tantivy raises over the index in ``folder`` as ``IndexBrokenError``.

    A disk that is full or can't be written is an ``AssistantError`` instead, another writer a ``BusyError``: the index
    is what it was before.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        raise _translated(folder, error) from error
    except BaseException as error:  # Tantivy panics where the content of a file is not what it expects
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise _translated(folder, error) from error


def _translated(folder: Path, error: BaseException) -> AssistantError:
    said = " ".join(str(error).split())
    if "LockBusy" in said:
        return BusyError("another run is indexing this folder", hint="wait for it to end, then try again")
    if any(full in said for full in _FULL):
        return AssistantError(f"the disk is full: {folder}", hint="free some space, then run: assistant index")
    if any(closed in said for closed in _CLOSED):
        return AssistantError(f"the index cannot be written: {folder}", hint="check the permissions: assistant doctor")
    if len(said) > _LONGEST:
        said = f"{said[:_LONGEST]}…"
    return IndexBrokenError(
        f"the lexical index is damaged: {folder} ({said})", hint="repair it: assistant doctor --repair"
    )
