"""Which passages a query may find at all, settled before any list is made: no list is cut short by a filter."""

from collections.abc import Sequence

from assistant.lexical.analysis import analyze, analyze_query
from assistant.lexical.index import LexicalIndex
from assistant.retrieve.explain import Explanation
from assistant.retrieve.query import Query
from assistant.store.catalog import Catalog


def allowed_chunks(query: Query, catalog: Catalog, lexical: LexicalIndex, explanation: Explanation) -> list[int] | None:
    """The chunks that may be found; ``None`` when all may.

    A phrase that no passage holds narrows nothing, and that is said: its words are looked for all the same.
    """
    holding = []
    for phrase in query.phrases:
        if found := lexical.holding_phrase(phrase):
            holding.append(found)
        else:
            explanation.notices.append(f'no note says "{phrase}" just so; looking for its words')
    without = set().union(*(_holding(text, lexical, catalog.languages()) for text in query.without))
    if not (query.filters or holding or without):
        return None
    allowed = catalog.matching(query.filters, holding, without)
    explanation.allowed = len(allowed)
    return allowed


def _holding(text: str, lexical: LexicalIndex, languages: Sequence[str]) -> set[int]:
    """One word in any form; several, or one of several parts, just so."""
    if len(analyze(text, "").exact) == 1:
        return {chunk_id for word in analyze_query(text, tuple(languages)) for chunk_id in lexical.holding_word(word)}
    return lexical.holding_phrase(text)
