"""Writing large files so that nothing half-made is ever taken for whole."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import DownloadError

CHUNK = 1 << 20
_SPARE_BYTES = 16 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class DiskFullError(DownloadError):
    """There is no room; no other source can help."""


class HashMismatchError(DownloadError):
    """What arrived is not the file that was asked for."""


class Disk:
    """The two things asked of a disk, in one place so that tests can hand in a full one."""

    def free_bytes(self, folder: Path) -> int:
        """Bytes a user may still write below ``folder``."""
        return shutil.disk_usage(folder).free

    def open(self, path: Path, keep: int = 0) -> BinaryIO:
        """Open ``path`` (0600, made if missing) to write after its first ``keep`` bytes; the rest is dropped."""
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
        file.truncate(keep)
        return file


def check_space(disk: Disk, folder: Path, needed: int, what: str) -> None:
    """Raise ``DiskFullError`` unless ``needed`` more bytes and a reserve fit."""
    free = disk.free_bytes(folder)
    if needed + _SPARE_BYTES > free:
        raise _full(folder, what, needed, free)


@contextmanager
def full_disk_is_an_error(disk: Disk, folder: Path, needed: int, what: str) -> Iterator[None]:
    """Turn the system's "no space left" into a ``DiskFullError`` that says how much is needed."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _full(folder, what, needed, disk.free_bytes(folder)) from error


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_in_place(part: Path, target: Path, sha256: str = "") -> str:
    """Rename a finished file to its name once its hash is right, and return the hash.

    Raises ``HashMismatchError``, with the file removed, when ``sha256`` is given and is another.
    """
    found = sha256_of(part)
    if sha256 and found != sha256:
        part.unlink()
        raise HashMismatchError(
            f"{target.name} has the hash {found[:12]}… instead of {sha256[:12]}…: not kept",
            hint="try again; if it stays so, the file at its source was replaced",
        )
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.chmod(0o600)
    part.replace(target)
    return found


def make_folder(folder: Path) -> Path:
    """Create ``folder`` (0700) and its missing parents."""
    for path in reversed([folder, *folder.parents]):
        if not path.exists():
            path.mkdir(mode=0o700, exist_ok=True)
    return folder


def write_json(path: Path, value: Any) -> None:  # noqa: ANN401 (whatever JSON can say)
    """Replace ``path`` by ``value`` in one step, readable by this user alone."""
    part = path.with_name(path.name + ".new")
    with Disk().open(part) as file:
        file.write(json.dumps(value, indent=2).encode() + b"\n")
    put_in_place(part, path)


def sync_folder(folder: Path) -> None:
    """Make renames inside ``folder`` survive a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def megabytes(count: int) -> str:
    """A byte count for people."""
    return f"{count / 1e6:,.0f} MB"


def _full(folder: Path, what: str, needed: int, free: int) -> DiskFullError:
    return DiskFullError(
        f"no room for {what}: it needs {megabytes(needed)} and {folder} has {megabytes(free)} free",
        hint=f"free {megabytes(max(needed + _SPARE_BYTES - free, 0))}, or give ASSISTANT_HOME a larger disk",
    )
