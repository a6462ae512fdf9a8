"""A real index kept in step with a real folder; every wait is for a condition."""

import ctypes
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index

from assistant.app import App
from assistant.engines.fakes import FakeEmbedder
from assistant.errors import AssistantError, BusyError
from assistant.failpoints import NAMES
from assistant.service import keeper as keeper_module
from assistant.service.courtesy import Courtesy
from assistant.service.keeper import Keeper, State, Told
from assistant.settings import Settings


def wait_for(condition: Callable[[], object], what: str = "") -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, what or "it never came"
        time.sleep(0.02)


def paths_in(app: App) -> set[str]:
    try:
        with app.open_index() as index:
            return set(index.catalog.notes())
    except AssistantError:
        return set()


def found(app: App, text: str, mode: str = "lexical") -> list[str]:
    return [hit.passage.path for hit in app.search(text, 5, mode).hits]


class Kept:
    """A folder, its index, and the keeper between the two."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder = Folder(tmp_path / "notes")
        self.folder.write("tea.md", "# Tea\n\nGreen tea at eighty degrees.\n")
        self.folder.write("daily/monday.md", "# Monday\n\nThe kettle broke.\n")
        self.home = tmp_path / "home"
        self.told: list[Told] = []
        self.keepers: list[Keeper] = []
        self.app = self.new_app()

    def new_app(self) -> App:
        # A search brings nothing in by itself: what is found, the keeper brought.
        alone = replace(Settings(), index=replace(Settings().index, freshen_ms=0))
        return fake_app(self.folder.root, self.home, embedder=FakeEmbedder(), settings=alone)

    def start(self) -> Keeper:
        keeper = Keeper(self.app, Courtesy(), self.told.append)
        keeper.start()
        self.keepers.append(keeper)
        return keeper

    def started(self) -> Keeper:
        keeper = self.start()
        wait_for(lambda: keeper.status().state is State.IN_STEP)
        return keeper

    def trouble(self) -> list[str]:
        return [told.trouble for told in self.told if told.trouble]


@pytest.fixture
def kept(tmp_path) -> Iterator[Kept]:
    kept = Kept(tmp_path)
    yield kept
    for keeper in kept.keepers:
        assert keeper.stop(30)


def test_it_begins_by_comparing_everything(kept):
    keeper = kept.started()
    assert paths_in(kept.app) == {"tea.md", "daily/monday.md"}
    status = keeper.status()
    assert (status.notes, status.waiting, status.error, status.polls) == (2, 0, "", False)
    assert status.last_full is not None
    wait_for(lambda: kept.told)
    assert kept.told[0].everything
    assert kept.told[0].vectors_seconds is not None


def test_a_saved_note_is_found_by_words_and_by_meaning(kept):
    kept.started()
    kept.folder.write("daily/tuesday.md", "# Tuesday\n\nA zebra came to dinner.\n")
    wait_for(lambda: found(kept.app, "zebra") == ["daily/tuesday.md"])
    wait_for(lambda: "daily/tuesday.md" in found(kept.app, "zebra dinner", "vector"))
    wait_for(lambda: len(kept.told) == 2)
    told = kept.told[1]
    assert told.paths in (("daily/tuesday.md",), ("daily", "daily/tuesday.md"))
    assert told.sync.added == 1
    assert 0 < told.words_seconds <= told.vectors_seconds


def test_a_question_waits_for_what_was_just_saved(kept, monkeypatch):
    keeper = kept.started()
    assert keeper.lag() == ""
    monkeypatch.setattr(keeper_module, "SETTLE", 30.0)
    kept.folder.write("daily/tuesday.md", "# Tuesday\n\nA zebra came to dinner.\n")
    wait_for(lambda: keeper.status().waiting or "daily/tuesday.md" in paths_in(kept.app))
    assert keeper.lag() == ""
    assert found(kept.app, "zebra") == ["daily/tuesday.md"]


def test_how_far_it_is_behind_is_said(kept, monkeypatch):
    keeper = kept.started()
    with kept.new_app().writing():
        kept.folder.write("daily/tuesday.md", "# Tuesday\n\nA zebra came to dinner.\n")
        wait_for(lambda: keeper.status().state is State.BEHIND)
        assert re.match(r"the index is behind the folder, (1|2) changed notes? may not be found yet: ", keeper.lag())
    wait_for(lambda: keeper.lag() == "")
    monkeypatch.setattr(keeper_module, "SETTLE", 0.0)
    over = threading.Event()

    def slow(*_: object, **__: object) -> None:
        over.wait(30)
        raise OSError("a trial")

    monkeypatch.setattr(kept.app, "refresh", slow)
    kept.folder.write("daily/wednesday.md", "# Wednesday\n")
    wait_for(lambda: keeper.status().state is State.INDEXING)
    assert "may not be found yet (assistant service status)" in keeper.lag()
    over.set()


def test_edits_moves_and_deletions_follow(kept, tmp_path):
    kept.started()
    root = kept.folder.root
    kept.folder.write("tea.md", "# Tea\n\nBlack tea at ninety-five degrees.\n")
    wait_for(lambda: found(kept.app, "ninety-five") == ["tea.md"] and found(kept.app, "eighty") == [])
    (root / "daily").rename(root / "journal")
    wait_for(lambda: paths_in(kept.app) == {"tea.md", "journal/monday.md"})
    (tmp_path / "outside/old").mkdir(parents=True)
    (tmp_path / "outside/old/x.md").write_text("brought in")
    (tmp_path / "outside").rename(root / "archive")
    wait_for(lambda: "archive/old/x.md" in paths_in(kept.app))
    shutil.rmtree(root / "archive")
    (root / "tea.md").unlink()
    wait_for(lambda: paths_in(kept.app) == {"journal/monday.md"})


def test_a_burst_of_files_is_indexed_whole(kept):
    kept.started()
    names = {f"burst/{number}.md" for number in range(300)}
    for name in names:
        kept.folder.write(name, f"note {name}")
    wait_for(lambda: names <= paths_in(kept.app))


def test_what_changed_while_nobody_watched_is_found_at_the_start(kept):
    kept.started().stop(30)
    kept.folder.write("later.md", "written in between")
    (kept.folder.root / "tea.md").unlink()
    kept.app = kept.new_app()
    kept.started()
    assert paths_in(kept.app) == {"daily/monday.md", "later.md"}


def test_what_was_missed_is_found_by_comparing_again(kept, monkeypatch):
    monkeypatch.setattr("assistant.service.watch._Relevance.concerns", lambda *_: False)
    keeper = kept.started()
    kept.folder.write("missed.md", "nobody told")
    monkeypatch.setattr(Keeper, "_next_full", lambda _self: 0.0)
    wait_for(lambda: "missed.md" in paths_in(kept.app))
    assert keeper.status().last_full < 30


def test_a_folder_that_the_system_wont_watch_is_compared_again_and_again(kept, monkeypatch):
    inotify_c = pytest.importorskip("watchdog.observers.inotify_c", exc_type=ImportError)

    def full(*_):
        ctypes.set_errno(errno.ENOSPC)
        return -1

    monkeypatch.setattr(inotify_c, "inotify_add_watch", full)
    keeper = kept.started()
    assert keeper.status().polls
    assert "watches no more folders" in kept.trouble()[0]
    kept.folder.write("polled.md", "seen by looking")
    wait_for(lambda: "polled.md" in paths_in(kept.app))
    assert len(kept.trouble()) == 1


def test_another_writer_is_waited_for(kept, monkeypatch):
    monkeypatch.setattr("assistant.app.opened.LOCK_SECONDS", 0.01)
    keeper = kept.started()
    with kept.new_app().writing():
        kept.folder.write("patient.md", "in the end")
        wait_for(lambda: keeper.status().state is State.BEHIND)
        assert "patient.md" not in paths_in(kept.app)
        assert keeper.status().error
    wait_for(lambda: "patient.md" in paths_in(kept.app))
    wait_for(lambda: keeper.status().state is State.IN_STEP and not keeper.status().error)


def test_a_failure_is_said_once_and_tried_again(kept, monkeypatch):
    monkeypatch.setattr(keeper_module, "FAILED_AGAIN", 0.05)
    keeper = kept.started()
    failing, real = [3], kept.app.refresh

    def refresh(paths, progress, **more):
        if failing[0]:
            failing[0] -= 1
            raise AssistantError("the disk is full", hint="free some space")
        return real(paths, progress, **more)

    vars(kept.app)["refresh"] = refresh
    kept.folder.write("full.md", "when there is room")
    wait_for(lambda: "full.md" in paths_in(kept.app))
    wait_for(lambda: not keeper.status().error)
    assert kept.trouble() == ["the disk is full"]
    assert kept.told[-1].sync.added == 1


def test_one_note_that_fails_does_not_keep_the_others_out(kept):
    kept.started()
    real = kept.app.refresh

    def refresh(paths, progress, **more):
        if paths is None or "bad.md" in paths:
            raise ValueError("a fault of ours")
        return real(paths, progress, **more)

    vars(kept.app)["refresh"] = refresh
    kept.folder.write("bad.md", "bad")
    wait_for(lambda: kept.trouble() == ["ValueError: a fault of ours"])
    for number in range(3):
        kept.folder.write(f"good-{number}.md", "good")
        wait_for(lambda number=number: f"good-{number}.md" in paths_in(kept.app))
    vars(kept.app)["refresh"] = real
    wait_for(lambda: "bad.md" in paths_in(kept.app))


@pytest.mark.parametrize("left_behind", ["nothing", "an empty folder"])
def test_a_folder_that_vanishes_is_not_forgotten_and_picked_up_again(kept, tmp_path, monkeypatch, left_behind):
    monkeypatch.setattr(keeper_module, "LOOK", 0.1)
    monkeypatch.setattr(keeper_module, "GONE_AGAIN", 0.2)
    keeper = kept.started()
    root = kept.folder.root
    root.rename(tmp_path / "unplugged")
    if left_behind == "an empty folder":
        root.mkdir()
    wait_for(lambda: keeper.status().state is State.FOLDER_GONE)
    assert paths_in(kept.app) == {"tea.md", "daily/monday.md"}
    (tmp_path / "unplugged/new.md").write_text("written elsewhere")
    if left_behind == "an empty folder":
        root.rmdir()
    (tmp_path / "unplugged").rename(root)
    wait_for(lambda: "new.md" in paths_in(kept.app))
    wait_for(lambda: keeper.status().state is State.IN_STEP)
    kept.folder.write("newer.md", "watched again")
    wait_for(lambda: "newer.md" in paths_in(kept.app))
    assert len(kept.trouble()) == 1


def test_a_clock_that_is_set_back_changes_nothing(kept, monkeypatch):
    kept.started()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - 86_400 * 365)
    monkeypatch.setattr(time, "time_ns", lambda: int((real() - 86_400 * 365) * 1e9))
    kept.folder.write("past.md", "from last year")
    wait_for(lambda: "past.md" in paths_in(kept.app))


def test_a_second_keeper_of_the_same_folder_says_so(kept, monkeypatch):
    monkeypatch.setattr("assistant.app.freshness.WATCH_SECONDS", 0.05)
    first = kept.started()
    second = Keeper(kept.new_app(), Courtesy(), kept.told.append)
    with pytest.raises(BusyError, match="watched already"):
        second.start()
    assert second.stop(0)
    first.stop(30)
    kept.app = kept.new_app()
    kept.started()


def test_many_passages_are_left_to_a_job(kept, monkeypatch):
    monkeypatch.setattr(keeper_module, "FEW_PASSAGES", 1)
    kept.started()
    wait_for(lambda: kept.told)
    assert kept.told[0].left == 2
    assert kept.told[0].vectors_seconds is None
    with kept.app.queue() as jobs:
        assert [job.kind for job in jobs.list()] == ["embed"]


def test_a_table_of_vectors_that_is_half_empty_is_left_to_a_job(kept, monkeypatch):
    index(kept.app)
    monkeypatch.setattr("assistant.store.vectors.VectorIndex.is_sparse", lambda _index: True)
    kept.started()
    wait_for(lambda: kept.told)
    with kept.app.queue() as jobs:
        assert any(job.kind == "embed" and job.state == "waiting" for job in jobs.list())


def test_vectors_wait_while_a_question_is_answered_and_words_do_not(kept):
    courtesy = Courtesy()
    keeper = Keeper(kept.app, courtesy, kept.told.append)
    with courtesy.answering():
        keeper.start()
        kept.keepers.append(keeper)
        wait_for(lambda: paths_in(kept.app) == {"tea.md", "daily/monday.md"})
        assert not kept.told
    wait_for(lambda: kept.told)
    assert kept.told[0].left == 0


def test_it_stops_while_a_question_is_answered(kept):
    courtesy = Courtesy()
    keeper = Keeper(kept.app, courtesy, kept.told.append)
    with courtesy.answering():
        keeper.start()
        wait_for(lambda: paths_in(kept.app))
        assert keeper.stop(30)
    assert keeper.status().state is State.STOPPED


def descriptors() -> int:
    folder = Path("/proc/self/fd")
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def test_it_leaves_no_thread_and_no_descriptor(kept):
    kept.started().stop(30)
    threads, before = set(threading.enumerate()), descriptors()
    for _ in range(3):
        kept.app = kept.new_app()
        kept.started().stop(30)
    wait_for(lambda: set(threading.enumerate()) <= threads)
    assert descriptors() <= before + 1


POINTS = sorted(name for name in NAMES if name.startswith("keeper."))

CHILD = """
import sys, time
from pathlib import Path
from fake_app import fake_app
from assistant.engines.fakes import FakeEmbedder
from assistant.service.courtesy import Courtesy
from assistant.service.keeper import Keeper

app = fake_app(Path(sys.argv[1]), Path(sys.argv[2]), embedder=FakeEmbedder())
Keeper(app, Courtesy(), lambda told: None).start()
time.sleep(60)
"""


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_the_next_one_makes_it_good(kept, point):
    tests = Path(__file__).parents[1]
    environment = os.environ | {
        "ASSISTANT_FAILPOINT": point,
        "PYTHONPATH": os.pathsep.join([str(tests.parent), str(tests)]),
    }
    killed = subprocess.run(
        [sys.executable, "-c", CHILD, kept.folder.root, kept.home], env=environment, timeout=120, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    kept.folder.write("after.md", "written after the crash")
    kept.started()
    assert paths_in(kept.app) == {"tea.md", "daily/monday.md", "after.md"}
    wait_for(lambda: found(kept.app, "kettle") == ["daily/monday.md"])
    wait_for(lambda: "tea.md" in found(kept.app, "green tea", "vector"))
