"""The record of a model that is on this machine: ``installed.json`` beside its files."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.engines.manifest import Manifest
from assistant.errors import ModelBrokenError

RECORD = "installed.json"
_VERSION = 1
# Goes up when what a conversion makes changes, so that an installed model is made anew.
_CONVERSIONS = 1


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file as it arrived: from which source, with which hash and size in bytes."""

    name: str
    source: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of an installed model; ``made_by`` names the step that made it, empty if it is as it arrived."""

    name: str
    sha256: str
    size: int
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that is whole and ready; ``recipe`` says what it was made from, ``installed_at`` is in UTC."""

    name: str
    folder: Path
    recipe: str
    installed_at: str
    files: tuple[StoredFile, ...]
    downloads: tuple[Downloaded, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def path(self, name: str) -> Path:
        """Where a file of the model lies."""
        return self.folder / self.file(name).name

    def file(self, name: str) -> StoredFile:
        """The record of one file; ``ModelBrokenError`` when the model has none of that name."""
        for file in self.files:
            if file.name == name:
                return file
        raise ModelBrokenError(f"{self.name} has no {name}", hint=f"assistant models pull {self.name}")

    def record(self) -> dict[str, Any]:
        """What ``installed.json`` holds."""
        values = asdict(self)
        del values["folder"]
        return {"version": _VERSION, **values}


def read_record(folder: Path) -> InstalledModel | None:
    """The model in ``folder``, or ``None`` where there is no record that can be read."""
    try:
        values = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if values.pop("version") != _VERSION:
            return None
        files = tuple(StoredFile(**file) for file in values.pop("files"))
        downloads = tuple(Downloaded(**file) for file in values.pop("downloads"))
        return InstalledModel(folder=folder, files=files, downloads=downloads, **values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def recipe_of(manifest: Manifest) -> str:
    """What decides the files of an installed model; a manifest with another recipe is another model."""
    parts = [f"{file.name}={file.sha256 or file.sources[0]}" for file in manifest.files]
    steps = [step.value for step in (manifest.convert, manifest.requantize) if step]
    return " ".join(parts + [f"{step}/{_CONVERSIONS}" for step in steps])
