"""The laws of the queue of jobs, whatever is asked of it and in whatever order."""

import apsw
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from queues import KINDS, Clock

from assistant.store.jobs import (
    FIRST_BACKOFF,
    LEASE_SECONDS,
    LIVE,
    LONGEST_BACKOFF,
    Job,
    JobCancelledError,
    Jobs,
    LeaseLostError,
    State,
)
from assistant.store.schema import JOBS

ENDS = {
    "finish": Jobs.finish,
    "fail": lambda jobs, job: jobs.fail(job, "failed", retry=True),
    "die": lambda jobs, job: jobs.fail(job, "failed", retry=False),
    "release": Jobs.release,
    "give up": Jobs.give_up,
    "beat": lambda jobs, job: jobs.beat(job, 1, 2),
}


class Queue(RuleBasedStateMachine):
    """Several workers at one queue, each of which may fall silent at any time.

    ``asked`` is what was asked for and neither begun nor cancelled since, ``holders`` the lease of each running job and
    when it runs out, ``former`` the leases that are over.
    """

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.connection = apsw.Connection(":memory:")
        self.connection.execute(JOBS)
        self.jobs = Jobs(self.connection, self.clock, jitter=lambda _low, high: high / 2)
        self.asked: set[tuple[str, str]] = set()
        self.holders: dict[int, tuple[Job, float]] = {}
        self.former: list[Job] = []

    def teardown(self) -> None:
        self.connection.close()

    @rule(kind=st.sampled_from(sorted(KINDS)), key=st.sampled_from("ab"))
    def put(self, kind, key):
        self.jobs.put(kind, key, {"of": key}, KINDS[kind])

    @rule(kinds=st.sets(st.sampled_from(sorted(KINDS)), min_size=1))
    def lease(self, kinds):
        self.silent_ones_lose_theirs()
        due = [j for j in self.jobs.list({State.WAITING}) if j.kind in kinds and j.due <= self.clock.now]
        job = self.jobs.lease("worker", kinds)
        if job is None:
            assert not due
            return
        assert job.id not in self.holders, "two holders"
        assert job.priority <= min((other.priority for other in due), default=job.priority)
        self.holders[job.id] = (job, self.clock.now + LEASE_SECONDS)
        self.asked.discard((job.kind, job.key))

    @precondition(lambda self: self.holders)
    @rule(data=st.data(), how=st.sampled_from(sorted(ENDS)))
    def act_as_holder(self, data, how):
        job, _ends = self.holders[data.draw(st.sampled_from(sorted(self.holders)))]
        try:
            ENDS[how](self.jobs, job)
        except JobCancelledError:
            self.jobs.give_up(job)
            how = "give up"
        if how == "beat":
            self.holders[job.id] = (job, self.clock.now + LEASE_SECONDS)
        else:
            self.former.append(self.holders.pop(job.id)[0])

    @precondition(lambda self: self.former)
    @rule(data=st.data(), how=st.sampled_from(sorted(ENDS)))
    def act_too_late(self, data, how):
        before = self.jobs.list()
        with pytest.raises(LeaseLostError):
            ENDS[how](self.jobs, data.draw(st.sampled_from(self.former)))
        assert self.jobs.list() == before

    @precondition(lambda self: self.jobs.list())
    @rule(data=st.data(), how=st.sampled_from([Jobs.cancel, Jobs.retry]))
    def act_as_user(self, data, how):
        job = data.draw(st.sampled_from(self.jobs.list()))
        if how is Jobs.cancel:
            self.silent_ones_lose_theirs()
            self.asked.discard((job.kind, job.key))
        after = how(self.jobs, job.id)
        assert (after.kind, after.key) == (job.kind, job.key)
        if how is Jobs.retry:
            assert after.state in LIVE

    @rule(seconds=st.sampled_from([1, LEASE_SECONDS - 2, LEASE_SECONDS, FIRST_BACKOFF * 40, LONGEST_BACKOFF]))
    def time_passes(self, seconds):
        self.clock.now += seconds

    def silent_ones_lose_theirs(self):
        for job, ends in list(self.holders.values()):
            if ends <= self.clock.now:
                self.former.append(self.holders.pop(job.id)[0])

    @invariant()
    def one_of_a_kind_and_key_lives_and_one_is_remembered(self):
        jobs = self.jobs.list()
        for some in ([j for j in jobs if j.state in LIVE], [j for j in jobs if j.state not in LIVE]):
            assert len({(job.kind, job.key) for job in some}) == len(some)

    @invariant()
    def nothing_is_lost(self):
        living = {(job.kind, job.key) for job in self.jobs.list(LIVE)}
        assert self.asked <= living
        assert {job.id for job in self.jobs.list({State.RUNNING})} == set(self.holders)


TestQueue = Queue.TestCase
TestQueue.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
