"""Real folders, watched by the system's own events; every wait is for a condition."""

import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.notes.walk import WalkRules
from assistant.service.debounce import Batch
from assistant.service.watch import Watcher

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify")


class Seen:
    """What a watcher has told so far."""

    def __init__(self, watcher: Watcher, folder: Path) -> None:
        self.watcher = watcher
        self.folder = folder
        self.all = Batch()

    def until(self, *paths: str, seconds: float = 20) -> frozenset[str]:
        """All paths told since the last call, once these are among them."""
        deadline = time.monotonic() + seconds
        while not set(paths) <= self.all.paths and not self.all.everything:
            assert time.monotonic() < deadline, f"only {sorted(self.all.paths)}"
            self.all |= self.watcher.next(0.5)
        told, self.all = self.all.paths, Batch()
        return told

    def until_everything(self) -> None:
        deadline = time.monotonic() + 20
        while not self.all.everything:
            assert time.monotonic() < deadline, f"only {sorted(self.all.paths)}"
            self.all |= self.watcher.next(0.5)
        self.all = Batch()

    def settle(self) -> frozenset[str]:
        """All paths told up to a note that is written now."""
        (self.folder / "settled.md").write_text("now")
        told = self.until("settled.md")
        (self.folder / "settled.md").unlink()
        self.until("settled.md")
        return told - {"settled.md"}


@pytest.fixture
def folder(tmp_path) -> Path:
    root = tmp_path.resolve() / "notes"
    (root / "daily").mkdir(parents=True)
    (root / "a.md").write_text("one")
    (root / "daily/b.md").write_text("two")
    return root


@pytest.fixture
def seen(folder) -> Iterator[Seen]:
    with Watcher(folder, WalkRules()) as watcher:
        assert watcher.limit is None
        yield Seen(watcher, folder)


def save_in_place(file: Path) -> None:
    with file.open("r+") as note:
        note.truncate()
        note.write("saved")


def save_by_rename(file: Path) -> None:
    """Obsidian on some systems, Emacs without backups, most libraries: a hidden file takes the note's place."""
    temporary = file.with_name(f".{file.name}.tmp")
    temporary.write_text("saved")
    temporary.replace(file)


def save_like_vim(file: Path) -> None:
    """A swap file, a probe of the folder, the note renamed to a backup, a new one written."""
    swap = file.with_name(f".{file.name}.swp")
    swap.write_bytes(b"b0VIM")
    probe = file.with_name("4913")
    probe.touch()
    probe.unlink()
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text("saved")
    backup.unlink()
    swap.unlink()


def save_like_emacs(file: Path) -> None:
    """A lock that leads nowhere, an auto-save file, the old text copied to a backup, the note truncated."""
    lock = file.with_name(f".#{file.name}")
    lock.symlink_to("user@host.1234")
    auto = file.with_name(f"#{file.name}#")
    auto.write_text("saved")
    shutil.copy2(file, file.with_name(f"{file.name}~"))
    file.write_text("saved")
    auto.unlink()
    lock.unlink()


def save_like_a_sync_program(file: Path) -> None:
    temporary = file.with_name(f".syncthing.{file.name}.tmp")
    temporary.write_text("saved")
    os.utime(temporary, (1_700_000_000, 1_700_000_000))
    file.unlink()
    temporary.rename(file)


def save_like_sed(file: Path) -> None:
    temporary = file.with_name("sedAb12Cd")
    temporary.write_text("saved")
    temporary.rename(file)


SAVES = (save_in_place, save_by_rename, save_like_vim, save_like_emacs, save_like_a_sync_program, save_like_sed)


@pytest.mark.parametrize("save", SAVES)
def test_every_way_of_saving_is_one_changed_note(seen, folder, save):
    save(folder / "daily/b.md")
    assert seen.until("daily/b.md") | seen.settle() == {"daily/b.md"}


def test_new_renamed_and_deleted_notes(seen, folder):
    (folder / "new.md").write_text("new")
    assert seen.until("new.md") == {"new.md"}
    (folder / "new.md").rename(folder / "daily/moved.md")
    assert seen.until("new.md", "daily/moved.md") == {"new.md", "daily/moved.md"}
    (folder / "daily/moved.md").unlink()
    assert seen.until("daily/moved.md") == {"daily/moved.md"}


def test_a_note_that_becomes_readable_is_told(seen, folder):
    (folder / "a.md").chmod(0o600)
    assert "a.md" in seen.until("a.md")


def test_a_folder_moved_in_and_out(seen, folder, tmp_path):
    outside = tmp_path / "outside/deep/er"
    outside.mkdir(parents=True)
    (outside / "c.md").write_text("three")
    (tmp_path / "outside").rename(folder / "project")
    seen.until("project")
    seen.settle()
    (folder / "project/deep/er/c.md").write_text("changed")
    assert "project/deep/er/c.md" in seen.until("project/deep/er/c.md")
    (folder / "project").rename(tmp_path / "gone")
    seen.until("project")


def test_a_folder_renamed_inside_keeps_being_watched(seen, folder):
    (folder / "daily").rename(folder / "journal")
    seen.until("daily", "journal")
    seen.settle()
    (folder / "journal/b.md").write_text("changed")
    assert "journal/b.md" in seen.until("journal/b.md")


def test_folders_made_at_once_are_watched_to_the_bottom(seen, folder):
    deep = folder / "/".join("abcdefgh")
    deep.mkdir(parents=True)
    (deep / "note.md").write_text("deep")
    # The folder may be told in place of what was written in it before it was watched.
    assert any("a/b/c/d/e/f/g/h/note.md".startswith(path) for path in seen.until("a"))
    seen.settle()
    (deep / "note.md").write_text("deeper")
    assert "a/b/c/d/e/f/g/h/note.md" in seen.until("a/b/c/d/e/f/g/h/note.md")


