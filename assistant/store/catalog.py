"""The catalog: which notes and chunks there are. Every change queues what it makes stale in the same transaction."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

import apsw

from assistant.domain import Chunk, FileState, Note, Passage, Sentence, Span, Stretch
from assistant.failpoints import reach
from assistant.store.chunks import embedding_text, queue, queue_words, stretches_of, write_chunks
from assistant.store.filters import Filters, matching_chunks, newest_chunks
from assistant.store.history import added_chunks, days_of_chunks
from assistant.store.standing import (
    Pair,
    copied_chunks,
    known_pairs,
    note_hashes,
    settle_days,
    text_of,
    with_standing,
    write_pairs,
)
from assistant.store.structure import Place, links_among, places_of
from assistant.store.transaction import transaction
from assistant.store.units import HOLDS_TASKS, KeptText, units_read


@dataclass(frozen=True, slots=True)
class CatalogNote:
    """What is known of an indexed file: enough to plan without reading it."""

    id: int
    path: str
    size: int
    mtime_ns: int
    hash: str
    recipe: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a note's content came from: the file, its content hash, its encoding, and the recipe that cut it.

    ``changed_ns`` is when the file was changed, in nanoseconds since 1970; ``file`` has what it is compared with.
    """

    file: FileState
    hash: str
    encoding: str
    recipe: str
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Size of the catalog."""

    notes: int
    chunks: int


class Catalog:
    """Notes and chunks of one folder."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._db = connection

    def transaction(self) -> AbstractContextManager[None]:
        """Everything in it is written at once or not at all."""
        return transaction(self._db)

    def notes(self, below: Iterable[str] | None = None) -> dict[str, CatalogNote]:
        """Indexed notes by path: all of them, or those that are, or lie below, one of these paths."""
        query = "select id, path, size, mtime_ns, hash, recipe from notes"
        if below is None:
            rows = list(self._db.execute(query))
        else:
            query += " where path = ?1 or (path > ?1 || '/' and path < ?1 || '0')"  # "0" comes right after "/"
            rows = [row for path in below for row in self._db.execute(query, (path,))]
        return {row[1]: CatalogNote(*row) for row in rows}

    def counts(self) -> Counts:
        """How many notes and chunks there are."""
        row = self._db.execute("select (select count(*) from notes), (select count(*) from chunks)").get
        return Counts(*row)

    def languages(self) -> list[str]:
        """Languages of the notes, the most frequent first."""
        query = "select language from notes group by language order by count(*) desc, language"
        return [row[0] for row in self._db.execute(query)]

    def text_by_language(self) -> dict[str, int]:
        """Bytes of notes in each language."""
        query = "select language, sum(size) from notes group by language"
        return {language: size or 0 for language, size in self._db.execute(query)}

    def put(self, note: Note, source: Source) -> None:
        """Add or replace a note. A chunk whose embedded text did not change keeps its id and its vector."""
        query = "select id, date, title, language, tags from notes where path = ?"
        known, day, *told = self._db.execute(query, (note.path,)).fetchone() or (None, None)
        days = days_of_chunks(self._db, known, note, source.hash, source.changed_ns)
        note_id = self._write_note(note, source, known)
        reach("catalog.note.put")
        write_chunks(self._db, note_id, note, days, day_before=day)
        if known is not None and told != [note.title, note.language, _listed(note.tags)]:
            queue_words(self._db, note_id)

    def move(self, old: str, note: Note, source: Source) -> None:
        """Give a note a new path; its chunks keep their ids and vectors."""
        self._db.execute("update notes set path = ? where path = ?", (note.path, old))
        self.put(note, source)
        queue_words(self._db, self._db.execute("select id from notes where path = ?", (note.path,)).get)

    def stretches(self, note_id: int) -> list[Stretch]:
        """The stretches in which a large note was read."""
        return stretches_of(self._db, note_id)

    def touch(self, file: FileState) -> None:
        """Record a new size and time for a file whose content is the same."""
        self._db.execute(
            "update notes set size = ?, mtime_ns = ? where path = ?", (file.size, file.mtime_ns, file.path)
        )

    def remove(self, path: str) -> None:
        """Forget a note; its chunks are queued for removal from both indexes."""
        where = "select id from chunks where note_id = (select id from notes where path = ?)"
        rows: list[Any] = self._db.execute(where, (path,)).fetchall()
        queue(self._db, (row[0] for row in rows))
        self._db.execute("delete from notes where path = ?", (path,))

    def passages(self, chunk_ids: Sequence[int]) -> list[Passage]:
        """The chunks with these ids that exist, in the order given."""
        query = f"{_PASSAGES} where chunks.id in (select value from json_each(?))"
        found = {p.chunk_id: p for p in map(_passage, self._db.execute(query, (json.dumps(list(chunk_ids)),)))}
        return with_standing(self._db, [found[chunk_id] for chunk_id in chunk_ids if chunk_id in found])

    def texts_to_embed(self, chunk_ids: Sequence[int]) -> list[str]:
        """The embedding text of each chunk, in the order given. Raises ``KeyError`` for an id that does not exist."""
        query = """select chunks.id, iif(notes.title_from_text, notes.title, ''), chunks.headings, chunks.text
                   from chunks join notes on notes.id = chunks.note_id
                   where chunks.id in (select value from json_each(?))"""
        rows: list[Any] = self._db.execute(query, (json.dumps(list(chunk_ids)),)).fetchall()
        texts = {row[0]: embedding_text(row[1], json.loads(row[2]), row[3]) for row in rows}
        return [texts[chunk_id] for chunk_id in chunk_ids]

    def note_passages(self, path: str) -> list[Passage]:
        """All chunks of a note, in order."""
        query = f"{_PASSAGES} where notes.path = ? order by chunks.ordinal"
        return [_passage(row) for row in self._db.execute(query, (path,))]

    def matching(
        self, filters: Filters, holding: Sequence[Collection[int]] = (), without: Collection[int] = ()
    ) -> list[int]:
        """The chunks that filters leave; see ``filters.matching_chunks``."""
        return matching_chunks(self._db, filters, holding, without)

    def with_tasks(self, limit: int, among: Collection[int] | None = None) -> list[int]:
        """The chunks that hold tasks, those of the newest notes first; of ``among``, where given."""
        query = f"""select chunks.id from chunks join notes on notes.id = chunks.note_id
                    where {HOLDS_TASKS} and (?1 is null or chunks.id in (select value from json_each(?1)))
                    order by notes.date desc, notes.path, chunks.ordinal limit ?2"""
        rows = self._db.execute(query, (None if among is None else json.dumps(list(among)), limit))
        return [row[0] for row in rows]

    def newest(self, chunk_ids: Collection[int], limit: int) -> list[int]:
        """The first of these chunks of each note, the newest note first, then the second ones, and so on."""
        return newest_chunks(self._db, chunk_ids, limit)

    def added(self, filters: Filters, first: date | None = None, last: date | None = None) -> list[Passage]:
        """The passages that came on these days, note by note as they stand; see ``history.added_chunks``."""
        return self.passages(added_chunks(self._db, filters, first, last))

    def places(self, chunk_ids: Collection[int]) -> dict[int, Place]:
        """Where these chunks stand, those that exist."""
        return places_of(self._db, chunk_ids)

    def links_among(self, origins: Collection[int], paths: Mapping[int, str]) -> dict[int, set[int]]:
        """Which of the notes in ``paths`` (by id) each note of ``origins`` links to; see ``structure.is_target``."""
        return links_among(self._db, origins, paths)

    def sample_chunk_ids(self, count: int) -> list[int]:
        """Some chunk ids, drawn at random."""
        return [row[0] for row in self._db.execute("select id from chunks order by random() limit ?", (count,))]

    def settle_days(self) -> None:
        """Read dates that may be two days; see ``standing.settle_days``."""
        settle_days(self._db)

    def note_hashes(self) -> dict[str, tuple[int, str]]:
        """Id and content hash of every note by path."""
        return note_hashes(self._db)

    def text_of(self, note_id: int) -> str:
        """The text of a note as its passages hold it."""
        return text_of(self._db, note_id)

    def known_pairs(self) -> list[Pair]:
        """The pairs of notes that were compared before."""
        return known_pairs(self._db)

    def write_pairs(self, pairs: Iterable[Pair]) -> None:
        """Keep these pairs of notes, and no others."""
        write_pairs(self._db, pairs)

    def template_folders(self) -> tuple[str, ...]:
        """The folders of the user's templates, as the settings of other programs name them; files count as well."""
        kept = self._db.execute("select value from state where key = 'templates'").get
        return tuple(json.loads(kept)) if kept else ()

    def keep_template_folders(self, folders: Sequence[str]) -> None:
        """Remember the folders of the user's templates."""
        self._db.execute("insert or replace into state values ('templates', ?)", (json.dumps(folders),))

    def copied_chunks(self) -> frozenset[int]:
        """The chunks of notes that are copies of others: those are found instead."""
        return copied_chunks(self._db)

    def begin_sync(self) -> None:
        """Note that the catalog is being brought in line with the folder."""
        self._db.execute("insert or replace into state values ('sync', 'begun')")

    def end_sync(self, device: int) -> None:
        """Note that it has been, and on which device the folder lies."""
        with transaction(self._db):
            self._db.execute("insert or replace into state values ('sync', 'ended'), ('device', ?)", (str(device),))

    def is_whole(self) -> bool:
        """Whether the last run that brought the catalog in line with the folder came to its end."""
        return bool(self._db.execute("select value = 'ended' from state where key = 'sync'").get)

    def device(self) -> int | None:
        """The device that the folder lay on when a run last came to its end."""
        device: Any = self._db.execute("select value from state where key = 'device'").get
        return None if device is None else int(device)

    def distrust_notes(self) -> None:
        """Have every note read and cut anew by the next run."""
        self._db.execute("update notes set recipe = ''")

    def settle(self) -> None:
        """Have everything that was written reach the disk.

        Derived indexes must not be ahead of the catalog after a power cut: it would give their ids away again.
        """
        self._db.pragma("synchronous", "full")
        try:
            self._db.execute("insert or replace into state values ('settled', '')")
        finally:
            self._db.pragma("synchronous", "normal")

    def pending_lexical(self) -> list[int]:
        """Chunks whose lexical entry is out of date."""
        return [row[0] for row in self._db.execute("select chunk_id from lexical_outbox")]

    def clear_lexical(self, chunk_ids: Iterable[int]) -> None:
        """Forget that these are out of date; call it only after the lexical index has committed them."""
        with transaction(self._db):
            self._db.executemany("delete from lexical_outbox where chunk_id = ?", ((i,) for i in chunk_ids))
            reach("catalog.outbox.cleared")

    def chunk_ids(self) -> list[int]:
        """Every chunk."""
        return [row[0] for row in self._db.execute("select id from chunks order by id")]

    def queue_all_lexical(self) -> None:
        """Have every chunk written to the lexical index anew."""
        self._db.execute("insert or ignore into lexical_outbox select id from chunks")

    def _write_note(self, note: Note, source: Source, known: int | None) -> int:
        values = (
            note.path, source.file.size, source.file.mtime_ns, source.hash, source.recipe, source.encoding,
            note.title, note.title_from_text, note.date.isoformat(), note.date_source.value, note.language,
            _listed(note.tags), note.generated, note.date_order,
            f"{note.date.isoformat()} {note.date_otherwise.isoformat()}" if note.date_otherwise else "",
        )  # fmt: skip
        if known is None:
            self._db.execute(f"insert into notes ({_NOTE_COLUMNS}) values ({_places(_NOTE_COLUMNS)})", values)
            return self._db.last_insert_rowid()
        self._db.execute(
            f"update notes set ({_NOTE_COLUMNS}) = ({_places(_NOTE_COLUMNS)}) where id = ?", (*values, known)
        )
        return known


