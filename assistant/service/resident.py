"""The program as a process that stays: models loaded once, indexes kept open, many questions at once."""

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock, RLock, Semaphore
from typing import TYPE_CHECKING, Any, TypeVar, cast

from assistant.app import App, AskOutcome, OpenIndex, SearchOutcome
from assistant.engines.hardware import available_cores
from assistant.errors import ModelMissingError
from assistant.settings import Settings
from assistant.settings.paths import Paths

if TYPE_CHECKING:
    from assistant.answer.draft.writing import OnText
    from assistant.engines.ports import Chat, Embedder
    from assistant.retrieve.rerank import Reranking
    from assistant.service.keeper import Keeper
    from assistant.store.filters import Filters

T = TypeVar("T")
#: What is loaded before the first search, and before the first question; the chat model only where it words answers.
SEARCH_PARTS = (
    "manifests",
    "models",
    "prompts",
    "prompt_speeds",
    "embed_model",
    "embedder",
    "other_embedders",
    "reranking",
)
QUESTION_PARTS = ("confidence", "judge", "judge_with_nearness")
#: Indexes kept open for the next request.
KEPT_OPEN = 8


class ResidentApp(App):
    """The program for many threads. Requests get a view of it that shares what it has loaded.

    ``keeper`` is there as long as no other process watches the folder.
    """

    def __init__(self, settings: Settings, paths: Paths) -> None:
        super().__init__(settings, paths)
        self._loading = RLock()
        self._one_question = Lock()
        self.keeper: Keeper | None = None
        self._searches = Semaphore(max(2, available_cores()))
        self._open_indexes = _OpenIndexes(self.index_folder, lambda: super(ResidentApp, self).open_index())

    @cached_property
    def reranking(self) -> "Reranking | None":
        """What orders passages anew, for one search at a time."""
        return one_at_a_time(super().reranking)

    @cached_property
    def chat(self) -> "Chat":
        """The chat model, in a process of its own. Raises ``ModelMissingError``."""
        from assistant.engines.load import Hardware, load_chat_process

        name, engine = self.settings.models.chat, self.settings.engine
        installed = self.installed(name)
        if installed is None:
            raise ModelMissingError(f"the chat model {name} is not installed", hint=f"assistant models pull {name}")
        hardware = Hardware(engine.threads, engine.gpu_layers)
        return load_chat_process(installed, self.manifest(name), hardware, engine.context, engine.memory_limit_mb)

    @contextmanager
    def open_index(self, *, create: bool = False) -> Iterator[OpenIndex]:
        """The folder's index, as one that was used before where there is one; for writing always a new one."""
        if create:
            with super().open_index(create=True) as index:
                yield index
        else:
            with self._open_indexes.borrowed() as index:
                yield index

    def freshen(self, seconds: float) -> tuple[str, ...]:
        """As ``App`` has it; where a keeper is at it, what that one lags behind."""
        if self.keeper is None or seconds <= 0:
            return super().freshen(seconds)
        lag = self.keeper.lag()
        return (lag,) if lag else ()

    def warm(self, *, for_questions: bool) -> None:
        """Load what searches need, and questions too. What is not installed is left out."""
        with self._loading:
            self._load(SEARCH_PARTS)
            if for_questions:
                self._load(QUESTION_PARTS)
                if self._writes_itself():
                    self._load_chat()

    def search_as(self, settings: Settings, text: str, narrow: "Filters | None") -> SearchOutcome:
        """Search under the settings of a request."""
        self.warm(for_questions=False)
        if settings.search.rewrite != "off":
            with self._loading:
                self._load_chat()
        # More at once than there are cores would only make each of them later.
        with self._searches:
            return self._view(settings).search(text, settings.search.limit, settings.search.mode, narrow)

    def ask_as(
        self,
        settings: Settings,
        text: str,
        on_text: "OnText",
        piped: str,
        narrow: "Filters | None",
        min_confidence: float | None,
    ) -> AskOutcome:
        """Answer under the settings of a request. One question at a time: the models take every core."""
        self.warm(for_questions=True)
        view = self._view(settings)
        if view._writes_itself() or settings.search.rewrite != "off":
            with self._loading:
                self._load_chat()
            view = self._view(settings)
        outcome = view.ask(text, on_text, piped, narrow, min_confidence)
        self._speed_known = view._speed_known
        return outcome

    @contextmanager
    def one_question(self, check: Callable[[], None]) -> Iterator[None]:
        """Wait until no other question is being answered; ``check`` raises when it is not worth waiting longer."""
        while not self._one_question.acquire(timeout=0.1):
            check()
        try:
            check()
            yield
        finally:
            self._one_question.release()

    def interrupt(self) -> None:
        """Have the chat model stop what it is writing."""
        chat = vars(self).get("chat")
        if cancel := getattr(chat, "cancel", None):
            cancel()

    def close(self) -> None:
        """Free what is open."""
        self._open_indexes.close()
        for part in ("chat", "reader", "embedder"):
            if engine := vars(self).get(part):
                engine.close()

    def loaded(self) -> list[str]:
        """The names of the models that are loaded."""
        roles = {"embedder": self.embed_model, "reader": self.settings.models.reader, "chat": self.settings.models.chat}
        return [name for part, name in roles.items() if vars(self).get(part)]

    def _view(self, settings: Settings) -> "ResidentApp":
        """This program under other limits, with the same engines."""
        view = copy.copy(self)
        view.settings = settings
        vars(view).pop("rewriter", None)
        return view

    def _load(self, parts: Sequence[str]) -> None:
        for part in parts:
            if part not in vars(self):
                vars(self)[part] = getattr(self, part)

    def _load_embedder(self, name: str) -> "Embedder | None":
        from assistant.engines.manifest import Format

        with self._loading:
            embedder = super()._load_embedder(name)
            return one_at_a_time(embedder) if self.manifest(name).format is Format.GGUF else embedder

    def _writes_itself(self) -> bool:
        """Whether the chat model words the answers."""
        from assistant.answer.draft.writing import Style

        return self._style() is not Style.EXTRACTIVE

    def _load_chat(self) -> None:
        if self.installed(self.settings.models.chat):
            self._load(("chat",))


