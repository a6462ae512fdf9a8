"""``assistant watch`` as a process; every wait is for a line."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from assistant.cli.schemas.watch import WatchReport
from assistant.cli.watch import in_words
from assistant.index.sync import SyncReport
from assistant.service.keeper import Told


class Watch:
    """A running watch, and the lines it has printed."""

    def __init__(self, environment: dict[str, str], folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "--notes", folder, "watch", *options],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        self.remarks: list[str] = []
        for stream, lines in ((self.process.stdout, self.lines), (self.process.stderr, self.remarks)):
            threading.Thread(target=lambda s=stream, to=lines: to.extend(s), daemon=True).start()

    def line(self, fits: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + 60
        while True:
            for line in list(self.lines):
                if fits(line):
                    return line
            assert time.monotonic() < deadline, (self.lines, self.remarks)
            time.sleep(0.02)

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        return self.process.wait(60)


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "tea.md").write_text("# Tea\n\nGreen tea at eighty degrees.\n")
    return folder


@pytest.fixture
def watch(environment, folder) -> Iterator[Callable[..., Watch]]:
    running: list[Watch] = []

    def run(*options: str) -> Watch:
        running.append(Watch(environment, folder, *options))
        return running[-1]

    yield run
    for one in running:
        one.process.kill()
        one.process.wait(60)
        for stream in (one.process.stdout, one.process.stderr):
            stream.close()


def test_a_saved_note_is_said_and_found_and_a_second_watcher_is_told(watch, assistant, folder):
    running = watch()
    assert "in step: 1 note:" in running.line(lambda line: "in step" in line)
    (folder / "zebra.md").write_text("A zebra came to dinner.")
    line = running.line(lambda line: "zebra.md" in line)
    datetime.strptime(line.split()[0], "%H:%M:%S")
    assert "1 added" in line
    assert "by words after" in line
    found = assistant("--notes", folder, "search", "--mode", "lexical", "zebra")
    assert found.stdout.startswith("zebra.md:1:")
    second = assistant("--notes", folder, "watch")
    assert second.returncode == 1
    assert second.stderr.startswith("error: this folder is watched already")
    assert second.stdout == ""
    assert running.end(signal.SIGINT) == 130
    assert "Traceback" not in "".join(running.remarks)
    assert running.remarks[0].startswith(f"watching {folder.resolve()}")


def test_json_is_one_object_a_line_and_a_kill_ends_it_in_order(watch, folder):
    running = watch("--json")
    running.line(lambda line: '"everything":true' in line.replace(" ", ""))
    (folder / "zebra.md").write_text("A zebra came to dinner.")
    running.line(lambda line: "zebra.md" in line)
    assert running.end(signal.SIGTERM) == 143
    for line in running.lines:
        assert set(json.loads(line)) == set(WatchReport.model_fields)
    last = WatchReport.model_validate_json(running.lines[-1])
    assert (last.paths, last.added, last.notes, last.error) == (["zebra.md"], 1, 2, "")


def test_a_folder_that_is_not_there_is_wrong_usage(assistant, tmp_path):
    done = assistant("--notes", tmp_path / "nowhere", "watch")
    assert done.returncode == 2
    assert "no such notes folder" in done.stderr


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            Told(everything=True, notes=12, sync=SyncReport(added=2, removed=1), words_seconds=0.31),
            "in step: 12 notes: 2 added, 1 removed; by words after 0.3 s",
        ),
        (
            Told(paths=("a.md",), sync=SyncReport(changed=1), words_seconds=0.2, vectors_seconds=0.44),
            "a.md: 1 changed; by words after 0.2 s, by meaning after 0.4 s",
        ),
        (
            Told(paths=tuple("abcd"), sync=SyncReport(moved=4), words_seconds=0.2, left=300),
            "4 paths: 4 moved; by words after 0.2 s, 300 passages by meaning later",
        ),
        (
            Told(paths=("a\x1b[31m\n.md",), sync=SyncReport(changed=1), words_seconds=0.2),
            "a .md: 1 changed; by words after 0.2 s",
        ),
    ],
)
def test_lines_are_for_people(told, words):
    assert in_words(told) == words
