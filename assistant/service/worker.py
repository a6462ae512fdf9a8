"""The thread that works off the folder's queue of jobs, one after the other, and gives way to everything else."""

import logging
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.app.working import Working
from assistant.errors import AssistantError
from assistant.service.courtesy import Courtesy

if TYPE_CHECKING:
    from assistant.store.jobs import Job

#: Seconds until an idle worker looks at the queue again: other processes put jobs into it, and attempts become due.
POLL_SECONDS = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """What the worker is at: ``kind``, ``key`` and how far it is are those of the job, empty without one.

    ``saving_power``: jobs are put off because the machine runs on its battery.
    ``error`` is the last thing that went wrong, until a job succeeds.
    """

    running: bool = False
    saving_power: bool = False
    kind: str = ""
    key: str = ""
    done: int = 0
    total: int = 0
    error: str = ""


class StoppingError(BaseException):
    """The worker is told to stop; its job goes back to the queue."""


class Worker:
    """Works off the jobs of ``app``'s folder in a thread of its own."""

    def __init__(self, app: Working, courtesy: Courtesy) -> None:
        self._app = app
        self._courtesy = courtesy
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._status = WorkerStatus()
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)

    def start(self) -> None:
        """Begin; called once."""
        self._thread.start()

    def stop(self, timeout: float) -> bool:
        """Give the present job back at its next step; returns whether the thread ended within ``timeout`` seconds."""
        self._stopping.set()
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def wake(self) -> None:
        """Look at the queue now: something was put into it."""
        self._woken.set()

    def status(self) -> WorkerStatus:
        """What it is at."""
        return replace(self._status, running=self._thread.is_alive(), saving_power=self._courtesy.is_saving)

    def _work(self) -> None:
        self._courtesy.lower_priority()
        while not self._stopping.is_set():
            self._woken.clear()
            if not self._work_once():
                self._woken.wait(POLL_SECONDS)

    def _work_once(self) -> bool:
        """Do the next job; returns whether there was one. Nothing that goes wrong with it ends the thread."""
        from assistant.store.jobs import JobStoppedError, this_owner

        try:
            self._courtesy.wait(self._stopping)
            with self._app.queue(create=True) as jobs:
                job = jobs.lease(this_owner(), self._app.handlers())
            if job is None:
                return False
            self._run(job)
        except StoppingError:
            return False
        except JobStoppedError as stopped:
            _log.info("stopped: %s", stopped or type(stopped).__name__)
        except AssistantError as error:
            self._failed(error.message)
            return False
        except Exception as error:
            _log.exception("internal")
            self._failed(f"{type(error).__name__}: {error}")
            return False
        finally:
            self._status = WorkerStatus(error=self._status.error)
        return True

    def _run(self, job: "Job") -> None:
        started = time.monotonic()
        self._status = WorkerStatus(kind=job.kind, key=job.key, error=self._status.error)
        _log.info("begins %s", _named(job))
        self._app.run_job(job, self._told)
        self._status = WorkerStatus()
        _log.info("%s is done in %.1f s", _named(job), time.monotonic() - started)

    def _told(self, _stage: str, done: int, total: int) -> None:
        self._status = replace(self._status, done=done, total=total)
        self._courtesy.wait(self._stopping)
        if self._stopping.is_set():
            raise StoppingError

    def _failed(self, error: str) -> None:
        if error != self._status.error:  # what stays as it is, a full disk say, is said once
            _log.warning("%s", error)
        self._status = WorkerStatus(error=error)


def _named(job: "Job") -> str:
    return f"{job.kind} {job.key}".rstrip()
