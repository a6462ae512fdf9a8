"""The models on this machine: one folder each, there whole or not at all.

Everything unfinished lies in ``.staging`` beside them.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.engines.files import make_folder, sha256_of, sync_folder
from assistant.engines.installed import RECORD, InstalledModel, read_record, recipe_of
from assistant.engines.manifest import Manifest, is_model_name
from assistant.engines.progress import OnProgress, Progress, silent
from assistant.errors import ModelMissingError

if TYPE_CHECKING:
    from assistant.engines.download import Downloader

_STAGING = ".staging"
_LOCKS = ".locks"


class ModelStore:
    """Installs, finds, checks and removes models below ``folder``; several processes may do so at once."""

    def __init__(self, folder: Path, downloader: "Downloader | None" = None) -> None:
        self.folder = folder
        self._downloader = downloader

    def installed(self, name: str) -> InstalledModel | None:
        """The model, if all its files are there with the sizes they should have."""
        model = read_record(self.folder / name) if is_model_name(name) else None
        return model if model and not any(_size_problem(model, file.name) for file in model.files) else None

    def require(self, name: str) -> InstalledModel:
        """The model; ``ModelMissingError`` when it is not installed."""
        model = self.installed(name)
        if model is None:
            raise ModelMissingError(f"the model {name} is not installed", hint=f"assistant models pull {name}")
        return model

    def list(self) -> tuple[InstalledModel, ...]:
        """All installed models by name."""
        return tuple(model for name in self.names() if (model := self.installed(name)))

    def names(self) -> tuple[str, ...]:
        """Names of everything that was ever installed here, damaged ones too."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(p.name for p in self.folder.iterdir() if p.is_dir() and not p.name.startswith(".")))

    def pull(self, manifest: Manifest, on_progress: OnProgress = silent) -> InstalledModel:
        """Install the model unless it is there as the manifest wants it.

        An interrupted pull goes on where it stopped. Raises ``DownloadError`` or ``ModelBrokenError``.
        """
        if model := self._up_to_date(manifest):
            return model
        from assistant.engines.arrival import bring
        from assistant.engines.download import Downloader

        with self._locked(manifest.name, on_progress):
            if model := self._up_to_date(manifest):
                return model
            ready = bring(manifest, self._staging(manifest.name), self._downloader or Downloader(), on_progress)
            self._put_in_place(ready, manifest.name)
        return self.require(manifest.name)

    def remove(self, name: str) -> int:
        """Delete a model and what an unfinished pull of it left; returns the bytes freed.

        Raises ``ModelMissingError`` when there is nothing of that name.
        """
        here = (self.folder / name, self._staging(name))
        if not is_model_name(name) or not any(path.is_dir() for path in here):
            known = ", ".join(model.name for model in self.list()) or "none"
            raise ModelMissingError(f"the model {name} is not installed", hint=f"installed: {known}")
        with self._locked(name, silent):
            freed = sum(_bytes_below(path) for path in here)
            self._take_away(name)
            shutil.rmtree(self._staging(name), ignore_errors=True)
        return freed

    def verify(self, name: str) -> tuple[str, ...]:
        """What is wrong with a model's files, after reading all of them; empty when nothing is."""
        model = read_record(self.folder / name)
        if model is None:
            there = (self.folder / name).is_dir()
            return (f"{RECORD} is unreadable" if there else f"{name} is not installed",)
        return tuple(problem for file in model.files if (problem := _problem(model, file.name)))

    def _up_to_date(self, manifest: Manifest) -> InstalledModel | None:
        model = self.installed(manifest.name)
        return model if model and model.recipe == recipe_of(manifest) else None

    def _put_in_place(self, ready: Path, name: str) -> None:
        self._take_away(name)
        sync_folder(ready)
        ready.rename(self.folder / name)
        sync_folder(self.folder)
        shutil.rmtree(self._staging(name), ignore_errors=True)

    def _take_away(self, name: str) -> None:
        """Move a model out of the store in one step, so that nobody ever finds half of it."""
        old = make_folder(self._staging(name)) / "old"
        shutil.rmtree(old, ignore_errors=True)
        if (self.folder / name).exists():
            (self.folder / name).rename(old)

    def _staging(self, name: str) -> Path:
        return self.folder / _STAGING / name

    @contextmanager
    def _locked(self, name: str, on_progress: OnProgress) -> Iterator[None]:
        from filelock import FileLock, Timeout

        lock = FileLock(make_folder(self.folder / _LOCKS) / name, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_progress(Progress("waiting for another pull"))
            lock.acquire()
        try:
            yield
        finally:
            lock.release()


def _size_problem(model: InstalledModel, name: str) -> str:
    path = model.path(name)
    if not path.is_file():
        return f"{name} is missing"
    expected, found = model.file(name).size, path.stat().st_size
    return "" if expected == found else f"{name} has {found} bytes instead of {expected}"


def _problem(model: InstalledModel, name: str) -> str:
    if problem := _size_problem(model, name):
        return problem
    same = sha256_of(model.path(name)) == model.file(name).sha256
    return "" if same else f"{name} has changed since it was installed"


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
