"""Bringing the index in step with the folder."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.app.opened import NamedEmbedder, OpenIndex, Opening
from assistant.domain import FileState
from assistant.errors import IndexBrokenError
from assistant.failpoints import reach

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.engines.ports import Embedder
    from assistant.index.embed import EmbedReport
    from assistant.index.sync import Progress, Sync, SyncReport
    from assistant.store.catalog import Counts
    from assistant.store.vectors import VectorIndex

#: Another writer is waited for this many seconds by work that took long to get ready.
PATIENCE_SECONDS = 60.0


class Rebuild(StrEnum):
    """What of an index is made anew: words, vectors, or these and the catalog itself."""

    ALL = "all"
    LEXICAL = "lexical"
    VECTOR = "vector"


@dataclass(frozen=True, slots=True)
class IndexOutcome:
    """What an index run did; ``embed`` is ``None`` when no embedding model is installed."""

    sync: "SyncReport"
    embed: "EmbedReport | None"
    counts: "Counts"


class Indexing(Opening):
    """What writes to the index."""

    def sync(self, progress: "Progress", *, rebuild: Rebuild | None = None, allow_empty: bool = False) -> "SyncReport":
        """Bring catalog and lexical index in step with the folder; new passages wait for their vectors.

        Raises ``BusyError`` when another run is at it, and ``FolderGoneError`` when the folder vanished or looks
        unmounted; ``allow_empty`` says that its notes were deleted.
        """
        if rebuild:
            with self.embedding(), self.writing():
                self._clear(rebuild)
        with self.writing(), self.open_index(create=True) as index:
            return self._sync(index).run(progress, allow_empty=allow_empty)

    def refresh(
        self,
        paths: Collection[str] | None,
        progress: "Progress",
        *,
        embed_at_most: int | None = None,
        read_at_most: int | None = None,
    ) -> IndexOutcome:
        """Bring what changed at these paths in step, relative to the folder; ``None`` is the whole folder.

        They name files or folders, there or gone. Of the passages without a vector, at most ``embed_at_most`` texts
        are embedded, the newest first; the rest is left to ``embed``. A large note in which more code points than
        ``read_at_most`` are new is left to another run. Raises what ``sync`` does.
        """
        from assistant.index.embed import embed_waiting

        with self.writing(), self.open_index(create=True) as index:
            sync, served = self._sync(index, read_at_most), self.served_by(index)
            report = sync.run(progress) if paths is None else sync.run_at(paths, progress)
            embedded = None
            if served:
                vectors = index.make_vectors(served)
                embedded = embed_waiting(index.catalog, vectors, served.embedder, progress, embed_at_most)
            return IndexOutcome(report, embedded, index.catalog.counts())

    def embed(self, progress: "Progress") -> "EmbedReport | None":
        """Give every passage its vector; nothing without an embedding model.

        As long as another model's vectors serve, those of the settings' model are made beside them, and take over when
        all are there. Raises ``BusyError`` when another run is at it.
        """
        from assistant.index.embed import embed_waiting
        from assistant.store.spaces import drop_coming

        with self.embedding(), self.open_index(create=True) as index:
            self.reconsider_embedder(index.catalog.text_by_language())
            served = self.served_by(index)
            if served is None:
                return None
            vectors = index.find_vectors(served.embedder) or self._make_vectors(index, served)
            report = embed_waiting(index.catalog, vectors, served.embedder, progress)
            if self.embedder and self.embedder is not served.embedder:
                changed, vectors = self._change_model(index, self.embedder, progress)
                report += changed
            elif index.coming:
                drop_coming(index.connection)
            vectors.sweep()
            reach("embed.swept")
            if vectors.is_sparse():
                with self.writing(PATIENCE_SECONDS):
                    vectors.compact()
            return report

    def files_to_index(self) -> int:
        """How many files are new, gone, or not as they were when they were indexed."""
        from assistant.index.plan import plan
        from assistant.notes.read import NoteText, read_note
        from assistant.notes.walk import walk

        with self.open_index() as index:
            recipe = self.recipe(self.served_by(index))
            known = index.catalog.notes()
            on_disk = {f.path: f for f in walk(self.folder, recipe.rules) if isinstance(f, FileState)}
            changes = plan(on_disk, known, recipe.name)
        behind = len(changes.gone)
        for file in changes.read:
            before, text = known.get(file.path), read_note(self.folder, file.path, recipe.rules.max_bytes)
            if not isinstance(text, NoteText):  # it is to be read in every run, and never indexed
                behind += before is not None
            else:
                behind += before is None or (before.hash, before.recipe) != (text.content_hash, recipe.name)
        return behind

    def _sync(self, index: OpenIndex, at_most: int | None = None) -> "Sync":
        from assistant.index.sync import Sync

        return Sync(index.folder, self.recipe(self.served_by(index)), index.catalog, index.lexical, at_most)

    def _make_vectors(self, index: OpenIndex, named: NamedEmbedder) -> "VectorIndex":
        with self.writing(PATIENCE_SECONDS):
            return index.make_vectors(named)

    def _change_model(
        self, index: OpenIndex, embedder: "Embedder", progress: "Progress"
    ) -> "tuple[EmbedReport, VectorIndex]":
        from assistant.index.ahead import embed_ahead
        from assistant.index.embed import embed_waiting
        from assistant.index.sync import Sync
        from assistant.store.coming import ComingVectors

        named = NamedEmbedder(self.embed_model, embedder)
        recipe = self.recipe(named)
        coming = ComingVectors(index.connection, embedder.fingerprint, embedder.dims, named.name)
        report = embed_ahead(index.folder, recipe, index.catalog, coming, embedder, progress)
        with self.writing(PATIENCE_SECONDS):
            Sync(index.folder, recipe, index.catalog, index.lexical).run(progress)
            reach("vectors.recut")
            vectors = index.make_vectors(named)
        return report + embed_waiting(index.catalog, vectors, embedder, progress), vectors

    def _clear(self, rebuild: Rebuild) -> None:
        """Have a part of the index made anew by the run that follows; the catalog's file stays unless it is damaged."""
        from assistant.lexical.index import remove
        from assistant.store.catalog import Catalog
        from assistant.store.database import set_aside
        from assistant.store.integrity import connected
        from assistant.store.spaces import forget_vectors

        database = self.catalog_file
        if rebuild is Rebuild.ALL and database.exists() and _is_unusable(database):
            set_aside(database)
        if rebuild is not Rebuild.LEXICAL:
            with connected(database) as connection:
                forget_vectors(connection)
                reach("rebuild.vectors.forgotten")
                if rebuild is Rebuild.ALL:
                    Catalog(connection).distrust_notes()
                    reach("rebuild.marked")
        if rebuild is not Rebuild.VECTOR:
            remove(self.index_folder)  # whoever opens an index without one has every chunk written to a new one
            reach("rebuild.lexical.removed")


def _is_unusable(database: "Path") -> bool:
    """Whether a catalog is damaged, or a newer program's."""
    from assistant.store.integrity import damage

    try:
        return bool(damage(database))
    except IndexBrokenError:
        return True
