from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import chunk, note, source

from assistant.store.catalog import Catalog
from assistant.store.database import connect
from assistant.store.filters import Filters

NOTES = {
    "projects/vellum/plan.md": (("work", "work/vellum"), date(2026, 1, 10)),
    "projects/Öl.md": (("Küche",), date(2026, 2, 1)),
    "projects/[draft] tea.md": ((), date(2026, 2, 28)),
    "archive/projects/old.md": (("workshop",), date(2025, 12, 31)),
    "daily/2026-03-01.md": (("daily", "work"), date(2026, 3, 1)),
}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory):
    connection = connect(tmp_path_factory.mktemp("filters") / "catalog.db")
    catalog = Catalog(connection)
    for path, (tags, day) in NOTES.items():
        made = note(path, chunk(f"One of {path}."), chunk(f"Two of {path}."), tags=tags)
        catalog.put(replace(made, date=day), source(path))
    yield catalog
    connection.close()


def matching(catalog: Catalog, **fields) -> set[str]:
    chunk_ids = catalog.matching(Filters(**fields))
    return {Path(passage.path).stem for passage in catalog.passages(chunk_ids)}


EVERY = {"plan", "Öl", "[draft] tea", "old", "2026-03-01"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, EVERY),
        ({"tags": ("work",)}, {"plan", "2026-03-01"}),
        ({"tags": ("work/vellum",)}, {"plan"}),
        ({"tags": ("work", "daily")}, {"2026-03-01"}),
        ({"tags": ("KÜCHE",)}, {"Öl"}),
        ({"tags": ("wor",)}, set()),
        ({"tags": ("%",)}, set()),
        ({"without_tags": ("work",)}, {"Öl", "[draft] tea", "old"}),
        ({"paths": ("projects/",)}, {"plan", "Öl", "[draft] tea", "old"}),
        ({"paths": ("/projects/",)}, {"plan", "Öl", "[draft] tea"}),
        ({"paths": ("./projects/vellum",)}, {"plan"}),
        ({"paths": ("vellum",)}, {"plan"}),
        ({"paths": ("ellum",)}, set()),
        ({"paths": ("PROJECTS/öl.md",)}, {"Öl"}),
        ({"paths": ("[draft]",)}, {"[draft] tea"}),
        ({"paths": ("daily/2026-0?-*.md",)}, {"2026-03-01"}),
        ({"paths": ("daily\\2026",)}, {"2026-03-01"}),
        ({"paths": ("archive/", "daily/")}, {"old", "2026-03-01"}),
        ({"without_paths": ("/projects", "daily/")}, {"old"}),
        ({"since": date(2026, 2, 1), "until": date(2026, 2, 28)}, {"Öl", "[draft] tea"}),
        ({"since": date(2026, 3, 2)}, set()),
        ({"until": date(2026, 1, 10), "tags": ("work",)}, {"plan"}),
    ],
)
def test_which_notes_are_left(catalog, fields, expected):
    assert matching(catalog, **fields) == expected


def first_chunk(catalog: Catalog, path: str) -> int:
    return catalog.note_passages(path)[0].chunk_id


def test_only_chunks_that_hold_something_of_notes_that_hold_everything(catalog):
    plan = [passage.chunk_id for passage in catalog.note_passages("projects/vellum/plan.md")]
    other = first_chunk(catalog, "projects/Öl.md")
    assert catalog.matching(Filters(), [{plan[0], other}]) == [plan[0], other]
    assert catalog.matching(Filters(), [{plan[0], other}, {plan[1]}]) == plan
    assert catalog.matching(Filters(), [{plan[0]}, {other}]) == []
    assert catalog.matching(Filters(tags=("work",)), [{plan[0], other}]) == [plan[0]]


def test_no_chunk_of_a_note_that_holds_what_is_unwanted(catalog):
    left = catalog.matching(Filters(), without={first_chunk(catalog, "projects/vellum/plan.md")})
    assert {p.path for p in catalog.passages(left)} == set(NOTES) - {"projects/vellum/plan.md"}


def test_the_newest_notes_come_first_each_with_its_first_chunk(catalog):
    left = catalog.matching(Filters(tags=("work",)))
    found = [(p.date.isoformat(), p.chunk.text[:3]) for p in catalog.passages(catalog.newest(left, 3))]
    assert found == [("2026-03-01", "One"), ("2026-01-10", "One"), ("2026-03-01", "Two")]
    assert catalog.newest([], 3) == []


TAGS = st.lists(st.sampled_from(["work", "daily", "x"]), max_size=2).map(tuple)
DAYS = st.none() | st.dates(date(2025, 12, 1), date(2026, 4, 1))
FILTERS = st.builds(Filters, tags=TAGS, without_tags=TAGS, since=DAYS, until=DAYS)


@given(FILTERS, FILTERS)
def test_two_filters_leave_what_each_of_them_leaves(catalog, one, other):
    both = catalog.matching(one & other)
    assert set(both) == set(catalog.matching(one)) & set(catalog.matching(other))


def test_no_filter_is_none():
    assert not Filters()
    assert Filters(tags=("a",))
    assert Filters() & Filters(tags=("a",)) == Filters(tags=("a",))
