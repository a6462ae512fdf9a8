"""Where chunks stand: in which note, at which place of it, and which notes link to which."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from posixpath import dirname, join, normpath
from typing import Any

import apsw

#: What a file of notes may be called; a link may leave it out.
_ENDINGS = (".md", ".markdown", ".mdown", ".txt", ".text")


@dataclass(frozen=True, slots=True)
class Place:
    """A chunk's note, which has so many ``chunks``, and its place in it, 0 for the first."""

    note_id: int
    ordinal: int
    path: str
    title: str
    language: str
    date: date
    generated: bool = False
    chunks: int = 1


def places_of(connection: apsw.Connection, chunk_ids: Collection[int]) -> dict[int, Place]:
    """Where these chunks stand, those that exist."""
    query = """select chunks.id, notes.id, chunks.ordinal, notes.path, notes.title, notes.language, notes.date,
                      notes.generated,
                      (select max(ordinal) + 1 from chunks as own where own.note_id = notes.id)
               from json_each(?) as wanted cross join chunks on chunks.id = wanted.value
               cross join notes on notes.id = chunks.note_id"""
    rows: list[Any] = connection.execute(query, (json.dumps(list(chunk_ids)),)).fetchall()
    return {
        chunk_id: Place(note_id, ordinal, path, title, language, date.fromisoformat(day), bool(generated), chunks)
        for chunk_id, note_id, ordinal, path, title, language, day, generated, chunks in rows
    }


def links_among(connection: apsw.Connection, origins: Collection[int], paths: Mapping[int, str]) -> dict[int, set[int]]:
    """Which of the notes in ``paths`` (by id) each note of ``origins``, which are among them, links to."""
    query = "select note_id, target from links where note_id in (select value from json_each(?))"
    links: list[Any] = connection.execute(query, (json.dumps(list(origins)),)).fetchall()
    names = notes_by_name(paths) if links else {}
    ids = {path: note for note, path in paths.items()}
    found: dict[int, set[int]] = {}
    for origin, target in links:
        if linked := targets_of(target, paths[origin], names):
            found.setdefault(origin, set()).update(ids[path] for path in linked)
    return found


def is_target(target: str, origin: str, path: str) -> bool:
    """Whether a link written in the note at ``origin`` names the note at ``path``.

    Case and a note's ending do not count. A target is a path from the origin's folder or from the notes folder, or
    the end of a path: ``[[Sourdough]]`` names ``kitchen/sourdough.md`` wherever it is written.
    """
    wanted, known = _plain(target), _plain(path)
    from_origin = normpath(join(dirname(origin.casefold()), wanted))
    rooted = wanted.lstrip("/")
    return known in (from_origin, rooted) or known.endswith(f"/{rooted}")


def notes_by_name(paths: Mapping[int, str]) -> dict[str, list[str]]:
    """The paths of notes by what a link may call them."""
    names: dict[str, list[str]] = {}
    for path in paths.values():
        names.setdefault(_name(path), []).append(path)
    return names


def targets_of(target: str, origin: str, names: Mapping[str, list[str]]) -> set[str]:
    """The other notes that a link written in the note at ``origin`` names; ``names`` is that of ``notes_by_name``."""
    return {path for path in names.get(_name(target), ()) if path != origin and is_target(target, origin, path)}


def _name(path: str) -> str:
    return _plain(path).rpartition("/")[2]


def _plain(path: str) -> str:
    folded = path.casefold()
    return next((folded.removesuffix(ending) for ending in _ENDINGS if folded.endswith(ending)), folded)
