"""Bringing the index in step with the folder."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.app.opened import Opening
from assistant.domain import FileState

if TYPE_CHECKING:
    from assistant.index.embed import EmbedReport
    from assistant.index.sync import Progress, SyncReport
    from assistant.store.catalog import Counts


@dataclass(frozen=True, slots=True)
class IndexOutcome:
    """What an index run did; ``embed`` is ``None`` when no embedding model is installed."""

    sync: "SyncReport"
    embed: "EmbedReport | None"
    counts: "Counts"


class Indexing(Opening):
    """What writes to the index."""

    def index(self, progress: "Progress", *, rebuild: bool = False) -> IndexOutcome:
        """Bring the index in step with the folder. Raises ``BusyError`` when another run is at it."""
        from assistant.index.embed import embed_waiting
        from assistant.index.sync import Sync

        with self.writing():
            if rebuild:
                self._remove_index()
            with self.open_index(create=True) as index:
                recipe = self.recipe()
                report = Sync(index.folder, recipe, index.catalog, index.lexical).run(progress)
                embedded = None
                if self.embedder:
                    embedded = embed_waiting(index.catalog, index.make_vectors(self.embedder), self.embedder, progress)
                return IndexOutcome(report, embedded, index.catalog.counts())

    def files_to_index(self) -> int:
        """How many files are new, gone, or of another size or time than when they were indexed."""
        from assistant.index.plan import plan
        from assistant.notes.read import NoteText, read_note
        from assistant.notes.walk import walk

        recipe = self.recipe()
        with self.open_index() as index:
            known = index.catalog.notes()
            on_disk = {f.path: f for f in walk(self.folder, recipe.rules) if isinstance(f, FileState)}
            changes = plan(on_disk, known, recipe.name)
        # A file that can't be read is new in every run, and never indexed.
        behind = [
            file
            for file in changes.read
            if file.path in known or isinstance(read_note(self.folder, file.path, recipe.rules.max_bytes), NoteText)
        ]
        return len(behind) + len(changes.gone)

    def _remove_index(self) -> None:
        from assistant.lexical.index import remove

        for file in self.index_folder.glob("catalog.db*"):
            file.unlink()
        remove(self.index_folder)
