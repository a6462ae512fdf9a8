"""The Tantivy index: one document a chunk, its fields holding terms that ``analysis`` made.

Text is analysed before it reaches Tantivy, whose own tokenizer then only splits at spaces.
"""

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from assistant.domain import Passage
from assistant.failpoints import reach
from assistant.lexical.analysis import QueryWord, analyze
from assistant.lexical.errors import tantivy_errors
from assistant.lexical.near import near_words
from assistant.lexical.query import FIELD_WEIGHTS, QueryBuilder
from assistant.lexical.statistics import Statistics

WRITER_BYTES = 50_000_000
#: Part of the folder's name. Raise it when fields or analysis change: a new folder starts empty and is filled anew.
FORMAT = 3


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A chunk and its BM25 score."""

    chunk_id: int
    score: float


class LexicalIndex:
    """The lexical index below ``parent``; made when it is not there."""

    def __init__(self, parent: Path) -> None:
        folder = folder_below(parent)
        schema = self._schema = _schema()
        self._known: Statistics | None = None
        self._queries = QueryBuilder(schema)
        self._folder = folder
        with tantivy_errors(self._folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._index = tantivy.Index(schema, path=os.fspath(folder))

    def reload(self) -> None:
        """See what others have committed since."""
        with tantivy_errors(self._folder):
            self._reload()

    def _reload(self) -> None:
        self._index.reload()
        self._known = None

    def count(self) -> int:
        """How many chunks it holds."""
        self.reload()
        return int(self._index.searcher().num_docs)

    def update(self, chunk_ids: Iterable[int], passages: Iterable[Passage]) -> None:
        """Make the entries of ``chunk_ids`` what ``passages`` say; an id without a passage is removed.

        Returns after Tantivy's commit. Doing it again changes nothing.
        """
        with tantivy_errors(self._folder):
            # Not delete_documents_by_term: it takes the id for a signed number and finds nothing.
            gone = self._queries.ids(list(chunk_ids))
            self._write(lambda writer: writer.delete_documents_by_query(gone), passages)

    def _write(self, delete: Callable[[tantivy.IndexWriter], object], passages: Iterable[Passage]) -> None:
        writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        reach("lexical.opened")
        try:
            delete(writer)
            for passage in passages:
                writer.add_document(_document(passage))
            reach("lexical.written")
            writer.commit()
            reach("lexical.committed")
        finally:
            writer.wait_merging_threads()
        self._reload()

    def search(self, words: Sequence[QueryWord], limit: int, among: Collection[int] | None = None) -> list[LexicalHit]:
        """The chunks, of ``among`` where given, that match best by BM25 and its bonuses; words are ORed."""
        with tantivy_errors(self._folder):
            query = self._queries.any_of(words, among, self._statistics())
        return self._found(query, limit) if query else []

    def holding_phrase(self, text: str) -> set[int]:
        """Chunks whose text holds these words as they stand, case and accents aside."""
        query = self._queries.phrase(text)
        return self._all(query) if query else set()

    def holding_word(self, word: QueryWord) -> set[int]:
        """Chunks that hold a word in any form, in their text, title, headings, tags or path."""
        return self._all(self._queries.word_anywhere(word))

    def near_words(self, word: str) -> tuple[str, ...]:
        """Words of the index that ``word`` may be a slip of, the likeliest first."""
        with tantivy_errors(self._folder):
            return near_words(self._index.searcher(), self._queries, word, self._statistics().holding)

    def document_frequency(self, word: QueryWord) -> int:
        """In how many chunks the commonest form of a word stands."""
        with tantivy_errors(self._folder):
            return self._statistics().frequency(word)

    def rarity(self, word: QueryWord) -> float:
        """BM25's inverse document frequency of a word's commonest form in the texts."""
        with tantivy_errors(self._folder):
            return self._statistics().rarity(word)

    def has(self, word: QueryWord) -> bool:
        """Whether a word stands anywhere: in a text, title, heading, tag or path."""
        with tantivy_errors(self._folder):
            statistics = self._statistics()
            return any(statistics.holding(field, term) for field in FIELD_WEIGHTS for term in word.stemmed)

    def waste(self) -> float:
        """The share of deleted entries of all that its files hold."""
        self.reload()
        with tantivy_errors(self._folder):
            return self._statistics().waste

    def renew(self, passages: Iterable[Passage]) -> None:
        """Hold these passages alone, in files without anything deleted. Returns after Tantivy's commit."""
        with tantivy_errors(self._folder):
            self._write(lambda writer: writer.delete_all_documents(), passages)

    def _statistics(self) -> Statistics:
        """Those of the state last seen."""
        if self._known is None:
            self._known = Statistics(self._index.searcher(), self._schema, _deleted(self._folder))
        return self._known

    def _all(self, query: tantivy.Query) -> set[int]:
        return {hit.chunk_id for hit in self._found(query, self._index.searcher().num_docs)}

    def _found(self, query: tantivy.Query, limit: int) -> list[LexicalHit]:
        searcher = self._index.searcher()
        with tantivy_errors(self._folder):
            found = searcher.search(query, limit=max(1, limit), count=False).hits
            ids: list[Any] = searcher.fast_field_values("chunk_id", [address for _, address in found])
        return [LexicalHit(chunk_id, score) for (score, _), chunk_id in zip(found, ids, strict=True)]


def folder_below(parent: Path) -> Path:
    """Where the lexical index of the present format lies."""
    return parent / f"lexical-{FORMAT}"


def _deleted(folder: Path) -> int:
    """How many deleted entries the segments hold still."""
    segments = json.loads((folder / "meta.json").read_bytes())["segments"]
    return sum(segment["deletes"]["num_deleted_docs"] for segment in segments if segment["deletes"])


def exists(parent: Path) -> bool:
    """Whether there is a lexical index of the present format; ask before opening it, which makes one."""
    return (folder_below(parent) / "meta.json").exists()


def remove(parent: Path) -> None:
    """Delete the lexical indexes of every format; the next one is made from the catalog.

    Under another name first: what is left of one whose deletion was stopped must not be taken for an index.
    """
    for number, folder in enumerate(sorted(parent.glob("lexical-*"))):
        waste = folder.with_name(f"lexical-waste-{number}")
        shutil.rmtree(waste, ignore_errors=True)
        if folder.exists():
            folder.rename(waste)
            reach("lexical.renamed")
            shutil.rmtree(waste, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("chunk_id", stored=False, indexed=True, fast=True)
    for field in (*FIELD_WEIGHTS, "exact"):
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="position")
    return builder.build()


def _document(passage: Passage) -> tantivy.Document:
    body = analyze(passage.chunk.text, passage.language)
    document = tantivy.Document()
    document.add_unsigned("chunk_id", passage.chunk_id)
    document.add_text("body", " ".join(body.stemmed))
    document.add_text("exact", " ".join(body.exact))
    context = {
        "title": passage.title,
        "headings": " ".join(passage.chunk.headings),
        "tags": " ".join(passage.tags),
        "path": passage.path,
    }
    for field, text in context.items():
        document.add_text(field, " ".join(analyze(text, passage.language).stemmed))
    return document
