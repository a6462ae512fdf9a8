"""What is known of texts in an embedding space, by the hash of the embedded text: vectors, and the signs of tokens."""

import json
from collections.abc import Collection, Sequence
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from assistant.store.spaces import Space

Floats = NDArray[np.float32]
#: The signs of vectors, one vector a row, 64 dimensions to a number, zeros behind the last dimension.
TokenBits = NDArray[np.uint64]


class Embeddings:
    """The embedded texts of one space.

    Queries join with ``cross join``, which keeps SQLite from reordering: it would go through every embedding.
    """

    def __init__(self, connection: apsw.Connection, space: Space) -> None:
        self._db = connection
        self._space = space

    def unknown(self, text_hashes: Collection[bytes]) -> set[bytes]:
        """Those of these texts that have no vector."""
        query = "select 1 from embeddings where space_id = ? and text_hash = ?"
        return {key for key in text_hashes if self._db.execute(query, (self._space.id, key)).get is None}

    def keep(self, text_hashes: Sequence[bytes], vectors: Floats, tokens: Sequence[Floats] = ()) -> None:
        """Keep the vectors of texts, shape ``(n, dims)``, as float16; call it in a transaction.

        ``tokens`` are the vectors of each text's tokens, shape ``(m, dims)``, where their signs are to be kept.
        """
        self._db.executemany(
            "insert or replace into tokens values (?, ?, ?)",
            (
                (self._space.id, text_hash, packed_tokens(of_text).tobytes())
                for text_hash, of_text in zip(text_hashes, tokens, strict=bool(tokens))
                if len(of_text)
            ),
        )
        self._db.executemany(
            "insert or replace into embeddings values (?, ?, ?)",
            (
                (self._space.id, text_hash, vector.astype(np.float16).tobytes())
                for text_hash, vector in zip(text_hashes, vectors, strict=True)
            ),
        )

    def sweep(self) -> None:
        """Forget the texts that no chunk has any more; call it in a transaction."""
        for table in ("embeddings", "tokens"):
            unused = f"delete from {table} where space_id = ? and text_hash not in (select text_hash from chunks)"
            self._db.execute(unused, (self._space.id,))

    def vectors_of(self, chunk_ids: Sequence[int]) -> dict[int, Floats]:
        """The vectors of these chunks, of those that have one, as float32."""
        query = """select chunks.id, embeddings.vector
                   from json_each(?) as wanted cross join chunks on chunks.id = wanted.value
                   cross join embeddings on embeddings.space_id = ? and embeddings.text_hash = chunks.text_hash"""
        rows: list[Any] = self._db.execute(query, (json.dumps(list(chunk_ids)), self._space.id)).fetchall()
        return {chunk_id: np.frombuffer(vector, np.float16).astype(np.float32) for chunk_id, vector in rows}

    def tokens_of(self, chunk_ids: Sequence[int]) -> dict[int, TokenBits]:
        """The tokens of these chunks, of those that have any stored."""
        query = """select chunks.id, tokens.bits
                   from json_each(?) as wanted cross join chunks on chunks.id = wanted.value
                   cross join tokens on tokens.space_id = ? and tokens.text_hash = chunks.text_hash"""
        width = -(-self._space.dims // 64)
        rows = self._db.execute(query, (json.dumps(list(chunk_ids)), self._space.id))
        return {chunk_id: np.frombuffer(bits, np.uint64).reshape(-1, width) for chunk_id, bits in rows}


def packed_tokens(vectors: Floats) -> TokenBits:
    """The signs of vectors, shape ``(n, dims)``, as ``(n, dims / 64)`` numbers, rounded up."""
    bits = np.packbits(vectors > 0, axis=1)
    return np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64)
