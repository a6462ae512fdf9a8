"""Backup and restore: what is saved comes back, whoever writes meanwhile and wherever they are killed."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from fake_app import Folder, index
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from killed import killed_at, program, quiet
from worlds import World

from assistant.doctor import repair
from assistant.errors import BusyError, ExitCode
from assistant.failpoints import NAMES
from assistant.store.integrity import damage

posix = pytest.mark.skipif(os.name == "nt", reason="SIGKILL")


def points(room: str) -> list[str]:
    return sorted(name for name in NAMES if name.startswith(f"{room}."))


def save(notes: Path, home: Path, file: Path) -> None:
    program(notes, home).backup(file, quiet, force=True)


def put_back(notes: Path, home: Path, file: Path) -> None:
    program(notes, home).restore(file, quiet, force=True)


def mend(notes: Path, home: Path) -> None:
    list(repair(program(notes, home), quiet))


def edit(folder: Folder) -> None:
    folder.write("harbour.md", "# Harbour\n\nThe harbour master has gone home.\n")
    (folder.root / "garden.md").unlink(missing_ok=True)
    folder.write("new.md", "The ferry leaves at noon.\n")


@pytest.fixture
def own(world: World) -> Path:
    """A config folder with one file of each kind."""
    config = world.app.paths.config
    for name in ("config.toml", "confidence.json", "models/mine.toml", "prompts/answer/9.md"):
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).write_text(f"# {name}\n")
    return config


def test_what_was_saved_comes_back_in_another_home(world, own):
    (own / "cache.tmp").write_text("of no use to anyone")
    before = world.answers()
    done = world.run("backup", world.root / "b.tar")
    assert (done.code, done.out) == (0, f"{world.root / 'b.tar'}\n")
    assert "the notes themselves are not in it" in done.err
    done = world.run("restore", world.root / "b.tar", home="elsewhere")
    assert (done.code, done.out) == (0, f"{world.folder.root}\n"), done.err
    other = world.program("elsewhere")
    assert world.answers(other) == before
    assert other.files_to_index() == 0
    names = {path.relative_to(own).as_posix(): path.read_text() for path in own.rglob("*") if path.is_file()}
    back = other.paths.config
    assert {p.relative_to(back).as_posix(): p.read_text() for p in back.rglob("*") if p.is_file()} == {
        name: text for name, text in names.items() if name != "cache.tmp"
    }
    assert all(check.state == "ok" for check in world.checks(other).values())


def test_no_note_is_in_a_backup(world):
    world.run("backup", world.root / "b.tar")
    with tarfile.open(world.root / "b.tar") as tar:
        assert tar.getnames() == ["SHA256SUMS", "manifest.json", "catalog.db"]


def test_settings_that_are_there_are_kept_and_named(world, own):
    world.run("backup", world.root / "b.tar")
    (own / "confidence.json").write_text("{}")
    (own / "models/mine.toml").unlink()
    done = world.run("restore", world.root / "b.tar", "--force")
    assert "settings that were missing are back: models/mine.toml" in done.err
    assert "left as they are: confidence.json" in done.err
    assert (own / "confidence.json").read_text() == "{}"


def test_notes_that_changed_since_are_said_and_one_run_away(world):
    world.run("backup", world.root / "b.tar")
    edit(world.folder)
    index(world.program())
    after = world.answers()
    done = world.run("restore", world.root / "b.tar", "--force")
    assert "3 files of the folder are not as they were then (assistant index)" in done.err
    world.run("index")
    assert world.unwell() == set()
    assert world.answers() == after


def test_nothing_is_overwritten_unasked(world):
    file = world.root / "b.tar"
    world.run("backup", file)
    saved = file.read_bytes()
    done = world.run("backup", file)
    assert (done.code, file.read_bytes()) == (ExitCode.USAGE, saved)
    assert world.follow(done).code == 0
    done = world.run("restore", file)
    assert (done.code, "an index of 4 notes" in done.err) == (ExitCode.USAGE, True)
    assert world.follow(done).code == 0


@pytest.mark.parametrize("where", [".", "not/there/b.tar"])
def test_a_backup_goes_to_a_file_in_a_folder_that_is_there(world, where):
    done = world.run("backup", world.root / where)
    assert (done.code, done.err.count("\n")) == (ExitCode.USAGE, 2)


def test_a_folder_without_an_index_has_nothing_to_save(world):
    done = world.run("backup", world.root / "b.tar", home="elsewhere")
    assert done.code == ExitCode.NOT_READY
    assert world.follow(done, home="elsewhere").code == 0


def test_a_damaged_catalog_is_not_saved_over_a_good_backup(world):
    file = world.root / "b.tar"
    world.run("backup", file)
    saved = file.read_bytes()
    data = world.catalog.read_bytes()
    world.catalog.write_bytes(data[:8192] + b"\xee" * 20_000 + data[28_192:])
    done = world.run("backup", file, "--force")
    assert (done.code, file.read_bytes()) == (ExitCode.NOT_READY, saved)
    assert [path.name for path in world.root.iterdir() if "part" in path.name] == []
    world.follow(done)
    assert world.run("backup", file, "--force").code == 0


def test_a_damaged_backup_changes_nothing(world):
    file = world.root / "b.tar"
    world.run("backup", file)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    edit(world.folder)
    index(world.program())
    before, rows = world.answers(), world.rows("select * from chunks")
    done = world.run("restore", file, "--force")
    assert (done.code, done.err.count("\n"), "damaged" in done.err) == (ExitCode.FAILED, 2, True)
    assert (world.answers(), world.rows("select * from chunks"), world.unwell()) == (before, rows, set())


def test_two_backups_or_a_restore_beside_an_index_run_are_refused(world, monkeypatch):
    monkeypatch.setattr("assistant.app.opened.LOCK_SECONDS", 0)
    file = world.root / "b.tar"

    def meanwhile(stage: str, done: int, total: int) -> None:
        with pytest.raises(BusyError, match="another backup"):
            program(world.folder.root, world.root / "home").backup(world.root / "c.tar", quiet)

    world.app.backup(file, meanwhile)
    with world.app.writing(), pytest.raises(BusyError):
        program(world.folder.root, world.root / "home").restore(file, quiet, force=True)
    assert world.unwell() == set()


#: Edits a note and indexes it, over and over.
INDEXER = """
import itertools, sys
from pathlib import Path
from fake_app import Folder
from killed import program, quiet
folder, home = Path(sys.argv[1]), Path(sys.argv[2])
app, notes = program(folder, home), Folder(folder)
for n in itertools.count():
    for name in ("a", "b", "c"):
        (folder / f"{name}.md").write_text(f"# {name}\\n\\nRound {n} of the load test.\\n" * (n % 7 + 1))
    app.index(quiet)
    if n == 1:
        print("on", flush=True)
