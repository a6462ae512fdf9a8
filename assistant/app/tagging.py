"""Tags that notes lack: which, and putting them there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.app.asking import Answering
from assistant.errors import ModelMissingError, UsageError

if TYPE_CHECKING:
    from assistant.app.opened import OpenIndex
    from assistant.engines.ports import Embedder
    from assistant.store.embeddings import Floats
    from assistant.store.filters import Filters
    from assistant.store.vectors import VectorIndex
    from assistant.tagging.suggest import Neighbour, Suggestion
    from assistant.tagging.write import Change

#: Passages that are looked at for the nearest notes.
NEAREST_PASSAGES = 200


@dataclass(frozen=True, slots=True)
class NoteTags:
    """A note, the tags it has, and those it lacks, the most likely first."""

    path: str
    tags: tuple[str, ...]
    suggestions: "tuple[Suggestion, ...]"


class Tagger:
    """Suggestions over an open index."""

    def __init__(
        self, index: "OpenIndex", vectors: "VectorIndex", embedder: "Embedder", notices: tuple[str, ...]
    ) -> None:
        from assistant.store.tags import tag_shares, tagged_notes
        from assistant.tagging.daily import daily_tags

        self.notices = notices
        self.embedder = embedder
        self._index = index
        self._vectors = vectors
        self._usual = tag_shares(index.connection)
        self._daily = daily_tags(tagged_notes(index.connection))

    def notes(self, filters: "Filters") -> list[str]:
        """The paths of the notes that filters leave."""
        from assistant.store.tags import paths_of

        return paths_of(self._index.connection, self._index.catalog.matching(filters))

    def note(self, path: str) -> NoteTags:
        """What a note lacks. Raises ``UsageError`` for one that is not indexed."""
        import numpy as np

        passages = self._index.catalog.note_passages(path)
        if not passages:
            raise UsageError(f"no such note: {path}", hint=f"assistant search path:{path}")
        found = self._vectors.vectors_of([passage.chunk_id for passage in passages])
        text = "\n".join([passages[0].title, *(sentence.text for p in passages for sentence in p.chunk.sentences)])
        vector = np.mean(list(found.values()), axis=0) if found else None
        return NoteTags(path, passages[0].tags, self.suggested(vector, path, passages[0].tags, text))

    def text(self, text: str, vectors: "Floats") -> "tuple[Suggestion, ...]":
        """What fits a text, whose passages have ``vectors``, shape ``(n, dims)``."""
        return self.suggested(vectors.mean(axis=0), "", (), text)

    def suggested(self, vector: "Floats | None", path: str, has: Sequence[str], text: str) -> "tuple[Suggestion, ...]":
        """What fits a text of that vector, which is the note at ``path``, or none, and ``has`` these tags."""
        from assistant.tagging.daily import is_daily
        from assistant.tagging.suggest import suggest

        usual = self._usual
        if not is_daily(path):
            usual = {tag: share for tag, share in usual.items() if tag not in self._daily}
        near = [] if vector is None else self._neighbours(vector, path)
        return tuple(suggest(near, usual, has, text))

    def _neighbours(self, vector: "Floats", path: str) -> "list[Neighbour]":
        """The tagged notes that have a passage near a vector, each as near as its nearest."""
        import numpy as np

        from assistant.store.tags import tagged_chunks, tags_of
        from assistant.tagging.suggest import Neighbour

        among = tagged_chunks(self._index.connection, except_note=path)
        unit = vector / max(float(np.linalg.norm(vector)), 1e-9)
        near = self._vectors.search(unit, NEAREST_PASSAGES, among)
        notes = tags_of(self._index.connection, [neighbour.chunk_id for neighbour in near])
        best: dict[int, Neighbour] = {}
        for neighbour in near:  # the nearest first
            note = notes[neighbour.chunk_id]
            similar = 1 - self.embedder.contrast * (1 - neighbour.similarity)
            best.setdefault(note.note_id, Neighbour(similar, note.tags))
        return list(best.values())


class Tagging(Answering):
    """What suggests and writes tags."""

    @contextmanager
    def tagging(self) -> Iterator[Tagger]:
        """The index, open for many suggestions. Raises ``IndexMissingError``, ``ModelMissingError``."""
        fresh = self.freshen(self.settings.index.freshen_ms / 1000)
        with self.open_index() as index:
            served = self.served_by(index)
            vectors = index.find_vectors(served.embedder) if served else None
            if served is None or vectors is None:
                name = self.embed_model
                raise ModelMissingError(
                    f"no vectors of {name} yet", hint=f"assistant models pull {name} && assistant index"
                )
            yield Tagger(index, vectors, served.embedder, fresh)

    def tags_for_text(self, tagger: Tagger, text: str) -> "tuple[Suggestion, ...]":
        """What fits a text that is no note. Raises ``UsageError`` for one without a word."""
        from assistant.store.chunks import texts_of

        note = self._parse_piped(text)
        if note is None:
            raise UsageError("there is nothing on stdin", hint="assistant tag - < draft.md")
        return tagger.text(text, tagger.embedder.embed_documents(texts_of(note)))

    def plan_tags(self, path: str, tags: tuple[str, ...]) -> "Change":
        """What adding tags makes of a note. Raises what ``tagging.write.plan_tags`` does."""
        from assistant.tagging.write import plan_tags

        with self.open_index() as index:
            known = index.catalog.notes([path])[path]
        return plan_tags(self.folder, path, tags, known.hash, self.settings.notes.max_bytes)

    def write_tags(self, change: "Change") -> None:
        """Put them there. Raises ``AssistantError`` when the note changed meanwhile."""
        from assistant.tagging.write import write_change

        write_change(self.folder, change)
