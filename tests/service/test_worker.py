"""The worker does what waits, gives way to questions, and gives its job back when it is stopped."""

import time

import pytest
from errand_app import errand_app

from assistant.errors import DownloadError
from assistant.service import worker as worker_module
from assistant.service.courtesy import Courtesy
from assistant.service.worker import Worker, WorkerStatus
from assistant.store.jobs import State


def wait_for(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def app(tmp_path):
    return errand_app(tmp_path / "notes", tmp_path / "home", tmp_path / "log")


@pytest.fixture
def courtesy():
    return Courtesy()


@pytest.fixture
def worker(app, courtesy):
    worker = Worker(app, courtesy)
    yield worker
    assert worker.stop(60)


def jobs_of(app) -> list[tuple[str, str]]:
    with app.queue(create=True) as jobs:
        return [(job.key, job.state.value) for job in jobs.list()]


def test_it_does_what_waited_before_it_began_and_what_is_put_later(app, worker):
    app.enqueue("errand", {"name": "tea"})
    worker.start()
    wait_for(lambda: jobs_of(app) == [("tea", "done")])
    app.enqueue("errand", {"name": "milk"})
    worker.wake()
    wait_for(lambda: ("milk", "done") in jobs_of(app))
    wait_for(lambda: worker.status() == WorkerStatus(running=True))


def test_it_says_what_it_is_at_and_gives_it_back_when_it_is_stopped(app, worker):
    app.enqueue("errand", {"name": "tea", "steps": "100000", "pause": "0.001"})
    worker.start()
    wait_for(lambda: worker.status().done > 3)
    status = worker.status()
    assert (status.kind, status.key, status.total) == ("errand", "tea", 100000)
    assert worker.stop(60)
    with app.queue() as jobs:
        (job,) = jobs.list()
    assert (job.state, job.attempts) == (State.WAITING, 0)
    assert not worker.status().running


def test_it_pauses_while_a_question_is_answered(app, courtesy, worker):
    app.enqueue("errand", {"name": "tea", "steps": "100000", "pause": "0.001"})
    worker.start()
    wait_for(lambda: worker.status().done)
    with courtesy.answering():
        wait_for(lambda: _stands_still(worker))
        paused_at = worker.status().done
    wait_for(lambda: worker.status().done > paused_at)


def test_it_can_be_stopped_while_it_pauses(app, courtesy, worker):
    app.enqueue("errand", {"name": "tea"})
    with courtesy.answering():
        worker.start()
        assert worker.stop(60)
    assert jobs_of(app) == [("tea", "waiting")]


@pytest.mark.parametrize("error", [DownloadError("no network"), ZeroDivisionError("bug")])
def test_a_job_that_fails_does_not_end_it(app, worker, monkeypatch, error):
    monkeypatch.setattr(worker_module, "POLL_SECONDS", 0.01)

    def fail(payload, _progress):
        if payload["name"] == "tea":
            raise error

    app.run_errand = fail
    app.enqueue("errand", {"name": "tea"})
    worker.start()
    wait_for(lambda: worker.status().error)
    assert str(error) in worker.status().error
    app.enqueue("errand", {"name": "milk"})
    wait_for(lambda: ("milk", "done") in jobs_of(app))
    assert ("tea", "waiting") in jobs_of(app)
    assert worker.status().running


def test_a_database_that_can_not_be_opened_does_not_end_it(app, worker, monkeypatch):
    monkeypatch.setattr(worker_module, "POLL_SECONDS", 0.01)
    app.index_folder.mkdir(parents=True)
    database = app.index_folder / "catalog.db"
    database.write_bytes(b"this is no database, and it is long enough to be told from one" * 100)
    worker.start()
    wait_for(lambda: "damaged" in worker.status().error)
    database.unlink()
    app.enqueue("errand", {"name": "tea"})
    wait_for(lambda: jobs_of(app) == [("tea", "done")])


def test_a_cancelled_job_ends_and_the_next_one_is_begun(app, worker):
    job = app.enqueue("errand", {"name": "tea", "steps": "100000", "pause": "0.001"})
    worker.start()
    wait_for(lambda: worker.status().done)
    with app.queue() as jobs:
        jobs.cancel(job.id)
    app.enqueue("errand", {"name": "milk"})
    wait_for(lambda: set(jobs_of(app)) == {("tea", "cancelled"), ("milk", "done")})


def _stands_still(worker) -> bool:
    before = worker.status().done
    time.sleep(0.05)
    return worker.status().done == before
