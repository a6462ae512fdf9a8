"""Work that can wait: put into the folder's queue, and done by this process or by another one."""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.app.indexing import Indexing, IndexOutcome, Rebuild
from assistant.errors import AssistantError, IndexBrokenError, IndexMissingError, NotReadyError, UsageError

if TYPE_CHECKING:
    from assistant.index.embed import EmbedReport
    from assistant.index.sync import Progress, SyncReport
    from assistant.store.jobs import Job, Jobs, JobStoppedError, Priority

#: Seconds between two signs of life of a running job; how late a cancelled one may hear of it.
BEAT_SECONDS = 1.0
#: Seconds between two looks at a job that another process is at.
LOOK_SECONDS = 0.2


class Kind(StrEnum):
    """What a job does."""

    EMBED = "embed"
    REBUILD = "rebuild"
    PULL = "pull"


@dataclass(frozen=True, slots=True)
class Handler:
    """How jobs of a kind are done.

    Jobs with the same value under ``key`` of their payload are the same job; without a ``key`` there is only one.
    """

    priority: "Priority"
    run: "Callable[[Mapping[str, str], Progress], object]"
    key: str = ""


class Working(Indexing):
    """What takes long, as jobs that survive the process they were begun in."""

    def handlers(self) -> Mapping[str, Handler]:
        """What is known of each kind of job."""
        from assistant.store.jobs import Priority

        return {
            Kind.EMBED: Handler(Priority.EMBED, lambda _payload, progress: self.embed(progress)),
            Kind.REBUILD: Handler(Priority.REBUILD, self._rebuild, key="what"),
            Kind.PULL: Handler(Priority.PULL, self._pull, key="model"),
        }

    @contextmanager
    def queue(self, *, create: bool = False) -> "Iterator[Jobs]":
        """The folder's jobs. Raises ``IndexMissingError``, ``IndexBrokenError``, ``BusyError``."""
        from assistant.store.jobs import Jobs

        with self.connected(create=create) as connection:
            yield Jobs(connection)

    def enqueue(self, kind: str, payload: Mapping[str, str] | None = None) -> "Job":
        """Ask for a job: whoever works on this folder next will do it."""
        handler, payload = self.handlers()[kind], payload or {}
        with self.queue(create=True) as jobs:
            return jobs.put(kind, payload.get(handler.key, ""), payload, handler.priority)

    def work_now(self, kind: str, progress: "Progress", payload: Mapping[str, str] | None = None) -> list[object]:
        """Ask for a job in person: without waiting out a pause after a failure, and until it is done. As `work_off`."""
        job = self.enqueue(kind, payload)
        with self.queue() as jobs:
            jobs.retry(job.id)
        return self.work_off({kind}, progress)

    def work_off(self, kinds: Collection[str], progress: "Progress") -> list[object]:
        """Do what is due of these kinds, and wait for what another process is at; returns what each job gave.

        Raises what a job failed with, and ``AssistantError`` when it was cancelled.
        """
        from assistant.store.jobs import JobCancelledError, LeaseLostError, State, this_owner

        results = []
        while True:
            with self.queue() as jobs:
                job = jobs.lease(this_owner(), kinds)
                others = [other for other in jobs.list({State.RUNNING}) if other.kind in kinds]
            if job:
                try:
                    results.append(self.run_job(job, progress))
                except JobCancelledError as stopped:
                    again = f"assistant jobs retry {job.id}"
                    raise AssistantError(f"the {job.kind} job was cancelled", hint=again) from stopped
                except LeaseLostError:  # whoever holds it now is waited for
                    continue
            elif others:
                progress(others[0].kind, others[0].done, others[0].total)
                time.sleep(LOOK_SECONDS)
            else:
                return results

    def run_job(self, job: "Job", progress: "Progress") -> object:
        """Do a job that this process holds, and write down how it ended. Returns what it gave, or raises what it did.

        Raises ``JobStoppedError`` when it was cancelled or is no longer this process's. Whatever else is no failure, an
        interrupt say, gives the job back.
        """
        from assistant.failpoints import reach
        from assistant.guards.terminal import one_line
        from assistant.store.jobs import JobCancelledError, LeaseLostError

        # No connection stays open meanwhile: a rebuild may put another database in the place of a damaged one.
        try:
            with Holding(self.queue, job) as holding:
                reach("jobs.running")
                result = self.handlers()[job.kind].run(job.payload, holding.watched(progress))
        except JobCancelledError:
            with self.queue() as jobs:
                jobs.give_up(job)
            raise
        except LeaseLostError:
            raise
        except Exception as error:
            with self.queue() as jobs:
                jobs.fail(job, one_line(str(error) or type(error).__name__), retry=_may_pass(error))
            raise
        except BaseException:
            with self.queue() as jobs:
                jobs.release(job)
            raise
        with self.queue() as jobs:
            jobs.finish(job)
        return result

    def index(self, progress: "Progress", *, rebuild: Rebuild | None = None, allow_empty: bool = False) -> IndexOutcome:
        """Bring the index in step with the folder. Raises what ``sync`` does, and what embedding failed with.

        Stopped in the middle, of a rebuild too, the next run or the service goes on.
        """
        report = self._rebuild_now(rebuild, progress, allow_empty) or self.sync(progress, allow_empty=allow_empty)
        embedded = self._embed_now(progress)
        with self.open_index() as index:
            return IndexOutcome(report, embedded, index.catalog.counts())

    def _rebuild_now(self, rebuild: Rebuild | None, progress: "Progress", allow_empty: bool) -> "SyncReport | None":
        """Do this rebuild, or one that was asked for before and is not done; nothing when there is none."""
        from assistant.index.sync import SyncReport

        try:
            if rebuild is None:
                done = self.work_off({Kind.REBUILD}, progress)
            else:
                payload = {"what": rebuild.value, "allow_empty": "yes" if allow_empty else ""}
                done = self.work_now(Kind.REBUILD, progress, payload)
        except IndexMissingError:
            return None
        except IndexBrokenError:  # the queue lies in what is to be made anew
            if rebuild is None:
                raise
            return self.sync(progress, rebuild=rebuild, allow_empty=allow_empty)
        return next((report for report in reversed(done) if isinstance(report, SyncReport)), None)

    def _embed_now(self, progress: "Progress") -> "EmbedReport | None":
        from assistant.index.embed import EmbedReport

        done = self.work_now(Kind.EMBED, progress)
        reports = [report for report in done if isinstance(report, EmbedReport)]
        return None if None in done else sum(reports, start=EmbedReport(0, 0, 0.0))

    def _rebuild(self, payload: Mapping[str, str], progress: "Progress") -> "SyncReport":
        allow_empty = bool(payload.get("allow_empty"))
        report = self.sync(progress, rebuild=Rebuild(payload["what"]), allow_empty=allow_empty)
        self.enqueue(Kind.EMBED)
        return report

    def _pull(self, payload: Mapping[str, str], progress: "Progress") -> None:
        manifest = self.manifest(payload["model"])
        self.models.pull(manifest, lambda step: progress(step.step, step.done, step.total or 0))
        for part in ("reader", "judge", "judge_of_many_languages", "judge_with_nearness", "reranking"):
            vars(self).pop(part, None)  # what it is made of may be here now
        self.forget_embedder()
        if manifest.name == self.embed_model:
            self.enqueue(Kind.EMBED)


