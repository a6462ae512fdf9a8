"""Help by topic, the manual page, and what a shell completes values with."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from desks import Desk, make_desk

from assistant.cli.help import found_pages
from assistant.cli.main import app
from assistant.cli.manual import manual

ROOT: Any = typer.main.get_command(app)


def commands(group: Any = ROOT, path: str = "assistant") -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if not command.hidden:
            yield f"{path} {name}", command
            if hasattr(command, "list_commands"):
                yield from commands(command, f"{path} {name}")


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=[path for path, _ in commands()])
def test_the_manual_names_every_command_and_option(path: str, command: Any) -> None:
    page = manual(ROOT).replace("\\-", "-")
    begin = page.index(f"\n.SS {path}")
    section = page[begin : page.find("\n.SS ", begin + 1)]
    for param in command.params:
        if param.param_type_name == "option" and not param.hidden:
            assert all(name in section for name in param.opts), param.opts


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_the_manual_is_sound() -> None:
    page = manual(ROOT)
    done = subprocess.run(["groff", "-man", "-Tascii", "-ww"], input=page, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "not in your notes" in done.stdout


def test_every_topic_is_a_page_that_can_be_shown(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    listed = [line.split()[0] for line in desk.run("help").stdout.splitlines()]
    assert listed == [*sorted(found_pages()), "man"]
    assert desk.run("help", "exit-codes").stdout.strip() == found_pages()["exit-codes"].read_text().strip()


def test_a_topic_that_is_not_there_is_guessed(tmp_path: Path) -> None:
    done = Desk(tmp_path).run("help", "serch")
    assert (done.returncode, done.stdout) == (2, "")
    assert "assistant help search" in done.stderr


def completed(desk: Desk, *words: str) -> list[str]:
    line = " ".join(("assistant", *words))
    asked = f"_ASSISTANT_COMPLETE=complete_bash COMP_WORDS='{line}' COMP_CWORD={len(words)}"
    done = desk.shell(f"{asked} assistant")
    assert done.stderr == ""
    return done.stdout.split()


def test_a_shell_completes_tags_paths_models_settings_and_topics(ready_desk: Desk) -> None:
    assert "vellum/beta" in completed(ready_desk, "search", "--tag", "vel")
    assert "meetings/" in completed(ready_desk, "ask", "--path", "mee")
    assert "minilm-l6" in completed(ready_desk, "models", "pull", "mini")
    assert "search.limit" in completed(ready_desk, "config", "get", "search.l")
    assert "exit-codes" in completed(ready_desk, "help", "ex")


def test_completing_without_notes_or_an_index_is_silent(tmp_path: Path) -> None:
    assert completed(make_desk(tmp_path / "desk"), "search", "--tag", "vel") == []
