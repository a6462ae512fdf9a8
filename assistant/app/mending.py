"""Putting a broken index right."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.indexing import Rebuild
from assistant.app.working import Working
from assistant.failpoints import reach

if TYPE_CHECKING:
    from assistant.index.sync import Progress


class Mending(Working):
    """What makes anew what is broken, out of what is not."""

    def catalog_problem(self) -> str:
        """What is wrong with the database file; empty when it is sound or not there. Raises as ``integrity.damage``."""
        from assistant.store.integrity import damage

        return damage(self.catalog_file) if self.catalog_file.exists() else ""

    def set_aside_catalog(self) -> Path:
        """Move the database out of the way under a name with the time, and remove what was derived from it.

        Call it while ``writing``. Stopped in between, it can be done again.
        """
        from assistant.lexical.index import remove
        from assistant.store.database import set_aside

        remove(self.index_folder)  # first: what is derived from nothing would stay in it
        reach("repair.lexical.removed")
        aside = set_aside(self.catalog_file)
        reach("repair.set_aside")
        return aside

    def remake_catalog(self, progress: "Progress") -> Path:
        """Make the index anew from the notes; returns where the database lies that could not be read."""
        with self.embedding(), self.writing():
            aside = self.set_aside_catalog()
        self.index(progress)
        return aside

    def remake_lexical(self, progress: "Progress") -> None:
        """Make the lexical index anew from the catalog, whatever is left of it."""
        self.index(progress, rebuild=Rebuild.LEXICAL)

    def remake_vectors(self, progress: "Progress") -> None:
        """Make every vector anew."""
        self.index(progress, rebuild=Rebuild.VECTOR)

    def mend(self, progress: "Progress", lexical: Collection[int] = (), vector: Collection[int] = ()) -> None:
        """Have the entries of these chunks in the derived indexes made anew."""
        from assistant.store.integrity import connected, requeue

        with connected(self.catalog_file) as connection:
            requeue(connection, lexical, vector)
        self.index(progress)