"""


def test_a_backup_beside_an_indexer_is_of_one_moment(world):
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1]), *sys.path])
    command = [sys.executable, "-c", INDEXER, str(world.folder.root), str(world.root / "home")]
    environment = os.environ | {"PYTHONPATH": path}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as indexer:
        try:
            assert indexer.stdout.readline() == "on\n"
            for turn in range(3):
                program(world.folder.root, world.root / "home").backup(world.root / f"{turn}.tar", quiet)
        finally:
            indexer.kill()
    for turn in range(3):
        other = world.program(f"home{turn}")
        outcome = other.restore(world.root / f"{turn}.tar", quiet)
        assert outcome.manifest.notes in (6, 7)
        assert damage(other.catalog_file) == ""
        index(other)
        checks = world.checks(other)
        assert {name for name, check in checks.items() if check.state != "ok"} == set()


@posix
@pytest.mark.parametrize("point", [*points("backup"), "backup.packing:2"])
def test_a_backup_that_is_killed_leaves_the_one_before_and_the_next_one_works(world, point):
    file = world.root / "b.tar"
    world.run("backup", file)
    edit(world.folder)
    index(world.program())
    assert killed_at(point, save, world.folder.root, world.root / "home", file)
    put_back(world.folder.root, world.root / "elsewhere", file)
    world.run("backup", file, "--force")
    assert sorted(path.name for path in world.root.iterdir()) == ["b.tar", "elsewhere", "home", "notes"]
    assert world.unwell() == set()


@posix
@pytest.mark.parametrize("point", [*points("restore"), "lexical.renamed", "lexical.written", "lexical.committed"])
def test_a_restore_that_is_killed_leaves_an_index_that_the_next_run_makes_right(world, own, point):
    file = world.root / "b.tar"
    world.run("backup", file)
    edit(world.folder)
    index(world.program())
    after = world.answers()
    (own / "confidence.json").unlink()
    home = world.root / "home"
    assert killed_at(point, put_back, world.folder.root, home, file)
    assert world.checks()["catalog"].state == "ok"
    again = world.root / "again"
    shutil.copytree(home, again)
    assert world.run("restore", file, "--force").code == 0
    assert world.unwell() == {"freshness"}
    shutil.rmtree(home)
    again.rename(home)
    world.run("index")
    world.run("doctor", "--repair")
    assert world.unwell() == set()
    assert world.answers() == after


@posix
@pytest.mark.parametrize("point", [*points("repair"), "lexical.renamed", "index.note.written", "embed.embedded"])
def test_a_repair_that_is_killed_is_ended_by_the_next(world, point):
    before = world.answers()
    world.catalog.write_bytes(b"ruin" * 5000)
    assert killed_at(point, mend, world.folder.root, world.root / "home")
    world.run("doctor", "--repair")
    world.run("index")
    assert world.unwell() == set()
    assert world.answers() == before
    assert len(list(world.files.glob("catalog.db.broken-*"))) == 1


WORDS = st.sampled_from(["harbour", "tide", "lentils", "load", "test", "friday", "#vellum", "# Head", "\n\n", "größe"])
TEXT = st.lists(WORDS, max_size=12).map(" ".join)


@given(notes=st.dictionaries(st.sampled_from(["a.md", "b.md", "x/c.md", "x/y/d.txt"]), TEXT, min_size=1, max_size=4))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_restored_index_answers_as_the_saved_one_did(tmp_path_factory, notes):
    root = tmp_path_factory.mktemp("law")
    world = World(root, pytest.MonkeyPatch(), notes)
    before = world.ranked()
    world.app.backup(root / "b.tar", quiet)
    edit(world.folder)
    index(world.program())
    world.app.restore(root / "b.tar", quiet, force=True)
    assert world.ranked() == before
