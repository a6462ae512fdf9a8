"""Whether the database of one folder is sound, and whether what is derived from the catalog says what the catalog says.

Looking changes nothing; ``requeue`` names chunks in the outboxes, which is how every derived index is put right.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import apsw

from assistant.errors import IndexBrokenError
from assistant.store.database import connect, database_errors
from assistant.store.schema import MIGRATIONS, migrate
from assistant.store.spaces import Space
from assistant.store.transaction import transaction


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a derived index stands to the catalog, in ids of chunks.

    ``lacking`` are in the catalog and not in the index, ``surplus`` the other way round or held twice; those that are
    queued in the index's outbox are in neither. ``chunks``, ``held`` and ``waiting`` count chunks of the catalog,
    entries of the index, and queued chunks.
    """

    chunks: int
    held: int
    waiting: int
    lacking: frozenset[int]
    surplus: frozenset[int]

    @property
    def wrong(self) -> frozenset[int]:
        """The chunks that no run would put right by itself."""
        return self.lacking | self.surplus


@contextmanager
def connected(path: Path) -> Iterator[apsw.Connection]:
    """The database, open. Raises what ``connect`` does, and any error of SQLite as this project's own."""
    connection = connect(path)
    try:
        with database_errors(path):
            yield connection
    finally:
        connection.close()


@contextmanager
def one_moment(connection: apsw.Connection) -> Iterator[None]:
    """While it is open, the connection sees the database as it is now, whatever others write. It must not write."""
    connection.execute("begin deferred; select count(*) from sqlite_master").fetchall()
    try:
        yield
    finally:
        connection.execute("rollback")


def damage(path: Path) -> str:
    """What is wrong with the database file; empty when it is sound.

    Raises ``IndexBrokenError`` when a newer program wrote it, and ``BusyError`` or ``AssistantError`` when it can't be
    looked at for now: neither is damage.
    """
    try:
        with connected(path) as connection:
            return _first_problem(connection) or _cut_short(connection, path)
    except IndexBrokenError as error:
        if isinstance(error.__cause__, apsw.CorruptError | apsw.NotADBError | apsw.SQLError):
            return str(error.__cause__)
        raise


def _first_problem(connection: apsw.Connection) -> str:
    if missing := _tables_of_schema() - _tables(connection):
        return f"the table {min(missing)} is missing"
    problem = str(connection.execute("pragma quick_check(1)").get)
    if problem != "ok":
        return problem
    for table, _row, parent, _key in connection.execute("pragma foreign_key_check"):
        return f"a row of {table} belongs to no row of {parent}"
    return ""


def _cut_short(connection: apsw.Connection, path: Path) -> str:
    """SQLite reads zeros where a page is not all there; only what is still in the log may be missing from the file."""
    log = path.with_name(f"{path.name}-wal")
    whole, size = connection.pragma("page_count") * connection.pragma("page_size"), path.stat().st_size
    if size >= whole or (log.exists() and log.stat().st_size):
        return ""
    return f"the file is cut short: {size} of {whole} bytes"


def _tables(connection: apsw.Connection) -> frozenset[str]:
    return frozenset(row[0] for row in connection.execute("select name from sqlite_master where type = 'table'"))


@cache
def _tables_of_schema() -> frozenset[str]:
    connection = apsw.Connection(":memory:")
    try:
        migrate(connection)
        return _tables(connection)
    finally:
        connection.close()


def schema_version() -> int:
    """The newest schema this program knows."""
    return len(MIGRATIONS)


def lexical_agreement(connection: apsw.Connection, held: Collection[int]) -> Agreement:
    """The catalog against the chunk ids that the lexical index holds, each as often as it is held."""
    with one_moment(connection):
        chunks = _ids(connection, "select id from chunks")
        waiting = _ids(connection, "select chunk_id from lexical_outbox")
    times = Counter(held)
    twice = {chunk_id for chunk_id, count in times.items() if count > 1}
    lacking = chunks - times.keys() - waiting
    surplus = ((times.keys() - chunks) | twice) - waiting
    return Agreement(len(chunks), len(held), len(waiting), frozenset(lacking), frozenset(surplus))


def vector_agreement(connection: apsw.Connection, space: Space) -> Agreement:
    """The catalog against the vectors of the space that serves: a chunk needs its entry and its text's embedding."""
    with one_moment(connection):
        chunks = _ids(connection, "select id from chunks")
        waiting = _ids(connection, "select chunk_id from vector_outbox")
        held = _ids(connection, f"select chunk_id from {space.table}")
        bare = """select id from chunks where text_hash not in
                  (select text_hash from embeddings where space_id = ?)"""
        without_embedding = frozenset(row[0] for row in connection.execute(bare, (space.id,)))
    lacking = ((chunks - held) | without_embedding) - waiting
    return Agreement(len(chunks), len(held), len(waiting), lacking, (held - chunks) - waiting)


def requeue(connection: apsw.Connection, lexical: Iterable[int] = (), vector: Iterable[int] = ()) -> None:
    """Queue chunks, whether they exist or not: the next run deletes their entries and makes those of the ones there."""
    with transaction(connection):
        for outbox, ids in (("lexical_outbox", lexical), ("vector_outbox", vector)):
            connection.executemany(f"insert or ignore into {outbox} values (?)", ((i,) for i in ids))


def _ids(connection: apsw.Connection, query: str) -> frozenset[int]:
    return frozenset(row[0] for row in connection.execute(query))
