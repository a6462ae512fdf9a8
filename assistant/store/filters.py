"""Which notes a search is narrowed to. The catalog is the truth: both indexes are only told the chunk ids."""

import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import apsw


@dataclass(frozen=True, slots=True)
class Filters:
    """What a note must be: have every tag, lie at one of the paths; and a passage: of a day within the days.

    A tag stands for those below it (``work`` for ``work/vellum``). A path stands for what lies at or below it in
    any folder, or, with a leading ``/``, in the notes folder itself; ``*`` and ``?`` stand for any letters.
    """

    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    without_paths: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    def __and__(self, other: "Filters") -> "Filters":
        """Both; days narrow each other."""
        return Filters(
            tags=_union(self.tags, other.tags),
            paths=_union(self.paths, other.paths),
            without_tags=_union(self.without_tags, other.without_tags),
            without_paths=_union(self.without_paths, other.without_paths),
            since=max((day for day in (self.since, other.since) if day), default=None),
            until=min((day for day in (self.until, other.until) if day), default=None),
        )


def matching_chunks(
    connection: "apsw.Connection",
    filters: Filters,
    holding: Sequence[Collection[int]] = (),
    without: Collection[int] = (),
) -> list[int]:
    """The chunks of the notes that fit ``filters``.

    Of the notes that have a chunk in every set of ``holding``, only the chunks in one of these sets; of the notes
    that have one in ``without``, none.
    """
    connection.create_scalar_function("folded", _folded, 1, deterministic=True)
    clauses, values = _clauses(filters)
    for chunk_ids in holding:
        clauses.append(f"notes.id in ({_NOTES_OF})")
        values.append(_ids(chunk_ids))
    if holding:
        clauses.append("chunks.id in (select value from json_each(?))")
        values.append(_ids({chunk_id for chunk_ids in holding for chunk_id in chunk_ids}))
    if without:
        clauses.append(f"notes.id not in ({_NOTES_OF})")
        values.append(_ids(without))
    query = f"""select chunks.id from notes join chunks on chunks.note_id = notes.id
                where {" and ".join(clauses) or "true"}"""
    return [row[0] for row in connection.execute(query, values)]


def newest_chunks(connection: "apsw.Connection", chunk_ids: Collection[int], limit: int) -> list[int]:
    """The first of these chunks of each note, the newest note first, then the second ones, and so on."""
    query = """select chunks.id from json_each(?) as wanted cross join chunks on chunks.id = wanted.value
               cross join notes on notes.id = chunks.note_id
               order by row_number() over (partition by notes.id order by chunks.ordinal), chunks.day desc, notes.path
               limit ?"""
    return [row[0] for row in connection.execute(query, (_ids(chunk_ids), limit))]


_NOTES_OF = "select note_id from chunks where id in (select value from json_each(?))"
# Many notes have the same tags: each such list is looked into once.
_TAGGED = """notes.tags in (
    select tags from (select distinct tags from notes)
    where exists (select 1 from json_each(tags) where instr(folded(value) || '/', ?) = 1))"""
_AT = "'/' || folded(notes.path) glob ?"


def _clauses(filters: Filters) -> tuple[list[str], list[Any]]:
    clauses: list[str] = []
    values: list[Any] = []
    for tags, condition in ((filters.tags, _TAGGED), (filters.without_tags, f"not {_TAGGED}")):
        clauses += [condition] * len(tags)
        values += [f"{_folded(tag)}/" for tag in tags]
    for paths, condition in ((filters.paths, "({})"), (filters.without_paths, "not ({})")):
        if paths:
            clauses.append(condition.format(" or ".join([_AT] * len(paths))))
            values += [_glob(path) for path in paths]
    for day, condition in ((filters.since, "chunks.day >= ?"), (filters.until, "chunks.day <= ?")):
        if day:
            clauses.append(condition)
            values.append(day.isoformat())
    return clauses, values


def _glob(path: str) -> str:
    """The pattern, as SQLite's ``glob`` has it, of a path that begins with ``/``."""
    path = _folded(path).replace("\\", "/").removeprefix("./").replace("[", "[[]")
    start = "" if path.startswith("/") else "*/"
    end = "" if "*" in path or "?" in path else "*"
    return f"{start}{path}{end}"


@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> str:
    """Case and the ways of writing an accent aside."""
    return unicodedata.normalize("NFC", text.casefold())


def _ids(chunk_ids: Collection[int]) -> str:
    return json.dumps(list(chunk_ids))


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
