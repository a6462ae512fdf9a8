"""Several at one index, and random histories of edits, runs and crashes."""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
from crashes import KILLED, Runner, app_of
from fake_app import Folder, fake_app, index
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from index_state import fresh, state

from assistant.engines.fakes import FakeEmbedder
from assistant.errors import BusyError
from assistant.failpoints import NAMES
from assistant.store import database

POSIX = pytest.mark.skipif(os.name == "nt", reason="fork and SIGKILL")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "notes")
    for n in range(30):
        folder.write(f"{n % 3}/{n}.md", f"# Note {n}\n\nSentence {n} tells of harbour {n}.\n")
    return folder


def together(*works: Callable[[], object]) -> list[BaseException]:
    """Do these at once, each in a thread; returns what they raised."""
    raised: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def test_two_indexers_at_once_end_like_one(folder, tmp_path):
    apps = [fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder()) for _ in range(2)]
    raised = together(*(lambda app=app: index(app) for app in apps))
    assert all(isinstance(error, BusyError) for error in raised)
    assert len(raised) < 2
    index(apps[0])
    assert state(apps[0]) == fresh(apps[0], tmp_path / "fresh")


def test_notes_may_change_while_all_vectors_are_made(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.index.embed.BATCH", 4)
    app = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder())
    app.sync(lambda *_: None)
    other = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder())
    edits = iter(range(100))

    def edit_meanwhile(_stage: str, _done: int, _total: int) -> None:
        n = next(edits)
        folder.write(f"0/{3 * n % 30}.md", f"Another text {n}.\n")
        (folder.root / f"1/{(3 * n + 1) % 30}.md").unlink(missing_ok=True)
        other.refresh(["0", "1"], lambda *_: None, embed_at_most=1)

    app.embed(edit_meanwhile)
    index(app)
    assert next(edits) > 3
    assert state(app) == fresh(app, tmp_path / "fresh")


def test_a_database_that_stays_locked_is_said_and_loses_nothing(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    app = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder())
    index(app)
    folder.write("0/0.md", "Changed.\n")
    holder = apsw.Connection(str(app.index_folder / "catalog.db"))
    holder.execute("begin immediate")
    try:
        with pytest.raises(BusyError) as busy:
            app.sync(lambda *_: None)
        assert busy.value.hint == "wait for it to end, then try again"
        assert app.search("harbour 7", 3, "hybrid").hits, "reading goes on"
    finally:
        holder.close()
    index(app)
    assert state(app) == fresh(app, tmp_path / "fresh")


TEXTS = (
    "", "One line.\n", "# Head\n\nTwo lines.\nAnd [[more]].\n",
    "---\ntags: [x]\n---\n" + "\n\n".join(f"## {n}\n\n" + f"Sentence {n} of the bay. " * 20 for n in range(4)),
)  # fmt: skip
FILES = st.sampled_from(["a.md", "b.txt", "x/a.md", "x/y/c.md", "z/d.md"])
FOLDERS = st.sampled_from(["x", "x/y", "z", "w"])
POINTS = sorted(n for n in NAMES if n.partition(".")[0] in {"index", "lexical", "catalog", "vectors", "embed", "ahead"})


class Histories(RuleBasedStateMachine):
    """Whatever happens to a folder, and wherever runs stop: the next whole run ends like an index made from nothing."""

    runner: Runner

    @initialize()
    def start(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.folder = Folder(self.root / "notes")
        self.folder.write("keep.md", "Always there.\n")
        self.model = "first"
        self.touched: set[str] = set()

    @rule(path=FILES, text=st.sampled_from(TEXTS))
    def write(self, path: str, text: str) -> None:
        self.folder.write(path, text)
        self.touched.add(path)

    @rule(old=FILES | FOLDERS, new=FILES | FOLDERS)
    def move(self, old: str, new: str) -> None:
        there = self.folder.root
        if (there / old).exists() and not (there / new).exists() and not f"{new}/".startswith(f"{old}/"):
            self.folder.move(old, new)
            self.touched |= {old, new}

    @rule(path=FILES | FOLDERS)
    def delete(self, path: str) -> None:
        place = self.folder.root / path
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
        self.touched.add(path)

    @rule(path=FILES)
    def touch(self, path: str) -> None:
        if (self.folder.root / path).is_file():
            self.folder.touch(path)

    @rule()
    def change_model(self) -> None:
        self.model = "second" if self.model == "first" else "first"

    @rule()
    def index(self) -> None:
        index(self.app())
        self.check()

    @rule(embed_at_most=st.sampled_from([0, 1, None]))
    def refresh(self, embed_at_most: int | None) -> None:
        self.app().refresh(self.touched, lambda *_: None, embed_at_most=embed_at_most)
        self.touched.clear()

    @rule(point=st.sampled_from(POINTS), turn=st.integers(1, 3), whole=st.booleans())
    def crash(self, point: str, turn: int, *, whole: bool) -> None:
        order = {} if whole else {"what": "refresh", "paths": self.touched}
        ended = self.runner.run(
            self.folder.root, self.root / "home", model=self.model, failpoint=f"{point}:{turn}", **order
        )
        assert ended in {0, KILLED}

    def app(self):
        return app_of(self.folder.root, self.root / "home", self.model)

    def check(self) -> None:
        assert state(self.app()) == fresh(self.app(), self.root / "fresh")
        shutil.rmtree(self.root / "fresh")

    def teardown(self) -> None:
        if hasattr(self, "root"):
            self.index()
            shutil.rmtree(self.root)


@POSIX
class TestHistories(Histories.TestCase):
    settings = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))

    @classmethod
    def setup_class(cls) -> None:
        Histories.runner = Runner()

    @classmethod
    def teardown_class(cls) -> None:
        Histories.runner.close()
