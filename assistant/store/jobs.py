"""Work that waits: a queue of jobs in the catalog's database, leased to one worker at a time.

A job is *waiting*, *running* (leased), or ended: *done*, *dead* (it failed too often, or can't succeed) or *cancelled*.
Of each kind and key at most one job lives, so that asking twice is asking once; and the last one that ended is kept.
Whatever becomes of a running job, one that was asked for again meanwhile is begun once more.

A lease is a promise to be heard from. A job whose holder fell silent, or whose process is gone, is leased to the next
who asks. Every lease has a number of its own, and a holder that lost its lease can change nothing any more.
"""

import json
import os
import platform
import random
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

import apsw

from assistant.errors import UsageError
from assistant.failpoints import reach
from assistant.store.transaction import transaction

#: A holder that was not heard from for so long has lost its job, in seconds.
LEASE_SECONDS = 30.0
#: No lease is longer; one that seems to be was written before the clock was set back.
LONGEST_LEASE = 3600.0
#: A job that was begun so often, and got to no end, is dead.
MAX_ATTEMPTS = 8
#: Seconds before the second attempt, at most; the most doubles from attempt to attempt, up to ``LONGEST_BACKOFF``.
FIRST_BACKOFF = 10.0
LONGEST_BACKOFF = 3600.0
#: Characters kept of what went wrong.
ERROR_LENGTH = 500


class Priority(IntEnum):
    """What is taken first: the lower number."""

    DIGEST = 10
    PULL = 20
    REBUILD = 30
    EMBED = 40


class State(StrEnum):
    """Where a job is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


#: A job in one of these is still to be done.
LIVE = frozenset({State.WAITING, State.RUNNING})


class JobStoppedError(BaseException):
    """A job must go no further. Like an interrupt, it passes by code that is ready for every failure."""


class LeaseLostError(JobStoppedError):
    """The job is somebody else's by now, or has ended: its former holder must leave it alone."""


class JobCancelledError(JobStoppedError):
    """The user wants this job stopped."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stood when it was looked at. Times are seconds since 1970; ``ended`` is 0 until it has ended.

    ``lease`` counts how often it was leased, ``attempts`` how many of these count against it.
    """

    id: int
    kind: str
    key: str
    payload: Mapping[str, str]
    priority: int
    state: State
    created: float
    due: float
    attempts: int
    lease: int
    owner: str
    done: int
    total: int
    error: str
    ended: float


_COLUMNS = "id, kind, key, payload, priority, state, created, due, attempts, leases, owner, done, total, error, ended"


