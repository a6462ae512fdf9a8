"""A run that is killed at any point is made good by the next one: it ends like an index made from nothing."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from crashes import KILLED, Runner, app_of
from fake_app import Folder
from index_state import fresh, rows, state

from assistant.failpoints import NAMES

pytestmark = pytest.mark.skipif(os.name == "nt", reason="fork and SIGKILL")

LONG = "\n\n".join(
    f"## Part {n}\n\n" + f"Sentence {n} tells of the {n} lighthouses that stand around the bay. " * 9 for n in range(9)
)

WORDS = ("lexical.opened", "lexical.written", "lexical.committed", "catalog.outbox.cleared")
VECTORS = ("vectors.dropped", "embed.reused", "embed.embedded", "embed.added", "embed.added:2")
FIRST = ("vectors.switching", "vectors.made", "vectors.switched")
NOTES = (
    "index.note.touched", "index.note.written", "index.note.moved", "index.note.removed", "index.notes.committed",
    "index.notes.committed:2", "index.vanished.removed", "catalog.note.put", "catalog.note.put:3",
)  # fmt: skip
REBUILD = ("rebuild.vectors.forgotten", "rebuild.marked", "rebuild.lexical.removed", "lexical.renamed")
SCENARIOS = {
    "first": ("index.started", "index.notes.committed", *FIRST, "embed.added", "lexical.committed"),
    "edited": ("index.started", *NOTES, *WORDS, *VECTORS, "embed.swept"),
    "refreshed": (*NOTES, "lexical.committed", "vectors.dropped", "embed.added"),
    "other model": ("vectors.prepared", "ahead.added", "ahead.added:2", "vectors.recut", *NOTES[1:4], *FIRST),
    "rebuilt": (*REBUILD, "index.note.written:2", "lexical.written", "embed.added:3"),
}
ROOMS = {"index", "lexical", "catalog", "vectors", "embed", "ahead", "rebuild"}


@dataclass
class Scene:
    """A folder, its index as it was before the run, and what a run ends with."""

    folder: Folder
    home: Path
    before: Path
    order: dict[str, Any]
    expected: dict[str, Any]

    def restore(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.before, self.home)


def edit(folder: Folder) -> set[str]:
    """One change of every kind; returns where."""
    folder.write("a.md", "# Alpha\n\nThe harbour master has gone home.\n")
    folder.move("sub", "moved")
    (folder.root / "b.md").unlink()
    folder.write("new/c.md", LONG.replace("bay", "cape"))
    folder.write("new/d.md", "Delta.\n")
    folder.touch("same.md")
    return {"a.md", "sub", "moved", "b.md", "new", "same.md"}


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def scenes(runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Scene]:
    """The scene of a name, made once."""
    return cache(lambda name: make_scene(name, runner, tmp_path_factory.mktemp("killed")))


def make_scene(name: str, runner: Runner, root: Path) -> Scene:
    folder, home = Folder(root / "notes"), root / "home"
    folder.write("a.md", "# Alpha\n\nThe harbour master counts the boats. See [[b]].\n")
    folder.write("b.md", "Beta tells of tides.\n")
    folder.write("same.md", "Always the same.\n")
    folder.write("sub/long.md", f"# Long\n\n{LONG}\n")
    home.mkdir()
    if name != "first":
        assert runner.run(folder.root, home) == 0
    paths = edit(folder) if name in {"edited", "refreshed", "other model"} else set()
    order: dict[str, Any] = {
        "refreshed": {"what": "refresh", "paths": paths}, "other model": {"model": "second"}, "rebuilt": {"what": "all"}
    }.get(name, {})  # fmt: skip
    shutil.copytree(home, root / "before")
    app = app_of(folder.root, home, order.get("model", "first"))
    return Scene(folder, home, root / "before", order, fresh(app, root / "fresh"))


PAIRS = [(name, point) for name, points in SCENARIOS.items() for point in points]


@pytest.mark.parametrize(("name", "point"), PAIRS)
def test_killed_at_a_point_the_next_run_makes_it_good(runner: Runner, scenes, name: str, point: str):
    there = scenes(name)
    there.restore()
    assert runner.run(there.folder.root, there.home, failpoint=point, **there.order) == KILLED
    app = app_of(there.folder.root, there.home, there.order.get("model", "first"))
    if name != "first":
        assert app.search("boats lighthouses", 5, "hybrid").hits or name == "rebuilt", "what is there is still found"
        assert len(rows(app, "select * from spaces where serving")) <= 1
    assert runner.run(there.folder.root, there.home, model=app.embed_model) == 0
    assert state(app) == there.expected


def test_every_point_of_these_rooms_is_tried():
    tried = {point.partition(":")[0] for _, point in PAIRS}
    assert {name for name in NAMES if name.partition(".")[0] in ROOMS} == tried
