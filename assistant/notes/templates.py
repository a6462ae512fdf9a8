"""Where a user's templates are, as the settings of the programs that fill them in name it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_OBSIDIAN = Path(".obsidian")
#: Files of settings and the keys in them that name a folder or a file of templates.
_SETTINGS = (
    (_OBSIDIAN / "templates.json", ("folder",)),
    (_OBSIDIAN / "daily-notes.json", ("template",)),
    (_OBSIDIAN / "plugins/templater-obsidian/data.json", ("templates_folder", "template_folder")),
    (_OBSIDIAN / "plugins/periodic-notes/data.json", ("template",)),
    (_OBSIDIAN / "plugins/quickadd/data.json", ("templateFolderPath",)),
)
_MAX_BYTES = 1_000_000


def template_folders(root: Path) -> tuple[str, ...]:
    """Folders, and files without their ending, of templates below ``root``; none where no settings name any."""
    found = (name for path, keys in _SETTINGS for name in _named(_read(root / path), keys, 3))
    return tuple(dict.fromkeys(name for name in (one.strip().strip("/").removesuffix(".md") for one in found) if name))


def _read(path: Path) -> Any:  # noqa: ANN401 (JSON)
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _named(settings: Any, keys: tuple[str, ...], depth: int) -> Iterator[str]:  # noqa: ANN401 (JSON)
    """The texts under these keys, so many objects deep."""
    if not isinstance(settings, dict) or not depth:
        return
    for key, value in settings.items():
        if key in keys and isinstance(value, str):
            yield value
        yield from _named(value, keys, depth - 1)
