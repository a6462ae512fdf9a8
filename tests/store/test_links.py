"""Where chunks stand, and which notes link to which."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from makers import chunk, note, source

from assistant.domain import Link
from assistant.store.catalog import Catalog
from assistant.store.database import connect
from assistant.store.structure import is_target


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    catalog = Catalog(connect(tmp_path / "catalog.db"))
    targets = ("Sourdough", "./rye.md", "../plan", "nowhere", "bread")
    links = tuple(Link(target, line) for line, target in enumerate(targets, start=1))
    with catalog.transaction():
        catalog.put(
            replace(note("kitchen/bread.md", chunk("flour"), chunk("water")), links=links), source("kitchen/bread.md")
        )
        for path in ("kitchen/sourdough.md", "kitchen/rye.md", "plan.md", "soup.md"):
            catalog.put(note(path, chunk(path), title="T"), source(path))
    return catalog


def test_a_chunk_knows_its_note_and_its_place_in_it(catalog):
    ids = [p.chunk_id for p in catalog.note_passages("kitchen/bread.md")]
    places = catalog.places([*ids, 999])
    assert set(places) == set(ids)
    assert [(places[i].ordinal, places[i].path, places[i].date) for i in ids] == [
        (0, "kitchen/bread.md", date(2026, 3, 1)),
        (1, "kitchen/bread.md", date(2026, 3, 1)),
    ]
    assert len({places[i].note_id for i in ids}) == 1


def test_links_lead_to_the_notes_they_name_and_never_to_their_own(catalog):
    ids = {known.path: known.id for known in catalog.notes().values()}
    paths = {i: path for path, i in ids.items()}
    bread = ids["kitchen/bread.md"]
    found = catalog.links_among([bread], paths)
    assert {paths[i] for i in found[bread]} == {"kitchen/sourdough.md", "kitchen/rye.md", "plan.md"}
    few = {i: path for i, path in paths.items() if path in ("kitchen/bread.md", "plan.md")}
    assert catalog.links_among([bread], few) == {bread: {ids["plan.md"]}}
    assert catalog.links_among([ids["soup.md"]], paths) == {}


@pytest.mark.parametrize(
    ("target", "path", "names"),
    [
        ("Sourdough", "kitchen/sourdough.md", True),
        ("kitchen/Sourdough.md", "kitchen/sourdough.md", True),
        ("/kitchen/sourdough", "kitchen/sourdough.md", True),
        ("../plan.txt", "plan.txt", True),
        ("rye", "work/rye.md", True),
        ("dough", "kitchen/sourdough.md", False),
        ("kitchen/rye", "work/rye.md", False),
        ("../../plan", "plan.md", False),
        ("Über uns", "ÜBER UNS.md", True),
    ],
)
def test_what_a_link_in_work_log_names(target, path, names):
    assert is_target(target, "work/log.md", path) is names
