"""What the tests of the job queue share: kinds of jobs, and a clock that they set."""

from assistant.store.jobs import Priority

KINDS = {"embed": Priority.EMBED, "pull": Priority.PULL, "digest": Priority.DIGEST}


class Clock:
    """Stands still until it is set."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now
