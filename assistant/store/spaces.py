"""Embedding spaces: one serves searches, another may be in the making until it is complete and takes over.

A *space* is named by its embedder's fingerprint; vectors of different spaces never meet in one search. What a space
knows of a text is kept by the text's hash, so that the vectors of notes can be made before the notes are cut anew.
"""

from dataclasses import dataclass
from typing import Any

import apsw

from assistant.failpoints import reach
from assistant.store.transaction import transaction


@dataclass(frozen=True, slots=True)
class Space:
    """One embedder's vectors, of ``dims`` dimensions; ``model`` is the name it is loaded by, empty if unknown.

    A space in the making has the vectors of ``done`` of ``total`` notes.
    """

    id: int
    fingerprint: str
    model: str
    dims: int
    done: int
    total: int

    @property
    def table(self) -> str:
        """The sqlite-vec table of the space's chunks; there is one only while it serves."""
        return f"vectors_{self.id}"


_COLUMNS = "id, fingerprint, model, dims, done, total"


def serving(connection: apsw.Connection) -> Space | None:
    """The space that searches use."""
    return _find(connection, "serving")


def coming(connection: apsw.Connection) -> Space | None:
    """The space in the making."""
    return _find(connection, "not serving")


def prepare(connection: apsw.Connection, fingerprint: str, dims: int, model: str) -> Space:
    """The space in the making of a fingerprint; any other one in the making is dropped."""
    with transaction(connection):
        connection.execute("delete from spaces where not serving and fingerprint != ?", (fingerprint,))
        insert = "insert or ignore into spaces (fingerprint, dims, model, serving) values (?, ?, ?, 0)"
        connection.execute(insert, (fingerprint, dims, model))
    reach("vectors.prepared")
    found = coming(connection)
    assert found
    return found


def note_progress(connection: apsw.Connection, space: Space, done: int, total: int) -> None:
    """Remember for how many of its notes a space in the making has the vectors."""
    connection.execute("update spaces set done = ?, total = ? where id = ?", (done, total, space.id))


def serve(connection: apsw.Connection, fingerprint: str, dims: int, model: str) -> Space:
    """Have this space serve in place of all others, its table empty and every chunk waiting; call it in a transaction.

    What it knows of texts already stays known.
    """
    if before := serving(connection):
        drop_table(connection, before)
    connection.execute("delete from spaces where fingerprint != ?", (fingerprint,))
    insert = "insert or ignore into spaces (fingerprint, dims, model, serving) values (?, ?, ?, 1)"
    connection.execute(insert, (fingerprint, dims, model))
    connection.execute("update spaces set serving = 1")
    space = serving(connection)
    assert space
    make_table(connection, space)
    connection.execute("insert or ignore into vector_outbox select id from chunks")
    return space


def make_table(connection: apsw.Connection, space: Space) -> None:
    """The sqlite-vec table of a space, empty."""
    columns = f"chunk_id integer primary key, bits bit[{space.dims}]"
    connection.execute(f"create virtual table {space.table} using vec0({columns})")


def drop_table(connection: apsw.Connection, space: Space) -> None:
    """Remove the sqlite-vec table of a space."""
    connection.execute(f"drop table {space.table}")


def name_model(connection: apsw.Connection, space: Space, model: str) -> None:
    """Remember by which name a space's embedder is loaded now."""
    if model and model != space.model:
        connection.execute("update spaces set model = ? where id = ?", (model, space.id))


def drop_coming(connection: apsw.Connection) -> None:
    """Give up the space in the making."""
    connection.execute("delete from spaces where not serving")


def forget_vectors(connection: apsw.Connection) -> None:
    """Drop every space and all that is known of texts."""
    with transaction(connection):
        if space := serving(connection):
            drop_table(connection, space)
        connection.execute("delete from spaces")


def _find(connection: apsw.Connection, which: str) -> Space | None:
    row: Any = connection.execute(f"select {_COLUMNS} from spaces where {which}").fetchone()
    return Space(*row) if row else None
