"""A hit shows the stretch of a note that holds what was found; further places of the note that fit nearly as well."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import chunk, passage

from assistant.domain import Chunk, Hit, Unit, UnitKind
from assistant.retrieve.places import LINES, PASSAGES, PLACES, best_of_each_note, places_of_notes

SENTENCES = (
    "The boiler was serviced in March by the plumber.",
    "Rent rises by four percent from the first of July.",
    "The bakery on the corner sells rye on Fridays only.",
    "Jonas keeps the key of the bicycle cellar at his desk.",
    "Mara wrote that the train to Basel leaves at seven.",
    "The violin needs new strings before the next rehearsal.",
    "Chen moved the meeting about the beta to Thursday.",
)


def note(path: str, *scores: float, lines: int = 1) -> list[Hit]:
    """The passages of a note that were found, in its order; a score of 0 is a passage that was not."""
    found, at, line = [], 0, 1
    for number, score in enumerate(scores):
        text = [f"{SENTENCES[number % len(SENTENCES)]} {path}"] + ["More of it."] * (lines - 1)
        cut = chunk(*text, start=at, line=line)
        at, line = cut.span.end, cut.span.line_end + 1
        if score:
            found.append(Hit(replace(passage(id(cut), path=path), chunk=cut), score))
    return found


def shown(*notes: list[Hit], limit: int = 10) -> list[tuple[str, int, int]]:
    """Path and lines of the places that are shown."""
    hits = sorted((hit for found in notes for hit in found), key=lambda hit: -hit.score)
    return [(hit.passage.path, hit.span.line_start, hit.span.line_end) for hit in places_of_notes(hits, limit)]


def test_passages_that_touch_are_one_place():
    assert shown(note("a", 0.5, 0.9, 0.8)) == [("a", 1, 3)]


def test_the_place_says_what_stands_in_its_lines_and_keeps_the_best_passage():
    (place,) = places_of_notes(note("a", 0.9, 0.8), 1)
    assert place.text == f"{SENTENCES[0]} a\n{SENTENCES[1]} a\n"
    assert (place.score, place.passage.chunk.span.line_start) == (0.9, 1)


def test_a_neighbour_that_hardly_fits_is_left_out():
    assert shown(note("a", 0.2, 0.9, 0.1)) == [("a", 2, 2)]


def test_a_place_fits_on_a_screen():
    assert shown(note("a", 0.9, *[0.8] * 6))[0] == ("a", 1, PASSAGES)
    assert shown(note("a", 0.9, 0.8, 0.7, lines=LINES // 2))[0] == ("a", 1, 2 * (LINES // 2))


def listed(cut: Chunk, block: int) -> Chunk:
    unit = Unit(UnitKind.ITEM, cut.span, cut.text.strip(), cut.text.strip(), block=block)
    return replace(cut, units=(unit,))


def test_a_list_that_was_cut_is_one_place_however_little_of_it_fits():
    first, second = note("a", 0.9, 0.1)
    blocks = [
        replace(hit, passage=replace(hit.passage, chunk=listed(hit.passage.chunk, block)))
        for hit, block in ((first, 3), (second, 3))
    ]
    assert shown(blocks) == [("a", 1, 2)]
    blocks[1] = replace(second, passage=replace(second.passage, chunk=listed(second.passage.chunk, 4)))
    assert shown(blocks) == [("a", 1, 1)]


def test_a_far_place_that_fits_nearly_as_well_is_shown_too():
    assert shown(note("a", 0.9, 0, 0, 0.8)) == [("a", 1, 1), ("a", 4, 4)]
    assert shown(note("a", 0.9, 0, 0, 0.3)) == [("a", 1, 1)]


def test_a_further_place_stands_where_its_score_puts_it():
    assert shown(note("a", 0.9, 0, 0.6), note("b", 0.7), note("c", 0.5)) == [
        ("a", 1, 1),
        ("b", 1, 1),
        ("a", 3, 3),
        ("c", 1, 1),
    ]


def test_the_limit_counts_notes():
    assert shown(note("a", 0.9, 0, 0.8), note("b", 0.7), note("c", 0.5), limit=2) == [
        ("a", 1, 1),
        ("a", 3, 3),
        ("b", 1, 1),
    ]


def test_one_note_does_not_fill_the_page():
    found = shown(note("a", 0.9, 0, 0.9, 0, 0.9, 0, 0.9), note("b", 0.5))
    assert Counter(path for path, _, _ in found) == {"a": PLACES, "b": 1}


def test_headings_alone_and_what_was_shown_already_are_no_further_places():
    first, _, third = note("a", 0.9, 0.1, 0.8)
    names = replace(third.passage.chunk, sentences=(), text="# Results\n")
    assert shown([first, replace(third, passage=replace(third.passage, chunk=names))]) == [("a", 1, 1)]
    again = replace(third.passage.chunk, text=first.passage.chunk.text.upper())
    assert shown([first, replace(third, passage=replace(third.passage, chunk=again))]) == [("a", 1, 1)]


def test_notes_of_a_list_without_scores_are_shown_by_one_passage_each():
    hits = [replace(hit, score=0.0) for hit in [*note("a", 1, 1, 0, 1), *note("b", 1)]]
    assert [hit.passage.path for hit in places_of_notes(hits, 5)] == ["a", "b"]


def test_the_first_hit_of_each_note_in_order():
    hits = [Hit(passage(i, "x", path=path), 1.0) for i, path in enumerate(["a", "b", "a", "c", "b", "d"])]
    assert [hit.passage.chunk_id for hit in best_of_each_note(hits, 3)] == [0, 1, 3]
    assert best_of_each_note([], 3) == ()


SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.4, 0.6, 0.8, 1.0]), min_size=1, max_size=9)


@given(st.lists(SCORES, max_size=4), st.integers(1, 4))
def test_no_line_is_shown_twice_and_every_note_by_its_best(scores, limit):
    notes = [note(f"{number}", *own) for number, own in enumerate(scores)]
    hits = sorted((hit for found in notes for hit in found), key=lambda hit: -hit.score)
    places = places_of_notes(hits, limit)
    lines = [(place.passage.path, n) for place in places for n in range(place.span.line_start, place.span.line_end + 1)]
    assert len(lines) == len(set(lines))
    best = {found[0].passage.path: max(hit.score for hit in found) for found in notes if found}
    first = {place.passage.path: place.score for place in reversed(places)}
    assert first == {path: best[path] for path in first}
    assert len(first) == min(limit, len(best))


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_more_notes_leave_what_is_shown_of_the_first_as_it_is(limit):
    notes = note("a", 0.9, 0.8, 0, 0.7), note("b", 0.7, 0, 0.6), note("c", 0.5)
    wide = [place for place in shown(*notes) if place[0] in "abc"[:limit]]
    assert shown(*notes, limit=limit) == wide
