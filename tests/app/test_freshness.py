"""What changed since the last index run is found all the same, as far as time allows, and what is not is said."""

import os

import pytest
from fake_app import Folder, fake_app, index

from assistant.app import App, freshness
from assistant.app.freshness import Watched
from assistant.engines.fakes import FakeEmbedder, FakeReader
from assistant.errors import BusyError, IndexMissingError

PLENTY = 30.0


@pytest.fixture
def folder(tmp_path) -> Folder:
    folder = Folder(tmp_path / "notes")
    folder.write("tea.md", "# Tea\n\nGreen tea at eighty degrees.\n")
    folder.write("kettle.md", "# Kettle\n\nThe kettle broke on Monday.\n")
    return folder


@pytest.fixture
def app(folder, tmp_path) -> App:
    app = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder(), reader=FakeReader())
    index(app)
    return app


def found(app: App, text: str, mode: str = "lexical") -> list[str]:
    return [hit.passage.path for hit in app.search(text, 5, mode).hits]


def passages(app: App) -> set[str]:
    with app.open_index() as opened:
        return {p.chunk.text for path in opened.catalog.notes() for p in opened.catalog.note_passages(path)}


def test_without_changes_nothing_is_done(app, monkeypatch):
    monkeypatch.setattr(App, "refresh", lambda *_, **__: pytest.fail("nothing to do"))
    assert app.freshen(PLENTY) == ()


def test_new_changed_moved_and_deleted_notes_are_brought_in(app, folder):
    folder.write("new.md", "A zebra came to dinner.")
    folder.write("tea.md", "# Tea\n\nBlack tea at ninety-five degrees.\n")
    folder.move("kettle.md", "archive/kettle.md")
    assert app.freshen(PLENTY) == ()
    with app.open_index() as opened:
        assert set(opened.catalog.notes()) == {"tea.md", "new.md", "archive/kettle.md"}
    assert found(app, "zebra") == ["new.md"]
    assert "new.md" in found(app, "zebra dinner", "vector")
    assert "eighty" not in " ".join(passages(app))


def test_what_there_was_no_time_for_is_said_and_the_newest_comes_first(app, folder, monkeypatch):
    for number in range(freshness.STEP + 3):
        folder.write(f"{number}.md", f"number {number}")
    clock = iter([0.0, 0.0, *[100.0] * 10])
    monkeypatch.setattr(freshness.time, "monotonic", lambda: next(clock))
    notices = app.freshen(1.0)
    monkeypatch.undo()
    assert notices == ("3 notes changed since the last index run and can't be found as they are now (assistant index)",)
    with app.open_index() as opened:
        missing = {f"{number}.md" for number in range(freshness.STEP + 3)} - set(opened.catalog.notes())
    assert missing == {"0.md", "1.md", "2.md"}


def test_it_can_be_turned_off(app, folder, monkeypatch):
    folder.write("new.md", "A zebra came to dinner.")
    assert app.freshen(0) == ()
    with app.open_index() as opened:
        assert "new.md" not in opened.catalog.notes()


def test_another_run_is_not_waited_for(app, folder, tmp_path):
    folder.write("new.md", "A zebra came to dinner.")
    other = fake_app(folder.root, tmp_path / "home")
    with other.writing():
        (notice,) = app.freshen(PLENTY)
    assert "another run is indexing" in notice
    assert app.freshen(PLENTY) == ()


def test_a_process_that_watches_may_be_behind(app, folder):
    watched = Watched(app.index_folder)
    assert not watched.is_taken()
    watched.take()
    try:
        assert watched.is_taken()
        folder.write("new.md", "A zebra came to dinner.")
        assert found(app, "zebra") == ["new.md"]
    finally:
        watched.release()
    assert not watched.is_taken()


def test_only_one_process_watches(app, monkeypatch):
    monkeypatch.setattr(freshness, "WATCH_SECONDS", 0.05)
    first = Watched(app.index_folder)
    first.take()
    with pytest.raises(BusyError, match="watched already"):
        Watched(app.index_folder).take()
    first.release()
    second = Watched(app.index_folder)
    second.take()
    second.release()


def test_a_folder_that_looks_unmounted_is_said_and_nothing_is_forgotten(app, folder):
    for file in list(folder.root.iterdir()):
        file.unlink()
    (notice,) = app.freshen(PLENTY)
    assert "not found yet" in notice
    with app.open_index() as opened:
        assert opened.catalog.counts().notes == 2


def test_without_an_index_the_search_says_so(folder, tmp_path):
    app = fake_app(folder.root, tmp_path / "home")
    assert app.freshen(PLENTY) == ()
    with pytest.raises(IndexMissingError):
        app.search("tea", 5, "lexical")


def test_a_note_that_was_found_is_read_again_when_it_changed(app, folder):
    folder.write("tea.md", "# Tea\n\nWhite tea at seventy degrees.\n")
    notices: list[str] = []
    assert app.recheck({"tea.md", "kettle.md"}, notices)
    assert notices == []
    assert "seventy" in " ".join(passages(app))
    assert not app.recheck({"tea.md", "kettle.md"}, notices)


def test_a_note_that_was_found_and_is_gone_is_dropped(app, folder):
    (folder.root / "tea.md").unlink()
    assert app.recheck({"tea.md"}, [])
    with app.open_index() as opened:
        assert set(opened.catalog.notes()) == {"kettle.md"}


def test_a_touched_note_is_no_change(app, folder):
    folder.touch("tea.md")
    assert not app.recheck({"tea.md"}, [])


def test_what_cannot_be_read_again_is_said(app, folder, tmp_path):
    folder.write("tea.md", "# Tea\n\nWhite tea at seventy degrees.\n")
    notices: list[str] = []
    with fake_app(folder.root, tmp_path / "home").writing():
        assert not app.recheck({"tea.md"}, notices)
    assert len(notices) == 1


def test_searches_and_answers_use_both(app, folder):
    folder.write("new.md", "A zebra came to dinner.")
    assert found(app, "zebra", "hybrid")[0] == "new.md"
    with app.searching("lexical") as searching:
        folder.write("new.md", "A yak came to dinner.")
        outcome = searching.run("dinner", 5)
        assert "yak" in outcome.hits[0].passage.chunk.text
        (folder.root / "new.md").unlink()
        assert searching.run("dinner", 5).hits == ()
    folder.write("guest.md", "The guest was called Ottoline.")
    answer = app.ask("What was the guest called?", lambda _: None, min_confidence=0.0).answer
    assert "guest.md" in {citation.path for citation in answer.citations}


def test_notes_indexed_within_the_moment_they_were_written_are_not_told_as_changed(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.index.plan.RACY_NS", 10**15)  # however slow the machine
    files = [folder.root / f"copied{number}.md" for number in range(40)]
    for number, file in enumerate(files):
        file.write_text(f"# Copy {number}\n\nThe kettle of house {number}.\n")
    app = fake_app(folder.root, tmp_path / "other")
    index(app)
    written = files[3].stat().st_mtime_ns
    with monkeypatch.context() as patched:
        patched.setattr(App, "refresh", lambda *_, **__: pytest.fail("nothing changed"))
        assert app.freshen(PLENTY) == ()
    files[3].write_text("# Copy 3\n\nThe zebras of house 3.\n")
    os.utime(files[3], ns=(written, written))
    assert app.freshen(PLENTY) == ()
    assert found(app, "zebras") == ["copied3.md"]
