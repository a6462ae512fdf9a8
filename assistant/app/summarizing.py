"""Summaries of what the user names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.asking import Answering
from assistant.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.answer.check.quotes import QuoteReader
    from assistant.app.opened import OpenIndex
    from assistant.digest.compose import Composer, Progress, Wish
    from assistant.digest.model import Digest, Finding
    from assistant.digest.writing import SectionWriter
    from assistant.domain import Passage
    from assistant.store.filters import Filters

#: Passages that a status report is made from.
STATUS_PASSAGES = 60


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be summarized: passages that came on the wish's days in the notes that ``narrow`` leaves.

    Or one note, or a text. The wish's query looks for passages instead.
    """

    narrow: "Filters"
    note: str = ""
    text: str = ""


class Summarizing(Answering):
    """What makes digests."""

    def summarize(self, subject: Subject, wish: "Wish", progress: "Progress") -> "Digest":
        """A digest of the subject. Raises ``IndexMissingError``, ``UsageError`` for a note that is not known.

        A text is summarized without an index.
        """
        from dataclasses import replace

        from assistant.answer.check.quotes import QuoteReader

        folder = Path() if subject.text else self.folder
        quotes = QuoteReader(folder, self.settings.notes.max_bytes, subject.text)
        if subject.text:
            own = self._text_passages(subject.text)
            return self._composer(None, quotes).compose(own, wish, progress)
        with self.open_index() as index:
            passages = self._passages(index, subject, wish)
            digest = self._composer(index, quotes).compose(passages, wish, progress)
            links = _links(index, wish, quotes) if wish.days and not subject.narrow and not subject.note else ()
            return replace(digest, findings=(*digest.findings, *links))

    def _passages(self, index: "OpenIndex", subject: Subject, wish: "Wish") -> "Sequence[Passage]":
        if wish.query:
            with self.searching("hybrid", subject.narrow, reread=False) as searching:
                found = searching.search.run(wish.query, STATUS_PASSAGES, searching.mode)
            passages = [hit.passage for hit in found.hits if not wish.days or hit.passage.date in wish.days]
            own = {passage.chunk_id for passage in index.catalog.added(subject.narrow)}
            return [passage for passage in passages if passage.chunk_id in own]
        if subject.note:
            passages = index.catalog.note_passages(subject.note)
            if not passages:
                raise UsageError(f"no such note: {subject.note}", hint=f"assistant search path:{subject.note}")
            return passages
        from assistant.retrieve.templates import is_template

        days, folders = wish.days, index.catalog.template_folders()
        added = index.catalog.added(subject.narrow, days.first if days else None, days.last if days else None)
        return [passage for passage in added if not is_template(passage, folders)]

    def _text_passages(self, text: str) -> "list[Passage]":
        from assistant.answer.check.quotes import STDIN
        from assistant.domain import Passage

        note = self._parse_piped(text)
        if note is None:
            return []
        return [
            Passage(n, STDIN, note.title, chunk.day or note.date, note.language, note.tags, chunk)
            for n, chunk in enumerate(note.chunks, start=1)
        ]

    def _composer(self, index: "OpenIndex | None", quotes: "QuoteReader") -> "Composer":
        from assistant.digest.compose import Composer
        from assistant.digest.vectors import word_vectors
        from assistant.engines.likeness import likeness
        from assistant.lexical.analysis import analyze_query

        contrast = self.embedder.contrast if self.embedder else 1.0

        def embed(texts: Sequence[str]) -> "NDArray[np.float32]":
            return self.embedder.embed_documents(texts) if self.embedder and texts else word_vectors(texts)

        def rarity(word: str, language: str) -> float:
            words = analyze_query(word, (language,)) if index else []
            return index.lexical.rarity(words[0]) if index and words else 1.0

        like = partial(likeness, contrast=contrast)
        return Composer(embed, rarity, quotes, self._section_writer(), like)

    def _section_writer(self) -> "SectionWriter | None":
        """The chat model, where it may word a summary: a small one quotes better than it writes."""
        from assistant.answer.draft.writing import Style
        from assistant.digest.writing import SectionWriter

        if self._style() is Style.EXTRACTIVE:
            return None
        return SectionWriter(self.chat, self.prompts.get("digest"), self.settings.ask.answer_tokens)


def _links(index: "OpenIndex", wish: "Wish", quotes: "QuoteReader") -> "list[Finding]":
    """The links and the lone notes of the wish's days."""
    from assistant.digest.model import Finding, FindingKind
    from assistant.domain import Citation
    from assistant.store.history import new_links, new_orphans

    days = wish.days
    if days is None:
        return []
    found = []
    for link in new_links(index.connection, days.first, days.last):
        line = quotes.line(link.path, link.line)
        citation = Citation(0, link.path, link.line, link.line, line)
        found.append(Finding(FindingKind.LINKED, f"{link.path} → {link.target}", citation, link.target))
    for path in new_orphans(index.connection, days.first, days.last):
        citation = Citation(0, path, 1, 1, quotes.line(path, 1))
        found.append(Finding(FindingKind.ORPHAN, path, citation))
    return found
