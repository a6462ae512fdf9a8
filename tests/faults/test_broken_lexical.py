"""A lexical index that is damaged is one error at most, and made anew from the catalog without the notes."""

import os
import shutil
from pathlib import Path

import pytest
import tantivy
from worlds import World

from assistant.errors import AssistantError, ExitCode
from assistant.lexical.integrity import chunk_ids, damaged_files

SEGMENT = (".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term")


def replace(file: Path, data: bytes) -> None:
    """Give a file another content, and leave what this process has mapped of it as it is."""
    file.unlink()
    file.write_bytes(data)


def cut(file: Path) -> None:
    data = file.read_bytes()
    replace(file, data[: len(data) // 2])


def empty(file: Path) -> None:
    replace(file, b"")


def scramble(file: Path) -> None:
    data = bytearray(file.read_bytes())
    third = len(data) // 3
    data[third : third + 20] = bytes(byte ^ 0x55 for byte in data[third : third + 20])
    replace(file, data)


def ruin(file: Path) -> None:
    """Everything but the end, by which Tantivy knows its files."""
    data = file.read_bytes()
    replace(file, b"\x55" * (len(data) - 150) + data[-150:])


def some_file(world: World, suffix: str) -> Path:
    return max(world.lexical.glob(f"*{suffix}"), key=lambda file: file.stat().st_size)


@pytest.mark.parametrize("suffix", SEGMENT)
@pytest.mark.parametrize("breaking", [cut, empty, scramble, Path.unlink])
def test_the_doctor_finds_a_damaged_segment_and_mends_it_from_the_catalog(world, suffix, breaking):
    before, chunks = world.answers(), world.rows("select * from chunks")
    breaking(some_file(world, suffix))
    assert "lexical index" in world.unwell()
    world.run("doctor", "--repair")
    assert world.unwell() == set()
    assert world.rows("select * from chunks") == chunks
    assert world.answers() == before


@pytest.mark.parametrize("name", ["meta.json", ".managed.json"])
@pytest.mark.parametrize("breaking", [cut, empty, Path.unlink])
def test_an_unreadable_list_of_segments_is_no_loss(world, name, breaking):
    before = world.answers()
    breaking(world.lexical / name)
    world.run("doctor", "--repair")
    world.run("index")
    assert world.unwell() == set()
    assert world.answers() == before


@pytest.mark.parametrize(
    ("suffix", "breaking"),
    [(".term", cut), (".term", ruin), (".fast", ruin), (".idx", ruin), (".pos", Path.unlink), ("meta.json", empty)],
)
def test_a_search_over_a_damaged_segment_is_one_error_whose_hint_works(world, suffix, breaking):
    before = world.answers()
    breaking(some_file(world, suffix))
    done = world.run("search", "the harbour master counts")
    assert (done.code, done.out, done.err.count("\n")) == (ExitCode.NOT_READY, "", 2)
    world.follow(done)
    assert world.unwell() == set()
    assert world.answers() == before


def test_an_index_run_over_a_damaged_segment_is_one_error_whose_hint_works(world):
    ruin(some_file(world, ".term"))
    world.folder.write("new.md", "The harbour ferry leaves at noon.\n")
    (world.folder.root / "harbour.md").unlink()
    done = world.run("index")
    if done.code:
        assert (done.code, done.out, done.err.count("\n")) == (ExitCode.NOT_READY, "", 2)
    world.run("doctor", "--repair")
    world.run("index")
    assert world.unwell() == set()


def test_entries_that_no_chunk_has_or_that_are_missing_or_twice_are_put_right(world):
    before = world.answers()
    ids = chunk_ids(world.files)
    index = tantivy.Index.open(os.fspath(world.lexical))
    writer = index.writer(heap_size=20_000_000, num_threads=1)
    for chunk_id in (ids[0], 10**6):
        document = tantivy.Document()
        document.add_unsigned("chunk_id", chunk_id)
        document.add_text("body", "harbour")
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    world.change(f"delete from chunks where id = {ids[1]}", "delete from vector_outbox")
    check = world.checks()["lexical index"]
    assert (check.state, check.detail) == ("failed", "0 passages are not in it, 3 should not be")
    done = world.run("doctor", "--repair")
    assert "repaired: the lexical index agrees with the catalog again: 3 passages" in done.err
    assert sorted(chunk_ids(world.files)) == sorted({*ids} - {ids[1]})
    world.run("index", "--rebuild")
    assert world.answers() == before


def test_a_lost_lexical_index_comes_back_by_itself(world):
    before = world.answers()
    shutil.rmtree(world.lexical)
    world.run("index")
    assert world.unwell() == set()
    assert world.answers() == before


def test_an_index_as_it_was_written_has_no_damaged_files(world):
    assert damaged_files(world.files) == ()
    scramble(some_file(world, ".idx"))
    (name,) = damaged_files(world.files)
    assert name.endswith(".idx")
    empty(world.lexical / "meta.json")
    with pytest.raises(AssistantError, match="damaged"):
        damaged_files(world.files)
