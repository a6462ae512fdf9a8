"""Tantivy queries, built term by term: nothing a user types is ever parsed as syntax."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

import tantivy

from assistant.lexical.analysis import QueryWord, analyze
from assistant.lexical.statistics import Statistics

#: Score of a word by the field it is found in; the best field counts whole, the others a little.
FIELD_WEIGHTS = {"title": 1.6, "headings": 1.3, "tags": 1.2, "path": 0.7, "body": 1.0}
OTHER_FIELDS_SHARE = 0.2
EXACT_WEIGHT = 0.15
#: Bonus for holding a word at all, as a share of its inverse document frequency. BM25 pays again for every time a word
#: is repeated; this is paid once, and so goes to the text that covers more of the question.
COVERAGE_WEIGHT = 1.0
#: Bonus for two words that stand together in a text as they do in the question, and for two that carry weight and
#: stand near each other: at most so many words lie between them.
TOGETHER_WEIGHT = 0.2
ADJACENT_SLOP, NEAR_SLOP = 1, 4


class QueryBuilder:
    """Makes the queries of one index."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def any_of(
        self, words: Sequence[QueryWord], among: Collection[int] | None, statistics: Statistics
    ) -> tantivy.Query | None:
        """Chunks (of ``among``, where given) that hold some of the words; ``None`` when no word carries weight."""
        weighty = [word for word in words if word.weight > 0]
        if not weighty:
            return None
        clauses = list(self._words(weighty, statistics))
        clauses += [
            self._pair(a, b, ADJACENT_SLOP, statistics)
            for a, b in pairwise(words)
            if (a.weight or b.weight) and _may_stand_together(a, b)
        ]
        clauses += [self._pair(a, b, NEAR_SLOP, statistics) for a, b in pairwise(weighty) if _may_stand_together(a, b)]
        return self._among(_any(clauses), among)

    def _words(self, words: Sequence[QueryWord], statistics: Statistics) -> Iterator[tantivy.Query]:
        """A clause a word; those of one stretch of a script without spaces find nothing unless enough of them do."""
        for (_, least), group in groupby(words, lambda word: (word.stretch, word.least)):
            clauses = [_any([self._word(word, statistics), self._coverage(word, statistics)]) for word in group]
            yield from clauses if least < 2 else [_any(clauses, min(least, len(clauses)))]

    def _coverage(self, word: QueryWord, statistics: Statistics) -> tantivy.Query:
        bonus = COVERAGE_WEIGHT * statistics.rarity(word) * word.weight
        return tantivy.Query.const_score_query(self.word_anywhere(word), bonus)

    def phrase(self, text: str) -> tantivy.Query | None:
        """Chunks whose text holds these words as they stand, case and accents aside; ``None`` without a word."""
        terms: list[Any] = list(analyze(text, "").exact)
        if len(terms) < 2:
            return tantivy.Query.term_query(self._schema, "exact", terms[0]) if terms else None
        return tantivy.Query.phrase_query(self._schema, "exact", terms)

    def word_anywhere(self, word: QueryWord) -> tantivy.Query:
        """Chunks that hold a word in any form, in their text, title, headings, tags or path."""
        return _any(
            tantivy.Query.term_query(self._schema, field, term) for field in FIELD_WEIGHTS for term in word.stemmed
        )

    def near(self, field: str, text: str, distance: int) -> tantivy.Query:
        """Chunks that hold a term of a field at most so many edits away; a swap of two letters is one edit."""
        return tantivy.Query.fuzzy_term_query(self._schema, field, text, distance)

    def ids(self, chunk_ids: Collection[int]) -> tantivy.Query:
        """The chunks with these ids."""
        return tantivy.Query.term_set_query(self._schema, "chunk_id", list(chunk_ids))

    def _among(self, query: tantivy.Query, chunk_ids: Collection[int] | None) -> tantivy.Query:
        if chunk_ids is None:
            return query
        allowed = tantivy.Query.const_score_query(self.ids(chunk_ids), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, allowed)])

    def _pair(self, first: QueryWord, second: QueryWord, slop: int, statistics: Statistics) -> tantivy.Query:
        words: list[Any] = [first.stemmed[0], second.stemmed[0]]
        weight = TOGETHER_WEIGHT * statistics.weight("body", words)
        return tantivy.Query.boost_query(tantivy.Query.phrase_query(self._schema, "body", words, slop), weight)

    def _word(self, word: QueryWord, statistics: Statistics) -> tantivy.Query:
        def term_query(field: str, term: str, weight: float) -> tantivy.Query:
            query = tantivy.Query.term_query(self._schema, field, term)
            return tantivy.Query.boost_query(query, weight * word.weight * statistics.weight(field, [term]))

        fields = [term_query(field, term, weight) for field, weight in FIELD_WEIGHTS.items() for term in word.stemmed]
        best = tantivy.Query.disjunction_max_query(fields, tie_breaker=OTHER_FIELDS_SHARE)
        return _any([best, *(term_query("exact", term, EXACT_WEIGHT) for term in word.exact)])


def _any(clauses: Iterable[tantivy.Query], least: int = 1) -> tantivy.Query:
    """What fits so many of some clauses at least."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses], least)


def _may_stand_together(first: QueryWord, second: QueryWord) -> bool:
    """Not grams: they overlap, and are pairs themselves. Nor words that nobody wrote, which have no exact form."""
    return bool(first.exact and second.exact) and not (first.stretch or second.stretch)
