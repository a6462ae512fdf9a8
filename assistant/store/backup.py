"""A backup: one plain tar file with a copy of the database, the user's own settings, and what it is a backup of.

``SHA256SUMS`` comes first and names every other member with its hash, as ``sha256sum --check`` reads it. A backup is
read member by member and nothing of it is believed: a member that is not named, a link, a path that leads elsewhere or
a hash that differs is an error before anything is put in place.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

import apsw

from assistant.errors import AssistantError, UsageError
from assistant.failpoints import reach
from assistant.store.integrity import one_moment

FORMAT = 1
SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
CATALOG = "catalog.db"
#: Where the user's own files lie in a backup.
CONFIG = "config/"

#: Pages copied between two reports of progress: 16 MB.
PAGES = 4096
_BLOCK = 1 << 20
#: The first two members are read into memory; no backup has larger ones, in bytes.
_LARGEST = 16 << 20
#: A name in a backup: plain parts, none of which starts with a dot or holds what some file system reads as more.
_NAME = re.compile(r"(?!\.)[^/\\:]+(/(?!\.)[^/\\:]+)*\Z")
_SUM = re.compile(r"([0-9a-f]{64})  (.+)\Z")

#: Called with what is done and the total of it.
OnCopied = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """Of what a backup was made: by which version of the program, with which schema, when (ISO 8601, UTC), of which
    notes folder; how many notes and chunks its catalog has, and which files lie under ``config/``.
    """

    format: int
    program: str
    schema: int
    made: str
    folder: str
    notes: int
    chunks: int
    settings: tuple[str, ...]


def is_name(name: str) -> bool:
    """Whether a file can be in a backup under this name: nothing in it may lead out of a folder."""
    return bool(_NAME.match(name)) and name.isprintable()


def copy_database(source: apsw.Connection, target: apsw.Connection, on_copied: OnCopied) -> None:
    """Make ``target`` what ``source`` is at this moment, in one transaction of ``target``.

    Others may read and write ``source`` meanwhile; those who read ``target`` see it before or after.
    """
    with one_moment(source), target.backup("main", source, "main") as copy:  # else every write would start it over
        while not copy.done:
            copy.step(PAGES)
            on_copied(copy.page_count - copy.remaining, copy.page_count)


def snapshot(source: apsw.Connection, path: Path, on_copied: OnCopied) -> None:
    """Copy the database into a file of its own at ``path`` (0600)."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    target = apsw.Connection(os.fspath(path))
    try:
        copy_database(source, target, on_copied)
    finally:
        target.close()


def make_fit(saved: apsw.Connection) -> None:
    """Make a saved catalog fit for its place: no lexical index tells what it tells, and the notes may lie elsewhere."""
    with saved:
        saved.execute("insert or ignore into lexical_outbox select id from chunks")
        saved.execute("delete from state where key = 'device'")


def pack(file: Path, manifest: BackupManifest, folder: Path) -> None:
    """Write a backup at ``file`` (0600) of what lies in ``folder`` under the same names, and have it on the disk."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2, ensure_ascii=False), encoding="utf-8")
    names = [MANIFEST, CATALOG, *(CONFIG + name for name in manifest.settings)]
    sums = "".join(f"{_sha256(folder / name)}  {name}\n" for name in names).encode()
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
            _add(tar, SUMS, len(sums), io.BytesIO(sums))
            for name in names:
                with (folder / name).open("rb") as source:
                    _add(tar, name, (folder / name).stat().st_size, source)
                reach("backup.packing")
        stream.flush()
        os.fsync(stream.fileno())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, name: str, size: int, source: IO[bytes]) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    tar.addfile(info, source)


def read_manifest(file: Path) -> BackupManifest:
    """What a backup is of. Raises ``AssistantError`` when the file is none, is damaged, or of a newer program."""
    with _reading(file) as tar:
        return _head(file, tar)[0]


def unpack(file: Path, folder: Path) -> BackupManifest:
    """Write every member below ``folder`` (0600), each held against its hash.

    Raises ``AssistantError`` when the file is no backup, is of a newer program, or is not as it was made.
    """
    with _reading(file) as tar:
        manifest, sums = _head(file, tar)
        while info := tar.next():
            if info.name not in sums or not _is_file(info):
                raise _damaged(file, info.name)
            if _extract(tar, info, folder / info.name) != sums.pop(info.name):
                raise _damaged(file, info.name)
        if sums:
            raise _damaged(file, min(sums))
    return manifest


_OTHER = "name another backup: assistant restore FILE"


@contextmanager
def _reading(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:", errorlevel=2) as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise AssistantError(f"{file} is not a backup, or not all of one: {error}", hint=_OTHER) from error
    except FileNotFoundError as error:
        raise UsageError(f"there is no backup {file}", hint=_OTHER) from error


def _damaged(file: Path, name: str) -> AssistantError:
    return AssistantError(f"{file} is damaged: {name} is not as it was when the backup was made", hint=_OTHER)


def _head(file: Path, tar: tarfile.TarFile) -> tuple[BackupManifest, dict[str, str]]:
    """The manifest, and the hashes of the members behind it."""
    sums = _sums(file, _small(file, tar, SUMS))
    text = _small(file, tar, MANIFEST)
    if hashlib.sha256(text).hexdigest() != sums.pop(MANIFEST, ""):
        raise _damaged(file, MANIFEST)
    manifest = _understood(file, json.loads(text))
    if sums.keys() != {CATALOG, *(CONFIG + name for name in manifest.settings)}:
        raise _damaged(file, SUMS)
    return manifest, sums


def _understood(file: Path, said: dict[str, Any]) -> BackupManifest:
    if said["format"] > FORMAT:
        message = f"{file} was made by a newer version of assistant ({said['program']})"
        raise AssistantError(message, hint="update assistant")
    values = {field.name: said[field.name] for field in fields(BackupManifest)}
    return BackupManifest(**values | {"settings": tuple(said["settings"])})


def _small(file: Path, tar: tarfile.TarFile, name: str) -> bytes:
    info = tar.next()
    if info is None or info.name != name or not _is_file(info) or info.size > _LARGEST:
        raise AssistantError(f"{file} is not a backup: there is no {name} where it should be", hint=_OTHER)
    return _open(tar, info).read()


def _sums(file: Path, text: bytes) -> dict[str, str]:
    found = [_SUM.match(line) for line in text.decode("utf-8", "replace").splitlines()]
    sums = {match[2]: match[1] for match in found if match}
    names = sums.keys() - {MANIFEST, CATALOG}
    if len(sums) != len(found) or not all(name.startswith(CONFIG) and is_name(name) for name in names):
        raise _damaged(file, SUMS)
    return sums


def _is_file(info: tarfile.TarInfo) -> bool:
    return info.type in (tarfile.REGTYPE, tarfile.AREGTYPE)


def _open(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    source = tar.extractfile(info)
    if source is None:
        raise tarfile.ReadError(f"{info.name} cannot be read")
    return source


def _extract(tar: tarfile.TarFile, info: tarfile.TarInfo, target: Path) -> str:
    """Write a member and return its SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    source = _open(tar, info)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        while block := source.read(_BLOCK):
            digest.update(block)
            stream.write(block)
    return digest.hexdigest()
