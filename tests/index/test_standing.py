"""Copies of notes, and dates that may be two days: what follows from the folder as a whole."""

from datetime import date
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import App
from assistant.domain import Hit
from assistant.index.standing import possible_copies
from assistant.notes.copies import is_near, marks, without_mark

BOAT = "# Boat\n\nThe boat is moored at pier 14, beside the white ferry of the island.\n"
COPIES = (
    "boat (1).md", "boat 2.md", "boat (conflicted copy 2026-04-01).md", "boat (Anna's conflicted copy 2026-04-01).md",
    "boat.sync-conflict-20260901-101010-QWERTY7.md", "boat - Copy.md", "boat copy 2.md", "Copy of boat.md",
    "boat - Kopie.md", "boat-DESKTOP-AB12CD3.md", "boat-Annas-MacBook-Pro.md", "boat_conflict-20260401-101010.md",
    "boat (In Konflikt stehende Kopie von Anna 2026-04-01).md", "boat 的副本.md", "boat のコピー.md",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "notes")


@pytest.fixture
def app(folder: Folder, tmp_path: Path) -> App:
    return fake_app(folder.root, tmp_path / "home")


def hits(app: App, text: str) -> dict[str, Hit]:
    return {hit.passage.path: hit for hit in app.search(text, 20, "lexical").hits}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_that_says_the_same_is_not_found(app, folder, name):
    folder.write("boat.md", BOAT)
    folder.write(name, BOAT)
    index(app)
    found = hits(app, "boat pier")
    assert list(found) == ["boat.md"]
    assert found["boat.md"].passage.copies == ()


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_that_says_something_else_is_named_beside_the_note(app, folder, name):
    folder.write("sub/boat.md", BOAT)
    folder.write(f"sub/{name}", BOAT.replace("14", "15"))
    index(app)
    found = hits(app, "boat pier")
    assert list(found) == ["sub/boat.md"]
    assert found["sub/boat.md"].passage.copies == (f"sub/{name}",)
    assert list(hits(app, "path:sub")) == ["sub/boat.md"]


@pytest.mark.parametrize("name", COPIES)
def test_a_note_with_the_name_of_a_copy_is_a_note_where_none_stands_beside_it(app, folder, name):
    folder.write(name, BOAT)
    folder.write("sub/boat.md", BOAT)
    index(app)
    assert name in hits(app, "boat pier")


def test_a_second_note_of_another_text_is_no_copy(app, folder):
    folder.write("boat.md", BOAT)
    folder.write("boat 2.md", "# Boat 2\n\nThe second boat, a dinghy, lies upside down behind the shed.\n")
    index(app)
    assert set(hits(app, "boat")) == {"boat.md", "boat 2.md"}


def test_a_copy_becomes_a_note_when_it_is_rewritten_or_its_note_is_gone(app, folder):
    folder.write("boat.md", BOAT)
    folder.write("boat 2.md", BOAT)
    index(app)
    assert "boat 2.md" not in hits(app, "boat")
    folder.write("boat 2.md", "Only the trailer is new, and the boat of the neighbours went to Bergen last winter.\n")
    index(app)
    assert "boat 2.md" in hits(app, "boat")
    folder.write("boat 2.md", BOAT)
    index(app)
    (folder.root / "boat.md").unlink()
    index(app)
    assert list(hits(app, "boat")) == ["boat 2.md"]


def test_a_copy_of_a_copy_is_one_of_the_note(app, folder):
    for name in ("boat.md", "boat (1).md", "boat (1) (conflicted copy 2026-04-01).md"):
        folder.write(name, BOAT.replace("14", str(14 + len(name))))
    index(app)
    assert len(hits(app, "boat")["boat.md"].passage.copies) == 2


def test_the_stamp_of_a_conflict_is_no_day():
    assert without_mark("2026-03-02 roof.sync-conflict-20260915-081530-ABCD7EF") == "2026-03-02 roof"
    assert without_mark("roof (conflicted copy 2026-04-01)") == "roof"
    assert without_mark("War and conflict 2026-04-01") == "War and conflict 2026-04-01"


@pytest.mark.parametrize(
    ("other", "day"), [("23-03-2026.md", "2026-04-03"), ("03-23-2026.md", "2026-03-04"), ("", "2026-04-03")]
)
def test_a_day_that_may_be_two_is_read_as_the_others_of_the_folder(app, folder, other, day):
    folder.write("03-04-2026.md", "Fed the bees.\n")
    if other:
        folder.write(other, "Sold the stove.\n")
    index(app)
    (passage,) = [hit.passage for hit in hits(app, "bees").values()]
    assert passage.date == date.fromisoformat(day)
    assert {passage.date, passage.date_otherwise} == {date(2026, 4, 3), date(2026, 3, 4)}
    assert list(hits(app, f"in:{day}")) == ["03-04-2026.md"]


def test_the_order_follows_the_folder_when_that_changes(app, folder):
    folder.write("03-04-2026.md", "Fed the bees.\n")
    index(app)
    folder.write("03-23-2026.md", "Sold the stove.\n")
    index(app)
    assert hits(app, "bees")["03-04-2026.md"].passage.date == date(2026, 3, 4)


@given(
    st.lists(
        st.sampled_from(("boat", "boat 2", "boat (1)", "Copy of boat", "x/boat", "boats", "boat 2 copy")), unique=True
    )
)
def test_whatever_may_be_a_copy_has_its_note_beside_it(stems):
    paths = {f"{stem}.md" for stem in stems}
    for path, original, _ in possible_copies(paths):
        assert original in paths
        assert path != original


@given(st.text(max_size=40), st.text(max_size=200), st.text(max_size=200))
def test_any_name_and_texts_are_judged(stem, one, other):
    for mark in marks(stem):
        assert mark.stem in stem
    assert is_near(one, one, sure=False)
    assert is_near(one, other, sure=True) == is_near(other, one, sure=True)
