"""The vector index: one sqlite-vec table per embedding space, bits for the coarse pass, float16 for the exact one.

A *space* is named by the embedder's fingerprint. Vectors of different spaces never meet in one search.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
#: The signs of vectors, one vector a row, 64 dimensions to a number, zeros behind the last dimension.
TokenBits = NDArray[np.uint64]

#: sqlite-vec's top-k costs grow with the square of k: 200 candidates in 100,000 bit vectors take 28 ms, 500 take 143.
COARSE_CANDIDATES = 200


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
    """The vectors of one embedding space.

    Queries join with ``cross join``, which keeps SQLite from reordering: it would go through every embedding.
    """

    def __init__(self, connection: apsw.Connection, space: int) -> None:
        self._db = connection
        self._space = space
        self._table = f"vectors_{space}"
        self._dims = int(connection.execute("select dims from spaces where id = ?", (space,)).get)

    @classmethod
    def find(cls, connection: apsw.Connection, fingerprint: str) -> "VectorIndex | None":
        """The space of an embedder's fingerprint, or nothing when no vector of it was ever made."""
        space: Any = connection.execute("select id from spaces where fingerprint = ?", (fingerprint,)).get
        return None if space is None else cls(connection, space)

    @classmethod
    def find_or_make(cls, connection: apsw.Connection, fingerprint: str, dims: int) -> "VectorIndex":
        """The space of a fingerprint. A new one takes the place of all others, and every chunk waits for it."""
        with connection:
            found = cls.find(connection, fingerprint) or cls(connection, _make_space(connection, fingerprint, dims))
        return found  # noqa: RET504 (the type checker thinks that the transaction may swallow an error)

    def count(self) -> int:
        """How many chunks have a vector."""
        return int(self._db.execute(f"select count(*) from {self._table}").get)

    def pending(self) -> int:
        """How many chunks wait in the outbox."""
        return int(self._db.execute("select count(*) from vector_outbox").get)

    def drop_stale(self) -> None:
        """Remove the vectors of chunks that are gone, and the embeddings that no chunk uses any more."""
        with self._db:
            gone = "select chunk_id from vector_outbox where chunk_id not in (select id from chunks)"
            for (chunk_id,) in self._db.execute(gone).fetchall():
                self._db.execute(f"delete from {self._table} where chunk_id = ?", (chunk_id,))
                self._db.execute("delete from vector_outbox where chunk_id = ?", (chunk_id,))
            for table in ("embeddings", "tokens"):
                unused = f"delete from {table} where space_id = ? and text_hash not in (select text_hash from chunks)"
                self._db.execute(unused, (self._space,))

    def reuse_known(self) -> int:
        """Give every waiting chunk whose text was embedded before its vector; returns how many."""
        known = """select vector_outbox.chunk_id, embeddings.vector
                   from vector_outbox cross join chunks on chunks.id = vector_outbox.chunk_id
                   cross join embeddings on embeddings.space_id = ? and embeddings.text_hash = chunks.text_hash"""
        with self._db:
            rows: list[Any] = self._db.execute(known, (self._space,)).fetchall()
            for chunk_id, vector in rows:
                self._place(chunk_id, _packed(np.frombuffer(vector, np.float16)))
        return len(rows)

    def waiting(self, limit: int) -> list[Unembedded]:
        """Up to ``limit`` chunks that have to be embedded, one for each distinct text; empty when there are none."""
        query = """select chunks.id, chunks.text_hash from vector_outbox
                   cross join chunks on chunks.id = vector_outbox.chunk_id order by vector_outbox.chunk_id limit ?"""
        first: dict[bytes, int] = {}
        for chunk_id, text_hash in self._db.execute(query, (limit,)):
            first.setdefault(text_hash, chunk_id)
        return [Unembedded(chunk_id, text_hash) for text_hash, chunk_id in first.items()]

    def add(self, text_hashes: Sequence[bytes], vectors: Floats, tokens: Sequence[Floats] = ()) -> None:
        """Store vectors, shape ``(n, dims)``, and place every waiting chunk that has one of these texts.

        ``tokens`` are the vectors of each text's tokens, shape ``(m, dims)``, where they are to be kept.
        """
        with self._db:
            self._db.executemany(
                "insert or replace into tokens values (?, ?, ?)",
                (
                    (self._space, text_hash, packed_tokens(of_text).tobytes())
                    for text_hash, of_text in zip(text_hashes, tokens, strict=bool(tokens))
                    if len(of_text)
                ),
            )
            for text_hash, vector in zip(text_hashes, vectors, strict=True):
                half = vector.astype(np.float16)
                self._db.execute(
                    "insert or replace into embeddings values (?, ?, ?)", (self._space, text_hash, half.tobytes())
                )
                waiting = """select chunks.id from vector_outbox join chunks on chunks.id = vector_outbox.chunk_id
                             where chunks.text_hash = ?"""
                ids: list[Any] = self._db.execute(waiting, (text_hash,)).fetchall()
                for (chunk_id,) in ids:
                    self._place(chunk_id, _packed(half))

    def search(self, query: Floats, limit: int, among: Collection[int] | None = None) -> list[Neighbour]:
        """The chunks, of ``among`` where given, nearest to a unit vector, best first.

        Coarse by Hamming distance, then by exact cosine. ``among`` is sifted within the coarse pass, not after it.
        """
        coarse = f"select chunk_id from {self._table} where bits match vec_bit(?) and k = ?"
        values: list[Any] = [_packed(query), max(limit, COARSE_CANDIDATES)]
        if among is not None:
            coarse += " and chunk_id in (select value from json_each(?))"
            values.append(json.dumps(list(among)))
        ids = [row[0] for row in self._db.execute(coarse, values)]
        vectors = self._vectors(ids)
        if not vectors:
            return []
        found = list(vectors)
        scores = np.stack([np.frombuffer(vectors[i], np.float16) for i in found]).astype(np.float32) @ query
        order = np.argsort(-scores, kind="stable")[:limit]
        return [Neighbour(found[i], float(scores[i])) for i in order]

    def vectors_of(self, chunk_ids: Sequence[int]) -> dict[int, Floats]:
        """The stored vectors of these chunks, as float32."""
        return {i: np.frombuffer(v, np.float16).astype(np.float32) for i, v in self._vectors(chunk_ids).items()}

    def tokens_of(self, chunk_ids: Sequence[int]) -> dict[int, TokenBits]:
        """The tokens of these chunks, of those that have any stored."""
        query = """select chunks.id, tokens.bits
                   from json_each(?) as wanted cross join chunks on chunks.id = wanted.value
                   cross join tokens on tokens.space_id = ? and tokens.text_hash = chunks.text_hash"""
        width = -(-self._dims // 64)
        rows = self._db.execute(query, (json.dumps(list(chunk_ids)), self._space))
        return {chunk_id: np.frombuffer(bits, np.uint64).reshape(-1, width) for chunk_id, bits in rows}

    def _vectors(self, chunk_ids: Sequence[int]) -> dict[int, bytes]:
        query = """select chunks.id, embeddings.vector
                   from json_each(?) as wanted cross join chunks on chunks.id = wanted.value
                   cross join embeddings on embeddings.space_id = ? and embeddings.text_hash = chunks.text_hash"""
        rows: list[Any] = self._db.execute(query, (json.dumps(list(chunk_ids)), self._space)).fetchall()
        return dict(rows)

    def _place(self, chunk_id: int, bits: bytes) -> None:
        self._db.execute(f"delete from {self._table} where chunk_id = ?", (chunk_id,))
        self._db.execute(f"insert into {self._table} (chunk_id, bits) values (?, vec_bit(?))", (chunk_id, bits))
        self._db.execute("delete from vector_outbox where chunk_id = ?", (chunk_id,))


def _make_space(connection: apsw.Connection, fingerprint: str, dims: int) -> int:
    for (other,) in connection.execute("select id from spaces").fetchall():
        connection.execute(f"drop table vectors_{other}")
        connection.execute("delete from spaces where id = ?", (other,))
    connection.execute("insert into spaces (fingerprint, dims) values (?, ?)", (fingerprint, dims))
    space = connection.last_insert_rowid()
    connection.execute(
        f"create virtual table vectors_{space} using vec0(chunk_id integer primary key, bits bit[{dims}])"
    )
    connection.execute("insert or ignore into vector_outbox select id from chunks")
    return space


def packed_tokens(vectors: Floats) -> TokenBits:
    """The signs of vectors, shape ``(n, dims)``, as ``(n, dims / 64)`` numbers, rounded up."""
    bits = np.packbits(vectors > 0, axis=1)
    return np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64)


def _packed(vector: NDArray[np.floating]) -> bytes:
    """The signs of a vector, 8 to a byte."""
    return np.packbits(vector > 0).tobytes()
