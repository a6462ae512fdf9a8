"""How many entries hold a term, and what that makes of its weight, without those that were deleted.

Tantivy goes on counting deleted entries, in how often a term occurs and in how many entries there are, until it merges
their segment, and its Python package cannot have it merge. So a word that is gone from all notes would still be known,
and a term would weigh less the more often its notes were edited.
"""

from collections.abc import Sequence
from math import log
from typing import Any

import tantivy

from assistant.lexical.analysis import QueryWord

#: Of a commoner term than this the share of deleted entries is taken to be that of the whole index.
MOST_COUNTED = 50_000


class Statistics:
    """Counts of one state of an index; ``deleted`` entries are in its segments still."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema, deleted: int) -> None:
        self._searcher = searcher
        self._schema = schema
        self._deleted = deleted
        self._held: dict[tuple[str, str], int] = {}

    @property
    def entries(self) -> int:
        """How many there are."""
        return int(self._searcher.num_docs)

    @property
    def waste(self) -> float:
        """The share of deleted entries of all that the segments hold."""
        return self._deleted / max(1, self.entries + self._deleted)

    def holding(self, field: str, term: Any) -> int:  # noqa: ANN401
        """How many entries hold a term."""
        counted = int(self._searcher.doc_freq(field, term))
        if not (counted and self._deleted):
            return counted
        if (field, term) not in self._held:
            self._held[field, term] = self._living(field, term, counted)
        return self._held[field, term]

    def frequency(self, word: QueryWord) -> int:
        """In how many entries the commonest form of a word stands in the text."""
        return max((self.holding("body", term) for term in word.stemmed), default=0)

    def rarity(self, word: QueryWord) -> float:
        """BM25's inverse document frequency of a word's commonest form in the texts."""
        return _idf(self.entries, self.frequency(word))

    def weight(self, field: str, terms: Sequence[str]) -> float:
        """What Tantivy's score for these terms has to be multiplied by to be what a new index would give."""
        if not self._deleted:
            return 1.0
        all_entries = self.entries + self._deleted
        counted = sum(_idf(all_entries, int(self._searcher.doc_freq(field, term))) for term in terms)
        return sum(_idf(self.entries, self.holding(field, term)) for term in terms) / counted if counted else 1.0

    def _living(self, field: str, term: Any, counted: int) -> int:  # noqa: ANN401
        if counted > MOST_COUNTED:
            return max(1, round(counted * (1 - self.waste)))
        query = tantivy.Query.term_query(self._schema, field, term)
        found: Any = self._searcher.search(query, limit=1, count=True)
        return int(found.count)


def _idf(entries: int, holding: int) -> float:
    """As BM25 has it."""
    return log(1 + max(0.0, entries - holding + 0.5) / (holding + 0.5))
