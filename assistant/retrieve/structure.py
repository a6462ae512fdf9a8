"""What a note's time, title, neighbours and links say of a passage: small factors that decide between near equals.

How much each moved every test set, and what was tried instead: docs/retrieval.md.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.lexical.analysis import QueryWord, analyze_query
from assistant.retrieve.fusion import Fused
from assistant.retrieve.templates import lower_templates
from assistant.store.catalog import Catalog
from assistant.store.structure import Place

#: So many of the best passages are looked at; no factor would lift a later one to the page.
CONSIDERED = 100
#: At most so much more for the newest note when the question is about the present.
NEWEST = 0.05
#: Notes are as new as they are among those whose score is at least this share of the best.
IN_QUESTION = 0.5
#: So much more where the note's title is all that is asked for; less where the question says more than the title.
TITLE = 0.2
#: A neighbour's score beyond the usual share of its own adds this much of itself.
NEIGHBOUR, USUAL_NEIGHBOUR = 0.3, 0.8
#: At most so much more for a note that one of the best notes links to.
LINKED = 0.03
LINKING_PASSAGES = 3

#: A digest repeats what stands in notes: it comes after them.
GENERATED = 0.5

Places = Mapping[int, Place]

_PRESENT = re.compile(
    r"\b(?:now|nowadays|current(?:ly)?|latest|newest|most recent|today|presently|these days|at the moment|still|so far"
    r"|anymore|jetzt|aktuell\w*|derzeit\w*|momentan\w*|zurzeit|zur zeit|gegenwärtig\w*|heute|heutzutage|neueste[mnrs]?"
    r"|letzte[rn]? stand|noch|mittlerweile|inzwischen|bisher)\b"
    r"|现在|現在|目前|当前|當前|如今|眼下|最新|最近|今天|至今|仍|还在|還在"
)


def boost_structure(found: Sequence[Fused], text: str, words: Sequence[QueryWord], catalog: Catalog) -> list[Fused]:
    """The passages found for a question with these words, the best of them boosted; in no order."""
    found = sorted(found, key=lambda item: (-item.score, item.id))
    places = catalog.places([item.id for item in found[:CONSIDERED]])
    best = [item for item in found[:CONSIDERED] if item.id in places]
    if is_about_present(text):
        best = boost_newer(best, places)
    best = boost_titles(best, places, words)
    best = boost_neighbours(best, places)
    best = boost_linked(best, places, catalog)
    best = lower_templates(lower_generated(best, places), catalog)
    return [*best, *found[CONSIDERED:]]


def is_about_present(text: str) -> bool:
    """Whether a question asks how things are by now, by its words in English, German or Chinese.

    The present tense alone does not say so: "what is" asks about everything.
    """
    return bool(_PRESENT.search(text.casefold()))


def boost_newer(found: Sequence[Fused], places: Places) -> list[Fused]:
    """The newer of two near equals first."""
    least = IN_QUESTION * max((item.score for item in found), default=0.0)
    days = sorted({places[item.id].date for item in found if item.score >= least})
    newness = {day: rank / (len(days) - 1) for rank, day in enumerate(days)} if len(days) > 1 else {}
    return [_boosted(item, "newer", NEWEST * newness.get(places[item.id].date, 0.0)) for item in found]


def boost_titles(found: Sequence[Fused], places: Places, words: Sequence[QueryWord]) -> list[Fused]:
    """Notes whose whole title stands in the question, the more the less else is asked."""
    asked = [set(word.stemmed) for word in words if word.weight]
    terms = set().union(*asked)
    shares: dict[int, float] = {}
    for item in found:
        place = places[item.id]
        if place.note_id not in shares:
            shares[place.note_id] = _title_share(place, terms, len(asked))
    return [_boosted(item, "title", TITLE * shares.get(places[item.id].note_id, 0.0) ** 2) for item in found]


def boost_neighbours(found: Sequence[Fused], places: Places) -> list[Fused]:
    """Passages beside one that fits about as well or better: the answer may reach over both.

    That two stand together tells the less the more of the note was found: of a note of two, any two do.
    """
    scores = {(places[item.id].note_id, places[item.id].ordinal): item.score for item in found}
    of_note = Counter(note for note, _ in scores)
    boosted = []
    for item in found:
        note, at = places[item.id].note_id, places[item.id].ordinal
        nearest = max(scores.get((note, at - 1), 0.0), scores.get((note, at + 1), 0.0))
        more = nearest / item.score - USUAL_NEIGHBOUR if item.score > 0 else 0.0
        left = 1 - of_note[note] / max(of_note[note], places[item.id].chunks)
        boosted.append(_boosted(item, "neighbour", NEIGHBOUR * left * max(0.0, more)))
    return boosted


def boost_linked(found: Sequence[Fused], places: Places, catalog: Catalog) -> list[Fused]:
    """Notes that the best notes link to, the more the better those are."""
    best = sorted(found, key=lambda item: (-item.score, item.id))[:LINKING_PASSAGES]
    if not best or best[0].score <= 0:
        return list(found)
    origins: dict[int, float] = {}
    for item in best:
        origins.setdefault(places[item.id].note_id, item.score / best[0].score)
    paths = {place.note_id: place.path for place in places.values()}
    linked: dict[int, float] = {}
    for origin, notes in catalog.links_among(origins, paths).items():
        for note in notes:
            linked[note] = max(linked.get(note, 0.0), origins[origin])
    return [_boosted(item, "linked", LINKED * linked.get(places[item.id].note_id, 0.0)) for item in found]


def lower_generated(found: Sequence[Fused], places: Places) -> list[Fused]:
    """Digests after the notes that they were made from."""
    return [item.boosted("generated", GENERATED) if places[item.id].generated else item for item in found]


def _title_share(place: Place, terms: set[str], asked: int) -> float:
    """The share of the question that the title is, 0 where a word of the title is not asked for."""
    title = _title_words(place.title, place.language)
    if not (asked and title) or any(word.isdisjoint(terms) for word in title):
        return 0.0
    return min(1.0, len(title) / asked)


@lru_cache(maxsize=1 << 14)
def _title_words(title: str, language: str) -> tuple[frozenset[str], ...]:
    """The terms of each word of a title that carries weight."""
    return tuple(frozenset(word.stemmed) for word in analyze_query(title, (language,)) if word.weight)


def _boosted(item: Fused, reason: str, more: float) -> Fused:
    return item.boosted(reason, 1 + more) if more > 0 else item
