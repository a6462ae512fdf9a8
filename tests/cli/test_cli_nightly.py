"""``assistant nightly`` and ``assistant schedule``: what they print, write down, and end with."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from fake_app import Folder, fake_app
from typer import Typer
from typer.testing import CliRunner, Result

from assistant.cli import schedule
from assistant.cli.nightly import nightly
from assistant.cli.schemas.digest import NightReport
from assistant.cli.schemas.schedule import ScheduleReport
from assistant.cli.session import Session
from assistant.errors import AssistantError, UsageError
from assistant.service.nightlog import NightLog

#: A Wednesday: on Mondays the digest of the week is due as well.
TODAY = date(2026, 5, 6)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def app(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(os, "nice", lambda _: 0)
    folder = Folder(tmp_path / "notes")
    folder.write(f"{YESTERDAY} boiler.md", "Weber replaced the boiler in the cellar for 4,200 EUR.\n")
    made = fake_app(folder.root, tmp_path / "home")
    vars(made)["today"] = lambda: TODAY
    return made


@pytest.fixture
def run(app):
    command = Typer()
    command.command()(nightly)

    def run(*words: object, of: Typer = command) -> Result:
        session = Session()
        vars(session)["app"] = app
        return CliRunner().invoke(of, list(map(str, words)), obj=session)

    return run


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine that has no scheduler, and nobody's home."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


def test_the_written_digests_are_printed_as_paths(run, app):
    done = run()
    assert done.stdout == f"{app.folder / 'digests' / f'{YESTERDAY}.md'}\n"
    assert Path(done.stdout.strip()).is_file()


def test_a_night_without_news_says_so_and_ends_well(run):
    run()
    done = run()
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nothing new" in done.stderr


def test_what_is_left_alone_is_said(run, app):
    run()
    (app.folder / "digests" / f"{YESTERDAY}.md").write_text("mine\n")
    assert "changed by hand" in run().stderr


def test_json_tells_everything(run):
    report = NightReport.model_validate_json(run("--json").stdout)
    assert report.written == [f"digests/{YESTERDAY}.md"]
    assert NightReport.model_validate_json(run("--json").stdout).unchanged == report.written


def test_a_time_budget_below_nothing_is_refused(run):
    assert run("--time-budget", "-1").exit_code == 2


def test_a_failure_is_written_down_and_told(run, app, tmp_path, monkeypatch, bare):
    told = tmp_path / "told"
    monkeypatch.setenv("ASSISTANT_DIGEST_NOTIFY", f"/bin/sh -c 'echo \"$0\" > {told}'")
    (app.folder / "digests").write_text("no folder\n")
    failed = run()
    assert isinstance(failed.exception, AssistantError)
    assert told.read_text().startswith("assistant nightly: digests/")
    last = NightLog(app.index_folder).read()
    assert last is not None and "cannot be written" in last.error
    status = run("status", of=schedule.app)
    assert status.exit_code == 1
    assert "failed" in status.stdout


def test_status_tells_the_last_run_where_no_scheduler_is(run, bare):
    before = run("status", of=schedule.app)
    assert (before.exit_code, "no run yet" in before.stdout) == (0, True)
    run()
    after = run("status", of=schedule.app)
    assert "neither systemd, launchd nor cron" in after.stdout
    assert "1 digest written" in after.stdout
    report = ScheduleReport.model_validate_json(run("status", "--json", of=schedule.app).stdout)
    assert (report.scheduler, report.installed, report.written) == ("", False, [f"digests/{YESTERDAY}.md"])


def test_installing_without_a_scheduler_says_what_to_do_instead(run, bare):
    error = run("install", "--yes", of=schedule.app).exception
    assert isinstance(error, AssistantError)
    assert "assistant nightly" in error.hint


def test_show_prints_what_would_be_written_and_writes_nothing(run, bare, tmp_path):
    shown = run("show", "--with", "systemd", "--at", "04:15", of=schedule.app)
    assert "OnCalendar=*-*-* 04:15:00" in shown.stdout
    assert not (tmp_path / ".config").exists()


def test_nobody_to_say_yes_is_a_usage_error(run, bare, tmp_path):
    assert isinstance(run("install", "--with", "systemd", of=schedule.app).exception, UsageError)
    assert not (tmp_path / ".config").exists()


def test_an_unknown_scheduler_is_a_usage_error(run, bare):
    assert isinstance(run("show", "--with", "windmill", of=schedule.app).exception, UsageError)


def test_json_of_a_failure_free_folder_is_one_object(run, bare):
    assert json.loads(run("status", "--json", of=schedule.app).stdout)["last_run"] is None
