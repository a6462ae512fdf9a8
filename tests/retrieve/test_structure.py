"""Time, titles, neighbours and links decide between passages that fit about equally well."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fake_app import Folder, fake_app, index
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import App
from assistant.lexical.analysis import analyze_query
from assistant.retrieve.fusion import Fused
from assistant.retrieve.structure import (
    NEIGHBOUR,
    NEWEST,
    TITLE,
    USUAL_NEIGHBOUR,
    boost_neighbours,
    boost_newer,
    boost_titles,
    is_about_present,
    lower_generated,
)
from assistant.store.structure import Place

FIRST = date(2026, 1, 1)


def place(note: int, ordinal: int = 0, title: str = "", day: int = 0, chunks: int = 1) -> Place:
    return Place(note, ordinal, f"{note}.md", title, "en", FIRST + timedelta(days=day), chunks=chunks)


def found(*scores: float) -> list[Fused]:
    return [Fused(i, score, {}) for i, score in enumerate(scores)]


def ranked(items: list[Fused]) -> list[int]:
    return [item.id for item in sorted(items, key=lambda item: -item.score)]


@pytest.mark.parametrize(
    "text",
    [
        "Where do I work now?",
        "What is the current rent?",
        "Do we still pay for the cellar?",
        "Wie hoch ist die Miete derzeit?",
        "Was ist der aktuelle Stand?",
        "我现在住在哪里？",
        "目前的房租是多少",
    ],
)
def test_questions_about_the_present(text):
    assert is_about_present(text)


@pytest.mark.parametrize(
    "text",
    [
        "What is the rent?",
        "Who knows the landlord?",
        "the snow storm",
        "Wo war der Schlüssel?",
        "房租是多少",
        "currents",
    ],
)
def test_questions_about_any_time(text):
    assert not is_about_present(text)


def test_the_newer_of_two_near_equals_is_first_and_no_better_one_gives_way():
    places = {0: place(0, day=0), 1: place(1, day=9), 2: place(2, day=20)}
    assert ranked(boost_newer(found(1.0, 0.98, 0.7), places)) == [1, 0, 2]
    assert ranked(boost_newer(found(1.0, 1 / (1 + NEWEST) - 0.01, 0.5), places)) == [0, 1, 2]


def test_a_note_called_what_is_asked_for_gains_most():
    places = {
        0: place(0, title="Boiler"),
        1: place(1, title="Boiler plan"),
        2: place(2, title="The boiler plan of 1999"),
    }
    words = analyze_query("the boiler plans", ("en",))
    gains = {item.id: item.score for item in boost_titles(found(1, 1, 1), places, words)}
    assert gains[1] == pytest.approx(1 + TITLE)
    assert 1 < gains[0] < gains[1]
    assert gains[2] == 1


def test_a_passage_beside_one_that_fits_gains_whatever_order_they_come_in():
    places = {0: place(0, 3, chunks=12), 1: place(1, 4), 2: place(0, 4, chunks=12), 3: place(0, 6, chunks=12)}
    gains = {item.id: item.score for item in boost_neighbours(found(0.5, 0.5, 1.0, 0.5), places)}
    assert gains[0] == pytest.approx(0.5 * (1 + NEIGHBOUR * (2 - USUAL_NEIGHBOUR) * 9 / 12))
    assert gains[1] == gains[3] == 0.5
    assert gains[2] == 1.0


def test_neighbours_say_nothing_where_the_whole_note_was_found():
    places = {0: place(0, 0, chunks=2), 1: place(0, 1, chunks=2)}
    assert [item.score for item in boost_neighbours(found(0.5, 1.0), places)] == [0.5, 1.0]


@given(st.lists(st.floats(0, 1), max_size=8), st.randoms(use_true_random=False))
def test_no_boost_takes_anything_away(scores, random):
    items = found(*scores)
    places = {
        i: place(random.randrange(3), random.randrange(4), "boiler", random.randrange(9)) for i in range(len(items))
    }
    words = analyze_query("boiler", ("en",))
    for boosted in (boost_newer(items, places), boost_titles(items, places, words), boost_neighbours(items, places)):
        assert [item.id for item in boosted] == [item.id for item in items]
        assert all(new.score >= old.score for new, old in zip(boosted, items, strict=True))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    notes = Folder(tmp_path_factory.mktemp("structure") / "notes")
    notes.write("2025-02-01.md", "The rent of the flat is 800 euros.\n")
    notes.write("2026-02-01.md", "The rent of the flat is 900 euros.\n")
    notes.write("hub.md", "# Oven repairs\n\nThe oven needs a gasket, see [[c-parts]].\n")
    notes.write("b-parts.md", "An invoice for the oven.\n")
    notes.write("c-parts.md", "An invoice for the oven.\n")
    app = fake_app(notes.root, notes.root.with_name("home"))
    index(app)
    return app


def first(app: App, text: str) -> str:
    return app.search(text, 5, "lexical").hits[0].passage.path


def test_the_present_is_in_the_newest_note(app):
    assert first(app, "rent of the flat now") == "2026-02-01.md"
    boosts = {hit.passage.path: dict(hit.boosts) for hit in app.search("rent of the flat now", 5, "lexical").hits}
    assert boosts["2026-02-01.md"]["newer"] == pytest.approx(1 + NEWEST)
    assert "newer" not in dict(app.search("rent of the flat", 5, "lexical").hits[0].boosts)


def test_a_note_that_the_best_one_links_to_comes_before_its_like(app):
    found = [hit.passage.path for hit in app.search("oven gasket repairs", 5, "lexical").hits]
    assert found.index("c-parts.md") < found.index("b-parts.md")


def test_a_digest_ranks_below_the_notes_that_say_as_much():
    places = {0: replace(place(0), generated=True), 1: place(1), 2: place(2)}
    assert ranked(lower_generated(found(1.0, 0.95, 0.2), places)) == [1, 0, 2]


@given(st.lists(st.tuples(st.floats(0.01, 1), st.booleans()), min_size=1, max_size=20))
def test_only_digests_are_lowered(scored):
    items = found(*(score for score, _ in scored))
    places = {n: replace(place(n), generated=generated) for n, (_, generated) in enumerate(scored)}
    for before, after, (_, generated) in zip(items, lower_generated(items, places), scored, strict=True):
        assert (after.score < before.score) == generated


def test_digests_are_found_after_their_sources(tmp_path):
    folder = Folder(tmp_path / "notes")
    folder.write("boiler.md", "Weber replaced the boiler in the cellar.\n")
    folder.write("digests/day.md", "---\ngenerated: assistant\n---\n\nWeber replaced the boiler in the cellar.\n")
    app = fake_app(folder.root, tmp_path / "home")
    index(app)
    hits = app.search("boiler cellar", 5, "lexical").hits
    assert [hit.passage.path for hit in hits] == ["boiler.md", "digests/day.md"]
