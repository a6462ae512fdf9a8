"""Jobs survive whoever works on them: stopped, killed, failed or cancelled, each ends as it should."""

import os
import signal
import subprocess
import sys
import time

import errand_app
import pytest
from errand_app import silent

from assistant.app import working
from assistant.errors import AssistantError, UsageError
from assistant.store.jobs import Jobs, LeaseLostError, State, this_owner

pytestmark = pytest.mark.usefixtures("quick_beats")
FAILPOINTS = ("jobs.put", "jobs.leased", "jobs.running", "jobs.finishing", "jobs.finished")


@pytest.fixture
def quick_beats(monkeypatch):
    monkeypatch.setattr(working, "BEAT_SECONDS", 0.02)
    monkeypatch.setattr(working, "LOOK_SECONDS", 0.02)


@pytest.fixture
def app(tmp_path):
    return errand_app.errand_app(tmp_path / "notes", tmp_path / "home", tmp_path / "log")


def start(app, *, failpoint: str = "", pause: float = 0.0, fails: str = "") -> "subprocess.Popen[bytes]":
    """Another process that puts an errand into the queue and works it off."""
    command = [sys.executable, errand_app.__file__, app.folder, app.paths.data.parent, app.log, str(pause), fails]
    return subprocess.Popen(
        command, env=os.environ | {"ASSISTANT_FAILPOINT": failpoint}, stderr=subprocess.DEVNULL, start_new_session=True
    )


def states(app) -> list[str]:
    with app.queue() as jobs:
        return [job.state.value for job in jobs.list()]


def wait_for(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_is_put_is_done_and_gives_its_result(app):
    app.enqueue("errand", {"name": "tea"})
    app.enqueue("errand", {"name": "milk"})
    app.enqueue("errand", {"name": "tea"})
    assert app.work_off({"errand"}, silent) == ["tea", "milk"]
    assert app.noted == ["begins tea", "ends tea", "begins milk", "ends milk"]
    assert app.work_off({"errand"}, silent) == []


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_killed_at_any_point_the_next_one_goes_on_at_once(app, failpoint):
    with start(app, failpoint=failpoint) as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    app.work_off({"errand"}, silent)
    assert states(app) == ["done"]
    assert app.noted[-1] == "ends tea"
    assert app.noted.count("ends tea") == (2 if failpoint == "jobs.finishing" else 1)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_killed_in_the_middle_of_a_job_another_process_finishes_it(app):
    with start(app, pause=0.2) as process:
        wait_for(lambda: app.noted)
        process.kill()
    assert states(app) == ["running"]
    app.enqueue("errand", {"name": "tea"})
    assert app.work_off({"errand"}, silent) == ["tea"]
    assert (states(app), app.noted) == (["done"], ["begins tea", "begins tea", "ends tea"])


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_killed_while_it_writes_down_a_failure_it_is_attempted_again(app):
    with start(app, failpoint="jobs.failing", fails="rain") as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    with pytest.raises(OSError, match="rain"):
        app.work_off({"errand"}, silent)
    with app.queue() as jobs:
        (job,) = jobs.list()
    assert (job.state, job.attempts, job.error) == (State.WAITING, 2, "rain")


def test_what_another_process_is_at_is_waited_for(app):
    shown = []
    with start(app, pause=0.005):
        wait_for(lambda: app.noted)
        assert app.work_off({"errand"}, lambda *step: shown.append(step)) == []
    assert app.noted == ["begins tea", "ends tea"]
    assert {stage for stage, _, _ in shown} == {"errand"}


def test_an_error_is_kept_without_what_could_steer_a_terminal(app):
    app.enqueue("errand", {"name": "tea", "fails": "\x1b[31mno\nwater"})
    with pytest.raises(OSError, match="water"):
        app.work_off({"errand"}, silent)
    with app.queue() as jobs:
        (job,) = jobs.list()
    assert (job.state, job.error) == (State.WAITING, "no water")


def test_what_somebody_must_do_something_about_is_not_tried_again(app, monkeypatch):
    def fail(_payload, _progress):
        raise UsageError("no such shop")

    app.enqueue("errand", {"name": "tea"})
    monkeypatch.setattr(app, "run_errand", fail)
    with pytest.raises(UsageError):
        app.work_off({"errand"}, silent)
    assert states(app) == ["dead"]


def test_an_interrupt_gives_the_job_back(app):
    def interrupted(_stage, _done, _total):
        raise KeyboardInterrupt

    app.enqueue("errand", {"name": "tea"})
    with pytest.raises(KeyboardInterrupt):
        app.work_off({"errand"}, interrupted)
    with app.queue() as jobs:
        (job,) = jobs.list()
    assert (job.state, job.attempts) == (State.WAITING, 0)


def test_a_running_job_that_is_cancelled_ends_at_its_next_step(app):
    def cancel(_stage, done, _total):
        with app.queue() as jobs:
            (job,) = jobs.list()
            if done == 1:
                jobs.cancel(job.id)

    app.enqueue("errand", {"name": "tea", "steps": "10000", "pause": "0.01"})
    with pytest.raises(AssistantError, match="cancelled"):
        app.work_off({"errand"}, cancel)
    assert (states(app), app.noted) == (["cancelled"], ["begins tea"])


def test_a_job_that_somebody_else_took_over_is_left_alone(app):
    def take_over(_stage, done, _total):
        if done == 1:
            with app.queue() as jobs:
                late = Jobs(jobs._db, clock=lambda: time.time() + 1000)
                assert late.lease("another@machine", {"errand"})

    app.enqueue("errand", {"name": "tea", "steps": "10000", "pause": "0.01"})
    with app.queue() as jobs:
        job = jobs.lease(this_owner(), {"errand"})
    with pytest.raises(LeaseLostError):
        app.run_job(job, take_over)
    assert states(app) == ["running"]


def test_a_job_with_nothing_to_report_keeps_its_lease(app, monkeypatch):
    app.enqueue("errand", {"name": "tea"})
    with app.queue() as jobs:
        job = jobs.lease(this_owner(), {"errand"}, seconds=1)

    def wait_until_the_lease_has_run_on(_payload, _progress):
        later = time.time() + 1
        wait_for(lambda: time.time() > later)
        with app.queue() as jobs:
            assert jobs.lease("another@machine", {"errand"}) is None

    monkeypatch.setattr(app, "run_errand", wait_until_the_lease_has_run_on)
    app.run_job(job, silent)
    assert states(app) == ["done"]
