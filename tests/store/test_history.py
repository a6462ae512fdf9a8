"""On which day a passage came: with a new note on the note's own day, with an edit on the day of the edit."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from makers import chunk, note, source

from assistant.domain import Link, Note
from assistant.store.catalog import Catalog
from assistant.store.database import connect
from assistant.store.filters import Filters
from assistant.store.history import new_links, new_orphans

OWN = date(2026, 3, 1)  # the day of every note that is made here
EDIT = date(2026, 3, 9)


def at_noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12).timestamp()) * 10**9


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(connect(tmp_path / "catalog.db"))


def put(catalog: Catalog, written: Note, content: str, day: date = OWN, recipe: str = "r") -> None:
    with catalog.transaction():
        catalog.put(written, source(written.path, content, mtime_ns=at_noon(day), recipe=recipe))


def came(catalog: Catalog, first: date | None, last: date | None = None) -> list[str]:
    return [passage.chunk.text.strip() for passage in catalog.added(Filters(), first, last)]


def test_a_new_note_came_on_its_own_day_whenever_its_file_was_written(catalog: Catalog):
    put(catalog, note("a.md", chunk("One."), chunk("Two.")), "h1", EDIT)
    assert came(catalog, OWN, OWN) == ["One.", "Two."]
    assert came(catalog, EDIT) == []


def test_of_an_edited_note_only_what_is_new_came_on_the_day_of_the_edit(catalog: Catalog):
    put(catalog, note("a.md", chunk("One."), chunk("Two.")), "h1")
    put(catalog, note("a.md", chunk("One."), chunk("Three."), chunk("Two.")), "h2", EDIT)
    assert came(catalog, EDIT, EDIT) == ["Three."]
    assert came(catalog, OWN, OWN) == ["One.", "Two."]


def test_a_note_that_is_only_cut_in_another_way_has_nothing_new(catalog: Catalog):
    put(catalog, note("a.md", chunk("One."), chunk("Two.", start=5)), "h1")
    put(catalog, note("a.md", chunk("One.", "Two.")), "h1", EDIT, recipe="other")
    assert came(catalog, EDIT) == []
    assert came(catalog, OWN, OWN) == ["One.\nTwo."]


def test_a_note_that_was_cut_in_another_way_after_an_edit_keeps_the_day_of_the_edit(catalog: Catalog):
    put(catalog, note("a.md", chunk("One."), chunk("Two.", start=5)), "h1")
    put(catalog, note("a.md", chunk("One."), chunk("Three.", start=5)), "h2", EDIT)
    put(catalog, note("a.md", chunk("One.", "Three.")), "h2", date(2026, 3, 20), recipe="other")
    assert came(catalog, EDIT, EDIT) == ["One.\nThree."]
    assert came(catalog, date(2026, 3, 10)) == []


def test_a_note_that_only_moved_has_nothing_new(catalog: Catalog):
    put(catalog, note("a.md", chunk("One.")), "h1")
    with catalog.transaction():
        catalog.move("a.md", note("b.md", chunk("One.")), source("b.md", "h1", mtime_ns=at_noon(EDIT)))
    assert came(catalog, EDIT) == []
    assert came(catalog, OWN, OWN) == ["One."]


def test_what_comes_back_came_on_the_day_it_came_back(catalog: Catalog):
    put(catalog, note("a.md", chunk("One.")), "h1")
    put(catalog, note("a.md", chunk("Two.")), "h2", EDIT)
    put(catalog, note("a.md", chunk("One.")), "h1", date(2026, 3, 20))
    assert came(catalog, date(2026, 3, 20)) == ["One."]


def test_generated_notes_are_no_news(catalog: Catalog):
    put(catalog, replace(note("digests/a.md", chunk("One.")), generated=True), "h1")
    assert came(catalog, None) == []


def test_filters_leave_what_fits_them(catalog: Catalog):
    put(catalog, note("a.md", chunk("One."), tags=("work",)), "h1")
    put(catalog, note("b.md", chunk("Two.")), "h2")
    assert [p.path for p in catalog.added(Filters(tags=("work",)))] == ["a.md"]


def linked(path: str, *targets: str) -> Note:
    links = tuple(Link(target, line) for line, target in enumerate(targets, start=1))
    return replace(note(path, chunk(*(f"see {target}" for target in targets or ("nothing",)))), links=links)


def test_new_links_are_those_in_passages_that_came_each_pair_once(catalog: Catalog):
    put(catalog, linked("bread.md", "flour", "flour", "nowhere"), "h1")
    put(catalog, linked("flour.md"), "h2")
    found = new_links(catalog._db, OWN, OWN)
    assert [(link.path, link.line, link.target) for link in found] == [("bread.md", 1, "flour.md")]
    assert new_links(catalog._db, EDIT, EDIT) == []


def test_links_of_digests_do_not_count(catalog: Catalog):
    put(catalog, replace(linked("digests/a.md", "flour"), generated=True), "h1")
    put(catalog, linked("flour.md"), "h2")
    assert new_links(catalog._db, OWN, OWN) == []
    assert new_orphans(catalog._db, OWN, OWN) == [], "where notes know no links, none is lonely"


def test_orphans_are_new_notes_that_nothing_links(catalog: Catalog):
    put(catalog, linked("bread.md", "flour"), "h1")
    put(catalog, linked("flour.md"), "h2")
    put(catalog, linked("stone.md"), "h3")
    assert new_orphans(catalog._db, OWN, OWN) == ["stone.md"]
    assert new_orphans(catalog._db, EDIT, EDIT) == []
