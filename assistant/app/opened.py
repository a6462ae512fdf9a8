"""One notes folder and its index, open."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from assistant.app.fitting import Fitting
from assistant.errors import BusyError, IndexMissingError
from assistant.settings.paths import make_private

if TYPE_CHECKING:
    import apsw

    from assistant.engines.ports import Embedder
    from assistant.index.sync import Recipe
    from assistant.lexical.index import LexicalIndex
    from assistant.store.catalog import Catalog
    from assistant.store.spaces import Space
    from assistant.store.vectors import VectorIndex

#: Another writer of the same index is waited for this many seconds.
LOCK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class NamedEmbedder:
    """An embedder, and the name of its model."""

    name: str
    embedder: "Embedder"


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One folder's catalog and lexical index, open."""

    folder: Path
    catalog: "Catalog"
    lexical: "LexicalIndex"
    connection: "apsw.Connection"

    @property
    def serving(self) -> "Space | None":
        """The embedding space that searches use."""
        from assistant.store.spaces import serving

        return serving(self.connection)

    @property
    def coming(self) -> "Space | None":
        """The embedding space in the making, while another model's vectors serve."""
        from assistant.store.spaces import coming

        return coming(self.connection)

    def find_vectors(self, embedder: "Embedder") -> "VectorIndex | None":
        """The vectors of an embedder, if they serve."""
        from assistant.store.vectors import VectorIndex

        return VectorIndex.find(self.connection, embedder.fingerprint)

    def make_vectors(self, named: NamedEmbedder) -> "VectorIndex":
        """The vectors of an embedder, which take the place of any other's."""
        from assistant.store.vectors import VectorIndex

        embedder = named.embedder
        return VectorIndex.find_or_make(self.connection, embedder.fingerprint, embedder.dims, named.name)


class Opening(Fitting):
    """The notes folder that the settings name, and its index."""

    @contextmanager
    def open_index(self, *, create: bool = False) -> Iterator[OpenIndex]:
        """The folder's index. Raises ``IndexMissingError``, ``IndexBrokenError``."""
        from assistant.lexical.index import LexicalIndex, exists
        from assistant.store.catalog import Catalog

        with self.connected(create=create) as connection:
            catalog = Catalog(connection)
            if not exists(self.index_folder):
                catalog.queue_all_lexical()
            yield OpenIndex(self.folder, catalog, LexicalIndex(self.index_folder), connection)

    @contextmanager
    def connected(self, *, create: bool = False) -> "Iterator[apsw.Connection]":
        """A connection to the folder's database. Raises ``IndexMissingError``, ``IndexBrokenError``."""
        from assistant.store.database import connect, database_errors

        if not create and not self.catalog_file.exists():
            raise IndexMissingError(
                f"{self.folder} is not indexed yet", hint=f"assistant --notes {quote(str(self.folder))} index"
            )
        connection = connect(self.catalog_file)
        try:
            with database_errors(self.catalog_file):
                yield connection
        finally:
            connection.close()

    @contextmanager
    def writing(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """While it is open, nobody else changes catalog or lexical index. Another writer is waited for, in seconds.

        Raises ``BusyError`` when somebody is still at it.
        """
        with self._locked("write.lock", seconds):
            yield

    @contextmanager
    def embedding(self) -> Iterator[None]:
        """While it is open, nobody else works on all the vectors. Raises ``BusyError`` when somebody is at it.

        It keeps two from doing the same work; what they write is right without it.
        """
        with self._locked("embed.lock", LOCK_SECONDS):
            yield

    @contextmanager
    def _locked(self, name: str, seconds: float) -> Iterator[None]:
        from filelock import FileLock, Timeout

        folder = make_private(self.index_folder)
        try:
            with FileLock(folder / name, timeout=seconds, mode=0o600):
                yield
        except Timeout as error:
            raise BusyError("another run is indexing this folder", hint="wait for it to end, then try again") from error

    def served_by(self, index: OpenIndex) -> NamedEmbedder | None:
        """Whose vectors serve, or would: another model's than the settings' as long as its own serve and it is there.

        Nothing without any embedding model that could be used.
        """
        space, wanted = index.serving, self.embedder
        if space and space.model and not (wanted and wanted.fingerprint == space.fingerprint):
            other = self.embedder_named(space.model)
            if other and other.fingerprint == space.fingerprint:
                return NamedEmbedder(space.model, other)
        return NamedEmbedder(self.embed_model, wanted) if wanted else None

    def recipe(self, named: NamedEmbedder | None = None) -> "Recipe":
        """How notes are cut: in the tokens of an embedder, the settings' own unless one is named.

        In estimated tokens as long as there is none.
        """
        from assistant.index.sync import Recipe
        from assistant.notes.chunks import ChunkSizes
        from assistant.notes.tokens import estimate_tokens

        index, rules = self.settings.index, self.walk_rules()
        sizes = ChunkSizes(index.chunk_target, index.chunk_ceiling)
        if named is None and self.embedder:
            named = NamedEmbedder(self.embed_model, self.embedder)
        if named is None:
            return Recipe(rules, sizes, "estimate", estimate_tokens)
        return Recipe(rules, sizes, named.name, named.embedder.count_tokens)
