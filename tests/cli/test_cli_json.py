"""Every ``--json`` is one object on stdout, of the model that is documented for it."""

import json

import pytest
from desks import EXAMPLES
from pydantic import BaseModel

from assistant.cli import schemas


def checked(stdout: str, model: type[BaseModel]) -> BaseModel:
    """The one object on ``stdout``, with exactly the fields of ``model``."""
    assert stdout.count("\n") == 1
    assert set(json.loads(stdout)) == set(model.model_fields)
    return model.model_validate_json(stdout, strict=True)


@pytest.fixture
def indexed(assistant):
    done = assistant("--notes", EXAMPLES, "index", "--json")
    assert done.returncode == 0, done.stderr
    report = checked(done.stdout, schemas.IndexReport)
    assert (report.added, report.embedded, report.notes) == (55, None, 55)
    return assistant


@pytest.mark.parametrize(
    ("command", "model"),
    [
        ("config", schemas.ConfigReport),
        ("config get search.limit", schemas.SettingReport),
        ("config set search.limit 7", schemas.WriteReport),
        ("config path", schemas.PathsReport),
        ("init .", schemas.WriteReport),
        ("models list", schemas.ModelList),
        ("models show minilm-l6", schemas.ModelReport),
        ("models use qwen2.5-0.5b", schemas.WriteReport),
        ("models verify", schemas.VerifyReport),
        ("prompts list", schemas.PromptList),
        ("prompts show answer", schemas.PromptReport),
        ("prompts show answer/1", schemas.PromptReport),
    ],
)
def test_what_needs_no_index(assistant, command, model):
    done = assistant(*command.split(), "--json")
    assert done.returncode == 0, done.stderr
    checked(done.stdout, model)


def test_search_and_doctor_over_an_index(indexed):
    done = indexed("--notes", EXAMPLES, "search", "--json", "--mode", "lexical", "--limit", 2, "load test")
    report = checked(done.stdout, schemas.SearchReport)
    assert (report.query, report.mode, len(report.hits)) == ("load test", "lexical", 2)
    lines = (EXAMPLES / report.hits[0].path).read_text(encoding="utf-8").splitlines(keepends=True)
    assert "".join(lines[report.hits[0].line_start - 1 : report.hits[0].line_end]) == report.hits[0].text

    done = indexed("--notes", EXAMPLES, "search", "--json", "zyzzyva")
    assert done.returncode == 3
    assert checked(done.stdout, schemas.SearchReport).hits == []

    done = indexed("--notes", EXAMPLES, "doctor", "--json")
    assert done.returncode == 4
    report = checked(done.stdout, schemas.DoctorReport)
    assert not report.healthy
    assert {check.name for check in report.checks if check.state == "failed"} == {
        "chat model",
        "embed model",
        "reader model",
    }


def test_errors_leave_stdout_empty(assistant):
    for command in ("ask x", "search x", "index", "models show nope", "models rm nope", "prompts show nope"):
        done = assistant(*command.split(), "--json")
        assert done.returncode in (2, 3, 4)
        assert done.stdout == ""
        assert done.stderr.startswith("error: ")


ANSWER_FIELDS = {
    *("question", "answered", "answer", "citations", "nearest", "confidence", "reason", "model"),
    *("tokens", "timings_ms", "truncated", "short", "detail", "conflicts"),
}


@pytest.mark.models
def test_an_answer_and_an_abstention_have_the_same_documented_fields(ready_desk):
    assert set(schemas.AnswerReport.model_fields) == ANSWER_FIELDS
    done = ready_desk.run("ask", "--json", "How long does the lentil soup simmer?")
    answer = checked(done.stdout, schemas.AnswerReport)
    assert (done.returncode, answer.answered, answer.reason) == (0, True, "")
    assert [(c.n, c.path, c.line_start) for c in answer.citations] == [(1, "recipes/lentil-soup.md", 20)]
    assert "18 minutes" in answer.answer
    assert answer.tokens.completion == 0  # the reader points, and writes nothing

    done = ready_desk.run("ask", "--json", "What is the capital of Mongolia?")
    abstention = checked(done.stdout, schemas.AnswerReport)
    assert (done.returncode, abstention.answered, abstention.answer, abstention.citations) == (3, False, "", [])
    assert abstention.reason
    assert abstention.nearest
    assert abstention.tokens.completion == 0
