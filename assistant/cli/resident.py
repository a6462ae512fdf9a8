"""Searches and questions, answered by the folder's service where one runs, and by this process where none does."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from assistant.cli.narrowing import narrowed
from assistant.cli.session import Session
from assistant.service.client import Call, NoServiceError, OnText, call
from assistant.service.listing import Line, Listing

if TYPE_CHECKING:
    from assistant.answer.ask import Trace
    from assistant.app import SearchOutcome
    from assistant.domain import Answer
    from assistant.service.wire import Message

#: A search that takes longer has gone wrong, and so has a question; what a reranker may take is added. Milliseconds.
SEARCH_MS = 30_000
ASK_MS = 900_000
#: Signs of continuous integration and of a test suite: no service starts by itself there, unless a setting says so.
UNATTENDED = ("CI", "PYTEST_CURRENT_TEST")


class Narrow(NamedTuple):
    """The options that narrow a search, as they were typed."""

    tags: Sequence[str]
    paths: Sequence[str]
    since: str | None
    until: str | None

    def __bool__(self) -> bool:
        return bool(self.tags or self.paths) or self.since is not None or self.until is not None


class Found(NamedTuple):
    """What a search shows, and its whole outcome where that was wanted or nothing was found."""

    listing: Listing
    whole: "SearchOutcome | None"

    @property
    def outcome(self) -> "SearchOutcome":
        """The whole outcome."""
        if self.whole is None:
            raise LookupError("the outcome was not asked for")
        return self.whole


class Told(NamedTuple):
    """An answer, what the user should know, and how it came about where that was wanted."""

    answer: "Answer"
    notices: tuple[str, ...]
    trace: "Trace | None"


def search(session: Session, text: str, narrow: Narrow, *, full: bool) -> Found:
    """Search under the session's settings; raises what ``App.search`` does."""
    wanted = session.settings.search
    params = {"text": text, "narrow": narrow or None, "full": full}
    deadline_ms = SEARCH_MS + wanted.rerank_budget_ms
    told = _asked(session, "search", params, deadline_ms, profits=wanted.mode != "lexical")
    if told is None:
        outcome = session.app.search(text, wanted.limit, wanted.mode, narrowed(*narrow))
        return Found(Listing.of(outcome), outcome)
    lines = tuple(Line(*line) for line in told["lines"])
    listing = Listing(lines, tuple(told["words"]), tuple(told["notices"]))
    return Found(listing, _search_outcome(told["outcome"]) if "outcome" in told else None)


def ask(
    session: Session,
    text: str,
    narrow: Narrow,
    on_text: OnText,
    piped: str,
    min_confidence: float | None,
    *,
    full: bool,
) -> Told:
    """Answer under the session's settings; raises what ``App.ask`` does."""
    params = {"text": text, "narrow": narrow or None, "piped": piped, "min_confidence": min_confidence, "full": full}
    told = _asked(session, "ask", params, ASK_MS, on_text, profits=True)
    if told is None:
        outcome = session.app.ask(text, on_text, piped, narrowed(*narrow), min_confidence)
        return Told(outcome.answer, outcome.notices, outcome.trace)
    from assistant.domain import Answer
    from assistant.service.codec import decode

    answer = decode(Answer, told["answer"])
    return Told(answer, tuple(told["notices"]), _trace(told["trace"]) if "trace" in told else None)


def _asked(
    session: Session,
    method: str,
    params: "Message",
    deadline_ms: int,
    on_text: OnText = lambda _: None,
    *,
    profits: bool,
) -> "Message | None":
    """What the service answers; ``None`` when this process has to do it. Starts one for the next that ``profits``."""
    from assistant.service import terms

    folder = session.settings.notes.folder
    if folder is None:
        return None
    request = Call(
        method,
        {**params, "limits": terms.limits(session.settings)},
        terms.digest(session.settings),
        deadline_ms,
    )
    try:
        return call(terms.where(session.paths, folder), request, on_text)
    except NoServiceError as missing:
        if missing.remark:
            session.output.remark(missing.remark)
        if profits and not missing.is_running:
            _start(session)
    return None


def _start(session: Session) -> None:
    """Start a service for the questions to come, where one would profit: its models and an index are there."""
    from assistant.settings import SourceKind

    service, folder = session.settings.service, session.settings.notes.folder
    by_default = session.resolved.sources["service.autostart"].kind is SourceKind.DEFAULT
    if folder is None or service.autostart != "on" or (by_default and any(os.environ.get(name) for name in UNATTENDED)):
        return
    index = session.paths.index_folder(folder) / "catalog.db"
    as_usual = not any(value is not None and key.startswith("models.") for key, value in session.flags.items())
    if as_usual and index.exists() and session.app.installed(session.app.embed_model):
        from assistant.service.lifecycle import spawn

        spawn(folder)


def _search_outcome(data: "Message") -> "SearchOutcome":
    from assistant.app import SearchOutcome
    from assistant.domain import Hit
    from assistant.retrieve.explain import Explanation
    from assistant.service.codec import decode

    return SearchOutcome(
        decode(tuple[Hit, ...], data["hits"]), decode(Explanation, data["explanation"]), tuple(data["notices"])
    )


def _trace(data: "Message") -> "Trace":
    from assistant.answer.ask import Trace
    from assistant.service.codec import decode

    return decode(Trace, data)
