"""``assistant run`` and ``assistant templates`` on a fake model."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index
from typer.testing import CliRunner, Result

from assistant.app import App
from assistant.cli.main import app as program
from assistant.cli.schemas.templates import CheckedReport, RunReport, TemplateList
from assistant.engines.fakes import FakeChat, FakeEmbedder

Run = Callable[..., Result]
STANDUP = """---
description: A status.
variables: [team, input]
---
<!-- user -->
{{ team }}: {{ input }}
"""
FACTS = """---
description: Facts as JSON.
variables: [input]
schema: name, age? int
max_tokens: 5
---
<!-- user -->
{{ input }}
"""
WHO = """---
description: Who somebody is.
variables: [question, notes]
retrieval: on
---
<!-- user -->
{{ notes }}
Who is {{ question }}?
"""


@pytest.fixture
def chat() -> FakeChat:
    return FakeChat("\n one\ntwo \x1b[31mred")


@pytest.fixture
def run(chat: FakeChat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command with a fake model; what is piped in is seen as a pipe."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(App, "chat", chat)
    monkeypatch.setattr(App, "embedder", FakeEmbedder())
    monkeypatch.setattr("assistant.cli.run.is_piped", lambda: True)
    folder = tmp_path / "home" / "config" / "templates"
    folder.mkdir(parents=True)
    for name, text in (("standup", STANDUP), ("facts", FACTS), ("who", WHO)):
        (folder / f"{name}.md").write_text(text)

    def command(*args: object, stdin: str = "") -> Result:
        return CliRunner().invoke(program, ["--notes", str(tmp_path / "notes"), *map(str, args)], input=stdin)

    return command


def test_what_the_model_writes_is_the_result(run: Run, chat: FakeChat) -> None:
    done = run("run", "standup", "team=core", stdin="fixed it")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "one\ntwo red\n", "")
    assert "core: ~~~~\nfixed it\n~~~~" in chat.prompts[0]


def test_words_that_the_template_begins_with_are_part_of_the_result(run: Run, chat: FakeChat, tmp_path: Path) -> None:
    file = tmp_path / "home/config/templates/commit.md"
    file.write_text(
        "---\ndescription: A line.\nvariables: [input]\n---\n<!-- user -->\n{{ input }}\n<!-- assistant -->\nThis"
    )
    done = run("run", "commit", stdin="a change")
    assert done.stdout == "This\n one\ntwo red\n"
    assert chat.prompts[-1].endswith("This")
    report = RunReport.model_validate_json(run("run", "commit", "--json", stdin="a change").stdout)
    assert report.text.startswith("This\n one")


def test_a_schema_gives_json_that_fits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(App, "chat", FakeChat('{"name": "Anna", "age": 34}'))
    assert run("run", "facts", stdin="Anna is 34").stdout == '{"name": "Anna", "age": 34}\n'
    report = RunReport.model_validate_json(run("run", "facts", "--json", stdin="Anna is 34").stdout)
    assert (report.data, report.template, report.cut_short) == ({"name": "Anna", "age": 34}, "facts", False)


def test_json_that_is_cut_short_is_closed_and_remarked_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(App, "chat", FakeChat('{"name": "An'))
    done = run("run", "facts", stdin="x")
    assert json.loads(done.stdout) == {"name": "An"}
    assert "cut short" in done.stderr


def test_notes_are_looked_up_shown_and_named(run: Run, chat: FakeChat, tmp_path: Path) -> None:
    notes = Folder(tmp_path / "notes")
    notes.write("people/priya.md", "# Priya\n\nPriya Nair runs the release.\n")
    index(fake_app(notes.root, tmp_path / "home", embedder=FakeEmbedder()))
    done = run("run", "who", "question=Priya Nair")
    assert done.exit_code == 0
    assert "[1] people/priya.md:1" in done.stderr
    assert "people/priya.md:1 (" in chat.prompts[0]
    assert "Priya Nair runs the release." in chat.prompts[0]


def test_a_prompt_that_is_too_long_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(App, "chat", FakeChat("x", context_tokens=40))
    done = run("run", "standup", "team=core", stdin="many words " * 40)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "of the 40 tokens" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nothing",), "no template nothing"),
        (("standup",), "lacks team"),
        (("standup", "core"), "not key=value: core"),
        (("standup", "team=a", "team=b"), "team comes twice"),
        (("standup", "team=a", "x=b"), "no variable x"),
        (("standup", "team=a"), "reads standard input"),
    ],
)
def test_wrong_usage_is_told_before_any_model_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr(App, "chat", property(lambda _: pytest.fail("a model was loaded")))
    done = run("run", *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_templates_are_listed_shown_and_checked(run: Run, tmp_path: Path) -> None:
    assert [line.split()[0] for line in run("templates", "list").stdout.splitlines()] == ["facts", "standup", "who"]
    listed = TemplateList.model_validate_json(run("templates", "list", "--json").stdout).templates
    assert [(one.name, one.variables, one.reads_input) for one in listed][1] == ("standup", ["team"], True)
    assert listed[0].answer_schema is not None
    assert run("templates", "show", "standup").stdout == STANDUP
    assert run("templates", "check").stdout == "facts: ok\nstandup: ok\nwho: ok\n"
    bad = tmp_path / "home" / "config" / "templates" / "bad.md"
    bad.write_text("---\ntemperature: 1\n---\n<!-- user -->\nx\n")
    done = run("templates", "check", "--json")
    assert done.exit_code == 1
    assert "temperature 1" in CheckedReport.model_validate_json(done.stdout).problems["bad"]
    done = run("templates", "list")
    assert (done.exit_code, done.stdout.count("\n")) == (0, 3)
    assert "left out: " in done.stderr
    assert run("templates", "list", "-0").stdout.endswith("who.md\0")


def test_a_shell_completes_templates(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ASSISTANT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "assistant run st")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert "standup" in run().stdout
