"""Throw-away homes: an index made for one measurement, with the models that are already installed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.app import App
from assistant.settings import resolve
from assistant.settings.paths import HOME_VARIABLE, find_paths


@contextmanager
def throwaway_home(*, models: bool = True) -> Iterator[Path]:
    """A new ``ASSISTANT_HOME`` with this user's models, or with none; it is gone afterwards."""
    with TemporaryDirectory(prefix="assistant-") as name:
        home = Path(name)
        (home / "data").mkdir(mode=0o700)
        if models:
            (home / "data" / "models").symlink_to(find_paths().models_folder.resolve())
        yield home


def open_app(notes: Path, home: Path) -> App:
    """The program on a notes folder with the default settings, its files in ``home``."""
    settings = resolve(env={}, flags={"notes.folder": notes}).settings
    return App(settings, find_paths({**os.environ, HOME_VARIABLE: str(home)}))
