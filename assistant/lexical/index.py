"""The Tantivy index: one document a chunk, its fields holding terms that ``analysis`` made.

Text is analysed before it reaches Tantivy, whose own tokenizer then only splits at spaces; queries are built
term by term, so nothing a user types is ever parsed as syntax.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import tantivy

from assistant.domain import Passage
from assistant.errors import IndexBrokenError
from assistant.lexical.analysis import QueryWord, analyze, is_cjk

#: Score of a word by the field it is found in; the best field counts whole, the others a little.
FIELD_WEIGHTS = {"title": 1.6, "headings": 1.3, "tags": 1.2, "path": 0.7, "body": 1.0}
OTHER_FIELDS_SHARE = 0.2
EXACT_WEIGHT = 0.15
#: Bonus for two words that stand together in a text as they do in the question, and for two that carry weight and
#: stand near each other: at most so many words lie between them.
TOGETHER_WEIGHT = 0.2
ADJACENT_SLOP, NEAR_SLOP = 1, 4
WRITER_BYTES = 50_000_000
#: Part of the folder's name. Raise it when fields or analysis change: a new folder starts empty and is filled anew.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A chunk and its BM25 score."""

    chunk_id: int
    score: float


class LexicalIndex:
    """The lexical index below ``parent``; made when it is not there."""

    def __init__(self, parent: Path) -> None:
        folder = folder_below(parent)
        self._schema = _schema()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._index = tantivy.Index(self._schema, path=os.fspath(folder))
        except (ValueError, OSError) as error:
            raise IndexBrokenError(
                f"the lexical index is damaged: {folder} ({error})", hint="rebuild it: assistant index --rebuild"
            ) from error

    def count(self) -> int:
        """How many chunks it holds."""
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def update(self, chunk_ids: Iterable[int], passages: Iterable[Passage]) -> None:
        """Make the entries of ``chunk_ids`` what ``passages`` say; an id without a passage is removed.

        Returns after Tantivy's commit. Doing it again changes nothing.
        """
        writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        try:
            # Not delete_documents_by_term: it takes the id for a signed number and finds nothing.
            writer.delete_documents_by_query(tantivy.Query.term_set_query(self._schema, "chunk_id", list(chunk_ids)))
            for passage in passages:
                writer.add_document(_document(passage))
            writer.commit()
        finally:
            writer.wait_merging_threads()
        self._index.reload()

    def search(self, words: Sequence[QueryWord], limit: int) -> list[LexicalHit]:
        """The chunks that match the words best by BM25; words are ORed."""
        query = self._query(words)
        if query is None:
            return []
        searcher = self._index.searcher()
        found = searcher.search(query, limit=limit, count=False).hits
        ids: list[Any] = searcher.fast_field_values("chunk_id", [address for _, address in found])
        return [LexicalHit(chunk_id, score) for (score, _), chunk_id in zip(found, ids, strict=True)]

    def document_frequency(self, word: QueryWord) -> int:
        """In how many chunks the commonest form of a word stands."""
        searcher = self._index.searcher()
        return max((searcher.doc_freq("body", term) for term in word.stemmed), default=0)

    def _query(self, words: Sequence[QueryWord]) -> tantivy.Query | None:
        weighty = [word for word in words if word.weight > 0]
        if not weighty:
            return None
        clauses = [self._word(word) for word in weighty]
        clauses += [
            self._pair(a, b, ADJACENT_SLOP)
            for a, b in pairwise(words)
            if (a.weight or b.weight) and not (is_cjk(a.surface) or is_cjk(b.surface))
        ]
        clauses += [
            self._pair(a, b, NEAR_SLOP)
            for a, b in pairwise(weighty)
            if not (is_cjk(a.surface) or is_cjk(b.surface))  # bigrams overlap, and are pairs themselves
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])

    def _pair(self, first: QueryWord, second: QueryWord, slop: int) -> tantivy.Query:
        words: list[Any] = [first.stemmed[0], second.stemmed[0]]
        return tantivy.Query.boost_query(tantivy.Query.phrase_query(self._schema, "body", words, slop), TOGETHER_WEIGHT)

    def _word(self, word: QueryWord) -> tantivy.Query:
        fields = [
            self._term(field, term, weight * word.weight)
            for field, weight in FIELD_WEIGHTS.items()
            for term in word.stemmed
        ]
        best = tantivy.Query.disjunction_max_query(fields, tie_breaker=OTHER_FIELDS_SHARE)
        exact = [(tantivy.Occur.Should, self._term("exact", term, EXACT_WEIGHT * word.weight)) for term in word.exact]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, best), *exact])

    def _term(self, field: str, term: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), weight)


def folder_below(parent: Path) -> Path:
    """Where the lexical index of the present format lies."""
    return parent / f"lexical-{FORMAT}"


def exists(parent: Path) -> bool:
    """Whether there is a lexical index of the present format; ask before opening it, which makes one."""
    return (folder_below(parent) / "meta.json").exists()


def remove(parent: Path) -> None:
    """Delete the lexical indexes of every format; the next one is made from the catalog."""
    for folder in parent.glob("lexical-*"):
        shutil.rmtree(folder, ignore_errors=True)


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
