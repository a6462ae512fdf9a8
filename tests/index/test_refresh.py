"""Bringing single paths in step, and what must not be taken for a deletion."""

import os
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from fake_app import CountingEmbedder, Folder, fake_app, index
from index_state import fresh, rows, state

from assistant.app import App
from assistant.errors import ExitCode, FolderGoneError
from assistant.index import presence, sync
from assistant.notes import read
from assistant.notes.walk import WalkRules, scope, walk
from assistant.store.filters import Filters


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    notes = Folder(tmp_path / "notes")
    notes.write("a.md", "# Alpha\n\nThe harbour master counts the boats.\n")
    notes.write("b.md", "Beta tells of tides.\n")
    notes.write("sub/c.md", "Gamma rays.\n")
    notes.write("sub/deep/d.md", "Delta of the river.\n")
    notes.write("submarine.md", "Deep under the sea.\n")
    return notes


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def app(folder: Folder, tmp_path: Path, embedder: CountingEmbedder) -> App:
    app = fake_app(folder.root, tmp_path / "home", embedder=embedder)
    index(app)
    embedder.texts.clear()
    return app


def refresh(app: App, *paths: str) -> dict[str, int]:
    report = app.refresh(paths, lambda *_: None).sync
    counts = {name: getattr(report, name) for name in ("added", "changed", "moved", "removed")}
    return {name: number for name, number in counts.items() if number}


def paths(app: App) -> set[str]:
    return {row[0] for row in rows(app, "select path from notes")}


def test_only_what_is_named_is_looked_at(app, folder):
    folder.write("a.md", "Now of ships.\n")
    folder.write("b.md", "Now of waves.\n")
    assert refresh(app, "a.md") == {"changed": 1}
    assert refresh(app, "sub/deep", "nowhere.md") == {}
    assert refresh(app, "b.md") == {"changed": 1}


def test_a_folder_stands_for_all_below_it_and_for_nothing_beside_it(app, folder):
    shutil.rmtree(folder.root / "sub")
    (folder.root / "submarine.md").unlink()
    assert refresh(app, "sub") == {"removed": 2}
    assert "submarine.md" in paths(app)


def test_a_folder_moved_within_keeps_its_vectors(app, folder, embedder, tmp_path):
    folder.move("sub", "other/place")
    assert refresh(app, "sub", "other") == {"moved": 2}
    assert embedder.texts == []
    assert state(app) == fresh(app, tmp_path / "fresh")


def test_a_folder_moved_out_and_in_again_keeps_its_vectors(app, folder, embedder, tmp_path):
    shutil.move(folder.root / "sub", tmp_path / "outside")
    assert refresh(app, "sub") == {"removed": 2}
    shutil.move(tmp_path / "outside", folder.root / "back")
    assert refresh(app, "back") == {"added": 2}
    assert embedder.texts == []


def test_an_ignore_file_speaks_for_its_folder(app, folder):
    folder.write("sub/.gitignore", "deep/\n")
    assert refresh(app, "sub/.gitignore") == {"removed": 1}
    (folder.root / "sub/.gitignore").unlink()
    assert refresh(app, "sub/.gitignore") == {"added": 1}


def test_ignore_rules_above_a_path_hold_for_it(app, folder):
    folder.write(".gitignore", "drafts/\n*.tmp.md\n")
    folder.write("drafts/x.md", "Not yet.\n")
    folder.write("sub/y.tmp.md", "Not yet.\n")
    folder.write(".trash/z.md", "Away.\n")
    assert refresh(app, "drafts/x.md", "sub/y.tmp.md", ".trash/z.md") == {}


def test_a_file_in_the_place_of_a_folder_and_the_other_way_round(app, folder, tmp_path):
    shutil.rmtree(folder.root / "sub")
    folder.write("sub", "No note, it has no ending.\n")
    (folder.root / "a.md").unlink()
    folder.write("a.md/inner.md", "A folder now.\n")
    assert refresh(app, "sub", "a.md") == {"added": 1, "removed": 3}
    index(app)  # sweeps what was known of texts that are gone
    assert state(app) == fresh(app, tmp_path / "fresh")


def test_the_root_or_an_ignore_file_in_it_is_the_whole_folder():
    assert scope(["a.md", "."]) is None
    assert scope(["sub/x.md", ".assistantignore"]) is None
    assert scope(["sub/x.md", "sub", "sub2/y.md", "../out.md", "/etc"]) == {"sub", "sub2/y.md"}
    assert scope(["sub/.gitignore"]) == {"sub"}
    assert scope([]) == frozenset()


def test_a_walk_among_paths_finds_what_a_whole_walk_finds_there(folder):
    whole = list(walk(folder.root, WalkRules()))
    for among in (["a.md"], ["sub"], ["sub/deep/d.md", "b.md"], ["sub/deep"], ["a.md/x"], []):
        below = tuple(f"{path}/" for path in among)
        expected = [file for file in whole if file.path in among or file.path.startswith(below)]
        assert list(walk(folder.root, WalkRules(), among)) == expected


def test_of_what_has_no_vector_at_most_so_many_are_embedded_the_newest_first(app, folder, embedder):
    for n in range(5):
        folder.write(f"new{n}.md", f"Note number {n}.\n")
    outcome = app.refresh([f"new{n}.md" for n in range(5)], lambda *_: None, embed_at_most=2)
    assert (outcome.embed.embedded, outcome.embed.waiting) == (2, 3)
    assert embedder.texts == ["Note number 4.", "Note number 3."]
    assert app.embed(lambda *_: None).waiting == 0


