"""The vector index of the space that serves: bits in sqlite-vec for the coarse pass, float16 for the exact one."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from assistant.failpoints import reach
from assistant.store.embeddings import Embeddings, Floats, TokenBits
from assistant.store.spaces import Space, drop_table, make_table, name_model, serve, serving
from assistant.store.transaction import transaction

#: sqlite-vec's top-k costs grow with the square of k: 200 candidates in 100,000 bit vectors take 28 ms, 500 take 143.
COARSE_CANDIDATES = 200
#: sqlite-vec keeps so many rows together, never fills one's place again, and gives them back when all are gone.
ROWS_TOGETHER = 1024
#: A table of which more is empty is written anew: a search reads what is empty as well.
MOST_EMPTY = 0.2


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A chunk and its cosine similarity to the query, -1..1."""

    chunk_id: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Unembedded:
    """A chunk that has no vector yet in a space."""

    chunk_id: int
    text_hash: bytes


class VectorIndex:
    """The vectors of every chunk in one space, and the outbox of those that wait for theirs."""

    def __init__(self, connection: apsw.Connection, space: Space) -> None:
        self.space = space
        self._db = connection
        self._table = space.table
        self._known = Embeddings(connection, space)

    @classmethod
    def find(cls, connection: apsw.Connection, fingerprint: str) -> "VectorIndex | None":
        """The vectors of an embedder, or nothing while they do not serve."""
        space = serving(connection)
        return cls(connection, space) if space and space.fingerprint == fingerprint else None

    @classmethod
    def find_or_make(cls, connection: apsw.Connection, fingerprint: str, dims: int, model: str = "") -> "VectorIndex":
        """The vectors of an embedder, which take the place of any other's in one transaction.

        Those that are known already are there with it, every other chunk waits.
        """
        if found := cls.find(connection, fingerprint):
            name_model(connection, found.space, model)
            return found
        reach("vectors.switching")
        with transaction(connection):
            made = cls.find(connection, fingerprint) or cls(connection, serve(connection, fingerprint, dims, model))
            made._place_known()
            reach("vectors.made")
        reach("vectors.switched")
        return made

    def count(self) -> int:
        """How many chunks have a vector."""
        return int(self._db.execute(f"select count(*) from {self._table}").get)

    def pending(self) -> int:
        """How many chunks wait in the outbox."""
        return int(self._db.execute("select count(*) from vector_outbox").get)

    def drop_stale(self) -> None:
        """Remove the vectors of chunks that are gone."""
        with transaction(self._db):
            gone = "select chunk_id from vector_outbox where chunk_id not in (select id from chunks)"
            for (chunk_id,) in self._db.execute(gone).fetchall():
                self._db.execute(f"delete from {self._table} where chunk_id = ?", (chunk_id,))
                self._db.execute("delete from vector_outbox where chunk_id = ?", (chunk_id,))
            reach("vectors.dropped")

    def is_sparse(self) -> bool:
        """Whether so much of the table is empty that it is worth writing anew."""
        together = int(self._db.execute(f"select count(*) from {self._table}_chunks").get)
        rows = int(self._db.execute(f"select count(*) from {self._table}_rowids").get)
        spared = together - -(-rows // ROWS_TOGETHER)
        return spared > 0 and together * ROWS_TOGETHER * (1 - MOST_EMPTY) > rows

    def compact(self) -> bool:
        """Write the table anew if it is sparse, in one transaction; returns whether it was."""
        if not self.is_sparse():
            return False
        with transaction(self._db):
            rows: list[Any] = self._db.execute(f"select chunk_id, bits from {self._table}").fetchall()
            drop_table(self._db, self.space)
            make_table(self._db, self.space)
            self._db.executemany(f"insert into {self._table} (chunk_id, bits) values (?, vec_bit(?))", rows)
        return True

    def sweep(self) -> None:
        """Forget the embeddings that no chunk uses any more; until then a text that comes back finds its own."""
        with transaction(self._db):
            self._known.sweep()

    def reuse_known(self) -> int:
        """Give every waiting chunk whose text was embedded before its vector; returns how many."""
        with transaction(self._db):
            placed = self._place_known()
        return placed  # noqa: RET504 (the type checker thinks that the transaction may swallow an error)

    def waiting(self, limit: int) -> list[Unembedded]:
        """Up to ``limit`` chunks that have to be embedded, the newest first, one for each distinct text."""
        query = """select chunks.id, chunks.text_hash from vector_outbox
                   cross join chunks on chunks.id = vector_outbox.chunk_id
                   order by vector_outbox.chunk_id desc limit ?"""
        first: dict[bytes, int] = {}
        for chunk_id, text_hash in self._db.execute(query, (limit,)):
            first.setdefault(text_hash, chunk_id)
        return [Unembedded(chunk_id, text_hash) for text_hash, chunk_id in first.items()]

    def add(self, text_hashes: Sequence[bytes], vectors: Floats, tokens: Sequence[Floats] = ()) -> None:
        """Keep the vectors of texts as ``Embeddings.keep`` does, and place every waiting chunk that has one of them."""
        with transaction(self._db):
            self._known.keep(text_hashes, vectors, tokens)
            for text_hash, vector in zip(text_hashes, vectors, strict=True):
                waiting = """select chunks.id from vector_outbox join chunks on chunks.id = vector_outbox.chunk_id
                             where chunks.text_hash = ?"""
                ids: list[Any] = self._db.execute(waiting, (text_hash,)).fetchall()
                for (chunk_id,) in ids:
                    self._place(chunk_id, _packed(vector.astype(np.float16)))

    def search(self, query: Floats, limit: int, among: Collection[int] | None = None) -> list[Neighbour]:
        """The chunks, of ``among`` where given, nearest to a unit vector, best first.

        Coarse by Hamming distance, then by exact cosine. ``among`` is sifted within the coarse pass, not after it.
        """
        coarse = f"select chunk_id from {self._table} where bits match vec_bit(?) and k = ?"
        values: list[Any] = [_packed(query), max(limit, COARSE_CANDIDATES)]
        if among is not None:
            coarse += " and chunk_id in (select value from json_each(?))"
            values.append(json.dumps(list(among)))
        try:
            ids = [row[0] for row in self._db.execute(coarse, values)]
        except apsw.SQLError:
            if serving(self._db) == self.space:
                raise
            return []  # another model's vectors took over a moment ago
        vectors = self._known.vectors_of(ids)
        if not vectors:
            return []
        found = list(vectors)
        scores = np.stack([vectors[i] for i in found]) @ query
        order = np.argsort(-scores, kind="stable")[:limit]
        return [Neighbour(found[i], float(scores[i])) for i in order]

    def vectors_of(self, chunk_ids: Sequence[int]) -> dict[int, Floats]:
        """The stored vectors of these chunks, as float32."""
        return self._known.vectors_of(chunk_ids)

    def tokens_of(self, chunk_ids: Sequence[int]) -> dict[int, TokenBits]:
        """The tokens of these chunks, of those that have any stored."""
        return self._known.tokens_of(chunk_ids)

    def _place_known(self) -> int:
        known = """select vector_outbox.chunk_id, embeddings.vector
                   from vector_outbox cross join chunks on chunks.id = vector_outbox.chunk_id
                   cross join embeddings on embeddings.space_id = ? and embeddings.text_hash = chunks.text_hash"""
        rows: list[Any] = self._db.execute(known, (self.space.id,)).fetchall()
        for chunk_id, vector in rows:
            self._place(chunk_id, _packed(np.frombuffer(vector, np.float16)))
        return len(rows)

    def _place(self, chunk_id: int, bits: bytes) -> None:
        self._db.execute(f"delete from {self._table} where chunk_id = ?", (chunk_id,))
        self._db.execute(f"insert into {self._table} (chunk_id, bits) values (?, vec_bit(?))", (chunk_id, bits))
        self._db.execute("delete from vector_outbox where chunk_id = ?", (chunk_id,))


def _packed(vector: NDArray[np.floating]) -> bytes:
    """The signs of a vector, 8 to a byte."""
    return np.packbits(vector > 0).tobytes()
