"""On which day each passage came: what is new since a day, without reading whole notes again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import apsw

from assistant.domain import Chunk, Note
from assistant.store.filters import Filters, matching_chunks
from assistant.store.structure import notes_by_name, targets_of


def days_of_chunks(
    connection: apsw.Connection, note_id: int | None, note: Note, content_hash: str, changed_ns: int
) -> list[str]:
    """For each chunk of a note that is about to be written, the day on which it came, if it is new.

    A passage of a day of its own, an entry's, came on that day. Otherwise all of a note that was not known came on the
    note's day, and what is new in a known one on the day on which its file was changed. A note that was only moved, or
    cut in another way, has nothing new.
    """
    if note_id is None:
        return [_own(note, chunk) for chunk in note.chunks]
    if connection.execute("select hash from notes where id = ?", (note_id,)).get != content_hash:
        changed = _local_day(changed_ns)
        return [chunk.day.isoformat() if chunk.day else changed for chunk in note.chunks]
    query = """select coalesce(max(added), ?1) from chunks
               where note_id = ?2 and byte_start < ?4 and byte_end > ?3"""
    return [
        str(connection.execute(query, (_own(note, chunk), note_id, chunk.span.start, chunk.span.end)).get)
        for chunk in note.chunks
    ]


def _own(note: Note, chunk: Chunk) -> str:
    return (chunk.day or note.date).isoformat()


def added_chunks(
    connection: apsw.Connection, filters: Filters, first: date | None = None, last: date | None = None
) -> list[int]:
    """The chunks of notes that fit ``filters``, which came from ``first`` to ``last``, both included.

    They come in the order of the days, note by note as they stand. Digests are left out: a summary of summaries
    drifts away from what was written.
    """
    query = """select chunks.id from chunks join notes on notes.id = chunks.note_id
               where not notes.generated and notes.id not in (select note_id from copies where is_copy)
               and (?1 is null or chunks.added >= ?1) and (?2 is null or chunks.added <= ?2)
               order by chunks.day, notes.path, chunks.ordinal"""
    days = tuple(day.isoformat() if day else None for day in (first, last))
    rows: list[Any] = connection.execute(query, days).fetchall()
    found = [row[0] for row in rows]
    if not filters:
        return found
    fitting = set(matching_chunks(connection, filters))
    return [chunk_id for chunk_id in found if chunk_id in fitting]


def _paths(connection: apsw.Connection) -> dict[int, str]:
    rows: list[Any] = connection.execute("select id, path from notes where not generated").fetchall()
    return dict(rows)


def _local_day(changed_ns: int) -> str:
    try:
        return date.fromtimestamp(changed_ns / 1e9).isoformat()
    except (ValueError, OverflowError, OSError):
        return date(1970, 1, 1).isoformat()


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that came on one of some days: where it stands, and the note that it leads to."""

    path: str
    line: int
    target: str


def new_links(connection: apsw.Connection, first: date, last: date) -> list[NewLink]:
    """The links to notes that stand in passages which came from ``first`` to ``last``, each pair of notes once."""
    query = """select distinct notes.path, links.line, links.target from links
               join notes on notes.id = links.note_id
               join chunks on chunks.note_id = notes.id and links.line between chunks.line_start and chunks.line_end
               where not notes.generated and chunks.added between ? and ? order by notes.path, links.line"""
    rows: list[Any] = connection.execute(query, (first.isoformat(), last.isoformat())).fetchall()
    names = notes_by_name(_paths(connection)) if rows else {}
    found: dict[tuple[str, str], NewLink] = {}
    for origin, line, target in rows:
        for path in targets_of(target, origin, names):
            found.setdefault((origin, path), NewLink(origin, line, path))
    return list(found.values())


def new_orphans(connection: apsw.Connection, first: date, last: date) -> list[str]:
    """The notes which came from ``first`` to ``last``, link to nothing and are linked by nothing.

    None where the notes know no links at all.
    """
    linked: set[str] = set()
    names = notes_by_name(_paths(connection))
    links = "select notes.path, target from links join notes on notes.id = links.note_id where not notes.generated"
    rows: list[Any] = connection.execute(links).fetchall()
    for origin, target in rows:
        linked |= {origin, *targets_of(target, origin, names)}
    query = """select notes.path from notes join chunks on chunks.note_id = notes.id where not notes.generated
               group by notes.id having min(chunks.added) between ? and ? order by notes.path"""
    came = [row[0] for row in connection.execute(query, (first.isoformat(), last.isoformat()))]
    return [path for path in came if path not in linked] if linked else []
