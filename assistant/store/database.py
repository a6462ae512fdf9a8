"""Opening the database of one notes folder, and turning SQLite's errors into ones a user can act on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import apsw

from assistant.errors import AssistantError, BusyError, IndexBrokenError
from assistant.store.schema import migrate

BUSY_TIMEOUT_MS = 10_000


def connect(path: Path) -> apsw.Connection:
    """Open (or create, 0600) the database at ``path`` with sqlite-vec loaded and the schema up to date.

    Raises ``IndexBrokenError`` when it is damaged or from a newer version, ``BusyError`` when it stays locked.
    """
    with database_errors(path):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = apsw.Connection(os.fspath(path))
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
        connection.transaction_mode = "IMMEDIATE"
        connection.enable_load_extension(True)
        connection.load_extension(_sqlite_vec())
        connection.enable_load_extension(False)
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "normal")
        connection.pragma("foreign_keys", True)
        migrate(connection)
        return connection


def set_aside(path: Path) -> Path:
    """Move a database out of the way under a name with the time; returns its new place. Nothing of it is deleted.

    Stopped in between, it can be done again.
    """
    name = stamped = f"{path.name}.broken-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    turn = 1
    while any(path.with_name(name + suffix).exists() for suffix in ("-wal", "")):
        turn += 1
        name = f"{stamped}-{turn}"
    # The log first: beside a new database, SQLite would take it for that one's.
    for suffix in ("-wal", "-shm", ""):
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.rename(path.with_name(name + suffix))
    return path.with_name(name)


def _sqlite_vec() -> str:
    """The extension's file, without its ending. Importing the package would import NumPy, at half a command's time."""
    package = find_spec("sqlite_vec")
    if package is None or package.origin is None:
        raise AssistantError("sqlite-vec is not installed", hint="reinstall: pip install --force-reinstall sqlite-vec")
    return str(Path(package.origin).with_name("vec0"))


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's errors as this project's own."""
    try:
        yield
    except apsw.Error as error:
        raise _translated(error, path) from error


def _translated(error: apsw.Error, path: Path) -> AssistantError:
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return BusyError(f"the index is locked by another process: {path}", hint="wait for it to end, then try again")
    if isinstance(error, apsw.FullError):
        return AssistantError(f"the disk is full: {path}", hint="free some space, then run: assistant index")
    if isinstance(error, apsw.ReadOnlyError | apsw.CantOpenError | apsw.PermissionsError | apsw.AuthError):
        return AssistantError(f"the index cannot be written: {path}", hint="check the permissions: assistant doctor")
    if isinstance(error, apsw.IOError):
        return AssistantError(f"the disk failed: {path} ({error})", hint="check the disk: assistant doctor")
    return IndexBrokenError(f"the index is damaged: {path} ({error})", hint="repair it: assistant doctor --repair")