def test_a_first_refresh_indexes_everything(folder, tmp_path):
    app = fake_app(folder.root, tmp_path / "new")
    assert refresh(app, "a.md") == {"added": 5}


# What is not a deletion.


def test_an_empty_folder_is_not_taken_for_deleted_notes(app, folder):
    for entry in folder.root.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    folder.write(".DS_Store", b"\0")
    for run in (lambda: index(app), lambda: refresh(app, "a.md")):
        with pytest.raises(FolderGoneError, match="is empty") as gone:
            run()
        assert gone.value.exit_code == ExitCode.FAILED
        assert "assistant index --allow-empty" in gone.value.hint
    assert len(paths(app)) == 5
    assert index(app, allow_empty=True).sync.removed == 5


def test_a_vanished_folder_is_said_and_comes_back(app, folder, tmp_path):
    folder.root.rename(tmp_path / "unplugged")
    with pytest.raises(FolderGoneError, match="is not there"):
        refresh(app, "a.md")
    (tmp_path / "unplugged").rename(folder.root)
    assert refresh(app, "a.md") == {}
    assert len(paths(app)) == 5


def test_most_notes_missing_on_another_disk_is_not_taken_for_deleted_notes(app, folder, monkeypatch):
    for path in ("a.md", "b.md", "submarine.md"):
        (folder.root / path).unlink()
    elsewhere = presence.Presence.of(folder.root)
    elsewhere = presence.Presence(folder.root, elsewhere.device + 1, is_empty=False)
    monkeypatch.setattr(sync.Presence, "of", lambda _folder: elsewhere)
    for run in (lambda: index(app), lambda: refresh(app, "a.md")):
        with pytest.raises(FolderGoneError, match="another disk than before, and 3 of 5"):
            run()
    folder.write("b.md", "Beta tells of tides.\n")
    folder.write("submarine.md", "Deep under the sea.\n")
    assert index(app).sync.removed == 1, "a device number that changed is no reason by itself"
    (folder.root / "sub/c.md").unlink()
    (folder.root / "b.md").unlink()
    (folder.root / "submarine.md").unlink()
    assert index(app).sync.removed == 3, "and is the known one from then on"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_keeps_its_notes(app, folder):
    (folder.root / "sub").chmod(0)
    try:
        assert refresh(app, "sub", "sub/c.md") == {}
        assert index(app).sync.removed == 0
    finally:
        (folder.root / "sub").chmod(0o700)


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_what_cannot_be_looked_at_for_now_keeps_what_is_known(app, folder, monkeypatch, error):
    real = os.scandir

    def scandir(place):
        if Path(place).name == "sub":
            raise error
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    (folder.root / "b.md").unlink()
    assert index(app).sync.removed == 1
    assert {"sub/c.md", "sub/deep/d.md"} <= paths(app)


def test_a_file_that_cannot_be_read_for_now_keeps_what_is_known(app, folder, monkeypatch):
    def refused(*_args):
        raise PermissionError(13, "Permission denied")

    folder.write("b.md", "Beta has changed.\n")
    monkeypatch.setattr(read, "_read", refused)
    report = index(app).sync
    assert ([s.path for s in report.skipped], report.removed) == (["b.md"], 0)
    monkeypatch.undo()
    assert index(app).sync.changed == 1


# Files that change while they are looked at.


def test_a_change_within_the_clocks_grain_is_seen_by_the_next_run(app, folder):
    file = folder.root / "now.md"
    file.write_text("First words.\n")
    stamp = time.time_ns()
    os.utime(file, ns=(stamp, stamp))
    assert refresh(app, "now.md") == {"added": 1}
    file.write_text("Other words.\n")
    os.utime(file, ns=(stamp, stamp))  # same size, same time: only its content tells
    assert app.files_to_index() == 1
    assert refresh(app, "now.md") == {"changed": 1}
    assert app.files_to_index() == 0


def test_what_was_written_just_now_came_today(app, folder):
    file = folder.root / "now.md"
    file.write_text("# Plans\n\nFirst words.\n\n# Other plans\n\nThe second part.\n")
    refresh(app, "now.md")
    first = date.today()
    file.write_text("# Plans\n\nFirst words.\n\n# Other plans\n\nNothing but news.\n")
    refresh(app, "now.md")
    with app.open_index() as index:
        came = [passage.chunk.text for passage in index.catalog.added(Filters(), first) if passage.path == "now.md"]
    assert any("Nothing but news" in text for text in came)


def test_a_file_that_settled_is_not_read_again(app, folder, monkeypatch):
    old = time.time_ns() - 60 * 10**9
    os.utime(folder.root / "a.md", ns=(old, old))
    index(app)
    monkeypatch.setattr(sync, "read_note", lambda *_: pytest.fail("read again"))
    assert index(app).sync.is_noop


def test_a_clock_that_was_set_back_hides_no_change(app, folder):
    (folder.root / "a.md").write_text("# Alpha\n\nThe harbour master counts the bouys.\n")
    os.utime(folder.root / "a.md", (1_000_000_000, 1_000_000_000))
    assert refresh(app, "a.md") == {"changed": 1}


def test_a_file_that_is_written_while_it_is_read_waits_for_the_next_run(app, folder, monkeypatch):
    real = os.fstat

    def restless(descriptor):
        stat = real(descriptor)
        os.utime(folder.root / "b.md", ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
        return stat

    folder.write("b.md", "Beta is being written.\n")
    with monkeypatch.context() as patch:
        patch.setattr(read.os, "fstat", restless)
        report = index(app).sync
    assert [(s.path, s.reason) for s in report.skipped] == [("b.md", "it is being written to")]
    assert report.removed == report.changed == 0
    assert index(app).sync.changed == 1
