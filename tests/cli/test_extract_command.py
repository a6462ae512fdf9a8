"""``assistant extract`` and ``assistant classify`` on fake models; a terminal, a pipe and real models come last."""

import json
import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.app import App
from assistant.cli.main import app as program
from assistant.cli.schemas.structured import ClassifyReport, ExtractReport
from assistant.engines.fakes import FakeChat, FakeJudge
from assistant.structured.schema.scalars import spelled

SCHEMA = "name, age? int"
LINES = "Anna is 34\n\nTom sleeps\nnobody at all\nEve is 7\n"
Run = Callable[..., Result]


def reply(prompt: str) -> str:
    """Name and age of a line like ``Anna is 34``, and no JSON where there is no name."""
    text = prompt.partition("Text:\n")[2].partition("\nassistant:")[0]
    name, age = re.search(r"[A-Z]\w+", text), re.search(r"\d+", text)
    if name is None:
        return "no idea"
    return json.dumps({"name": name[0], **({"age": int(age[0])} if age else {})})


def likelihood(prompt: str, label: str) -> float:
    """A label is likely where the text holds it."""
    return 2.0 if label.strip() in prompt.partition("user: ")[2] else 0.0


@pytest.fixture
def run(monkeypatch, tmp_path: Path) -> Run:
    """A command with a fake chat model that is trusted to write; ``stdin`` is what is piped in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_MODELS_CHAT", "qwen2.5-1.5b")
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(App, "chat", FakeChat(reply, context_tokens=1000, likelihood=likelihood))

    def command(*args: object, stdin: str = "") -> Result:
        return CliRunner().invoke(program, [*map(str, args)], input=stdin)

    return command


def rows(done: Result) -> list[object]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_text_that_is_piped_in_becomes_one_object(run):
    done = run("extract", "--schema", SCHEMA, stdin="Anna is 34\nand likes tea")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == '{"name": "Anna", "age": 34}\n'


def test_files_and_standard_input_come_in_their_order(run, tmp_path):
    (tmp_path / "one.txt").write_text("\ufeffAnna is 34", encoding="utf-8")
    done = run("extract", "-s", SCHEMA, "one.txt", "-", "one.txt", "-", stdin="Tom sleeps")
    assert [row["name"] for row in rows(done)] == ["Anna", "Tom", "Anna"]


def test_each_line_is_a_row_and_a_line_that_fails_does_not_stop_the_others(run):
    done = run("extract", "-s", SCHEMA, "--each", "line", stdin=LINES)
    assert rows(done) == [{"name": "Anna", "age": 34}, {"name": "Tom"}, {"name": "Eve", "age": 7}]
    assert done.exit_code == 1
    assert done.stderr == "error: -:4: the model did not keep to the grammar\n1 of 4 failed\n"


def test_a_single_text_that_fails_is_an_error(run):
    done = run("extract", "-s", SCHEMA, stdin="nobody")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("error: the model did not keep to the grammar\nhint: ")


def test_paragraphs(run):
    done = run("extract", "-s", SCHEMA, "--each", "paragraph", "--json", stdin="Anna\nis 34\n\n\nTom\n")
    reports = [ExtractReport.model_validate(row) for row in rows(done)]
    assert [(report.source, report.line, report.data) for report in reports] == [
        ("-", 1, {"name": "Anna", "age": 34}),
        ("-", 5, {"name": "Tom"}),
    ]
    assert reports[0].tokens.completion == 4


def test_each_note_of_the_folder(run, tmp_path):
    for path, text in {"b.md": "Tom", "a/c.md": "Eve is 7", "x.pdf": "Not", ".hidden/d.md": "No"}.items():
        (tmp_path / "notes" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notes" / path).write_text(text)
    done = run("extract", "-s", SCHEMA, "--each", "note", "--json", "--notes", "notes")
    assert {(row["source"], row["data"]["name"]) for row in rows(done)} == {("b.md", "Tom"), ("a/c.md", "Eve")}
    assert run("extract", "-s", SCHEMA, "--each", "note", "x.md", "--notes", "notes").exit_code == 2


def test_jobs_work_side_by_side_and_the_order_stays(run):
    text = "".join(f"Name{n} is {n}\n" for n in range(30))
    done = run("extract", "-s", SCHEMA, "--each", "line", "--jobs", 3, stdin=text + "nobody\n")
    assert [row["age"] for row in rows(done)] == list(range(30))
    assert (done.exit_code, "1 of 31 failed" in done.stderr) == (1, True)


def test_the_results_go_to_a_file(run, tmp_path):
    out = tmp_path / "out.jsonl"
    done = run("extract", "-s", SCHEMA, "--each", "line", "-o", "out.jsonl", stdin="Anna is 34\nTom\n")
    assert (done.exit_code, done.stdout) == (0, "")
    assert out.read_text() == '{"name": "Anna", "age": 34}\n{"name": "Tom"}\n'


def test_an_error_leaves_the_file_as_it_was(run, tmp_path):
    out = tmp_path / "out.json"
    out.write_text("before")
    assert run("extract", "-s", SCHEMA, "-o", "out.json", stdin="Anna is 34").exit_code == 2
    assert run("extract", "-s", SCHEMA, "-o", "out.json", "--force", stdin="nobody").exit_code == 1
    assert run("extract", "-s", SCHEMA, "-o", "out.json", "--force", "out.json").exit_code == 2
    assert out.read_text() == "before"
    assert run("extract", "-s", SCHEMA, "-o", "out.json", "--force", stdin="Anna is 34").exit_code == 0
    assert out.read_text() != "before"


def test_the_folder_of_the_results_is_made(run, tmp_path):
    assert run("extract", "-s", SCHEMA, "-o", "new/out.json", stdin="Anna is 34").exit_code == 0
    assert (tmp_path / "new/out.json").exists()
    done = run("extract", "-s", SCHEMA, "-o", "new/out.json/x.json", stdin="Anna is 34")
    assert (done.exit_code, "cannot be written" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-s", '{"type": "array", "uniqueItems": true}'], "#/uniqueItems"),
        (["-s", "name, age integr"], "no type integr"),
        (["-s", "name", "gone.txt"], "no such file: gone.txt"),
        (["-s", "name", "--each", "page"], "page"),
        ([], "--schema"),
    ],
)
def test_wrong_usage_is_told_before_any_model_is_asked(run, args, said, monkeypatch):
    monkeypatch.setattr(App, "chat", property(lambda _: pytest.fail("a model was loaded")))
    done = run("extract", *args, stdin="x")
    assert done.exit_code == 2
    assert said in done.stderr


def test_nothing_to_work_on_is_wrong_usage(run):
    done = run("extract", "-s", SCHEMA, "--each", "line", stdin="\n \n")
    assert done.exit_code == 2


def test_what_steers_a_terminal_is_escaped(run, monkeypatch):
    monkeypatch.setattr(App, "chat", FakeChat(spelled({"name": "\x1b[31m\x9b2J\u202e"})))
    done = run("extract", "-s", SCHEMA, stdin="so: \x1b[31m\x9b2J\u202e")
    assert not re.search("[\x1b\x9b\u202e]", done.stdout)
    assert json.loads(done.stdout) == {"name": "\x1b[31m\x9b2J\u202e"}


def test_a_model_that_comes_to_no_end_is_remarked_on(run, monkeypatch):
    monkeypatch.setattr(App, "chat", FakeChat('{"name": "An'))
    done = run("extract", "-s", SCHEMA, "--json", stdin="Anna")
    assert ExtractReport.model_validate_json(done.stdout).cut_short
    assert "-:1: the model came to no end" in done.stderr
    assert run("extract", "-s", SCHEMA, "--quiet", stdin="Anna").stderr == ""


@pytest.fixture
def look(run, monkeypatch) -> Run:
    """A command with a chat model that is not trusted to write: the judge looks for the fields."""
    monkeypatch.setenv("ASSISTANT_MODELS_CHAT", "smollm2-135m")
    monkeypatch.setattr(App, "chat", property(lambda _: pytest.fail("a chat model was loaded")))
    monkeypatch.setattr(App, "judge", FakeJudge())
    return run


def test_with_a_weak_chat_model_the_fields_are_looked_for(look):
    done = look("extract", "-s", "who, cost int", stdin="Who: Ana\nCost: 4300 euro\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert rows(done) == [{"who": "Ana", "cost": 4300}]


def test_what_the_text_does_not_say_is_refused_with_the_fields_name(look):
    done = look("extract", "-s", "due date", stdin="Ana likes tea.")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("error: the text does not say due\nhint: ")
    done = look("extract", "-s", "due date", "--each", "line", stdin="Due: 3 May 2026\nAna likes tea.\n")
    assert (done.exit_code, rows(done)) == (1, [{"due": "2026-05-03"}])
    assert "error: -:2: the text does not say due" in done.stderr


def test_relative_dates_are_told_from_the_day_that_is_given(look):
    done = look("extract", "-s", "day date", "--date", "2026-05-18", stdin="Day: tomorrow")
    assert rows(done) == [{"day": "2026-05-19"}]
    assert look("extract", "-s", "day date", stdin="Day: tomorrow").exit_code == 3
    assert look("extract", "-s", "day date", "--date", "someday", stdin="Day: tomorrow").exit_code == 2


def test_a_note_is_told_from_its_own_day(look, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/2026-05-18.md").write_text("Day: tomorrow")
    assert rows(look("extract", "-s", "day date", "--each", "note", "--notes", "notes")) == [{"day": "2026-05-19"}]


def test_evidence_is_the_lines_of_each_field(look):
    text = "About the roof\nCost: 4300 euro\n"
    [plain] = rows(look("extract", "-s", "cost int", "--evidence", stdin=text))
    assert plain["data"] == {"cost": 4300}
    [one] = plain["evidence"]
    assert (one["field"], one["line_start"], one["line_end"], one["quote"]) == ("cost", 2, 2, "Cost: 4300 euro")
    report = ExtractReport.model_validate_json(
        look("extract", "-s", "cost int", "--evidence", "--json", stdin=text).stdout
    )
    assert report.evidence[0].field == "cost"
    assert report.model == "fake-judge"


def test_a_text_is_labelled_with_a_confidence(run):
    done = run("classify", "--labels", "work,money", stdin="some work to do")
    confidence = 1 / (1 + math.exp(-2))
    assert (done.exit_code, done.stdout) == (0, f"work\t{confidence:.2f}\n")


def test_many_texts_are_labelled_with_their_places(run):
    done = run("classify", "--labels", "work,money", "--each", "line", stdin="work\nmoney\n")
    assert [line.split("\t")[::2] for line in done.stdout.splitlines()] == [["work", "-:1"], ["money", "-:2"]]


def test_several_labels_or_none_may_fit(run):
    text = "work and money\nnothing\n"
    done = run("classify", "--labels", "work,money,family", "--multi", "--each", "line", "--json", stdin=text)
    reports = [ClassifyReport.model_validate(row) for row in rows(done)]
    assert [[label.label for label in report.labels] for report in reports] == [["work", "money"], []]
    assert [len(report.scores) for report in reports] == [3, 3]
    assert run("classify", "--labels", "work", "--multi", stdin="nothing").exit_code == 3


def test_one_label_is_no_choice(run):
    done = run("classify", "--labels", "work", stdin="x")
    assert done.exit_code == 2


def test_a_terminal_is_not_waited_for(on_terminal):
    code, shown = on_terminal("extract", "--schema", "name")
    assert code == 2
    assert "no text" in shown


def test_a_model_that_is_not_installed_ends_the_run_at_once(assistant):
    done = assistant("extract", "--schema", "name", "--each", "line", stdin="a\nb\n")
    assert (done.returncode, done.stdout) == (4, "")
    assert "assistant models pull" in done.stderr


@pytest.mark.models
def test_the_real_model_in_a_real_pipe(assistant, models_folder, tmp_path):
    (tmp_path / "home" / "data").mkdir(parents=True)
    (tmp_path / "home" / "data" / "models").symlink_to(models_folder)
    schema = '{"type": "object", "properties": {"age": {"type": "integer", "maximum": 99}}, "required": ["age"]}'
    done = assistant("extract", "--schema", schema, "--each", "line", "--jobs", 2, stdin="Anna is 34.\nTom is 7.\n")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"age": 34}, {"age": 7}]
