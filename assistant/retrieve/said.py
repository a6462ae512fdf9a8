"""Days that a question names in its words: notes of these days count more, but others are found too.

"The dinner on May 3" may stand in a note of April. So a day is a hint; where a question names nothing but a day
("what did I do yesterday?"), it is a filter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.lexical.analysis import QueryWord, analyze_query
from assistant.retrieve.explain import Explanation
from assistant.retrieve.fusion import Fused
from assistant.retrieve.query import Query
from assistant.store.catalog import Catalog
from assistant.store.filters import Filters
from assistant.values.days import Days, SaidDays

#: What the score of a passage is multiplied by when its note is of a day that the question names. "Yesterday" is
#: hardly ever what a note tells of, "May 3" may be.
BOOST, DEICTIC_BOOST = 1.5, 2.5
#: The weight of a word such as "November" where a day with it is named and there are notes of that day.
NAMED = 0.3
#: A score that is this share of a list's best is nearly as good.
NEAR = 0.8


def boosts_of_said_days(query: Query, catalog: Catalog, explanation: Explanation) -> dict[int, float]:
    """The chunks of the notes of these days, each with what its score is multiplied by."""
    boosts: dict[int, float] = {}
    for said in sorted(query.said, key=lambda said: said.deictic):
        chunk_ids = _of(said.days, query, catalog)
        if not chunk_ids and said.otherwise:
            chunk_ids = _of(said.otherwise, query, catalog)
        if said.deictic and not chunk_ids:
            explanation.notices.append(f'no note is dated "{said.words}" ({said.days})')
        boosts |= dict.fromkeys(chunk_ids, DEICTIC_BOOST if said.deictic else BOOST)
    return boosts


def _of(days: Days, query: Query, catalog: Catalog) -> list[int]:
    return catalog.matching(query.filters & Filters(since=days.first, until=days.last))


def faded(words: Sequence[QueryWord], query: Query) -> list[QueryWord]:
    """The words of a question, with less weight where they name a day of which there are notes.

    "Last week" has none: a note of that week would not say so. "May 3" has a little, for a note of another day may; and
    none where nothing else is asked.
    """
    deictic = surfaces(said for said in query.said if said.deictic)
    named = surfaces(said for said in query.said if not said.deictic)
    rest = any(word.weight for word in words if word.surface.lower() not in deictic | named)
    weights = {**dict.fromkeys(named, NAMED if rest else 0.0), **dict.fromkeys(deictic, 0.0)}
    return [replace(w, weight=min(w.weight, weights.get(w.surface.lower(), w.weight))) for w in words]


def surfaces(said: Iterable[SaidDays]) -> set[str]:
    """The words that name days."""
    return {word.surface.lower() for one in said for word in analyze_query(one.words, ("en",))}


def boost_said(
    found: Sequence[Fused], boosts: Mapping[int, float], lists: Mapping[str, Mapping[int, float]]
) -> list[Fused]:
    """Passages of the days that the question names count more; of near equals by every list they come first.

    What stands out from a list of near equals does so by next to nothing: then the day decides.
    """
    best = max((item.score for item in found), default=0.0)
    return [
        item.boosted("date", _factor(item, best, boosts[item.id], lists)) if item.id in boosts else item
        for item in found
    ]


def _factor(item: Fused, best: float, boost: float, lists: Mapping[str, Mapping[int, float]]) -> float:
    is_near = all(
        scores.get(item.id, 0.0) >= NEAR * max(scores.values(), default=0.0)
        for name, scores in lists.items()
        if name != "tokens"  # holds but the best of the others
    )
    return max(boost, 1 + best / item.score) if is_near and item.score > 0 else boost