class Jobs:
    """The queue of one folder. ``clock`` gives seconds since 1970; ``jitter(low, high)`` draws between the two."""

    def __init__(
        self,
        connection: apsw.Connection,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._db = connection
        self._now = clock
        self._jitter = jitter

    def put(self, kind: str, key: str, payload: Mapping[str, str], priority: int) -> Job:
        """Ask for a job. One that waits already is that job; one that runs already will run once more."""
        with transaction(self._db):
            new = """insert into jobs (kind, key, payload, priority, state, created, due)
                     values (?, ?, ?, ?, 'waiting', ?, ?)
                     on conflict (kind, key) where state in ('waiting', 'running') do update set
                     payload = excluded.payload, priority = min(priority, excluded.priority),
                     again = (state = 'running') returning id"""
            now = self._now()
            job_id: Any = self._db.execute(new, (kind, key, json.dumps(dict(payload)), priority, now, now)).get
            job = self.get(job_id)
        reach("jobs.put")
        return job

    def lease(self, owner: str, kinds: Collection[str], seconds: float = LEASE_SECONDS) -> Job | None:
        """The most urgent job of these kinds that is due, now held by ``owner``; nothing when there is none."""
        now = self._now()
        if not self._db.execute("select exists (select 1 from jobs where state in ('waiting', 'running'))").get:
            return None
        with transaction(self._db):
            self._end_lost_leases(now)
            query = """select id from jobs where state = 'waiting' and (due <= ? or due > ?)
                       and kind in (select value from json_each(?)) order by priority, due, id limit 1"""
            found: Any = self._db.execute(query, (now, now + LONGEST_BACKOFF, json.dumps(list(kinds)))).get
            if found is None:
                return None
            self._db.execute(
                """update jobs set state = 'running', attempts = attempts + 1, leases = leases + 1, owner = ?,
                   lease_ends = ?, done = 0, total = 0 where id = ?""",
                (owner, now + min(seconds, LONGEST_LEASE), found),
            )
            job = self.get(found)
        reach("jobs.leased")
        return job

    def beat(self, job: Job, done: int, total: int, seconds: float = LEASE_SECONDS) -> None:
        """Say that the job is being worked on, and how far it is; the lease runs ``seconds`` from now.

        Raises ``LeaseLostError``, and ``JobCancelledError`` when the user wants it stopped.
        """
        with transaction(self._db):
            self._settle(
                job, "done = ?, total = ?, lease_ends = ?", done, total, self._now() + min(seconds, LONGEST_LEASE)
            )
            wants_stop = self._db.execute("select cancel from jobs where id = ?", (job.id,)).get
        if wants_stop:
            raise JobCancelledError(job.kind)

    def finish(self, job: Job) -> None:
        """The job is done; it waits again if it was asked for in the meantime. Raises ``LeaseLostError``."""
        reach("jobs.finishing")
        with transaction(self._db):
            self._settle(job, "error = '', done = total")
            self._end(job.id, State.DONE)
        reach("jobs.finished")

    def fail(self, job: Job, error: str, *, retry: bool) -> None:
        """The job failed: it waits for its next attempt, or is dead. Raises ``LeaseLostError``."""
        reach("jobs.failing")
        with transaction(self._db):
            self._settle(job, "error = ?", error[:ERROR_LENGTH])
            if not retry or job.attempts >= MAX_ATTEMPTS:
                self._end(job.id, State.DEAD)
            else:
                self._wait(job.id, self._now() + self._backoff(job.attempts))

    def release(self, job: Job) -> None:
        """Give a job back as if it had not been begun: its worker is stopping. Raises ``LeaseLostError``."""
        with transaction(self._db):
            self._settle(job, "attempts = attempts - 1")
            self._wait(job.id, self._now())

    def give_up(self, job: Job) -> None:
        """Stop a job that was cancelled; it waits again if it was asked for since. Raises ``LeaseLostError``."""
        with transaction(self._db):
            self._settle(job, "error = ''")
            self._end(job.id, State.CANCELLED)

    def cancel(self, job_id: int) -> Job:
        """Stop a job: at once when it waits, at its next beat when it runs. Raises ``UsageError``."""
        with transaction(self._db):
            self._end_lost_leases(self._now())
            match self.get(job_id).state:
                case State.WAITING:
                    self._end(job_id, State.CANCELLED)
                case State.RUNNING:
                    self._db.execute("update jobs set cancel = 1, again = 0 where id = ?", (job_id,))
        return self.get(job_id)

    def retry(self, job_id: int) -> Job:
        """Have a job done now that failed, was cancelled or waits for its next attempt. Raises ``UsageError``.

        The answer is another job when one of its kind and key lives already.
        """
        with transaction(self._db):
            job = self.get(job_id)
            if job.state == State.RUNNING:
                return job
            same = "select id from jobs where kind = ? and key = ? and state in ('waiting', 'running')"
            living: Any = self._db.execute(same, (job.kind, job.key)).get
            if living not in (None, job.id):
                self._db.execute("delete from jobs where id = ?", (job.id,))
                return self.retry(living)
            self._db.execute("update jobs set attempts = 0, ended = 0 where id = ?", (job.id,))
            self._wait(job.id, self._now())
        return self.get(job_id)

    def get(self, job_id: int) -> Job:
        """One job. Raises ``UsageError`` when there is none of that number."""
        row: Any = self._db.execute(f"select {_COLUMNS} from jobs where id = ?", (job_id,)).fetchone()
        if row is None:
            raise UsageError(f"there is no job {job_id}", hint="assistant jobs list")
        return _job(row)

    def list(self, states: Collection[State] = tuple(State)) -> list[Job]:
        """The jobs in these states: running ones, then what is taken next, then ended ones, the latest first."""
        query = f"""select {_COLUMNS} from jobs where state in (select value from json_each(?))
                    order by state != 'running', state != 'waiting', -ended, priority, due, id"""
        return [_job(row) for row in self._db.execute(query, (json.dumps(list(states)),))]

    def _settle(self, job: Job, change: str, *values: object) -> None:
        """Change a job as its holder, and nobody else."""
        held = f"update jobs set {change} where id = ? and leases = ? and state = 'running'"
        self._db.execute(held, (*values, job.id, job.lease))
        if not self._db.changes():
            raise LeaseLostError(f"{job.kind} job {job.id}")

    def _wait(self, job_id: int, due: float) -> None:
        change = "update jobs set state = 'waiting', again = 0, cancel = 0, owner = '', due = ? where id = ?"
        self._db.execute(change, (due, job_id))

    def _end(self, job_id: int, state: State) -> None:
        """Put a job to rest in the place of the one before it, unless it was asked for again: then it starts afresh."""
        if self._db.execute("select again from jobs where id = ?", (job_id,)).get:
            self._db.execute("update jobs set attempts = 0 where id = ?", (job_id,))
            self._wait(job_id, self._now())
            return
        forerunner = """delete from jobs where state not in ('waiting', 'running')
                        and (kind, key) = (select kind, key from jobs where id = ?)"""
        self._db.execute(forerunner, (job_id,))
        change = "update jobs set state = ?, owner = '', ended = ? where id = ?"
        self._db.execute(change, (state.value, self._now(), job_id))

    def _end_lost_leases(self, now: float) -> None:
        """Take back every job whose holder is silent or gone."""
        running = "select id, owner, attempts, cancel, lease_ends from jobs where state = 'running'"
        rows: list[Any] = self._db.execute(running).fetchall()
        for job_id, owner, attempts, cancel, ends in rows:
            if now < ends <= now + LONGEST_LEASE and not is_gone(owner):
                continue
            if cancel:
                self._end(job_id, State.CANCELLED)
            elif attempts >= MAX_ATTEMPTS:
                self._db.execute("update jobs set error = ? where id = ?", ("its process ended each time", job_id))
                self._end(job_id, State.DEAD)
            else:
                self._wait(job_id, now + (self._backoff(attempts - 1) if attempts > 1 else 0.0))

    def _backoff(self, attempts: int) -> float:
        """Seconds to wait after so many attempts: anything up to a bound that doubles, so that none come together."""
        return self._jitter(0.0, min(LONGEST_BACKOFF, FIRST_BACKOFF * 2.0 ** (attempts - 1)))


def this_owner() -> str:
    """What this process leases jobs as."""
    return f"{os.getpid()}@{platform.node()}"


def is_gone(owner: str) -> bool:
    """Whether the process that leased a job has certainly ended. It can't be told of another machine's."""
    process, _, host = owner.partition("@")
    if os.name == "nt" or host != platform.node() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _job(row: tuple[Any, ...]) -> Job:
    job_id, kind, key, payload, priority, state, *rest = row
    return Job(job_id, kind, key, json.loads(payload), priority, State(state), *rest)
