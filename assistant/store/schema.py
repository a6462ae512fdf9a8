"""The database schema as numbered, append-only migrations.

``notes`` and ``chunks`` are the catalog, the one source of truth. ``lexical_outbox`` and ``vector_outbox``
name the chunks whose derived entry is out of date; a chunk id is never used twice, so "delete by id, then
add if the chunk still exists" can be repeated at will. ``embeddings`` keeps one vector per distinct embedded
text, so that a chunk whose text is known costs nothing.
"""

import json
from collections.abc import Callable
from typing import Any

import apsw

from assistant.errors import IndexBrokenError
from assistant.store.transaction import transaction

CATALOG = """
create table notes (
    id integer primary key,
    path text not null unique,
    size integer not null,
    mtime_ns integer not null,
    hash text not null,
    recipe text not null,
    encoding text not null,
    title text not null,
    title_from_text integer not null,
    date text not null,
    date_source text not null,
    language text not null,
    tags text not null
);
create table links (
    note_id integer not null references notes (id) on delete cascade,
    target text not null,
    line integer not null,
    embed integer not null
);
create index links_note on links (note_id);
create table chunks (
    id integer primary key autoincrement,
    note_id integer not null references notes (id) on delete cascade,
    ordinal integer not null,
    text text not null,
    headings text not null,
    byte_start integer not null,
    byte_end integer not null,
    line_start integer not null,
    line_end integer not null,
    sentences text not null,
    text_hash blob not null
);
create index chunks_note on chunks (note_id, ordinal);
create index chunks_text_hash on chunks (text_hash);
create table state (key text primary key, value text not null) without rowid;
create table lexical_outbox (chunk_id integer primary key);
create table vector_outbox (chunk_id integer primary key);
create table spaces (
    id integer primary key,
    fingerprint text not null unique,
    dims integer not null
);
create table embeddings (
    space_id integer not null references spaces (id) on delete cascade,
    text_hash blob not null,
    vector blob not null,
    primary key (space_id, text_hash)
) without rowid;
"""


def _create_catalog(connection: apsw.Connection) -> None:
    connection.execute(CATALOG)


TOKENS = """
create table tokens (
    space_id integer not null references spaces (id) on delete cascade,
    text_hash blob not null,
    bits blob not null,
    unique (space_id, text_hash)
);
"""


def _create_tokens(connection: apsw.Connection) -> None:
    """Vectors of tokens beside those of texts: vectors that were made without them are made anew."""
    for (space,) in connection.execute("select id from spaces").fetchall():
        connection.execute(f"drop table vectors_{space}")
    connection.execute("delete from spaces")
    connection.execute(TOKENS)


JOBS = """
create table jobs (
    id integer primary key autoincrement,
    kind text not null,
    key text not null,
    payload text not null,
    priority integer not null,
    state text not null,
    created real not null,
    due real not null,
    attempts integer not null default 0,
    leases integer not null default 0,
    owner text not null default '',
    lease_ends real not null default 0,
    done integer not null default 0,
    total integer not null default 0,
    again integer not null default 0,
    cancel integer not null default 0,
    error text not null default '',
    ended real not null default 0
);
create unique index jobs_live on jobs (kind, key) where state in ('waiting', 'running');
"""


def _create_jobs(connection: apsw.Connection) -> None:
    connection.execute(JOBS)


SPACES = """
alter table spaces add column model text not null default '';
alter table spaces add column serving integer not null default 1;
alter table spaces add column done integer not null default 0;
alter table spaces add column total integer not null default 0;
create unique index spaces_serving on spaces (serving) where serving;
"""


def _tell_spaces_apart(connection: apsw.Connection) -> None:
    """At most one space serves searches; another may be in the making, ``done`` of ``total`` notes."""
    connection.execute(SPACES)


HISTORY = """
alter table notes add column generated integer not null default 0;
alter table chunks add column added text not null default '';
update chunks set added = (select date from notes where notes.id = chunks.note_id);
create index chunks_added on chunks (added);
"""


def _remember_days(connection: apsw.Connection) -> None:
    """The day on which a passage came: that of its note, or that on which it was written into it later."""
    connection.execute(HISTORY)


UNITS = """
alter table chunks add column units text not null default '[]';
alter table chunks add column day text not null default '';
update chunks set day = (select date from notes where notes.id = chunks.note_id);
create index chunks_day on chunks (day);
"""


def _keep_units(connection: apsw.Connection) -> None:
    """The pieces that people wrote as one, and the day of each passage: an entry's own, or that of its note."""
    connection.execute(UNITS)


LEFT_OUT = """
alter table chunks add column left_out text not null default '[]';
"""


def _leave_out_data(connection: apsw.Connection) -> None:
    """What stands in a passage and is no text, such as a picture, is not kept."""
    connection.execute(LEFT_OUT)


STANDING = """
alter table notes add column date_order text not null default '';
alter table notes add column date_readings text not null default '';
create table copies (
    note_id integer primary key references notes (id) on delete cascade,
    original integer not null references notes (id) on delete cascade,
    hashes text not null,
    is_copy integer not null,
    differs integer not null
);
create index copies_original on copies (original);
"""


def _tell_copies(connection: apsw.Connection) -> None:
    """Notes that are copies of another, and dates that may be two days, with what tells which."""
    connection.execute(STANDING)


STRETCHES = """
create table stretches (
    note_id integer not null references notes (id) on delete cascade,
    ordinal integer not null,
    key text not null,
    chunks integer not null,
    bytes integer not null,
    lines integer not null,
    tags text not null,
    primary key (note_id, ordinal)
) without rowid;
"""


def _keep_stretches(connection: apsw.Connection) -> None:
    """The parts in which large notes are read. What a chunk holds is placed from where it begins, not in the note."""
    connection.execute(STRETCHES)
    rows: list[Any] = connection.execute("select id, byte_start, line_start, sentences, units from chunks").fetchall()
    connection.executemany(
        "update chunks set sentences = ?, units = ? where id = ?",
        ((*_placed_from(start, line, sentences, units), number) for number, start, line, sentences, units in rows),
    )


def _placed_from(start: int, line: int, sentences: str, units: str) -> tuple[str, str]:
    quoted = [(*span, first - line, last - line) for *span, first, last in json.loads(sentences)]
    kept = [[*place, first - line, last - line, rest] for *place, first, last, rest in json.loads(units)]
    for *_, rest in kept:
        if "b" in rest:
            rest["b"] -= start
    return json.dumps(quoted), json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


MIGRATIONS: tuple[Callable[[apsw.Connection], None], ...] = (
    _create_catalog,
    _create_tokens,
    _create_jobs,
    _tell_spaces_apart,
    _remember_days,
    _keep_units,
    _leave_out_data,
    _tell_copies,
    _keep_stretches,
)


def migrate(connection: apsw.Connection) -> None:
    """Bring the database to the newest version, one transaction a step.

    Raises ``IndexBrokenError`` when a newer program wrote it.
    """
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise IndexBrokenError(
            f"the index was written by a newer version of assistant (schema {version}, known {len(MIGRATIONS)})",
            hint="update assistant, or rebuild the index: assistant index --rebuild",
        )
    for number in range(version + 1, len(MIGRATIONS) + 1):
        with transaction(connection):
            if _version(connection) < number:  # another process may have been quicker
                MIGRATIONS[number - 1](connection)
                connection.pragma("user_version", number)


def _version(connection: apsw.Connection) -> int:
    return int(connection.pragma("user_version"))
