"""What can be asked of the service: search, ask, status, index and stop, over one folder's ResidentApp."""

import os
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.errors import AssistantError
from assistant.service import terms
from assistant.service.codec import decode, encode
from assistant.service.courtesy import Courtesy
from assistant.service.listing import Listing
from assistant.service.resident import ResidentApp
from assistant.service.server import Method, Request
from assistant.service.wire import Message, WireError
from assistant.service.worker import Worker

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.store.filters import Filters


class OtherSettingsError(AssistantError):
    """The request counts on settings that this service does not run under."""


class Methods:
    """The methods; ``stop`` ends the service."""

    def __init__(self, app: ResidentApp, courtesy: Courtesy, worker: Worker) -> None:
        self._app = app
        self._courtesy = courtesy
        self._worker = worker
        self._digest = terms.digest(app.settings)
        self._since = time.time()
        self.stop: Callable[[], None] = lambda: None

    def by_name(self) -> dict[str, Method]:
        """Every method under its name."""
        return {
            "search": self.search,
            "ask": self.ask,
            "status": self.status,
            "index": self.index,
            "stop": self.end,
        }

    def about(self) -> Message:
        """What the hello says of this service."""
        return {"pid": os.getpid(), "folder": os.fspath(self._app.folder), "settings": self._digest}

    def search(self, request: Request) -> Message:
        """What is shown of a search; all of its outcome where it is wanted, or where nothing was found."""
        settings, text = self._settings(request), _text(request, "text")
        with self._courtesy.answering():
            outcome = self._app.search_as(settings, text, _narrow(request))
        listing = Listing.of(outcome)
        told: Message = {"lines": listing.lines, "words": listing.words, "notices": listing.notices}
        if request.params.get("full") or not outcome.hits:
            told["outcome"] = encode(outcome)
        return told

    def ask(self, request: Request) -> Message:
        """An answer, and how it came about where that is wanted. The text so far is sent as it is written."""
        settings, text = self._settings(request), _text(request, "text")
        least = request.params.get("min_confidence")
        if not isinstance(least, int | float | None):
            raise WireError("a confidence that is no number")
        with self._app.one_question(request.check), self._courtesy.answering():
            request.on_stop = self._app.interrupt
            try:
                piped, narrow = _text(request, "piped"), _narrow(request)
                outcome = self._app.ask_as(settings, text, request.text, piped, narrow, least)
            finally:  # what is stopped later is another question's
                request.on_stop = lambda: None
        told: Message = {"answer": encode(outcome.answer), "notices": outcome.notices}
        if request.params.get("full"):
            told["trace"] = encode(outcome.trace)
        return told

    def index(self, request: Request) -> Message:
        """Compare the whole folder with the index now."""
        self._settings(request)
        return {"outcome": encode(self._app.refresh(None, request.progress))}

    def status(self, _request: Request) -> Message:
        """What the service is, what its threads are at, and what it has loaded."""
        keeper = self._app.keeper.status() if self._app.keeper else None
        return {
            **self.about(),
            "version": __version__,
            "seconds": round(time.time() - self._since, 1),
            "models": self._app.loaded(),
            "memory_mb": _memory_mb(),
            "keeper": asdict(keeper) if keeper else None,
            "worker": asdict(self._worker.status()),
        }

    def end(self, _request: Request) -> Message:
        """End the service."""
        self.stop()
        return {"pid": os.getpid()}

    def _settings(self, request: Request) -> "Settings":
        if request.settings != self._digest:
            raise OtherSettingsError("the service runs under other settings", hint="assistant service restart")
        limits = request.params.get("limits", {})
        return terms.with_limits(self._app.settings, limits if isinstance(limits, dict) else {})


def _text(request: Request, name: str) -> str:
    text = request.params.get(name, "")
    if not isinstance(text, str):
        raise WireError(f"{name} is no text")
    return text


def _narrow(request: Request) -> "Filters | None":
    """The options that narrow a request, as they were typed. Raises ``UsageError`` when a date is none."""
    typed = request.params.get("narrow")
    if typed is None:
        return None
    from assistant.retrieve.query import make_filters

    tags, paths, since, until = decode(tuple[list[str], list[str], str | None, str | None], typed)
    return make_filters(date.today(), tags, paths, since, until)


def _memory_mb() -> float | None:
    """The memory that this process holds, where the system tells it."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)
