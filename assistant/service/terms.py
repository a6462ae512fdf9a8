"""Settings between a client and the service: those it runs under, and those that come with each request."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings.paths import Paths

if TYPE_CHECKING:
    from assistant.service.transport import Place
    from assistant.settings import Settings

#: Sections whose values come with each request, but for one that decides what is loaded.
OF_A_REQUEST = ("search", "ask")
LOADED_BY = "search.rerank_budget_ms"
#: The look of the output is the client's own affair, and so is whether it would start a service; what digests are to be
#: is that of whoever writes them.
OF_THE_CLIENT = ("output", "digest")


def digest(settings: "Settings") -> str:
    """Names the settings that a service runs under: another value of one of them needs another service."""
    bound = {name: repr(getattr(settings, name)) for name in _sections(settings)}
    # Every path that leads to the folder is the same folder.
    folder = settings.notes.folder
    bound["notes"] = repr(replace(settings.notes, folder=folder.resolve() if folder else None))
    bound["service"] = repr(replace(settings.service, autostart=""))
    bound[LOADED_BY] = repr(settings.get(LOADED_BY))
    return hashlib.sha256(repr(bound).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def limits(settings: "Settings") -> dict[str, object]:
    """The values that come with a request, by dotted key."""
    return {
        key: getattr(getattr(settings, section), name)
        for section in OF_A_REQUEST
        for name in _names(getattr(settings, section))
        if (key := f"{section}.{name}") != LOADED_BY
    }


def with_limits(settings: "Settings", given: Mapping[str, object]) -> "Settings":
    """The settings with the values of a request. Raises ``SettingsError`` for one that does not fit."""
    from assistant.settings import setting

    sections = {name: getattr(settings, name) for name in OF_A_REQUEST}
    for key, value in given.items():
        known = setting(key)
        if known.section in sections and key != LOADED_BY:
            checked = known.check(value, "the request", Path())
            sections[known.section] = replace(sections[known.section], **{known.name: checked})
    return replace(settings, **sections)


def where(paths: Paths, notes_folder: Path) -> "Place":
    """Where the service of a notes folder is found."""
    from assistant.service.transport import place

    return place(paths.runtime, name(paths, notes_folder))


def name(paths: Paths, notes_folder: Path) -> str:
    """What the files of a notes folder's service are called: as its index is."""
    return paths.index_folder(notes_folder).name


def _sections(settings: "Settings") -> list[str]:
    return [section for section in _names(settings) if section not in (*OF_A_REQUEST, *OF_THE_CLIENT)]


def _names(settings: object) -> tuple[str, ...]:
    names: tuple[str, ...] = type(settings).__slots__  # type: ignore[attr-defined]
    return names
