"""A note's chunks and links as rows: what is the same keeps its id, and what stands below a change is moved."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import apsw

from assistant.domain import Chunk, Note, Stretch
from assistant.store.units import HOLDS_OWN_DAY, units_kept

TEXT_HASH_BYTES = 16


def embedding_text(title: str, headings: Sequence[str], text: str) -> str:
    """What is embedded for a chunk: its heading path, led by the note's title.

    Pass no title where it is only the file's name, so that renaming a file changes no vector.
    """
    path = [title, *headings] if title and title not in headings[:1] else headings
    return "\n".join([" > ".join(path), text.strip()]).strip()


def texts_of(note: Note) -> list[str]:
    """What is embedded for each chunk of a note, in order."""
    title = note.title if note.title_from_text else ""
    return [embedding_text(title, chunk.headings, chunk.text) for chunk in note.chunks]


def hash_text(text: str) -> bytes:
    """The key under which a text's vector is kept."""
    return blake2b(text.encode(), digest_size=TEXT_HASH_BYTES).digest()


@dataclass(frozen=True, slots=True)
class _Place:
    """Chunks, bytes and ends of lines that stand before a place of a note."""

    chunks: int
    bytes: int
    lines: int

    @classmethod
    def after(cls, stretches: Sequence[Stretch]) -> "_Place":
        """The place behind these stretches."""
        return cls(sum(x.chunks for x in stretches), sum(x.bytes for x in stretches), sum(x.lines for x in stretches))


def stretches_of(connection: apsw.Connection, note_id: int) -> list[Stretch]:
    """The stretches in which a large note was read."""
    query = "select key, chunks, bytes, lines, tags from stretches where note_id = ? order by ordinal"
    rows: list[Any] = connection.execute(query, (note_id,)).fetchall()
    return [Stretch(key, chunks, size, lines, tuple(json.loads(tags))) for key, chunks, size, lines, tags in rows]


def write_chunks(
    connection: apsw.Connection, note_id: int, note: Note, days: Sequence[str], *, day_before: str | None
) -> None:
    """Write the chunks and links of a note, and queue what is stale in both indexes.

    ``days`` are those on which new chunks came; ``day_before`` is the note's day when it was written before. A chunk
    whose embedded text did not change keeps its id and its vector.
    """
    before = stretches_of(connection, note_id)
    first, end = note.kept[0], len(before) - note.kept[1]
    start, old_end = _Place.after(before[:first]), _Place.after(before[:end]) if note.kept[1] else None
    replaced = _chunks_between(connection, note_id, start.chunks, old_end.chunks if old_end else None)
    _delete_links(connection, note_id, start.lines, old_end.lines if old_end else None)
    if old_end:
        new_end = _Place.after(note.stretches[: len(note.stretches) - note.kept[1]])
        _move(connection, note_id, old_end, new_end)
    if day_before and note.kept != (0, 0):
        _redate(connection, note_id, day_before, note.date.isoformat())
    connection.executemany(
        "insert into links values (?, ?, ?, ?)", ((note_id, x.target, x.line, x.embed) for x in note.links)
    )
    _replace(connection, note_id, note, replaced, days, start.chunks)
    if before or note.stretches:
        _write_stretches(connection, note_id, note.stretches)


def queue(connection: apsw.Connection, chunk_ids: Iterable[int]) -> None:
    """Have chunks that are new or gone written to both indexes."""
    rows = [(chunk_id,) for chunk_id in chunk_ids]
    connection.executemany("insert or ignore into lexical_outbox values (?)", rows)
    connection.executemany("insert or ignore into vector_outbox values (?)", rows)


def queue_words(connection: apsw.Connection, note_id: int) -> None:
    """Have every chunk of a note written to the lexical index anew: title, tags and path are kept with each."""
    connection.execute("insert or ignore into lexical_outbox select id from chunks where note_id = ?", (note_id,))


@dataclass(frozen=True, slots=True)
class _Known:
    """A chunk that was there before: its id, and what its entry in the lexical index was made from."""

    id: int
    headings: str
    text: str


def _chunks_between(
    connection: apsw.Connection, note_id: int, first: int, end: int | None
) -> dict[bytes, list[_Known]]:
    """The chunks from one number to another by the hash of their text, the first of each last."""
    query = """select text_hash, id, headings, text from chunks
               where note_id = ?1 and ordinal >= ?2 and (?3 is null or ordinal < ?3) order by ordinal desc"""
    found: dict[bytes, list[_Known]] = {}
    for text_hash, *known in connection.execute(query, (note_id, first, end)):
        found.setdefault(text_hash, []).append(_Known(*known))
    return found


