"""``assistant tag`` over a folder of a few notes, with an embedder of words."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index
from typer.testing import CliRunner, Result

from assistant.app import App
from assistant.cli.main import app as program
from assistant.cli.schemas.tag import TagList, TagReport
from assistant.engines.fakes import FakeEmbedder

BEANS = "Sow the beans in May, water the beans, pick the beans in August."
PRICES = "The price of the plan goes up, and the invoice with the price is late."
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "notes")
    for n in range(4):
        folder.write(f"garden/{n}.md", f"---\ntags: [garden]\n---\n{BEANS} Row {n}.\n")
        folder.write(f"work/{n}.md", f"---\ntags: [work]\n---\n{PRICES} Case {n}.\n")
    folder.write("new.md", f"{BEANS}\n")
    return folder


@pytest.fixture
def run(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
    embedder = FakeEmbedder()
    monkeypatch.setattr(App, "embedder", embedder)
    monkeypatch.setattr(App, "reader", None)
    index(fake_app(folder.root, tmp_path / "home", embedder=embedder))

    def command(*args: object, stdin: str = "") -> Result:
        return CliRunner().invoke(program, ["--notes", "notes", "tag", *map(str, args)], input=stdin)

    return command


def test_a_note_gets_the_tag_of_the_notes_like_it(run: Run) -> None:
    done = run("new.md")
    assert done.exit_code == 0
    path, _, tags = done.stdout.partition(": ")
    assert path == "new.md"
    assert tags.split()[0] == "garden"
    assert "work" not in tags


def test_notes_without_a_tag(run: Run) -> None:
    reports = TagList.model_validate_json(run("--untagged", "--json").stdout).notes
    assert [(one.path, one.tags, one.suggestions[0].tag, one.written) for one in reports] == [
        ("new.md", [], "garden", False)
    ]


def test_piped_text_is_tagged_too(run: Run) -> None:
    report = TagReport.model_validate_json(run("-", "--format", "jsonl", stdin=PRICES).stdout)
    assert (report.path, report.suggestions[0].tag) == ("stdin", "work")


@pytest.mark.parametrize("form", ["csv", "md"])
def test_a_table_has_a_row_for_each_tag(run: Run, form: str) -> None:
    lines = run("--untagged", "--format", form).stdout.splitlines()
    assert "path" in lines[0]
    assert "new.md" in lines[-1]
    assert "garden" in lines[-1]


def test_paths_are_there_to_be_opened(run: Run, folder: Folder) -> None:
    assert run("--untagged", "--format", "paths").stdout == f"{folder.root / 'new.md'}:1\n"
    assert run("--untagged", "-0").stdout == f"{folder.root / 'new.md'}\0"


def test_nothing_that_fits_is_exit_code_3(run: Run) -> None:
    done = run("new.md", "--min-confidence", 1)
    assert (done.exit_code, done.stdout) == (3, "")


def test_writing_adds_the_tag_once(run: Run, folder: Folder) -> None:
    diff = run("new.md", "--dry-run").stdout
    assert "+tags: [garden]" in diff.splitlines()
    assert (folder.root / "new.md").read_text() == f"{BEANS}\n"
    done = run("new.md", "--write", "--json")
    assert json.loads(done.stdout)["notes"][0]["written"] is True
    written = f"---\ntags: [garden]\n---\n{BEANS}\n"
    assert (folder.root / "new.md").read_text() == written
    assert run("new.md", "--write").exit_code == 3
    assert (folder.root / "new.md").read_text() == written


def test_a_note_that_can_not_be_written_does_not_stop_the_others(run: Run, folder: Folder) -> None:
    folder.write("broken.md", f"---\ntitle: [x\n---\n{BEANS}\n")
    done = run("broken.md", "new.md", "--write")
    assert done.exit_code == 1
    assert "error: broken.md: its front matter is no YAML" in done.stderr
    assert (folder.root / "new.md").read_text().startswith("---\ntags: [garden]\n")


@pytest.mark.parametrize(
    "args",
    [(), ("new.md", "--path", "x"), ("--untagged", "--write", "--dry-run"), ("-", "--write"), ("gone.md",), ("-",)],
)
def test_wrong_usage(run: Run, args: tuple[str, ...]) -> None:
    done = run(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "hint: " in done.stderr
