"""What README shows is what comes out."""

import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
TRANSCRIPT = README.partition("```console\n")[2].partition("```")[0]
SHOWN = re.findall(r"(?ms)^\$ assistant ([^\n]*?)(?: \|\| echo [^\n]*)?\n(.*?)(?=^\$ |\Z)", TRANSCRIPT)


@pytest.mark.models
@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_transcript_is_what_comes_out(ready_desk, command: str, shown: str):
    done = ready_desk.run(*shlex.split(command))
    code = f"exit {done.returncode}\n" if done.returncode else ""
    assert (done.stdout + done.stderr + code).strip() == shown.strip()


def test_the_transcript_is_there():
    assert len(SHOWN) == 5


@pytest.mark.models
def test_nothing_is_reported_to_anyone(ready_desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home/cache"))
    (tmp_path / "home").mkdir()
    assert ready_desk.run("search", "lentils").returncode == 0
    assert [str(path) for path in (tmp_path / "home").rglob("*")] == []
