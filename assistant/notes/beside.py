"""Writing a note: whole, beside its place, before it takes it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_beside(target: Path, data: bytes) -> Iterator[Path]:
    """A file with ``data`` in the folder of ``target``, on disk and readable by this user alone, to be moved there.

    It is hidden from the walk, and gone afterwards if it was not moved. Raises ``OSError``.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".assistant-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
