"""A catalog that can't be read: one error, a hint that works, and everything found again that the notes say."""

import shutil

import apsw
import pytest
from fake_app import index

from assistant.errors import ExitCode
from assistant.store.integrity import damage, schema_version


def garbage(data: bytes) -> bytes:
    return b"\xff\x00garbage" * (len(data) // 9)


def bad_header(data: bytes) -> bytes:
    return b"SQLite format 2\0" + data[16:]


def bad_page(data: bytes) -> bytes:
    return data[:4096] + b"\xee" * 4096 + data[8192:]


@pytest.mark.parametrize("breaking", [garbage, bad_header, bad_page])
def test_a_damaged_catalog_is_one_error_whose_hint_works(world, breaking):
    before = world.answers()
    data = world.catalog.read_bytes()
    world.catalog.write_bytes(breaking(data))
    done = world.run("search", "harbour")
    assert (done.code, done.out, done.err.count("\n")) == (ExitCode.NOT_READY, "", 2)
    world.follow(done)
    assert world.unwell() == set()
    assert world.answers() == before
    (aside,) = world.files.glob("catalog.db.broken-*")
    assert aside.stat().st_size == len(breaking(data))


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.999])
def test_a_truncated_catalog_is_found_and_mended(world, share):
    before = world.answers()
    data = world.catalog.read_bytes()
    world.catalog.write_bytes(data[: int(share * len(data))])
    check = world.checks()["catalog"]
    assert (check.state, "doctor --repair" in check.hint) == ("failed", True)
    done = world.run("doctor", "--repair")
    assert "the old one is kept" in done.err
    assert world.unwell() == set()
    assert world.answers() == before


def test_an_emptied_catalog_is_filled_again(world):
    before = world.answers()
    world.catalog.write_bytes(b"")
    done = world.run("search", "harbour")
    assert done.code == ExitCode.NOT_READY
    world.follow(done)
    world.run("doctor", "--repair")
    assert world.unwell() == set()
    assert world.answers() == before


def test_a_restore_is_the_other_way_out(world):
    before = world.answers()
    world.run("backup", world.root / "b.tar")
    world.catalog.write_bytes(b"ruin" * 2000)
    done = world.run("restore", world.root / "b.tar")
    assert (done.code, "could not be read is kept" in done.err) == (0, True)
    assert world.unwell() == set()
    assert world.answers() == before


def test_a_lost_log_is_what_the_next_runs_make_up_for(world):
    """The catalog is of an earlier moment then, and the word index ahead of it."""
    reader = apsw.Connection(str(world.catalog))  # keeps the log from being written into the database
    reader.execute("select * from notes").fetchall()
    world.folder.write("new.md", "The ferry leaves at noon.\n")
    world.folder.write("garden.md", "The beans are gone.\n")
    index(world.program())
    expected = world.answers()
    killed = world.root / "killed"
    shutil.copytree(world.files, killed)
    reader.close()
    shutil.rmtree(world.files)
    killed.rename(world.files)
    log = world.catalog.with_name("catalog.db-wal")
    assert log.stat().st_size
    log.unlink()
    world.catalog.with_name("catalog.db-shm").unlink()
    (world.folder.root / "new.md").unlink()
    assert "lexical index" in world.unwell()
    world.run("doctor", "--repair")
    assert world.unwell() == set()
    world.folder.write("new.md", "The ferry leaves at noon.\n")
    world.run("index")
    assert world.unwell() == set()
    assert world.answers() == expected


def test_a_catalog_of_a_newer_program_is_never_set_aside_by_a_repair(world):
    world.change(f"pragma user_version = {schema_version() + 1}")
    done = world.run("search", "harbour")
    assert (done.code, "newer version" in done.err) == (ExitCode.NOT_READY, True)
    done = world.run("doctor", "--repair")
    assert (done.code, "nothing to repair" in done.err) == (ExitCode.NOT_READY, True)
    assert not list(world.files.glob("catalog.db.broken-*"))
    world.run("backup", world.root / "b.tar")
    done = world.run("restore", world.root / "b.tar", "--force")
    assert done.code != 0


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("drop table state", "the table state is missing"),
        ("pragma foreign_keys = off; delete from notes where path = 'garden.md'", "a row of "),
    ],
)
def test_what_sqlite_itself_does_not_mind_is_damage_too(world, statement, problem):
    before = world.answers()
    world.change(statement)
    assert damage(world.catalog).startswith(problem)
    world.run("doctor", "--repair")
    assert world.unwell() == set()
    assert world.answers() == before


def test_jobs_that_gave_up_wait_again_after_a_repair(world):
    world.change(
        "insert into jobs (kind, key, payload, priority, state, created, due, attempts, error)"
        " values ('embed', '', '{}', 40, 'dead', 1, 1, 8, 'it failed')"
    )
    assert world.checks()["jobs"].state == "warning"
    done = world.run("doctor", "--repair")
    assert "repaired: 1 jobs that gave up wait again" in done.err
    assert world.rows("select state, attempts from jobs where state != 'done'") == [("waiting", 0)]
