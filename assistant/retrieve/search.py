"""Hybrid search over one index."""

import math
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.domain import Hit, ListRank
from assistant.lexical.analysis import QueryWord, analyze_query
from assistant.lexical.index import LexicalIndex
from assistant.retrieve.fusion import Fused, fuse
from assistant.store.catalog import Catalog

if TYPE_CHECKING:
    from assistant.engines.ports import Embedder
    from assistant.store.vectors import VectorIndex

#: Taken from each list before fusion.
CANDIDATES = 200
#: What each list counts when both take part.
WEIGHTS = {"lexical": 0.5, "vector": 0.5}
#: A question longer than this is a pasted text; its first words say what it is about.
MAX_QUERY_CHARACTERS = 2_000


class Mode(StrEnum):
    """Which lists take part."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    VECTOR = "vector"


@dataclass(frozen=True, slots=True)
class VectorSide:
    """What vector search needs: the vectors and the embedder that made them."""

    index: "VectorIndex"
    embedder: "Embedder"


@dataclass(slots=True)
class Explanation:
    """How a result came about: the words looked for, the lists that took part, their weights, milliseconds."""

    words: list[QueryWord] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    candidates: dict[str, int] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and how they came about."""

    hits: tuple[Hit, ...]
    explanation: Explanation


class Search:
    """Searches one index; without a vector side it is lexical."""

    def __init__(self, catalog: Catalog, lexical: LexicalIndex, vector: VectorSide | None) -> None:
        self._catalog = catalog
        self._lexical = lexical
        self._vector = vector
        self._languages = tuple(catalog.languages()[:4])

    def run(self, text: str, limit: int, mode: Mode = Mode.HYBRID) -> SearchResult:
        """The passages that fit a question best."""
        text = text[:MAX_QUERY_CHARACTERS]
        explanation = Explanation()
        lists = self._candidates(text, mode, max(CANDIDATES, limit), explanation)
        explanation.weights = {name: WEIGHTS[name] if len(lists) > 1 else 1.0 for name in lists}
        fused = fuse(lists, explanation.weights)[:limit]
        with _timed(explanation, "read"):
            hits = self._hits(fused, lists)
        return SearchResult(hits, explanation)

    def words(self, text: str) -> list[QueryWord]:
        """The words of a question as the index knows them."""
        return analyze_query(text[:MAX_QUERY_CHARACTERS], self._languages)

    def rarity(self, word: QueryWord) -> float:
        """How much a word tells: its inverse document frequency, ``ln(1 + (N + 1) / (n + 0.5))``."""
        return math.log(1 + (self._lexical.count() + 1) / (self._lexical.document_frequency(word) + 0.5))

    def _candidates(self, text: str, mode: Mode, limit: int, explanation: Explanation) -> dict[str, dict[int, float]]:
        """Scores by chunk id of the lists that take part, best first."""
        lists: dict[str, dict[int, float]] = {}
        if mode != Mode.VECTOR:
            with _timed(explanation, "lexical"):
                explanation.words = self.words(text)
                found = self._lexical.search(explanation.words, limit)
                lists["lexical"] = {hit.chunk_id: hit.score for hit in found}
        if mode != Mode.LEXICAL and self._vector:
            lists["vector"] = self._similarities(self._vector, text, limit, lists.get("lexical", {}), explanation)
        explanation.candidates = {name: len(scores) for name, scores in lists.items()}
        return lists

    def _similarities(
        self, side: VectorSide, text: str, limit: int, others: Collection[int], explanation: Explanation
    ) -> dict[int, float]:
        """The nearest chunks, and how near the other list's candidates are: no candidate's similarity is guessed."""
        with _timed(explanation, "embed"):
            query = side.embedder.embed_query(text)
        with _timed(explanation, "vector"):
            near = {hit.chunk_id: hit.similarity for hit in side.index.search(query, limit)}
            vectors = side.index.vectors_of([chunk_id for chunk_id in others if chunk_id not in near])
            near |= {chunk_id: float(vector @ query) for chunk_id, vector in vectors.items()}
        return dict(sorted(near.items(), key=lambda item: -item[1]))

    def _hits(self, fused: Sequence[Fused], lists: dict[str, dict[int, float]]) -> tuple[Hit, ...]:
        passages = {p.chunk_id: p for p in self._catalog.passages([item.id for item in fused])}
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
            )
            for item in fused
            if item.id in passages
        )


class _timed:  # noqa: N801
    """Adds the milliseconds of a ``with`` block to an explanation."""

    def __init__(self, explanation: Explanation, stage: str) -> None:
        self._timings = explanation.timings_ms
        self._stage = stage

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._timings[self._stage] = (time.perf_counter() - self._started) * 1000
