"""Golden transcripts: what a user types and what comes back.

A transcript is a text file of commands, each followed by what it printed::

    $ assistant search zyzzyva
    expected stdout
    ! expected stderr
    ? 3

``? N`` is the exit code, left out when it is 0. Write them anew with ``ASSISTANT_TEST_GOLDEN=write pytest tests/e2e``
and read the difference. Those in ``ready`` share one home with both models and an index, and must not change it;
each of those in ``fresh`` begins with a folder of notes and nothing else.
"""

import os
import re
import sys
from pathlib import Path

import pytest
from desks import CHECKOUT, Completed, Desk, make_desk

FOLDER = Path(__file__).with_name("transcripts")
WRITES = os.environ.get("ASSISTANT_TEST_GOLDEN") == "write"

#: What differs from run to run and from machine to machine.
VOLATILE = (
    (r"\d+\.\d s\b", "N s"),
    (r"\(\d+/s\)", "(N/s)"),
    (r"\d+\.\d GB free", "N GB free"),
    (r"python: \S+ at \S+", "python: VERSION at PYTHON"),
    (r"sqlite-vec: \S+ in SQLite \S+", "sqlite-vec: VERSION in SQLite VERSION"),
    (r"least similarity to a new embedding \S+", "least similarity to a new embedding N"),
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="transcripts are typed at a POSIX shell")


def transcripts(kind: str) -> list[Path]:
    return sorted((FOLDER / kind).glob("*.txt"))


@pytest.mark.models
@pytest.mark.parametrize("file", transcripts("ready"), ids=lambda file: file.stem)
def test_with_models_and_an_index(ready_desk: Desk, file: Path):
    check(ready_desk, file)


@pytest.mark.parametrize("file", transcripts("fresh"), ids=lambda file: file.stem)
def test_with_nothing_but_notes(tmp_path: Path, file: Path):
    check(make_desk(tmp_path / "desk"), file)


def check(desk: Desk, file: Path) -> None:
    expected = file.read_text(encoding="utf-8")
    lines = re.findall(r"^\$ (.*)", expected, re.MULTILINE)
    seen = "\n".join(typed(desk, line) for line in lines)
    if WRITES:
        file.write_text(seen, encoding="utf-8")
    assert seen == file.read_text(encoding="utf-8")


def typed(desk: Desk, line: str) -> str:
    """One command as a transcript shows it."""
    done = desk.shell(line)
    return f"$ {line}\n{masked(shown(done), desk)}"


def shown(done: Completed) -> str:
    stderr = "".join(f"! {line}".rstrip() + "\n" for line in done.stderr.splitlines())
    code = f"? {done.returncode}\n" if done.returncode else ""
    return done.stdout + stderr + code


def masked(text: str, desk: Desk) -> str:
    for path, name in ((desk.root.resolve(), "~"), (desk.root, "~"), (CHECKOUT, "CHECKOUT")):
        text = text.replace(str(path), name)
    for pattern, name in VOLATILE:
        text = re.sub(pattern, name, text)
    return text