class Holding:
    """Keeps a job's lease while it is worked on, from a thread of its own: what a job does may take long in between.

    ``queue`` opens the queue. A beat that fails is no reason to stop: the lease lasts for a number of them.
    """

    def __init__(self, queue: "Callable[[], AbstractContextManager[Jobs]]", job: "Job") -> None:
        self._queue = queue
        self._job = job
        self._done = self._total = 0
        self._stopped_by: JobStoppedError | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease of job {job.id}", daemon=True)

    def __enter__(self) -> "Holding":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def watched(self, progress: "Progress") -> "Progress":
        """A progress callback that remembers how far the job is, and raises ``JobStoppedError`` once it must stop."""

        def told(stage: str, done: int, total: int) -> None:
            self._done, self._total = done, total
            if self._stopped_by:
                raise self._stopped_by
            progress(stage, done, total)

        return told

    def _beat(self) -> None:
        from assistant.store.jobs import JobStoppedError

        while not self._over.wait(BEAT_SECONDS):
            try:
                with self._queue() as jobs:
                    jobs.beat(self._job, self._done, self._total)
            except JobStoppedError as stopped:
                self._stopped_by = stopped
                return
            except (AssistantError, OSError):
                continue


def _may_pass(error: Exception) -> bool:
    """Whether another attempt may end better, without anybody doing something about it."""
    return not isinstance(error, UsageError | NotReadyError)
