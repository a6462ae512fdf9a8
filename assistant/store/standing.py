"""What notes are beside each other: copies of one another, and which of two days an ambiguous date means.

Both follow from the whole folder, not from one note, and are settled at the end of each run that changed a note.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import apsw

from assistant.domain import Passage

MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class Pair:
    """A note that was held against the one beside it, by their ids: whether it is its copy, and says something else.

    ``hashes`` are those of both contents: what was found holds as long as they do.
    """

    note: int
    original: int
    hashes: str
    is_copy: bool
    differs: bool


def note_hashes(connection: apsw.Connection) -> dict[str, tuple[int, str]]:
    """Id and content hash of every note by path."""
    rows: list[Any] = connection.execute("select path, id, hash from notes").fetchall()
    return {path: (note_id, content) for path, note_id, content in rows}


def text_of(connection: apsw.Connection, note_id: int) -> str:
    """The text of a note as its passages hold it."""
    query = "select text from chunks where note_id = ? order by ordinal"
    return "".join(row[0] for row in connection.execute(query, (note_id,)))


def known_pairs(connection: apsw.Connection) -> list[Pair]:
    """The pairs of notes that were compared before."""
    rows: list[Any] = connection.execute(
        "select note_id, original, hashes, is_copy, differs from copies order by note_id"
    ).fetchall()
    return [Pair(note, original, hashes, bool(copy), bool(differs)) for note, original, hashes, copy, differs in rows]


def write_pairs(connection: apsw.Connection, pairs: Iterable[Pair]) -> None:
    """Keep these pairs, and no others."""
    connection.execute("delete from copies")
    rows = ((p.note, p.original, p.hashes, p.is_copy, p.differs) for p in pairs)
    connection.executemany("insert into copies (note_id, original, hashes, is_copy, differs) values (?,?,?,?,?)", rows)


def copied_chunks(connection: apsw.Connection) -> frozenset[int]:
    """The chunks of notes that are copies of others: those are found instead."""
    query = "select chunks.id from copies join chunks on chunks.note_id = copies.note_id where is_copy"
    return frozenset(row[0] for row in connection.execute(query))


def settle_days(connection: apsw.Connection) -> None:
    """Read dates that may be two days as most others of the folder are written: the day first where none tells."""
    query = "select coalesce(sum(iif(date_order = ?, 1, -1)), 0) from notes where date_order <> ''"
    month_first = connection.execute(query, (MONTH_FIRST,)).get > 0
    readings: list[Any] = connection.execute(
        "select id, date, date_readings from notes where date_readings <> ''"
    ).fetchall()
    for note_id, day, both in readings:
        wanted = both.split()[1 if month_first else 0]
        if wanted != day:
            connection.execute("update notes set date = ? where id = ?", (wanted, note_id))
            for column in ("day", "added"):
                where = f"update chunks set {column} = ? where note_id = ? and {column} = ?"
                connection.execute(where, (wanted, note_id, day))


def with_standing(connection: apsw.Connection, passages: list[Passage]) -> list[Passage]:
    """The passages, each with the copies of its note that differ, and the other day that its date may be."""
    paths = {passage.path for passage in passages}
    copies, days = _copies_of(connection, paths), _other_days(connection, paths)
    if not (copies or days):
        return passages
    return [
        replace(passage, copies=copies.get(passage.path, ()), date_otherwise=days.get(passage.path))
        for passage in passages
    ]


def _copies_of(connection: apsw.Connection, paths: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    query = """select own.path, other.path from copies join notes as own on own.id = copies.original
               join notes as other on other.id = copies.note_id
               where is_copy and differs and own.path in (select value from json_each(?)) order by other.path"""
    found: dict[str, tuple[str, ...]] = {}
    for path, copy in connection.execute(query, (json.dumps(list(paths)),)):
        found[path] = (*found.get(path, ()), copy)
    return found


def _other_days(connection: apsw.Connection, paths: Collection[str]) -> Mapping[str, date]:
    query = """select path, date, date_readings from notes
               where date_readings <> '' and path in (select value from json_each(?))"""
    rows: list[Any] = connection.execute(query, (json.dumps(list(paths)),)).fetchall()
    return {
        path: date.fromisoformat(next(reading for reading in both.split() if reading != day))
        for path, day, both in rows
    }
