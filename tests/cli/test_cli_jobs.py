"""``assistant jobs``: what waits and what became of it, for people and for scripts."""

import json

import errand_app
import pytest
from typer.testing import CliRunner

from assistant.cli import jobs, models
from assistant.cli.schemas.jobs import JobList, JobReport
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.store.jobs import Priority, State, this_owner


@pytest.fixture
def app(tmp_path):
    return errand_app.errand_app(tmp_path / "notes", tmp_path / "home", tmp_path / "log")


@pytest.fixture
def run(app, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))

    def run(*words: object, of=jobs.app):
        return CliRunner().invoke(of, list(map(str, words)), obj=Session(flags={"notes.folder": app.folder}))

    return run


@pytest.fixture
def three(app):
    """A job that is dead, one that is at work, and one that waits for its next attempt."""
    with app.queue(create=True) as queue:
        for kind, key, priority in (
            ("pull", "nope", Priority.PULL),
            ("digest", "today", Priority.DIGEST),
            ("embed", "", 40),
        ):
            queue.put(kind, key, {}, priority)
        digest, pull, embed = (queue.lease(this_owner(), {kind}) for kind in ("digest", "pull", "embed"))
        queue.fail(pull, "no such model", retry=False)
        queue.beat(digest, 3, 7)
        queue.fail(embed, "the disk is full", retry=True)
    return {"dead": pull.id, "running": digest.id, "waiting": embed.id}


def test_a_list_says_what_is_done_what_waits_and_what_went_wrong(run, three):
    done = run("list")
    assert done.exit_code == 0
    running, waiting, dead = (line.split() for line in done.stdout.splitlines())
    assert running == [str(three["running"]), "running", "digest", "today", "3", "of", "7"]
    assert waiting[:3] == [str(three["waiting"]), "waiting", "embed"]
    assert waiting[-4:] == ["the", "disk", "is", "full"]
    assert dead == [str(three["dead"]), "dead", "pull", "nope", "no", "such", "model"]


def test_dead_letters_are_listed_alone(run, three):
    assert [int(line.split()[0]) for line in run("list", "--state", "dead").stdout.splitlines()] == [three["dead"]]
    both = run("list", "--state", "dead", "--state", "running").stdout
    assert both.count("\n") == 2


def test_json_is_of_the_documented_model(run, three):
    listed = JobList.model_validate_json(run("list", "--json").stdout)
    assert [job.id for job in listed.jobs] == [three["running"], three["waiting"], three["dead"]]
    lines = run("list", "--format", "jsonl").stdout.splitlines()
    assert [JobReport.model_validate_json(line) for line in lines] == listed.jobs
    assert set(json.loads(lines[0])) == set(JobReport.model_fields)
    shown = JobReport.model_validate_json(run("show", three["dead"], "--json").stdout)
    assert (shown.state, shown.error, shown.kind, shown.key) == ("dead", "no such model", "pull", "nope")
    assert shown.ended is not None
    assert shown.ended.utcoffset() is not None


def test_a_job_is_shown_field_by_field(run, three):
    lines = run("show", three["dead"]).stdout.splitlines()
    assert "state: dead" in lines
    assert "error: no such model" in lines


def test_retry_and_cancel_change_the_queue(run, three, app):
    done = run("retry", three["dead"], three["waiting"])
    assert (done.exit_code, done.stdout) == (0, "")
    changed = JobList.model_validate_json(run("cancel", three["running"], three["waiting"], "--json").stdout)
    assert [job.state for job in changed.jobs] == ["running", "cancelled"]
    with app.queue() as queue:
        assert queue.get(three["dead"]).state == State.WAITING


def test_a_job_that_is_not_there_and_an_unknown_state(run, three):
    for words in (("show", 99), ("retry", 99), ("cancel", 99), ("list", "--state", "alive")):
        done = run(*words)
        assert isinstance(done.exception, UsageError)
        assert done.exception.hint
        assert done.stdout == ""


def test_without_an_index_there_are_no_jobs_and_none_is_made(run, app):
    done = run("list")
    assert (done.exit_code, done.stdout) == (0, "")
    assert JobList.model_validate_json(run("list", "--json").stdout).jobs == []
    assert not app.index_folder.exists()


def test_what_an_error_says_can_not_steer_the_terminal(run, app):
    with app.queue(create=True) as queue:
        queue.put("pull", "a\x1b[31m", {}, Priority.PULL)
        queue.fail(queue.lease(this_owner(), {"pull"}), "bad\x1b]0;title\x07 news", retry=False)
    for words in (("list",), ("list", "--json"), ("list", "--format", "jsonl"), ("show", 1)):
        assert "\x1b" not in run(*words).stdout


def test_a_pull_in_the_background_is_a_job(run, app):
    put = JobList.model_validate_json(run("pull", "minilm-l6", "--background", "--json", of=models.app).stdout)
    assert [(job.kind, job.key, job.state) for job in put.jobs] == [("pull", "minilm-l6", "waiting")]
    again = run("pull", "minilm-l6", "--background", of=models.app)
    assert (again.exit_code, again.stdout) == (0, "")
    with app.queue() as queue:
        assert [dict(job.payload) for job in queue.list()] == [{"model": "minilm-l6"}]
    assert isinstance(run("pull", "no-such", "--background", of=models.app).exception, UsageError)
