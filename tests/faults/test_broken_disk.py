"""A disk that is full or can't be written: one error, and once there is room the hint brings everything in step."""

import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
from desks import Desk, make_desk
from fake_app import index
from killed import elsewhere, program, quiet
from worlds import World

from assistant.errors import AssistantError, ExitCode, IndexBrokenError

#: Of the answers of a world, those by words to a question that no note of ``grow`` has anything to do with.
LOAD_TEST = 4

posix = pytest.mark.skipif(os.name == "nt", reason="limits, modes and mounts of POSIX")


def within(limit: int, said: Path, work: Callable[..., object], *args: object) -> None:
    """Work where no file may grow past ``limit`` bytes, and tell what came of it."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        work(*args)
    except AssistantError as error:
        said.write_text(f"{int(error.exit_code)} {error.message} | {error.hint}")
    else:
        said.write_text("done")


def run_index(notes: Path, home: Path) -> None:
    index(program(notes, home))


def save(notes: Path, home: Path, file: Path) -> None:
    program(notes, home).backup(file, quiet, force=True)


def put_back(notes: Path, home: Path, file: Path) -> None:
    program(notes, home).restore(file, quiet, force=True)


def grow(world: World) -> None:
    for n in range(40):
        world.folder.write(f"more/{n}.md", f"# Note {n}\n\n" + f"The harbour master counts {n} boats. " * 40)


@posix
@pytest.mark.parametrize("limit", [4_000, 40_000, 100_000, 200_000])
def test_an_index_run_without_room_loses_nothing_and_the_next_one_ends_it(world, limit):
    found = world.answers()
    grow(world)
    said = world.root / "said"
    assert elsewhere(within, limit, said, run_index, world.folder.root, world.root / "home") == 0
    message = said.read_text()
    assert message == "done" or (message.startswith("1 the disk") and message.split(" | ")[1]), message
    assert [there for there in found[LOAD_TEST] if there not in world.answers()[LOAD_TEST]] == []
    assert world.run("index").code == 0
    assert world.unwell() == set()
    fresh = world.program("fresh")
    index(fresh)
    assert world.answers() == world.answers(fresh)


@posix
@pytest.mark.parametrize("limit", [4_000, 60_000])
def test_a_backup_or_restore_without_room_leaves_what_is_there(world, limit):
    file = world.root / "b.tar"
    world.run("backup", file)
    saved, before = file.read_bytes(), world.answers()
    assert len(saved) > limit
    for work in (save, put_back):
        said = world.root / "said"
        assert elsewhere(within, limit, said, work, world.folder.root, world.root / "home", file) == 0
        assert said.read_text().startswith("1 the disk"), said.read_text()
        assert file.read_bytes() == saved
        assert world.run("index").code == 0
        assert world.unwell() == set()
        assert world.answers() == before


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path / "desk")
    (desk.root / "home").mkdir()
    return desk


@posix
def test_a_small_disk_and_then_one_that_can_only_be_read(desk):
    """In a name space of its own, where a user may mount something."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-Urm", "true"], check=False).returncode:
        pytest.skip("no name spaces here")
    script = """
        export CI=1 ASSISTANT_NOTES_FOLDER="$PWD/notes"
        mount -t tmpfs -o size=400k,mode=700 none home || exit 77
        assistant index; echo "first $?"
        mount -o remount,size=64m home
        assistant index; echo "second $?"
        assistant search lentils > found; echo "third $?"
        mount -o remount,ro home
        assistant search lentils; echo "fourth $?"
        assistant index; echo "fifth $?"
        assistant doctor; echo "sixth $?"
    """
    done = desk.shell(f"unshare -Urm sh -c '{script}'")
    if done.returncode == 77:
        pytest.skip("nothing can be mounted here")
    said, errors = done.stdout, done.stderr.splitlines()
    assert [line for line in said.splitlines() if line.split()[0] in ("first", "second", "third")] == [
        "first 1",
        "second 0",
        "third 0",
    ], done.stderr
    assert "lentil-soup.md" in (desk.root / "found").read_text()
    assert ("fourth 1" in said, "fifth 1" in said, "sixth 4" in said) == (True, True, True)
    assert "failed   disk: nothing can be written at" in said
    shown = [line for line in errors if line.startswith(("error: ", "hint: "))]
    assert [line.split(":")[0] for line in shown] == ["error", "hint"] * 3
    assert "Traceback" not in done.stderr


@posix
def test_modes_that_let_others_look_are_mended(world):
    opened = (world.app.paths.data, world.app.index_folder, world.catalog, world.lexical / "meta.json")
    for path in opened:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert world.unwell() == {"permissions"}
    done = world.run("doctor", "--repair")
    assert "repaired: 4 files and folders are private again" in done.err
    assert [stat.S_IMODE(path.stat().st_mode) for path in opened] == [0o700, 0o700, 0o600, 0o600]
    assert world.unwell() == set()


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_without_leave_to_write_is_one_error(world):
    world.files.chmod(0o500)
    try:
        done = world.run("index")
        assert (done.code, done.out, done.err.count("\n")) == (ExitCode.FAILED, "", 2)
    finally:
        world.files.chmod(0o700)
    assert world.run("index").code == 0


def test_a_failed_write_is_not_taken_for_damage():
    from assistant.store.database import database_errors

    for failure in (apsw.IOError, apsw.FullError, apsw.ReadOnlyError):
        with pytest.raises(AssistantError) as raised, database_errors(Path("catalog.db")):
            raise failure
        assert not isinstance(raised.value, IndexBrokenError)
        assert raised.value.hint
