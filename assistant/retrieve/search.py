"""Hybrid search over one index: parse, narrow, both lists, fuse, boost, read."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import TypeAlias

from assistant.domain import Hit, ListRank, Passage
from assistant.lexical.analysis import QueryWord, analyze_query
from assistant.lexical.index import LexicalIndex
from assistant.retrieve.candidates import (
    CANDIDATES,
    Reach,
    Scores,
    VectorSide,
    lexical_scores,
    token_list,
    vector_scores,
)
from assistant.retrieve.expansion import PASSAGES, expanded
from assistant.retrieve.explain import Explanation
from assistant.retrieve.filters import allowed_chunks
from assistant.retrieve.fusion import Fused, fuse
from assistant.retrieve.query import Query, parse_query
from assistant.retrieve.rerank import Reranking
from assistant.retrieve.rewrite import Rewriter, with_wordings
from assistant.retrieve.said import boost_said, boosts_of_said_days, faded
from assistant.retrieve.spelling import corrected_words
from assistant.retrieve.structure import boost_structure
from assistant.retrieve.weights import Grasp, list_weights
from assistant.store.catalog import Catalog
from assistant.store.filters import Filters

#: Indexes anew those of these notes that changed on disk, and tells whether any did; may add to the notices.
Recheck: TypeAlias = Callable[[Collection[str], list[str]], bool]


class Mode(StrEnum):
    """Which lists take part."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    VECTOR = "vector"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and how they came about."""

    hits: tuple[Hit, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Aids:
    """What may help a search beside the two indexes: other wordings, more words, a reranker, a look at the files."""

    reranking: Reranking | None = None
    rewriter: Rewriter | None = None
    expand: bool = False
    recheck: Recheck | None = None


class Search:
    """Searches one index; without a vector side it is lexical. ``narrow`` holds for every query."""

    def __init__(
        self,
        catalog: Catalog,
        lexical: LexicalIndex,
        vector: VectorSide | None,
        narrow: Filters | None = None,
        aids: Aids | None = None,
    ) -> None:
        self._catalog = catalog
        self._lexical = lexical
        self._vector = vector
        self._narrow = narrow or Filters()
        self._aids = aids or Aids()
        self._languages = tuple(catalog.languages()[:4])

    def run(self, text: str, limit: int, mode: Mode = Mode.HYBRID, today: date | None = None) -> SearchResult:
        """The passages that fit a query best; where it holds nothing but filters or a day, the newest they leave.

        When a note that was found turns out to have changed on disk, it is searched once more. Raises ``UsageError``
        when a filter of the query makes no sense.
        """
        result = self._run(text, limit, mode, today)
        found = {hit.passage.path for hit in result.hits}
        if self._aids.recheck and found and self._aids.recheck(found, result.explanation.notices):
            self._lexical.reload()
            result = self._run(text, limit, mode, today)
        return result

    def _run(self, text: str, limit: int, mode: Mode, today: date | None) -> SearchResult:
        explanation = Explanation()
        reach = self._understand(text, max(CANDIDATES, limit), today, explanation)
        words = explanation.words
        if reach.among is not None and not any(word.weight for word in words):
            return SearchResult(self._newest(reach.among, limit, explanation), explanation)
        lists = self._lists(mode, reach, explanation)
        found = fuse(lists, explanation.weights)
        found = boost_said(found, reach.dated, lists)
        found = [item for item in found if item.id not in reach.hidden]
        with explanation.timed("structure"):
            found = boost_structure(found, explanation.query.text, words, self._catalog)
        found = sorted(found, key=lambda item: (-item.score, item.id))[:limit]
        with explanation.timed("read"):
            hits = self._hits(found, lists)
        if self._aids.reranking:
            with explanation.timed("rerank"):
                reranked = self._aids.reranking.run(explanation.query.text, hits)
            hits, explanation.reranked = reranked.hits, reranked.read
        return SearchResult(hits, explanation)

    def words(self, text: str) -> list[QueryWord]:
        """The words of a question as they were typed."""
        return self._words(self._parse(text, None))

    def rarity(self, word: QueryWord) -> float:
        """How much a word tells: its inverse document frequency, ``ln(1 + (N + 1) / (n + 0.5))``."""
        return math.log(1 + (self._lexical.count() + 1) / (self._lexical.document_frequency(word) + 0.5))

    def tasks(self, query: Query, limit: int) -> tuple[Hit, ...]:
        """The passages that hold tasks among those that a query's filters leave, those of the newest notes first."""
        among = allowed_chunks(query, self._catalog, self._lexical, Explanation())
        return tuple(Hit(passage, 0.0) for passage in self._catalog.passages(self._catalog.with_tasks(limit, among)))

    def note(self, path: str) -> list[Passage]:
        """All passages of a note, in order."""
        return self._catalog.note_passages(path)

    def _parse(self, text: str, today: date | None) -> Query:
        return parse_query(text, today or date.today(), self._narrow)

    def _words(self, query: Query) -> list[QueryWord]:
        return analyze_query(query.text, self._languages)

    def _understand(self, text: str, limit: int, today: date | None, explanation: Explanation) -> Reach:
        """Take a query apart, and settle which passages can be found; fills query and words of the explanation."""
        with explanation.timed("parse"):
            query = explanation.query = self._parse(text, today)
        with explanation.timed("filter"):
            among: Collection[int] | None = allowed_chunks(query, self._catalog, self._lexical, explanation)
            hidden = self._catalog.copied_chunks()
            dated = boosts_of_said_days(query, self._catalog, explanation)
            if among is not None and hidden:
                among = [chunk_id for chunk_id in among if chunk_id not in hidden]
            if among is not None:
                allowed = frozenset(among)
                dated = {chunk_id: boost for chunk_id, boost in dated.items() if chunk_id in allowed}
        with explanation.timed("words"):
            words = corrected_words(self._words(query), self._lexical, self._languages, explanation)
            explanation.words = faded(words, query) if dated else words
        if dated and not any(word.weight for word in explanation.words):
            among, explanation.allowed = dated, len(dated)
        elif self._aids.rewriter:
            with explanation.timed("rewrite"):
                explanation.wordings = self._aids.rewriter(query.text)
            explanation.words = with_wordings(explanation.words, explanation.wordings, self._languages)
        dated = {chunk_id: boost for chunk_id, boost in dated.items() if chunk_id not in hidden}
        return Reach(limit + min(len(hidden), limit), among, dated, hidden)

    def _lists(self, mode: Mode, reach: Reach, explanation: Explanation) -> dict[str, Scores]:
        """The lists that take part; fills their weights."""
        lists: dict[str, Scores] = {}
        grasp = Grasp()
        if mode != Mode.VECTOR:
            lists["lexical"] = lexical_scores(self._lexical, explanation.words, reach, explanation)
            if self._aids.expand:
                explanation.words = self._expanded(explanation.words, lists["lexical"])
                lists["lexical"] = lexical_scores(self._lexical, explanation.words, reach, explanation)
        if mode != Mode.LEXICAL and self._vector:
            index, embedder = self._vector.index, self._vector.embedder
            with explanation.timed("embed"):
                question = embedder.query_vectors("\n".join([explanation.query.text, *explanation.wordings]))
                familiar, found = embedder.familiarity(explanation.query.text), self._found_share(explanation.words)
                grasp = Grasp(familiar, found, cone=embedder.contrast > 1)
            lists["vector"] = vector_scores(index, question.whole, reach, lists.get("lexical", {}), explanation)
            best = fuse(lists, list_weights(lists, grasp))
            if tokens := token_list(index, question.tokens, (item.id for item in best), explanation):
                lists["tokens"] = tokens
        explanation.weights = list_weights(lists, grasp)
        explanation.candidates = {name: len(scores) for name, scores in lists.items()}
        return lists

    def _found_share(self, words: Sequence[QueryWord]) -> float:
        """How much of the words that are looked for some note has."""
        whole = sum(word.weight for word in words)
        return sum(word.weight for word in words if word.weight and self._lexical.has(word)) / whole if whole else 0.0

    def _expanded(self, words: Sequence[QueryWord], scores: Scores) -> list[QueryWord]:
        best = dict(islice(scores.items(), PASSAGES))
        passages = self._catalog.passages(list(best))
        return expanded(words, [(p, best[p.chunk_id]) for p in passages], self._lexical.rarity)

    def _newest(self, among: Collection[int], limit: int, explanation: Explanation) -> tuple[Hit, ...]:
        with explanation.timed("read"):
            newest = self._catalog.newest(among, limit)
            return tuple(Hit(passage, 0.0) for passage in self._catalog.passages(newest))

    def _hits(self, found: Sequence[Fused], lists: Mapping[str, Scores]) -> tuple[Hit, ...]:
        passages = {p.chunk_id: p for p in self._catalog.passages([item.id for item in found])}
        places = {name: {chunk_id: i for i, chunk_id in enumerate(scores, start=1)} for name, scores in lists.items()}
        return tuple(
            Hit(
                passages[item.id],
                item.score,
                tuple(
                    ListRank(name, place[item.id], lists[name][item.id], item.shares[name])
                    for name, place in places.items()
                    if item.id in place
                ),
                tuple(item.boosts.items()),
            )
            for item in found
            if item.id in passages
        )
