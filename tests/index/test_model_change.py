"""Another embedding model: the present vectors serve until all of the new ones are there."""

from dataclasses import replace
from pathlib import Path

import pytest
from crashes import app_of
from fake_app import Folder, index
from index_state import fresh, rows, state

from assistant.app import App
from assistant.app.indexing import Rebuild
from assistant.index import ahead, embed

TEXT = "\n\n".join(f"## Part {n}\n\n" + f"Sentence {n} tells of lighthouse {n} at the bay. " * 20 for n in range(6))


class Stopped(BaseException):
    """What stops a run."""


def stop_at(nth: int):
    """A progress callback that stops the run when it is told of vectors for the ``nth`` time."""
    told = iter(range(1_000))

    def progress(stage: str, _done: int, _total: int) -> None:
        if stage == "vectors" and next(told) == nth:
            raise Stopped

    return progress


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    notes = Folder(tmp_path / "notes")
    for name in "abcd":
        notes.write(f"{name}.md", f"# Note {name}\n\n{TEXT.replace('bay', f'bay {name}')}\n")
    return notes


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(embed, "BATCH", 4)
    monkeypatch.setattr(ahead, "BATCH", 4)


@pytest.fixture
def old(folder: Folder, tmp_path: Path) -> App:
    app = app_of(folder.root, tmp_path / "home", "first")
    index(app)
    return app


@pytest.fixture
def new(folder: Folder, tmp_path: Path, old: App) -> App:
    return app_of(folder.root, tmp_path / "home", "second")


def change_partly(app: App) -> None:
    with pytest.raises(Stopped):
        app.index(stop_at(3))


def serving(app: App) -> list[str]:
    return [row[0] for row in rows(app, "select model from spaces where serving")]


def test_when_all_are_there_the_new_ones_serve_and_the_old_ones_are_gone(new, tmp_path):
    done = index(new).embed
    assert done.embedded == rows(new, "select count(distinct text_hash) from chunks")[0][0]
    assert done.waiting == 0
    assert serving(new) == ["second"]
    assert state(new) == fresh(new, tmp_path / "fresh")


def test_until_then_searches_use_the_old_ones_and_say_how_far_the_new_ones_are(old, new):
    before = old.search("lighthouse 3", 4, "vector")
    change_partly(new)
    assert serving(new) == ["first"]
    found = new.search("lighthouse 3", 4, "vector")
    assert [hit.passage for hit in found.hits] == [hit.passage for hit in before.hits]
    (notice,) = found.notices
    assert notice.startswith("searching with the vectors of first until all of second are made, now ")
    assert notice.endswith(" of 4 notes (assistant index)")


def test_what_was_made_before_a_stop_is_not_made_again(new, monkeypatch):
    change_partly(new)
    known = rows(new, "select count(*) from embeddings join spaces on spaces.id = space_id where not serving")[0][0]
    texts = []
    real = type(new.embedder).document_vectors
    monkeypatch.setattr(type(new.embedder), "document_vectors", lambda s, t: texts.extend(t) or real(s, t))
    index(new)
    assert known > 0
    assert len(texts) == rows(new, "select count(distinct text_hash) from chunks")[0][0] - known


def test_an_edit_meanwhile_is_found_by_the_old_vectors_and_then_by_the_new_ones(new, folder, tmp_path):
    change_partly(new)
    folder.write("a.md", "Submarines under the ice.\n")
    new.refresh(["a.md"], lambda *_: None)
    assert new.search("submarines ice", 1, "vector").hits[0].passage.path == "a.md"
    assert serving(new) == ["first"]
    index(new)
    assert state(new) == fresh(new, tmp_path / "fresh")


def test_back_to_the_old_model_gives_up_the_new_vectors(old, new, tmp_path):
    change_partly(new)
    index(old)
    assert serving(old) == ["first"]
    assert state(old) == fresh(old, tmp_path / "fresh")


def test_a_third_model_takes_the_place_of_the_one_in_the_making(old, new, folder, tmp_path):
    change_partly(new)
    third = app_of(folder.root, tmp_path / "home", "first")
    embedder = type(third.embedder)(dims=96)
    third.settings = replace(third.settings, models=replace(third.settings.models, embed="third"))
    third.embedder = embedder
    with pytest.raises(Stopped):
        third.index(stop_at(3))
    assert sorted(rows(third, "select model, serving from spaces")) == [("first", 1), ("third", 0)]
    index(third)
    assert rows(third, "select model, serving from spaces") == [("third", 1)]


def test_an_old_model_that_is_gone_leaves_words_alone_and_the_next_run_makes_the_new_ones_at_once(new, tmp_path):
    new.other_embedders["first"] = None
    found = new.search("lighthouse 3", 4, "hybrid")
    assert found.hits
    assert found.notices == ("searching by words alone: no vectors of second yet (assistant index)",)
    index(new)
    assert state(new) == fresh(new, tmp_path / "fresh")


def test_a_new_model_that_is_not_installed_leaves_everything_as_it_was(old, new, tmp_path):
    before = state(old)
    new.embedder = None
    found = new.search("lighthouse 3", 4, "vector")
    assert found.hits
    assert found.notices == (
        "searching with the vectors of first: second is not installed (assistant models pull second)",
    )
    assert index(new).sync.is_noop
    assert state(old) == before


def test_vectors_are_made_anew_without_touching_the_notes(old, tmp_path):
    before = state(old)
    outcome = index(old, rebuild=Rebuild.VECTOR)
    assert outcome.sync.is_noop
    assert outcome.embed.embedded > 0
    assert state(old) == before


def test_words_are_made_anew_without_touching_vectors(old):
    before = state(old)
    outcome = index(old, rebuild=Rebuild.LEXICAL)
    assert outcome.sync.is_noop
    assert outcome.embed.embedded == outcome.embed.reused == 0
    assert state(old) == before


def test_a_rebuild_keeps_what_else_is_in_the_database(old):
    rows(old, "insert into jobs (kind, key, payload, priority, state, created, due) values ('x','k','','0','dead',0,0)")
    before = state(old)
    index(old, rebuild=Rebuild.ALL)
    assert rows(old, "select kind, key from jobs where kind = 'x'") == [("x", "k")]
    assert state(old) == before
