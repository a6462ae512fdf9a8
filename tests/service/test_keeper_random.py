"""Folders turned inside out at random while they are watched: in the end the index says what the folder says."""

import random
import shutil
import time
from pathlib import Path

import pytest
from fake_app import fake_app

from assistant.domain import FileState
from assistant.errors import AssistantError
from assistant.notes.walk import WalkRules, walk
from assistant.service.courtesy import Courtesy
from assistant.service.keeper import Keeper, State

STEPS = 150
KINDS = ("write", "write", "write", "mkdir", "rename", "rename folder", "delete", "remove", "out", "in")


def step(root: Path, outside: Path, choose: random.Random) -> None:
    folders = [root, *sorted(path for path in root.rglob("*") if path.is_dir())]
    files = sorted(path for path in root.rglob("*") if path.is_file())
    folder, name = choose.choice(folders), choose.choice("abcdef")
    what = choose.choice(
        ["write", "write", "write", "mkdir", "rename", "rename folder", "delete", "remove", "out", "in"]
    )
    if what == "write":
        (folder / f"{name}.md").write_text(f"{name} {choose.random()}")
    elif what == "mkdir":
        (folder / name / "deep").mkdir(parents=True, exist_ok=True)
    elif what == "rename" and files:
        choose.choice(files).rename(folder / f"{name}.md")
    elif what == "delete" and len(files) > 1:
        choose.choice(files).unlink()
    elif what == "in" and (parked := sorted(outside.iterdir())):
        parked[0].rename(folder / f"in-{choose.random()}")
    elif what in ("rename folder", "remove", "out") and folder != root:
        if what == "remove":
            shutil.rmtree(folder)
        elif what == "out":
            folder.rename(outside / f"{choose.random()}")
        else:
            folder.rename(
                choose.choice([f for f in folders if f == root or folder not in (f, *f.parents)]) / f"r-{name}"
            )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_index_ends_as_the_folder_is(tmp_path, seed):
    choose, root, outside = random.Random(seed), tmp_path / "notes", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "stays.md").write_text("always here")
    app = fake_app(root, tmp_path / "home")
    keeper = Keeper(app, Courtesy(), lambda _told: None)
    keeper.start()
    for _ in range(STEPS):
        try:
            step(root, outside, choose)
        except OSError:  # into a folder that is not empty, say
            continue

    def in_step() -> bool:
        here = {f.path: (root / f.path).read_text() for f in walk(root, WalkRules()) if isinstance(f, FileState)}
        try:
            with app.open_index() as index:
                there = {
                    path: "".join(passage.chunk.text for passage in index.catalog.note_passages(path))
                    for path in index.catalog.notes()
                }
        except AssistantError:
            return False
        return here == there

    def wait() -> None:
        deadline = time.monotonic() + 60
        while not (in_step() and keeper.status().state is State.IN_STEP):
            assert time.monotonic() < deadline, keeper.status()
            time.sleep(0.1)

    wait()
    for folder in [root, *(path for path in root.rglob("*") if path.is_dir())]:
        (folder / "last.md").write_text("every folder is still watched")
    wait()
    assert keeper.stop(30)
