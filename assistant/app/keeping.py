"""Backups of the catalog and of the user's settings."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from shlex import quote
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.app.mending import Mending
from assistant.errors import AssistantError, BusyError, IndexBrokenError, IndexMissingError, UsageError
from assistant.failpoints import reach
from assistant.settings.paths import make_private

if TYPE_CHECKING:
    from assistant.index.sync import Progress
    from assistant.store.backup import BackupManifest

#: What of the config folder a user makes by hand or by a fit, and so belongs in a backup.
OWN_FILES = ("config.toml", "confidence.json", "models/*.toml", "prompts/*/*.md", "templates/*.md")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class BackupOutcome:
    """A backup that was made: where, its size in bytes, and what it holds."""

    file: Path
    bytes: int
    manifest: "BackupManifest"


@dataclass(frozen=True, slots=True)
class RestoreOutcome:
    """What was put in place.

    ``settings`` are the files of the config folder that were missing and are back, ``kept`` those that are there and
    differ from the backup's, ``set_aside`` a catalog that could not be read, and ``behind`` the files of the notes
    folder that are not as they were when the backup was made.
    """

    folder: Path
    manifest: "BackupManifest"
    settings: tuple[str, ...]
    kept: tuple[str, ...]
    set_aside: Path | None
    behind: int


class Keeping(Mending):
    """What saves an index and brings it back."""

    @property
    def staging(self) -> Path:
        """Where a backup is unpacked until it is in place; what a killed run left there is of no use."""
        return self.index_folder / "restoring"

    def own_files(self) -> dict[str, Path]:
        """The files of the config folder that belong in a backup, by their paths in it."""
        from assistant.store.backup import is_name

        config = self.paths.config
        found = (path for pattern in OWN_FILES for path in sorted(config.glob(pattern)) if path.is_file())
        named = {path.relative_to(config).as_posix(): path for path in found}
        return {name: path for name, path in named.items() if is_name(name)}

    def backup(self, file: Path, progress: "Progress", *, force: bool = False) -> BackupOutcome:
        """Write the catalog and the user's settings, as they are at this moment, to one file. Others may go on writing.

        The notes are not in it. Raises ``UsageError`` when the file is there (unless ``force``), ``IndexMissingError``,
        ``IndexBrokenError``, ``BusyError`` when another backup of this folder is being made.
        """
        from assistant.store.backup import pack

        file = file.absolute()
        self._check_target(file, force=force)
        with self._unfinished(file) as part, _room(file.parent):
            packed = part / f"{file.name}.tar"
            manifest = self._collect(part, progress)
            pack(packed, manifest, part)
            reach("backup.packed")
            packed.replace(file)
        reach("backup.placed")
        return BackupOutcome(file, file.stat().st_size, manifest)

    def restore(self, file: Path, progress: "Progress", *, force: bool = False) -> RestoreOutcome:
        """Put a backup in the place of this folder's index, and back what is missing of the user's settings.

        Everything in it is checked before anything is touched; until its catalog is in place, in one transaction, the
        present one stays. Raises ``UsageError`` when there is an index (unless ``force``), ``BusyError``,
        ``IndexBrokenError`` when a newer program made the backup, and ``AssistantError`` when it is damaged.
        """
        with self.embedding(), self.writing():
            problem = self.catalog_problem()
            if not (problem or force):
                self._check_replaceable(file)
            try:
                with _room(self.index_folder):
                    manifest = self._unpack(file)
                    set_aside = self.set_aside_catalog() if problem else None
                    self._replace_catalog(progress)
                settings, kept = self._put_settings(manifest)
            finally:
                shutil.rmtree(self.staging, ignore_errors=True)
            self._tell_lexical(progress)
        behind = self.files_to_index() if self.folder.is_dir() else 0
        return RestoreOutcome(self.folder, manifest, settings, kept, set_aside, behind)

    def _check_target(self, file: Path, *, force: bool) -> None:
        if file.is_dir():
            raise UsageError(f"{file} is a folder", hint=f"name a file: assistant backup {quoted(file / 'notes.tar')}")
        if file.exists() and not force:
            raise UsageError(f"{file} is there already", hint=f"assistant backup {quoted(file)} --force")
        if not file.parent.is_dir():
            raise UsageError(f"{file.parent} is not there", hint=f"mkdir -p {quoted(file.parent)}")
        if not self.catalog_file.exists():
            raise IndexMissingError(
                f"{self.folder} is not indexed yet", hint=f"assistant --notes {quoted(self.folder)} index"
            )

    @contextmanager
    def _unfinished(self, file: Path) -> Iterator[Path]:
        """A folder beside ``file`` for what is not finished; one that a killed run left is cleared."""
        from filelock import FileLock, Timeout

        part = file.with_name(f".{file.name}.part")
        try:
            with FileLock(self.index_folder / "backup.lock", timeout=0, mode=0o600):
                shutil.rmtree(part, ignore_errors=True)
                part.mkdir(mode=0o700)
                try:
                    yield part
                finally:
                    shutil.rmtree(part, ignore_errors=True)
        except Timeout as error:
            hint = "wait for it to end, then try again"
            raise BusyError("another backup of this folder is being made", hint=hint) from error

    def _collect(self, part: Path, progress: "Progress") -> "BackupManifest":
        from assistant.store.backup import CATALOG, CONFIG, FORMAT, BackupManifest, snapshot
        from assistant.store.catalog import Catalog
        from assistant.store.integrity import connected, damage, schema_version

        copy = part / CATALOG
        with connected(self.catalog_file) as connection:
            snapshot(connection, copy, lambda done, total: progress("catalog", done, total))
        reach("backup.copied")
        if problem := damage(copy):
            raise IndexBrokenError(
                f"the index is damaged and not backed up: {self.catalog_file} ({problem})",
                hint="assistant doctor --repair",
            )
        with connected(copy) as connection:
            counts = Catalog(connection).counts()
        own = self.own_files()
        for name, path in own.items():  # copied, so that they stay as they are hashed
            shutil.copyfile(path, make_private((part / CONFIG / name).parent) / path.name)
        return BackupManifest(
            format=FORMAT, program=__version__, schema=schema_version(),
            made=datetime.now(UTC).isoformat(timespec="seconds"), folder=str(self.folder),
            notes=counts.notes, chunks=counts.chunks, settings=tuple(own),
        )  # fmt: skip

    def _check_replaceable(self, file: Path) -> None:
        from assistant.store.catalog import Catalog
        from assistant.store.integrity import connected

        if not self.catalog_file.exists():
            return
        with connected(self.catalog_file) as connection:
            notes = Catalog(connection).counts().notes
        if notes:
            raise UsageError(
                f"{self.folder} has an index of {notes} notes, which a restore would replace",
                hint=f"assistant restore {quoted(file)} --force",
            )

    def _unpack(self, file: Path) -> "BackupManifest":
        from assistant.store.backup import CATALOG, read_manifest, unpack
        from assistant.store.integrity import damage, schema_version

        if (schema := read_manifest(file).schema) > schema_version():
            raise IndexBrokenError(
                f"{file} was made by a newer version of assistant (schema {schema}, known {schema_version()})",
                hint="update assistant",
            )
        shutil.rmtree(self.staging, ignore_errors=True)
        manifest = unpack(file, make_private(self.staging))
        reach("restore.unpacked")
        if problem := damage(self.staging / CATALOG):
            raise AssistantError(f"the catalog in {file} is damaged: {problem}", hint="assistant restore FILE")
        return manifest

    def _replace_catalog(self, progress: "Progress") -> None:
        from assistant.lexical.index import remove
        from assistant.store.backup import CATALOG, copy_database, make_fit
        from assistant.store.integrity import connected

        with connected(self.staging / CATALOG) as saved:
            make_fit(saved)
            reach("restore.queued")
            # Before the catalog: stopped here, the present one finds no word index and makes it anew.
            remove(self.index_folder)
            reach("restore.lexical.removed")
            with connected(self.catalog_file) as present:
                copy_database(saved, present, lambda done, total: progress("catalog", done, total))
        reach("restore.catalog.placed")

    def _put_settings(self, manifest: "BackupManifest") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Bring back the user's files that are missing; returns their names, and those that are there and differ."""
        from assistant.store.backup import CONFIG

        missing, kept = [], []
        for own in filter(_is_own, manifest.settings):
            saved, target = self.staging / CONFIG / own, self.paths.config / own
            if not target.exists():
                make_private(target.parent)
                part = target.with_name(f".{target.name}.part")
                shutil.copy(saved, part)
                part.replace(target)
                reach("restore.settings.placed")
                missing.append(own)
            elif target.read_bytes() != saved.read_bytes():
                kept.append(own)
        return tuple(missing), tuple(kept)

    def _tell_lexical(self, progress: "Progress") -> None:
        with self.open_index() as index:
            self._sync(index).update_lexical(progress)


def quoted(path: Path) -> str:
    """A path as it is typed in a shell."""
    return quote(str(path))


def _is_own(name: str) -> bool:
    path = PurePosixPath(name)
    return any(path.match(own) and len(path.parts) == len(PurePosixPath(own).parts) for own in OWN_FILES)


@contextmanager
def _room(folder: Path) -> Iterator[None]:
    """Raise what a full disk causes as an error that says where to free some."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _full(folder) from error
    except AssistantError as error:
        import apsw

        if isinstance(error.__cause__, apsw.FullError):
            raise _full(folder) from error
        raise


def _full(folder: Path) -> AssistantError:
    return AssistantError(f"the disk is full: {folder}", hint="free some space, then try again: assistant doctor")
