"""What a search shows of a note: the place that fits best, and further ones that fit nearly as well.

A note is cut into passages to be indexed, and what was looked for often reaches over the cut. So passages that were
found and touch are one place, as far as it fits on a screen. What is far away in the note is a place of its own. What
the bounds and shares are worth: docs/retrieval.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain import Hit, Passage, Span
from assistant.retrieve.diversity import are_copies, spread

#: A place is at most so many passages and lines.
PASSAGES, LINES = 4, 30
#: A passage joins one that it touches when its score is at least this share of the other's, or a list goes on in it.
JOINS = 0.5
#: So many places of a note are shown; a further one has at least this share of the score of the first.
PLACES, FURTHER = 3, 0.6


def best_of_each_note(hits: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    """The first hit of every note, in order; one that only repeats title and headings gives way to the note's next."""
    first: dict[str, Hit] = {}
    for hit in hits:
        known = first.get(hit.passage.path)
        if known is None or not known.passage.content():
            first[hit.passage.path] = known if known and not hit.passage.content() else hit
    return tuple(first.values())[:limit]


def places_of_notes(hits: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    """The places of the ``limit`` best notes among ``hits``, best first; near copies of better notes come last."""
    of_note = defaultdict(list)
    for hit in hits:
        of_note[hit.passage.path].append(hit)
    notes = spread(best_of_each_note(hits, len(hits)), limit)
    return _best_first([_places(best, of_note[best.passage.path]) for best in notes])


def _best_first(notes: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The places of notes that are in order: a further one comes before the notes that fit less well than it does."""
    ordered: list[Hit] = []
    waiting: list[Hit] = []
    for first, *further in notes:
        ordered += [place for place in waiting if place.score > first.score]
        waiting = [place for place in waiting if place.score <= first.score]
        ordered.append(first)
        waiting = sorted([*waiting, *further], key=lambda place: -place.score)
    return (*ordered, *waiting)


def _places(best: Hit, found: Sequence[Hit]) -> list[Hit]:
    """The place around the best hit of a note, and those around others of its hits."""
    left = [hit for hit in found if hit is not best]
    places = [_grown(best, left)]
    while left and len(places) < PLACES and left[0].score >= FURTHER * best.score > 0:
        place = _grown(left.pop(0), left)
        if _says_more(place, places):
            places.append(place)
    return places


def _says_more(place: Hit, others: Sequence[Hit]) -> bool:
    """Whether a place holds more than headings, and is no near copy of another."""
    if not any(passage.content() for passage in (place.passage, *place.beside)):
        return False
    return not any(are_copies(place.passage, other.passage) for other in others)


def _grown(hit: Hit, left: list[Hit]) -> Hit:
    """A hit with what touches it, which is taken out of ``left``: that is best first."""
    place = hit
    while joining := _joining(place, left):
        left.remove(joining)
        place = replace(place, beside=tuple(sorted((*place.beside, joining.passage), key=_start)))
    return place


def _joining(place: Hit, left: Sequence[Hit]) -> Hit | None:
    """The best hit that goes on where a place ends or begins, if it fits well enough and there is room for it."""
    if place.score <= 0 or len(place.beside) + 1 >= PASSAGES:
        return None
    span = place.span
    beside = (other for other in left if _touch(span, other.passage.chunk.span))
    return next((other for other in beside if other.score >= JOINS * place.score or _goes_on(place, other)), None)


def _touch(span: Span, other: Span) -> bool:
    """Whether one begins where the other ends, and both together are not too long."""
    lines = max(span.line_end, other.line_end) - min(span.line_start, other.line_start) + 1
    return (other.start == span.end or other.end == span.start) and lines <= LINES


def _goes_on(place: Hit, other: Hit) -> bool:
    """Whether a list, table or paragraph begins in the one and ends in the other, which touch."""
    upper, lower = sorted((place, other), key=lambda hit: hit.span.start)
    last = max((upper.passage, *upper.beside), key=_start).chunk.units
    first = min((lower.passage, *lower.beside), key=_start).chunk.units
    return bool(last and first) and last[-1].block == first[0].block


def _start(passage: Passage) -> int:
    return passage.chunk.span.start
