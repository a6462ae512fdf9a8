"""Keeping file names that came from elsewhere inside a folder."""

import os
from pathlib import Path, PurePath

from assistant.errors import UsageError


def confine(root: Path, relative: str | PurePath) -> Path:
    """The file that ``relative`` names under ``root``, with symbolic links resolved.

    Raises ``UsageError`` when it is absolute or leads out of ``root``, by ``..`` or by a link.
    """
    name = os.fspath(relative)
    if "\0" not in name and not PurePath(name).is_absolute():
        folder = Path(os.path.realpath(root))
        target = Path(os.path.realpath(folder / name))
        if target.is_relative_to(folder):
            return target
    raise UsageError(f"{name!r} is not inside {root}", hint="give a path relative to that folder, without ..")
