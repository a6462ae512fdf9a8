"""The queue of jobs: one living job of a kind and key, leased to one holder at a time, in order, and none lost."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from queues import KINDS, Clock

from assistant.errors import UsageError
from assistant.store.database import connect
from assistant.store.jobs import (
    FIRST_BACKOFF,
    LEASE_SECONDS,
    LIVE,
    LONGEST_BACKOFF,
    LONGEST_LEASE,
    MAX_ATTEMPTS,
    Job,
    JobCancelledError,
    Jobs,
    LeaseLostError,
    Priority,
    State,
    is_gone,
    this_owner,
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def jobs(tmp_path, clock):
    connection = connect(tmp_path / "catalog.db")
    yield Jobs(connection, clock, jitter=lambda _low, high: high)
    connection.close()


def put(jobs: Jobs, kind: str = "embed", key: str = "") -> Job:
    return jobs.put(kind, key, {"of": key}, KINDS[kind])


def lease(jobs: Jobs, owner: str = "worker") -> Job:
    job = jobs.lease(owner, KINDS)
    assert job is not None
    return job


def test_asking_twice_is_asking_once(jobs):
    first, second = put(jobs), put(jobs)
    assert first.id == second.id
    assert put(jobs, key="other").id != first.id
    assert len(jobs.list()) == 2


def test_an_urgent_request_makes_the_same_job_urgent(jobs):
    jobs.put("embed", "", {}, Priority.EMBED)
    assert jobs.put("embed", "", {}, Priority.DIGEST).priority == Priority.DIGEST
    assert jobs.put("embed", "", {}, Priority.EMBED).priority == Priority.DIGEST


def test_the_most_urgent_is_taken_first_and_then_the_oldest(jobs, clock):
    order = [("embed", "a"), ("pull", "a"), ("pull", "b"), ("digest", "a")]
    for kind, key in order:
        put(jobs, kind, key)
        clock.now += 1
    taken = [lease(jobs) for _ in order]
    assert [(job.kind, job.key) for job in taken] == [("digest", "a"), ("pull", "a"), ("pull", "b"), ("embed", "a")]
    assert jobs.lease("worker", KINDS) is None


def test_only_kinds_that_were_asked_for_are_taken(jobs):
    put(jobs, "pull", "model")
    assert jobs.lease("worker", {"embed"}) is None
    assert jobs.lease("worker", {"pull"}).payload == {"of": "model"}


def test_a_job_has_one_holder_until_that_one_falls_silent(jobs, clock):
    put(jobs)
    first = lease(jobs, "first")
    for _ in range(5):
        clock.now += LEASE_SECONDS - 1
        jobs.beat(first, 1, 2)
        assert jobs.lease("second", KINDS) is None
    clock.now += LEASE_SECONDS
    second = lease(jobs, "second")
    assert second.id == first.id
    for act in (
        lambda: jobs.beat(first, 2, 2),
        lambda: jobs.finish(first),
        lambda: jobs.fail(first, "late", retry=True),
        lambda: jobs.release(first),
        lambda: jobs.give_up(first),
    ):
        with pytest.raises(LeaseLostError):
            act()
    jobs.finish(second)
    assert jobs.get(first.id).state == State.DONE


def test_the_same_owner_is_another_holder_with_its_next_lease(jobs, clock):
    put(jobs)
    first = lease(jobs)
    clock.now += LEASE_SECONDS
    jobs.retry(lease(jobs).id)
    with pytest.raises(LeaseLostError):
        jobs.finish(first)


def test_a_holder_whose_process_ended_loses_its_job_at_once(jobs):
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    put(jobs)
    lease(jobs, this_owner().replace(str(os.getpid()), str(ended.pid)))
    assert lease(jobs, "next").attempts == 2
    assert not is_gone(this_owner())
    assert not is_gone(f"{ended.pid}@another machine")
    assert not is_gone("1@" + this_owner().partition("@")[2])  # another user's


def test_progress_is_seen(jobs):
    put(jobs)
    jobs.beat(lease(jobs), 3, 7)
    (job,) = jobs.list({State.RUNNING})
    assert (job.done, job.total) == (3, 7)


def test_a_job_that_fails_waits_ever_longer_and_then_is_dead(jobs, clock):
    put(jobs)
    pauses = []
    while True:
        job = lease(jobs)
        jobs.fail(job, f"attempt {job.attempts}", retry=True)
        if (job := jobs.get(job.id)).state == State.DEAD:
            break
        assert jobs.lease("worker", KINDS) is None
        pauses.append(job.due - clock.now)
        clock.now = job.due
    assert pauses == [min(LONGEST_BACKOFF, FIRST_BACKOFF * 2**n) for n in range(MAX_ATTEMPTS - 1)]
    assert job.error == f"attempt {MAX_ATTEMPTS}"
    assert jobs.list({State.DEAD}) == [job]


def test_the_pause_is_drawn_from_all_that_is_below_its_bound(tmp_path, clock):
    asked = []
    connection = connect(tmp_path / "catalog.db")
    jobs = Jobs(connection, clock, jitter=lambda low, high: asked.append((low, high)) or low)
    put(jobs)
    jobs.fail(lease(jobs), "x", retry=True)
    assert asked == [(0.0, FIRST_BACKOFF)]
    assert lease(jobs).attempts == 2
    connection.close()


def test_a_job_that_can_not_succeed_is_dead_at_once_and_lives_again_when_retried(jobs):
    put(jobs)
    jobs.fail(lease(jobs), "no such model", retry=False)
    (dead,) = jobs.list({State.DEAD})
    assert jobs.lease("worker", KINDS) is None
    assert jobs.retry(dead.id).state == State.WAITING
    assert lease(jobs).attempts == 1


def test_retrying_an_ended_job_gives_the_one_that_lives_in_its_place(jobs):
    put(jobs)
    jobs.fail(dead := lease(jobs), "x", retry=False)
    living = put(jobs)
    assert jobs.retry(dead.id).id == living.id
    assert [job.id for job in jobs.list()] == [living.id]


def test_a_job_that_kills_its_workers_is_dead_in_the_end(jobs, clock):
    put(jobs)
    for _ in range(MAX_ATTEMPTS):
        lease(jobs)
        clock.now += LEASE_SECONDS
        jobs.lease("worker", {"pull"})
        clock.now += LONGEST_BACKOFF
    (dead,) = jobs.list()
    assert (dead.state, dead.error) == (State.DEAD, "its process ended each time")


def test_a_job_that_is_given_back_was_not_attempted(jobs):
    put(jobs)
    for _ in range(MAX_ATTEMPTS + 1):
        jobs.release(lease(jobs))
    assert lease(jobs).attempts == 1


@pytest.mark.parametrize(
    "end",
    [
        Jobs.finish,
        Jobs.give_up,
        lambda jobs, job: jobs.fail(job, "x", retry=False),
        lambda jobs, job: jobs.fail(replace(job, attempts=MAX_ATTEMPTS), "x", retry=True),
    ],
)
def test_what_is_asked_for_while_it_runs_is_begun_once_more_however_it_ends(jobs, end):
    put(jobs)
    running = lease(jobs)
    put(jobs)
    end(jobs, running)
    assert jobs.get(running.id).state == State.WAITING
    jobs.finish(lease(jobs))
    assert jobs.get(running.id).state == State.DONE


def test_cancelling_ends_a_waiting_job_at_once_and_a_running_one_at_its_next_beat(jobs):
    waiting = put(jobs, "pull", "a")
    assert jobs.cancel(waiting.id).state == State.CANCELLED
    put(jobs)
    running = lease(jobs)
    assert jobs.cancel(running.id).state == State.RUNNING
    with pytest.raises(JobCancelledError):
        jobs.beat(running, 1, 2)
    jobs.give_up(running)
    assert jobs.get(running.id).state == State.CANCELLED
    assert jobs.cancel(running.id).state == State.CANCELLED


def test_a_job_that_is_asked_for_after_it_was_cancelled_is_begun_anew(jobs):
    put(jobs)
    first = lease(jobs)
    jobs.cancel(first.id)
    put(jobs)
    jobs.finish(first)
    again = lease(jobs)
    jobs.beat(again, 1, 2)
    jobs.finish(again)
    assert jobs.get(first.id).state == State.DONE


def test_cancelling_reaches_a_job_whose_holder_is_silent(jobs, clock):
    put(jobs)
    running = lease(jobs)
    clock.now += LEASE_SECONDS
    assert jobs.cancel(running.id).state == State.CANCELLED
    put(jobs)
    running = lease(jobs)
    jobs.cancel(running.id)
    clock.now += LEASE_SECONDS
    assert jobs.lease("worker", KINDS) is None
    assert jobs.get(running.id).state == State.CANCELLED


def test_a_clock_set_back_holds_nothing_up(jobs, clock):
    put(jobs)
    jobs.fail(lease(jobs), "x", retry=True)
    clock.now -= 10 * LONGEST_BACKOFF
    jobs.finish(lease(jobs))
    put(jobs)
    first = lease(jobs)
    clock.now -= 10 * LONGEST_LEASE
    assert lease(jobs).id == first.id


def test_of_each_kind_and_key_the_last_ended_job_is_kept(jobs):
    for n in range(3):
        put(jobs)
        jobs.fail(lease(jobs), str(n), retry=False)
    put(jobs)
    jobs.finish(last := lease(jobs))
    assert [job.id for job in jobs.list()] == [last.id]


def test_running_jobs_are_listed_first_then_what_is_next_then_what_ended(jobs, clock):
    for kind, key in (("pull", "done"), ("pull", "run"), ("embed", "later"), ("pull", "sooner")):
        put(jobs, kind, key)
    jobs.finish(lease(jobs))
    lease(jobs)
    assert [job.key for job in jobs.list()] == ["run", "sooner", "later", "done"]
    assert [job.key for job in jobs.list(LIVE)] == ["run", "sooner", "later"]


def test_a_job_that_is_not_there_is_said(jobs):
    for act in (jobs.get, jobs.cancel, jobs.retry):
        with pytest.raises(UsageError, match="no job 7"):
            act(7)
