"""What is due at night: the digests of the days and weeks that are over, as notes in the folder."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assistant.app.summarizing import Summarizing
from assistant.app.working import Handler, Working
from assistant.errors import AssistantError
from assistant.failpoints import reach

if TYPE_CHECKING:
    from assistant.app.opened import OpenIndex
    from assistant.digest.due import Due
    from assistant.digest.file import DigestFile, State
    from assistant.index.sync import Progress
    from assistant.store.digests import DigestLog

#: The name of the job.
DIGEST = "digest"
#: Says which day it is.
Clock = Callable[[], date]


@dataclass(slots=True)
class Night:
    """What one nightly run did, by the paths of digests below the notes folder."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class Nights(Summarizing, Working):
    """What writes digests into the notes folder."""

    today: Clock = date.today
    time_budget: float = 0.0

    def handlers(self) -> Mapping[str, Handler]:
        """What is known of each kind of job."""
        from assistant.store.jobs import Priority

        night = Handler(Priority.DIGEST, lambda _payload, progress: self._night(progress))
        return {**super().handlers(), DIGEST: night}

    def nightly(self, progress: "Progress") -> Night:
        """Write every digest that is due, as a job: killed in the middle, the next run goes on.

        Raises ``AssistantError`` when a digest cannot be written, and what indexing raises.
        """
        nights = [result for result in self.work_now(DIGEST, progress) if isinstance(result, Night)]
        return nights[-1] if nights else self._last_night()

    def _last_night(self) -> Night:
        """What the last run did: another process, the service, may have been at it already."""
        from assistant.store.digests import DigestLog

        with self.open_index() as index:
            return Night(**DigestLog(index.connection).last_run())

    def _night(self, progress: "Progress") -> Night:
        from assistant.digest.due import due
        from assistant.store.digests import DigestLog

        started = time.monotonic()
        self.refresh(None, progress)
        night = Night()
        with self.open_index() as index:
            log = DigestLog(index.connection)
            wanted = list(due(self.today(), log.first(), log.last(), self.settings.digest.weekly))
            for i, one in enumerate(wanted):
                progress(DIGEST, i, len(wanted))
                if 0 < self.time_budget < time.monotonic() - started:
                    night.left += [self._path(left) for left in wanted[i:]]
                    break
                self._write(one, index, log, night, progress)
                if not one.is_week:
                    log.done_until(one.days.last)
            log.ran(asdict(night))
        if night.written:
            self.refresh(night.written, progress)
        return night

    def _write(self, one: "Due", index: "OpenIndex", log: "DigestLog", night: Night, progress: "Progress") -> None:
        from assistant.digest.file import DigestFile, State, sources_of
        from assistant.store.filters import Filters

        passages = index.catalog.added(Filters(), one.days.first, one.days.last)
        if not passages:
            return
        file = DigestFile(self.folder, self._path(one))
        sources = sources_of(passages)
        state = file.state(sources)
        if state is State.EDITED:
            night.edited.append(file.path)
        elif state is State.CURRENT or _is_deleted(state, log.sources(one.name)):
            log.written(one.name, sources)  # the run that wrote it may have been stopped before it could say so
            night.unchanged.append(file.path)
        elif body := self._body(one, file, progress):
            reach("digest.composed")
            try:
                file.write(body, one.days.last, sources)
            except OSError as error:
                why = error.strerror or str(error)
                raise AssistantError(f"{file.path} cannot be written: {why}", hint="assistant doctor") from error
            reach("digest.written")
            log.written(one.name, sources)
            night.written.append(file.path)

    def _body(self, one: "Due", file: "DigestFile", progress: "Progress") -> str:
        """The digest's text; empty when the notes of its days say nothing."""
        from assistant.app.summarizing import Subject
        from assistant.digest.compose import Wish
        from assistant.digest.model import Shape
        from assistant.digest.render import markdown
        from assistant.store.filters import Filters

        shape = Shape.REPORT if one.is_week else Shape.BULLETS
        wish = Wish(one.title, shape, today=one.days.last, days=one.days)
        digest = self.summarize(Subject(Filters()), wish, progress)
        return markdown(digest, file.place) if digest.sections or digest.findings else ""

    def _path(self, one: "Due") -> str:
        return f"{self.settings.digest.folder.strip('/')}/{one.name}.md"


def _is_deleted(state: "State", known: str) -> bool:
    """Whether a digest is missing because somebody deleted it; new sources do not bring it back."""
    from assistant.digest.file import State

    return state is State.MISSING and bool(known)
