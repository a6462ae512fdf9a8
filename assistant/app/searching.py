"""Finding passages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.app.freshness import Fresh
from assistant.app.opened import OpenIndex
from assistant.errors import IndexMissingError, ModelMissingError

if TYPE_CHECKING:
    from assistant.domain import Hit
    from assistant.retrieve.candidates import VectorSide
    from assistant.retrieve.explain import Explanation
    from assistant.retrieve.search import Mode, Search
    from assistant.store.filters import Filters

#: Passages looked at for every note that is shown, so that a long note does not crowd out the others, and at least.
CHUNKS_A_NOTE, CHUNKS = 4, 40


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """The best places of each note, how they came about, and what the user should know: an index that lags, say."""

    hits: "tuple[Hit, ...]"
    explanation: "Explanation"
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searching:
    """A search over an open index."""

    search: "Search"
    mode: "Mode"
    notices: tuple[str, ...]

    def run(self, text: str, limit: int) -> SearchOutcome:
        """The best places of the ``limit`` best notes, near copies after all others."""
        from assistant.retrieve.places import places_of_notes

        result = self.search.run(text, max(CHUNKS, CHUNKS_A_NOTE * limit), self.mode)
        notices = (*self.notices, *result.explanation.notices)
        return SearchOutcome(places_of_notes(result.hits, limit), result.explanation, notices)


class Finding(Fresh):
    """What looks things up."""

    @contextmanager
    def searching(self, mode: str, narrow: "Filters | None" = None, *, reread: bool = True) -> "Iterator[Searching]":
        """The index, open for many searches among the notes that ``narrow`` leaves. Raises what ``search`` does.

        Without ``reread`` no model reads the passages that were found again.
        """
        from assistant.retrieve.search import Aids, Mode, Search

        fresh = self.freshen(self.settings.index.freshen_ms / 1000)
        with self.open_index() as index:
            whole = index.catalog.is_whole()
            if not whole and not index.catalog.counts().notes:
                raise IndexMissingError(f"no index run over {self.folder} has finished yet", hint="assistant index")
            vector, notices = self._vector_side(index, Mode(mode))
            if not whole:
                notices = (
                    "an index run is under way or was stopped; some notes are missing (assistant index)",
                    *notices,
                )
            if (name := self.settings.models.rerank) and self.installed(name) is None:
                notices = (*notices, f"not reranked: {name} is not installed (assistant models pull {name})")
            aids = Aids(
                self.reranking if reread else None, self.rewriter, self.settings.search.expand == "on", self.recheck
            )
            search = Search(index.catalog, index.lexical, vector, narrow, aids)
            yield Searching(search, Mode(mode), (*fresh, *notices))

    def search(self, text: str, limit: int, mode: str, narrow: "Filters | None" = None) -> SearchOutcome:
        """Search the notes that ``narrow`` leaves.

        Raises ``IndexMissingError``, ``ModelMissingError`` for vector search without one, and ``UsageError`` for a
        query that makes no sense.
        """
        with self.searching(mode, narrow) as searching:
            return searching.run(text, limit)

    def _vector_side(self, index: OpenIndex, mode: "Mode") -> "tuple[VectorSide | None, tuple[str, ...]]":
        """What vector search needs, and what the user should know: no model, or an index that is behind."""
        from assistant.retrieve.candidates import VectorSide
        from assistant.retrieve.search import Mode

        unlisted = len(index.catalog.pending_lexical())
        lag = (f"{unlisted} passages are not in the word index yet (assistant index)",) if unlisted else ()
        if mode == Mode.LEXICAL:
            return None, lag
        name, served = self.embed_model, self.served_by(index)
        if served is None:
            if mode == Mode.VECTOR:
                raise ModelMissingError(
                    f"the embedding model {name} is not installed", hint=f"assistant models pull {name}"
                )
            alone = f"searching by words alone: {name} is not installed (assistant models pull {name})"
            return None, (*lag, alone)
        vectors = index.find_vectors(served.embedder)
        if vectors is None:
            return None, (*lag, f"searching by words alone: no vectors of {name} yet (assistant index)")
        if waiting := vectors.pending():
            lag = (*lag, f"{waiting} passages have no vector yet (assistant index)")
        if served.embedder is not self.embedder:
            lag = (*lag, self._change_notice(index, served.name))
        return VectorSide(vectors, served.embedder), lag

    def _change_notice(self, index: OpenIndex, present: str) -> str:
        """How far the change from the present embedding model to that of the settings is."""
        name, coming = self.embed_model, index.coming
        if self.embedder is None:
            return f"searching with the vectors of {present}: {name} is not installed (assistant models pull {name})"
        far = f"{coming.done} of {coming.total} notes" if coming and coming.total else "none"
        return f"searching with the vectors of {present} until all of {name} are made, now {far} (assistant index)"
