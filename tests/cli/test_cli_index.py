import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest
from filelock import FileLock


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    for n in range(300):
        (folder / f"{n}.md").write_text(f"# Note {n}\n\n" + f"Sentence number {n} of the harbour.\n" * 40)
    return folder


def test_what_is_left_out_is_named_up_to_a_handful_and_all_of_it_when_asked(assistant, notes):
    for n in range(7):
        (notes / f"noise{n}.md").write_bytes(b"\0")
    few = assistant("--notes", notes, "index").stderr
    assert few.count("it is not text") == 5
    assert "and 2 more (assistant index --verbose)" in few
    assert assistant("--notes", notes, "index", "--verbose").stderr.count("it is not text") == 7


def test_another_run_at_the_same_folder_is_refused(assistant, notes, tmp_path):
    assert assistant("--notes", notes, "index").returncode == 0
    (folder,) = (tmp_path / "home" / "data" / "indexes").iterdir()
    with FileLock(folder / "write.lock"):
        done = assistant("--notes", notes, "index")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: another run is indexing this folder\nhint: wait for it to end, then try again\n"


def test_a_folder_that_was_emptied_is_forgotten_only_when_that_is_said(assistant, notes):
    assert assistant("--notes", notes, "index").returncode == 0
    for note in notes.iterdir():
        note.unlink()
    done = assistant("--notes", notes, "index")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error: {notes} is empty, and 300 notes of it are indexed\nhint: ")
    assert "assistant index --allow-empty" in done.stderr
    assert "300 removed" in assistant("--notes", notes, "index", "--allow-empty").stderr


def test_a_part_of_the_index_is_made_anew(assistant, notes):
    assert assistant("--notes", notes, "index").returncode == 0
    words = json.loads(assistant("--notes", notes, "index", "--rebuild", "lexical", "--json").stdout)
    assert (words["unchanged"], words["changed"], words["added"]) == (300, 0, 0)
    assert "word index made anew in " in assistant("--notes", notes, "index", "--rebuild", "lexical").stderr
    whole = json.loads(assistant("--notes", notes, "index", "--rebuild", "--json").stdout)
    assert (whole["unchanged"], whole["changed"], whole["added"]) == (0, 300, 0)
    alone = assistant("--notes", notes, "index", "lexical")
    assert alone.returncode == 2
    assert "hint: assistant index --rebuild lexical" in alone.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("stop_by", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle_the_next_run_goes_on(assistant, environment, notes, tmp_path, stop_by):
    command = [sys.executable, "-m", "assistant", "--notes", str(notes), "index"]
    indexes = tmp_path / "home" / "data" / "indexes"
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not list(indexes.glob("*/catalog.db-wal")):
            time.sleep(0.005)
        process.send_signal(stop_by)
        _, said = process.communicate(timeout=60)
    assert process.returncode in ((0, 130) if stop_by == signal.SIGINT else (0, -stop_by))
    assert "Traceback" not in said
    done = assistant("--notes", notes, "index")
    assert done.returncode == 0, done.stderr
    assert "300 notes, " in done.stderr
    doctor = assistant("--notes", notes, "doctor").stdout
    assert "ok       lexical index" in doctor
    assert "ok       freshness" in doctor


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_everything_written_is_for_this_user_alone(assistant, notes, tmp_path):
    assert assistant("--notes", notes, "index").returncode == 0
    home = tmp_path / "home"
    open_to_others = [p for p in (home, *home.rglob("*")) if stat.S_IMODE(p.stat().st_mode) & 0o077]
    assert open_to_others == []
