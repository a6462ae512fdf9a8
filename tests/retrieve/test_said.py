"""Days that a question names decide between near equals, and their words are not looked for in notes of that day."""

from datetime import date
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import App
from assistant.retrieve.fusion import fuse
from assistant.retrieve.said import boost_said

TODAY = date(2026, 11, 29)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "notes")


@pytest.fixture
def app(folder: Folder, tmp_path: Path) -> App:
    return fake_app(folder.root, tmp_path / "home")


def found(app: App, text: str) -> list[str]:
    with app.searching("lexical") as searching:
        return [hit.passage.path for hit in searching.search.run(text, 20, searching.mode, TODAY).hits]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("in December 2025", "2025-12-23.md"),
        ("im Dezember 2025", "2025-12-23.md"),
        ("on 4 January 2026", "2026-01-04.md"),
        ("le 4 janvier 2026", "2026-01-04.md"),
        ("2026年1月4日", "2026-01-04.md"),
        ("in November 2025", "2025-11-04.md"),
        ("last Friday", "2026-11-27.md"),
    ],
)
def test_of_near_equals_the_note_of_that_day_comes_first(app, folder, said, path):
    for name, who in (("2025-12-23", "Bo"), ("2026-01-04", "Ida"), ("2025-11-04", "Kai"), ("2026-11-27", "Liv")):
        folder.write(f"{name}.md", f"The heron feeder was filled by {who}.\n")
    index(app)
    assert found(app, f"heron feeder {said}")[0] == path


def test_a_day_without_a_year_that_has_no_notes_is_the_next_one(app, folder):
    folder.write("2026-12-03.md", "Dinner with the heron club.\n")
    folder.write("2026-06-01.md", "Dinner with the heron club.\n")
    index(app)
    assert found(app, "heron dinner on 3 December")[0] == "2026-12-03.md"


def test_nothing_but_a_day_finds_the_notes_of_that_day(app, folder):
    folder.write("2026-11-08.md", "Sold the bindings.\n")
    folder.write("other.md", "Version 8 came in November 2026.\n")
    index(app)
    assert found(app, "What did I do on 8 November 2026?") == ["2026-11-08.md"]


def test_an_entry_is_found_by_its_own_day(app, folder):
    folder.write("log.md", "# Log\n\n## 2026-05-12\n\nRepaired the dinghy.\n\n## 2026-06-02\n\nRepaired the mast.\n")
    index(app)
    assert found(app, "in:2026-06") == ["log.md"]
    assert found(app, "in:2026-07") == []


SCORES = st.dictionaries(st.integers(1, 9), st.floats(0, 10), min_size=1)


@given(SCORES, SCORES, st.sets(st.integers(1, 9)))
def test_a_day_never_lowers_a_passage(lexical, vector, dated):
    lists = {"lexical": lexical, "vector": vector}
    before = fuse(lists, {"lexical": 0.5, "vector": 0.5})
    after = boost_said(before, dict.fromkeys(dated, 1.5), lists)
    for one, other in zip(before, after, strict=True):
        assert other.score >= one.score
        assert one.id in dated or other == one
