"""``assistant summarize``: what is summarized, how long, where it goes, and when there is nothing to say."""

import json
import re
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index
from typer import Typer
from typer.testing import CliRunner, Result

from assistant.cli.schemas.digest import DigestReport
from assistant.cli.session import Session
from assistant.cli.summarize import summarize
from assistant.engines.fakes import FakeEmbedder
from assistant.errors import AssistantError, UsageError

NOTES = {
    "2026-11-16 boiler.md": "---\ntags: [home]\n---\n\nWeber replaced the boiler in the cellar for 4,200 EUR.\n",
    "work/2026-11-17 vellum.md": "# Vellum\n\nThe beta went to 300 testers in Lisbon on Tuesday.\n\n- [ ] thank them\n",
    "work/2026-11-18 server.md": "# Server\n\nThe server of Vellum moved to Helsinki within 40 minutes.\n",
}


@pytest.fixture
def run(tmp_path: Path):
    """The command over three notes, in this process."""
    folder = Folder(tmp_path / "notes")
    for path, text in NOTES.items():
        folder.write(path, text)
    app = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder())
    index(app)
    command = Typer()
    command.command()(summarize)

    def run(*words: object, stdin: str | None = None) -> Result:
        session = Session()
        vars(session)["app"] = app
        return CliRunner().invoke(command, list(map(str, words)), obj=session, input=stdin)

    return run


def cited(text: str) -> set[str]:
    return set(re.findall(r"\(([^()]+\.md):\d+", text))


def test_everything_is_summarized_where_nothing_is_named(run):
    done = run()
    assert done.exit_code == 0
    assert cited(done.stdout) == set(NOTES)
    assert "3 notes" in done.stderr


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        (("--day", "2026-11-17"), {"work/2026-11-17 vellum.md"}),
        (("--since", "2026-11-17"), {"work/2026-11-17 vellum.md", "work/2026-11-18 server.md"}),
        (("--until", "2026-11-17"), {"2026-11-16 boiler.md", "work/2026-11-17 vellum.md"}),
        (("--since", "2026-11-17", "--until", "2026-11-17"), {"work/2026-11-17 vellum.md"}),
        (("--tag", "home"), {"2026-11-16 boiler.md"}),
        (("--path", "work/"), {"work/2026-11-17 vellum.md", "work/2026-11-18 server.md"}),
        (("work/2026-11-18 server.md",), {"work/2026-11-18 server.md"}),
    ],
)
def test_only_what_is_named_is_summarized(run, words, paths):
    assert cited(run(*words).stdout) == paths


@pytest.mark.parametrize("period", ["--week", "--month"])
def test_a_period_without_notes_is_nothing_to_summarize(run, period, monkeypatch):
    done = run(period, "--path", "nowhere/")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "nothing to summarize" in done.stderr


def test_a_day_on_which_nothing_came_ends_with_3(run):
    assert run("--day", "2020-01-01").exit_code == 3


def test_a_query_tells_the_newest_first(run):
    done = run("--query", "server of Vellum moved to Helsinki")
    assert "## 2026-11-18" in done.stdout
    assert "boiler" not in done.stdout


def test_a_query_that_no_note_is_about_ends_with_3(run):
    assert run("--query", "zebra").exit_code == 3


@pytest.mark.parametrize(("style", "length", "most"), [("brief", 1, 1), ("bullets", 2, 2), ("report", 2, 2)])
def test_it_is_as_long_as_asked_for(run, style, length, most):
    report = DigestReport.model_validate_json(run("--style", style, "--length", length, "--json").stdout)
    assert report.style == style
    assert sum(len(section.bullets) for section in report.sections) == most


def test_json_tells_what_markdown_does(run):
    report = DigestReport.model_validate_json(run("--json", "--style", "report").stdout)
    assert set(report.notes) == set(NOTES)
    assert report.left_out == []
    bullets = [bullet for section in report.sections for bullet in section.bullets]
    assert all(bullet.citations and bullet.quoted for bullet in bullets)
    assert [(one.kind, one.text) for one in report.findings if one.kind == "task"] == [("task", "thank them")]


def test_piped_text_needs_no_index(run, tmp_path):
    done = run("-", stdin="Karl sold the red boat to Maria for 900 EUR.\n")
    assert done.exit_code == 0
    assert "- Karl sold the red boat to Maria for 900 EUR. (stdin:1)" in done.stdout


def test_empty_piped_text_is_a_usage_error(run):
    assert isinstance(run("-", stdin=" \n").exception, UsageError)


def test_it_is_written_to_a_file_that_only_the_user_can_read(run, tmp_path):
    out = tmp_path / "digest.md"
    done = run("-o", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert cited(out.read_text()) == set(NOTES)
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_overwritten_only_by_force(run, tmp_path):
    out = tmp_path / "digest.json"
    out.write_text("mine")
    assert isinstance(run("--json", "-o", out).exception, UsageError)
    assert out.read_text() == "mine"
    assert run("--json", "-o", out, "--force").exit_code == 0
    assert json.loads(out.read_text())["notes"]


def test_the_folder_of_the_file_keeps_its_permissions(run, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    assert run("-o", folder / "digest.md").exit_code == 0
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_file_that_cannot_be_written_fails_with_a_hint(run, tmp_path):
    (tmp_path / "file").write_text("no folder")
    error = run("-o", tmp_path / "file" / "digest.md").exception
    assert isinstance(error, AssistantError)
    assert "-o" in error.hint


@pytest.mark.parametrize(
    "words",
    [
        ("--day", "someday"),
        ("--week", "--month"),
        ("--week", "--since", "yesterday"),
        ("no such note.md",),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error_with_a_hint(run, words):
    error = run(*words).exception
    assert isinstance(error, UsageError)
    assert error.hint.startswith("assistant ")


@pytest.mark.parametrize("words", [("--style", "poem"), ("--length", "-1"), ("--length", "many")])
def test_options_outside_their_range_are_refused(run, words):
    assert run(*words).exit_code == 2
