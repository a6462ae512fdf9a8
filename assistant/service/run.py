"""One run of the service: its threads, its server, and when to end or to begin anew."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from logging import Logger
from pathlib import Path

from assistant.answer.confidence.model import FILE_NAME
from assistant.app.freshness import Watched
from assistant.errors import AssistantError, BusyError
from assistant.service import terms
from assistant.service.courtesy import Courtesy, runs_on_battery
from assistant.service.keeper import Keeper, Told
from assistant.service.methods import Methods
from assistant.service.resident import ResidentApp
from assistant.service.server import Server
from assistant.service.worker import Worker
from assistant.settings import resolve

#: The threads may take so long to give back what they are at, in seconds.
THREAD_SECONDS = 5.0
#: Settings, models and who watches are looked at so often, in seconds.
LOOK_SECONDS = 2.0


class Run:
    """The service of ``app``'s folder; with ``auto`` it ends when nobody asks for a while."""

    def __init__(self, app: ResidentApp, log: Logger, *, auto: bool) -> None:
        settings = app.settings
        self._app = app
        self._log = log
        self._auto = auto
        self._begun = _installs(app)
        self._again = False
        self._looked = time.monotonic()
        self._misfit = ""
        self._courtesy = Courtesy(runs_on_battery) if settings.service.pause_on_battery == "on" else Courtesy()
        self._worker = Worker(app, self._courtesy)
        self._methods = Methods(app, self._courtesy, self._worker)
        place = terms.where(app.paths, app.folder)
        self._server = Server(place, self._methods.by_name(), self._methods.about(), log)
        self._methods.stop = self._server.stop

    def serve(self) -> bool:
        """Serve until the end; return whether to begin anew, for settings or models are others now."""
        self._app.warm(for_questions=self._app.settings.service.warm == "on")
        self._watch()
        self._worker.start()
        self._try_out()
        with _signals(self._server.stop):
            self._log.info("serves %s, process %d", self._app.folder, os.getpid())
            try:
                self._server.run(self._tick)
            finally:
                for thread in (self._app.keeper, self._worker):
                    if thread and not thread.stop(THREAD_SECONDS):
                        self._log.warning("a thread did not end in time")
        return self._again

    def _try_out(self) -> None:
        """Search once, so that the first who searches does not wait for what is made when it is first needed."""
        with suppress(AssistantError):
            self._app.search_as(self._app.settings, "what is first", None)

    def _watch(self) -> None:
        """Keep the index in step, as soon as no other process does."""
        if Watched(self._app.index_folder).is_taken():
            return
        keeper = Keeper(self._app, self._courtesy, self._told)
        with suppress(BusyError):  # somebody was quicker
            keeper.start()
            self._app.keeper = keeper

    def _told(self, told: Told) -> None:
        if told.trouble:
            self._log.warning("%s (%s)", told.trouble, told.hint)
        elif told.sync and not told.sync.is_noop:
            self._log.info("indexed %d notes in %.1f s", told.notes, told.words_seconds)
        if told.left:
            self._worker.wake()

    def _tick(self) -> None:
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return
        self._looked = now
        if self._app.keeper is None:
            self._watch()
        if self._is_other():
            self._log.info("settings or models have changed: begins anew")
            self._again = True
            self._server.stop()
        minutes = self._app.settings.service.idle_minutes
        if self._auto and self._server.idle_seconds > 60 * minutes and not self._worker.status().kind:
            self._log.info("nobody asked for %d minutes", minutes)
            self._server.stop()

    def _is_other(self) -> bool:
        """Whether the config file, or what is installed, asks for another service than this one."""
        app, misfit = self._app, ""
        try:
            settings = resolve(app.paths.config_file, flags={"notes.folder": app.settings.notes.folder}).settings
        except AssistantError as error:
            settings, misfit = app.settings, error.message
        if misfit != self._misfit:
            self._misfit = misfit
            self._log.warning("goes on as before: %s", misfit or "the settings fit again")
        return terms.digest(settings) != terms.digest(app.settings) or _installs(app) != self._begun


def _installs(app: ResidentApp) -> list[int | None]:
    """When each model that the settings name was installed, and confidence fitted; nanoseconds, ``None`` for never."""
    models, folder = app.settings.models, app.paths.models_folder
    embedders = {app.embed_model, app.fitting_embedder()}  # the one in use, and the one that would fit better
    names = [name for name in (*sorted(embedders), *app.default_readers(), models.chat, models.rerank) if name]
    files = [folder / name / "installed.json" for name in names]
    return [_changed_at(file) for file in (*files, app.paths.config / FILE_NAME)]


def _changed_at(file: Path) -> int | None:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return None


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """End in good order on SIGTERM and Ctrl-C."""
    before = {number: signal.signal(number, lambda *_: stop()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
