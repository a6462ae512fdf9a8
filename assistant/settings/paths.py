"""Where the program keeps its own files: by platform convention, or all under ``ASSISTANT_HOME``."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

APP_NAME = "assistant"
HOME_VARIABLE = "ASSISTANT_HOME"
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Paths:
    """The five folders of the program. None is created before something is written to it."""

    config: Path
    data: Path
    cache: Path
    runtime: Path
    log: Path

    @property
    def config_file(self) -> Path:
        """The settings file; it may not exist."""
        return self.config / "config.toml"

    @property
    def models_folder(self) -> Path:
        """Where installed models lie."""
        return self.data / "models"

    def index_folder(self, notes_folder: Path) -> Path:
        """Where the index of a notes folder lies; the same for every path that leads to that folder."""
        resolved = notes_folder.resolve()
        digest = hashlib.sha256(os.fsencode(resolved)).hexdigest()[:12]
        return self.data / "indexes" / f"{_slug(resolved.name)}-{digest}"


def find_paths(env: Mapping[str, str] = os.environ) -> Paths:
    """The folders of this user, or those under ``ASSISTANT_HOME`` when it is set."""
    if home := env.get(HOME_VARIABLE):
        root = Path(home).expanduser().absolute()
        return Paths(*(root / name for name in ("config", "data", "cache", "runtime", "log")))
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP_NAME, appauthor=False)
    session_folder = env.get("XDG_RUNTIME_DIR")
    return Paths(
        config=dirs.user_config_path,
        data=dirs.user_data_path,
        cache=dirs.user_cache_path,
        runtime=Path(session_folder) / APP_NAME if session_folder else dirs.user_cache_path / "runtime",
        log=dirs.user_log_path,
    )


def shipped(kind: Literal["prompts", "models", "docs"]) -> Path:
    """The folder of prompts, model manifests or pages of help that came with the program.

    They are part of an installed package; in a checkout they stand beside it.
    """
    installed = _PACKAGE / "_shipped"
    return (installed if installed.is_dir() else _PACKAGE.parent) / kind


def make_private(folder: Path) -> Path:
    """Create ``folder`` and its missing parents, open to this user alone (0700), and return it."""
    missing = [folder, *folder.parents]
    for path in reversed([path for path in missing if not path.exists()]):
        path.mkdir(mode=0o700, exist_ok=True)
    return folder


def write_private(file: Path, text: str) -> None:
    """Replace ``file`` by ``text`` in one step, readable by this user alone (0600).

    A symbolic link stays one: the file it points to is replaced.
    """
    import tempfile

    target = file.resolve()
    make_private(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _slug(name: str) -> str:
    """A short file name that still reads like ``name``: ASCII letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:32] or "notes"