@dataclass(slots=True)
class _Open:
    """An index that is open: how to close it, the files it was opened from, and the state it has read."""

    index: OpenIndex
    closing: ExitStack
    files: object
    read: object


class _OpenIndexes:
    """Open indexes of one folder, each used by one thread at a time."""

    def __init__(self, folder: Path, opened: "Callable[[], Any]") -> None:
        self._folder = folder
        self._opened = opened
        self._idle: list[_Open] = []
        self._changing = Lock()

    @contextmanager
    def borrowed(self) -> Iterator[OpenIndex]:
        """An index as the folder has it now. One that an error came out of is not used again."""
        from assistant.store.database import database_errors

        one = self._take() or self._open()
        try:
            self._read_again(one)
            with database_errors(self._folder / "catalog.db"):
                yield one.index
        except BaseException:
            one.closing.close()
            raise
        self._give_back(one)

    def close(self) -> None:
        """Close those that nobody uses."""
        with self._changing:
            idle, self._idle = self._idle, []
        for one in idle:
            one.closing.close()

    def _take(self) -> _Open | None:
        with self._changing:
            one = self._idle.pop() if self._idle else None
        if one and one.files != self._files():
            self.close()
            one.closing.close()
            return None
        return one

    def _open(self) -> _Open:
        with ExitStack() as stack:
            files = self._files()
            index = stack.enter_context(self._opened())
            return _Open(index, stack.pop_all(), files, self._state())

    def _give_back(self, one: _Open) -> None:
        with self._changing:
            if len(self._idle) < KEPT_OPEN:
                self._idle.append(one)
                return
        one.closing.close()

    def _read_again(self, one: _Open) -> None:
        """See what was committed to the lexical index since it was read; SQLite does so by itself."""
        state = self._state()
        if state != one.read:
            one.index.lexical.count()
            one.read = state

    def _files(self) -> object:
        """Which files these are; another database or another lexical index has to be opened anew."""
        return _identity(self._folder / "catalog.db"), _identity(self._lexical)

    def _state(self) -> object:
        try:
            info = (self._lexical / "meta.json").stat()
        except OSError:
            return None
        return info.st_ino, info.st_mtime_ns

    @property
    def _lexical(self) -> Path:
        from assistant.lexical.index import folder_below

        return folder_below(self._folder)


def one_at_a_time(engine: T) -> T:
    """An engine whose methods threads call one after the other.

    llama.cpp's contexts can't do two things at once; ONNX sessions can.
    """
    return engine if engine is None else cast("T", _OneAtATime(engine))


class _OneAtATime:
    def __init__(self, engine: object) -> None:
        self._engine = engine
        self._busy = RLock()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the engine has)
        value = getattr(self._engine, name)
        if not callable(value):
            return value

        def alone(*given: object, **named: object) -> object:
            with self._busy:
                return value(*given, **named)

        return alone


def _identity(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None