def _replace(
    connection: apsw.Connection,
    note_id: int,
    note: Note,
    replaced: dict[bytes, list[_Known]],
    days: Sequence[str],
    first: int,
) -> None:
    """Write the note's chunks, numbered from ``first``, in place of others."""
    kept: list[tuple[Any, ...]] = []
    new: list[tuple[Any, ...]] = []
    stale: list[tuple[int]] = []
    for ordinal, (chunk, text, day) in enumerate(zip(note.chunks, texts_of(note), days, strict=True), start=first):
        text_hash = hash_text(text)
        values = (note_id, ordinal, *_chunk_values(chunk), text_hash, (chunk.day or note.date).isoformat())
        if known := replaced.get(text_hash):
            same = known.pop()
            kept.append((*values, same.id))
            if (same.text, same.headings) != values[2:4]:
                stale.append((same.id,))
        else:
            new.append((*values, day))
    gone = [known.id for known in (one for ids in replaced.values() for one in ids)]
    connection.executemany(f"update chunks set ({_COLUMNS}) = ({_places(_COLUMNS)}) where id = ?", kept)
    connection.executemany("delete from chunks where id = ?", ((i,) for i in gone))
    added = []
    for row in new:
        connection.execute(f"insert into chunks ({_COLUMNS}, added) values ({_places(_COLUMNS)}, ?)", row)
        added.append(connection.last_insert_rowid())
    queue(connection, [*gone, *added])
    connection.executemany("insert or ignore into lexical_outbox values (?)", stale)


def _move(connection: apsw.Connection, note_id: int, old: _Place, new: _Place) -> None:
    """Move the chunks and links below a change to where they stand now."""
    chunks, distance, lines = new.chunks - old.chunks, new.bytes - old.bytes, new.lines - old.lines
    if chunks or distance or lines:
        connection.execute(
            """update chunks set ordinal = ordinal + ?2, byte_start = byte_start + ?3, byte_end = byte_end + ?3,
                                 line_start = line_start + ?4, line_end = line_end + ?4
               where note_id = ?1 and ordinal >= ?5""",
            (note_id, chunks, distance, lines, old.chunks),
        )
        connection.execute(
            "update links set line = line + ? where note_id = ? and line > ?", (lines, note_id, old.lines)
        )


def _delete_links(connection: apsw.Connection, note_id: int, first: int, end: int | None) -> None:
    query = "delete from links where note_id = ?1 and line > ?2 and (?3 is null or line <= ?3)"
    connection.execute(query, (note_id, first, end))


def _redate(connection: apsw.Connection, note_id: int, before: str, day: str) -> None:
    """Have the chunks that are not of a day of their own be of the note's."""
    if before != day:
        where = f"note_id = ? and day = ? and not {HOLDS_OWN_DAY}"
        connection.execute(f"update chunks set day = ? where {where}", (day, note_id, before))


def _write_stretches(connection: apsw.Connection, note_id: int, stretches: Sequence[Stretch]) -> None:
    connection.execute("delete from stretches where note_id = ?", (note_id,))
    rows = [
        (note_id, number, x.key, x.chunks, x.bytes, x.lines, json.dumps(x.tags, ensure_ascii=False))
        for number, x in enumerate(stretches)
    ]
    connection.executemany("insert into stretches values (?, ?, ?, ?, ?, ?, ?)", rows)


_COLUMNS = (
    "note_id, ordinal, text, headings, byte_start, byte_end, line_start, line_end, sentences, units, left_out, "
    "text_hash, day"
)


def _places(columns: str) -> str:
    return ",".join("?" * (columns.count(",") + 1))


def _chunk_values(chunk: Chunk) -> tuple[str, str, int, int, int, int, str, str, str]:
    span = chunk.span
    sentences = [
        (s.start - span.start, s.end - span.start, s.line_start - span.line_start, s.line_end - span.line_start)
        for s in (sentence.span for sentence in chunk.sentences)
    ]
    return (
        chunk.text, json.dumps(chunk.headings, ensure_ascii=False),
        span.start, span.end, span.line_start, span.line_end, json.dumps(sentences, separators=(",", ":")),
        units_kept(chunk), json.dumps([(start - span.start, end - span.start) for start, end in chunk.left_out]),
    )  # fmt: skip