_NOTE_COLUMNS = (
    "path, size, mtime_ns, hash, recipe, encoding, title, title_from_text, date, date_source, language, tags, "
    "generated, date_order, date_readings"
)
_PASSAGES = """
select chunks.id, notes.path, notes.title, notes.date, notes.language, notes.tags,
       chunks.text, chunks.headings, chunks.byte_start, chunks.byte_end, chunks.line_start, chunks.line_end,
       chunks.sentences, chunks.units, chunks.left_out, chunks.day
from chunks join notes on notes.id = chunks.note_id
"""


def _listed(tags: Sequence[str]) -> str:
    return json.dumps(tags, ensure_ascii=False)


def _places(columns: str) -> str:
    return ",".join("?" * (columns.count(",") + 1))


def _passage(row: tuple[Any, ...]) -> Passage:
    chunk_id, path, title, day, language, tags, text, headings, start, end, first, last, spans, units, gaps, own = row
    source = KeptText(text.encode(), start, first, json.loads(gaps))
    sentences = _sentences(source, json.loads(spans))
    path_to, apart = tuple(json.loads(headings)), date.fromisoformat(own) if own and own != day else None
    return Passage(
        chunk_id=chunk_id, path=path, title=title, date=date.fromisoformat(own or day), language=language,
        tags=tuple(json.loads(tags)),
        chunk=Chunk(
            text=text, span=Span(start, end, first, last), headings=path_to,
            sentences=sentences, units=units_read(units, source, sentences, path_to, apart), day=apart,
            left_out=tuple((start + first, start + last) for first, last in source.gaps),
        ),
    )  # fmt: skip


def _sentences(chunk: KeptText, spans: list[list[int]]) -> tuple[Sentence, ...]:
    base, line = chunk.base, chunk.line
    return tuple(
        Sentence(chunk.between(start, end), Span(base + start, base + end, line + first, line + last))
        for start, end, first, last in spans
    )
