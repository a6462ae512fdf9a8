"""The vectors of a model that is to take over, made beside those that serve."""

from collections.abc import Collection, Sequence

import apsw

from assistant.store.embeddings import Embeddings, Floats
from assistant.store.spaces import note_progress, prepare
from assistant.store.transaction import transaction


class ComingVectors:
    """Vectors of texts in the space in the making; ``VectorIndex.find_or_make`` has them serve."""

    def __init__(self, connection: apsw.Connection, fingerprint: str, dims: int, model: str) -> None:
        self._db = connection
        self._space = prepare(connection, fingerprint, dims, model)
        self._known = Embeddings(connection, self._space)

    def unknown(self, text_hashes: Collection[bytes]) -> set[bytes]:
        """Those of these texts that have no vector."""
        return self._known.unknown(text_hashes)

    def add(
        self, text_hashes: Sequence[bytes], vectors: Floats, tokens: Sequence[Floats], done: int, total: int
    ) -> None:
        """Keep vectors as ``Embeddings.keep`` does, and for how many notes they are made by now."""
        with transaction(self._db):
            self._known.keep(text_hashes, vectors, tokens)
            note_progress(self._db, self._space, done, total)
