"""The examples of ``examples/integrations`` and the shells' completion, run with the tools that are here."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer
from desks import CHECKOUT, Desk

from assistant.cli.main import app
from assistant.templates import load_template

EXAMPLES = CHECKOUT / "examples" / "integrations"


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"needs {tool}")


def in_place_of_assistant(folder: Path, script: str) -> Path:
    """A folder for PATH with a program named assistant."""
    program = folder / "bin" / "assistant"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program.parent


@pytest.mark.parametrize("name", ["fzf.sh", "prepare-commit-msg"])
@needs("bash")
def test_shell_is_sound(name: str) -> None:
    subprocess.run(["bash", "-n", EXAMPLES / name], check=True, capture_output=True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_a_shell_is_sound(shell: str, tmp_path: Path, ready_desk: Desk) -> None:
    done = ready_desk.shell(f"_ASSISTANT_COMPLETE=source_{shell} assistant")
    assert "assistant" in done.stdout
    assert done.stderr == ""
    if shutil.which(shell):
        (tmp_path / "completion").write_text(done.stdout)
        subprocess.run([shell, "-n", tmp_path / "completion"], check=True, capture_output=True)


@needs("bash")
def test_a_place_is_opened_at_its_line(ready_desk: Desk, tmp_path: Path) -> None:
    script = tmp_path / "n.sh"
    script.write_text(
        f". '{EXAMPLES / 'fzf.sh'}'\nfzf() {{ grep load-test; }}\nEDITOR='printf <%s>'\nn beta load test\n"
    )
    line, file = re.findall("<(.*?)>", ready_desk.shell(f"bash '{script}'").stdout)
    assert re.fullmatch(r"\+\d+", line)
    assert Path(file).is_file()
    assert Path(file).name == "load-test-2026-07-20.md"


@needs("fzf")
def test_places_are_filtered_by_fzf(ready_desk: Desk) -> None:
    done = ready_desk.shell("assistant search beta load test -f paths | fzf --filter incident")
    assert all(Path(place.rpartition(":")[0]).is_file() for place in done.stdout.splitlines())
    assert "incident-2026-06-18.md:" in done.stdout


@needs("vim")
def test_vim_has_the_places_as_a_quickfix_list(ready_desk: Desk, tmp_path: Path) -> None:
    commands = [
        "Notes beta load test",
        "call writefile(map(getqflist(), 'bufname(v:val.bufnr) . \":\" . v:val.lnum'), 'q')",
    ]
    asked = " ".join(f"-c '{command.replace(chr(39), chr(39) + chr(92) + chr(39) * 2)}'" for command in commands)
    done = ready_desk.shell(f"vim -u NONE -N -es -S '{EXAMPLES / 'assistant.vim'}' {asked} -c 'qa!' && cat q; rm -f q")
    places = done.stdout.splitlines()
    assert any(re.search(r"load-test-2026-07-20\.md:\d+$", place) for place in places), done.stderr
    listed = ready_desk.shell(f"vim -u NONE -N -es -S '{EXAMPLES / 'assistant.vim'}' -c 'NotesTag' -c 'qa!'")
    assert "E492" not in listed.stdout + listed.stderr


@needs("tmux")
def test_tmux_reads_its_keys(tmp_path: Path) -> None:
    tmux = ["tmux", "-S", str(tmp_path / "socket"), "-f", str(EXAMPLES / "tmux.conf")]
    try:
        done = subprocess.run(
            [*tmux, "new-session", "-d", "sleep 60", ";", "list-keys"], capture_output=True, text=True, check=False
        )
        assert "assistant search" in done.stdout, done.stderr
        assert "assistant ask" in done.stdout
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)


def git(folder: Path, *words: str, path: Path | None = None) -> str:
    environment = {
        "PATH": f"{path}:/usr/bin:/bin" if path else "/usr/bin:/bin",
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_EDITOR": "true",
    }
    named = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "core.hooksPath=.git/hooks"]
    command = ["git", *named, *words]
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


@needs("git")
def test_the_git_hook_begins_a_message_and_leaves_one_that_is_there(tmp_path: Path) -> None:
    says = in_place_of_assistant(tmp_path, 'grep -q "+two" && [ "$*" = "--quiet run commit" ] && echo "adds a second"')
    git(tmp_path, "init", "-q")
    shutil.copy(EXAMPLES / "prepare-commit-msg", tmp_path / ".git" / "hooks")
    (tmp_path / "a").write_text("one\n")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "-q", "-m", "mine", path=says)
    assert git(tmp_path, "log", "-1", "--format=%s") == "mine\n"
    (tmp_path / "a").write_text("one\ntwo\n")
    git(tmp_path, "commit", "-q", "-a", path=says)
    assert git(tmp_path, "log", "-1", "--format=%s") == "adds a second\n"


def test_the_template_of_the_hook_is_sound() -> None:
    template = load_template(EXAMPLES / "commit.md")
    assert (template.given, template.reads_input) == ((), True)


def test_every_line_of_the_crontab_is_a_time_and_a_command_that_is_known() -> None:
    root = typer.main.get_command(app)
    lines = [line for line in (EXAMPLES / "crontab").read_text().splitlines() if line and line[0] != "#"]
    assert lines.pop(0) == 'MAILTO=""'
    for line in lines:
        *time, command = line.split(None, 5)
        assert len(time) == 5
        for field, most in zip(time, (59, 23, 31, 12, 7), strict=True):
            assert field == "*" or int(field) <= most
        program, flag, name, *rest = command.split()
        assert (program, flag) == ("assistant", "--quiet")
        known = {option for param in root.get_command(None, name).params for option in param.opts}
        assert {word for word in rest if word.startswith("-")} <= known
