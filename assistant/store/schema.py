"""The database schema as numbered, append-only migrations.

``notes`` and ``chunks`` are the catalog, the one source of truth. ``lexical_outbox`` and ``vector_outbox``
name the chunks whose derived entry is out of date; a chunk id is never used twice, so "delete by id, then
add if the chunk still exists" can be repeated at will. ``embeddings`` keeps one vector per distinct embedded
text, so that a chunk whose text is known costs nothing.
"""

from collections.abc import Callable

import apsw

from assistant.errors import IndexBrokenError

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


MIGRATIONS: tuple[Callable[[apsw.Connection], None], ...] = (_create_catalog, _create_tokens)


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
        with connection:
            if _version(connection) < number:  # another process may have been quicker
                MIGRATIONS[number - 1](connection)
                connection.pragma("user_version", number)


def _version(connection: apsw.Connection) -> int:
    return int(connection.pragma("user_version"))