def test_what_is_no_note_is_not_told(seen, folder):
    for name in (".git", ".obsidian", "node_modules/deep"):
        (folder / name).mkdir(parents=True)
        (folder / name / "x.md").write_text("not a note")
    (folder / "picture.gif").write_bytes(b"png")
    (folder / ".hidden.md").write_text("hidden")
    (folder / "daily/b.md").read_text()
    assert seen.settle() == frozenset()


def test_ignored_files_are_not_told_until_the_rules_change(folder):
    (folder / ".gitignore").write_text("build/\n")
    (folder / "build").mkdir()
    with Watcher(folder, WalkRules(ignore=("*.draft.md",))) as watcher:
        seen = Seen(watcher, folder)
        (folder / "build/log.md").write_text("log")
        (folder / "x.draft.md").write_text("draft")
        assert seen.settle() == frozenset()
        (folder / ".gitignore").write_text("")
        seen.until_everything()
        (folder / "build/log.md").write_text("more")
        assert "build/log.md" in seen.until("build/log.md")


def test_hundreds_of_files_at_once(seen, folder):
    names = {f"burst-{number}.md" for number in range(300)}
    for name in names:
        (folder / name).write_text(name)
    assert names <= seen.until(*names)


class FakeSource:
    """Events at a test's command."""

    def __init__(self) -> None:
        self.alive = True

    def __call__(self, folder, on_path, on_loss, hidden):
        self.on_path, self.on_loss = on_path, on_loss
        return self

    def is_alive(self) -> bool:
        return self.alive

    def stop(self) -> None:
        self.alive = False


def test_ten_thousand_events_become_one_batch(folder):
    source = FakeSource()
    with Watcher(folder, WalkRules(), start=source) as watcher:
        for number in range(10_000):
            source.on_path(f"{folder}/daily/{number}.md", False)
        assert watcher.waiting() == 0
        assert watcher.next(20).everything
        assert not watcher.next(0)


def test_lost_events_mean_everything(folder):
    source = FakeSource()
    with Watcher(folder, WalkRules(), start=source) as watcher:
        source.on_path(f"{folder}/a.md", False)
        source.on_loss()
        assert watcher.next(20).everything


def test_waiting_for_a_batch_ends_when_woken(folder):
    with Watcher(folder, WalkRules(), start=FakeSource()) as watcher:
        watcher.wake()
        assert not watcher.next(60)


@linux
def test_an_overflow_of_the_kernels_queue_means_everything_and_watching_goes_on(seen, folder):
    from watchdog.observers.inotify_c import InotifyConstants, InotifyEvent

    queue = seen.watcher._source._queue
    queue.handle_event(InotifyEvent(-1, InotifyConstants.IN_Q_OVERFLOW, 0, b""))
    seen.until_everything()
    (folder / "daily/b.md").write_text("after")
    assert "daily/b.md" in seen.until("daily/b.md")


@linux
@pytest.mark.parametrize("watched", [0, 1])
def test_a_system_that_watches_no_more_folders_leaves_looking_and_says_what_to_do(folder, monkeypatch, watched):
    from watchdog.observers import inotify_c

    real, calls = inotify_c.inotify_add_watch, []

    def full(*arguments):
        calls.append(arguments)
        if len(calls) <= watched:
            return real(*arguments)
        ctypes.set_errno(errno.ENOSPC)
        return -1

    monkeypatch.setattr(inotify_c, "inotify_add_watch", full)
    with Watcher(folder, WalkRules()) as watcher:
        assert watcher.limit is not None
        assert "max_user_watches" in watcher.limit.hint
        assert watcher.is_valid()


@linux
def test_the_limit_reached_later_ends_the_watcher(seen, folder, monkeypatch):
    from watchdog.observers import inotify_c

    def full(*_):
        ctypes.set_errno(errno.ENOSPC)
        return -1

    monkeypatch.setattr(inotify_c, "inotify_add_watch", full)
    (folder / "one-too-many").mkdir()
    seen.until("one-too-many")
    assert not seen.watcher.is_valid()


def test_hidden_folders_take_no_watches(folder):
    for number in range(20):
        (folder / f".git/objects/{number}").mkdir(parents=True)
    with Watcher(folder, WalkRules()) as watcher:
        queue = watcher._source._queue
        if queue is not None:
            assert len(queue._watch_for_wd) == 2


def gone(watcher: Watcher) -> None:
    deadline = time.monotonic() + 20
    while watcher.is_valid():
        assert time.monotonic() < deadline
        watcher.next(0.05)


@pytest.mark.parametrize("how", ["deleted", "renamed", "replaced", "deleted and made again"])
def test_a_folder_that_goes_away_ends_its_watcher(folder, tmp_path, how):
    with Watcher(folder, WalkRules()) as watcher:
        assert watcher.is_valid()
        if how.startswith("deleted"):
            shutil.rmtree(folder)
        else:
            folder.rename(tmp_path / "elsewhere")
        if how in ("replaced", "deleted and made again"):
            folder.mkdir()
        gone(watcher)


def test_watching_a_folder_that_is_not_there_says_so(tmp_path):
    watcher = Watcher(tmp_path / "nowhere", WalkRules())
    with pytest.raises(FileNotFoundError):
        watcher.__enter__()
    assert not watcher.is_valid()
