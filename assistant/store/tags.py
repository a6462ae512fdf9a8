"""Which tags the notes have."""

import json
from collections.abc import Collection
from typing import Any, NamedTuple

import apsw


class Tagged(NamedTuple):
    """A note and its tags, in lower case."""

    note_id: int
    tags: tuple[str, ...]


def tag_shares(connection: apsw.Connection) -> dict[str, float]:
    """What share of the notes that have any tag has each, the most frequent first."""
    query = """select value, count(*) * 1.0 / (select count(*) from notes where tags != '[]')
               from notes, json_each(notes.tags) group by value order by count(*) desc, value"""
    rows: list[Any] = connection.execute(query).fetchall()
    return dict(rows)


def tagged_notes(connection: apsw.Connection) -> list[tuple[str, tuple[str, ...]]]:
    """The path and the tags of every note that has any."""
    rows: list[Any] = connection.execute("select path, tags from notes where tags != '[]'").fetchall()
    return [(path, tuple(json.loads(tags))) for path, tags in rows]


def tagged_chunks(connection: apsw.Connection, except_note: str = "") -> list[int]:
    """The chunks of every note that has a tag, but for the note at one path."""
    query = """select chunks.id from notes join chunks on chunks.note_id = notes.id
               where notes.tags != '[]' and notes.path != ?"""
    return [row[0] for row in connection.execute(query, (except_note,))]


def tags_of(connection: apsw.Connection, chunk_ids: Collection[int]) -> dict[int, Tagged]:
    """The note of each of these chunks, those that exist."""
    query = """select chunks.id, notes.id, notes.tags from json_each(?) as wanted
               cross join chunks on chunks.id = wanted.value cross join notes on notes.id = chunks.note_id"""
    rows: list[Any] = connection.execute(query, (json.dumps(list(chunk_ids)),)).fetchall()
    return {chunk_id: Tagged(note_id, tuple(json.loads(tags))) for chunk_id, note_id, tags in rows}


def paths_of(connection: apsw.Connection, chunk_ids: Collection[int]) -> list[str]:
    """The paths of the notes that these chunks belong to, in alphabetical order."""
    query = """select distinct notes.path from json_each(?) as wanted
               cross join chunks on chunks.id = wanted.value cross join notes on notes.id = chunks.note_id
               order by notes.path"""
    return [row[0] for row in connection.execute(query, (json.dumps(list(chunk_ids)),))]
