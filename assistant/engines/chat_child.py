"""The chat model's own process: it takes requests from its stdin and answers on its stdout, one JSON object a line.

Requests are ``{"id", "do", ...}``, where ``do`` is one of

- ``load`` with the fields of `ChatModel`: answers ``{"id", "value": context in tokens}``;
- ``render`` with ``messages``, a list of ``[role, content]``, and ``count`` with ``text``: answer ``{"id", "value"}``,
  also while text is generated;
- ``generate`` with ``prompt``, ``grammar``, ``max_tokens`` and ``stop``: ``{"id", "begun"}``, then ``{"id", "piece",
  "logprob"}`` for each piece, and ``{"id", "end", "memory"}`` with the bytes this process holds. One after the other;
- ``likelihoods`` with ``prompt`` and ``texts``: answers ``{"id", "value"}``, in turn with what is generated;
- ``cancel`` ends the generation of that id within a token.

What goes wrong is ``{"id", "error": class, "message", "hint"}``. At the end of its stdin, and on Linux with the process
that started it, this one ends at once, whatever it is doing.
"""

import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.engines.ports import Message
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.engines.ports import Chat

#: How much the model leaves to other processes, from 0 to 19: a terminal stays usable while it writes.
NICENESS = 5
#: Seconds after which a generation that has not heard of its end is told again.
_CANCEL_AGAIN = 0.02
_PR_SET_PDEATHSIG = 1
_SIGKILL = 9


@dataclass(frozen=True, slots=True)
class ChatModel:
    """What a chat model is loaded from, in plain values. ``threads`` 0 and ``gpu_layers`` -1 are for what suits."""

    name: str
    path: str
    context_tokens: int
    threads: int = 0
    gpu_layers: int = -1
    template: str = ""

    def load(self) -> "Chat":
        """The model in this process. Raises ``ModelMissingError``, ``ModelBrokenError``."""
        from assistant.engines.llama import LlamaParams
        from assistant.engines.llama_chat import LlamaChat

        layers = None if self.gpu_layers < 0 else self.gpu_layers
        params = LlamaParams(n_ctx=self.context_tokens, threads=self.threads or None, gpu_layers=layers)
        return LlamaChat(Path(self.path), name=self.name, params=params, chat_template=self.template or None)


class Server:
    """Answers the requests of one parent. Text is generated in the main thread, all else in the one that reads."""

    def __init__(self, load: Callable[[ChatModel], "Chat"], answers: int) -> None:
        self._load = load
        self._answers = answers
        self._writing = threading.Lock()
        self._waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._running = 0
        self._chat: Chat

    def run(self, requests: Iterable[bytes]) -> None:
        """Work until the requests end, and with them the process."""
        threading.Thread(target=self._read, args=(requests,), name="requests", daemon=True).start()
        while True:
            request = self._waiting.get()
            self._guarded(request, self._generate if request["do"] == "generate" else self._likelihoods)

    def _read(self, requests: Iterable[bytes]) -> None:
        for line in requests:
            request = json.loads(line)
            match request["do"]:
                case "generate" | "likelihoods":
                    self._waiting.put(request)
                case "cancel":
                    self._cancel(request["id"])
                case _:
                    self._guarded(request, self._answer)
        os._exit(0)  # the main thread may be in native code for long

    def _answer(self, request: dict[str, Any]) -> None:
        value: object
        match request.pop("do"), request.pop("id"):
            case "load", number:
                self._chat = self._load(ChatModel(**request))
                value = self._chat.context_tokens
            case "render", number:
                value = self._chat.render([Message(role, content) for role, content in request["messages"]])
            case _, number:
                value = self._chat.count_tokens(request["text"])
        self._tell(id=number, value=value)

    def _generate(self, request: dict[str, Any]) -> None:
        number = self._running = request["id"]
        try:
            if number not in self._cancelled:
                pieces = self._chat.generate(
                    request["prompt"],
                    grammar=request["grammar"],
                    max_tokens=request["max_tokens"],
                    stop=request["stop"],
                )
                self._tell(id=number, begun=True)
                with suppress(CancelledError):
                    for piece in pieces:
                        if number in self._cancelled:
                            break
                        self._tell(id=number, piece=piece.text, logprob=piece.logprob)
        finally:
            self._running = 0
            self._cancelled.discard(number)
        self._tell(id=number, end=True, memory=memory_held())

    def _likelihoods(self, request: dict[str, Any]) -> None:
        self._tell(id=request["id"], value=self._chat.likelihoods(request["prompt"], request["texts"]))

    def _cancel(self, number: int) -> None:
        self._cancelled.add(number)
        # A model that is about to begin forgets a cancel that came before, so it is told until it has ended.
        while self._running == number:
            if stop := getattr(self._chat, "cancel", None):
                stop()
            time.sleep(_CANCEL_AGAIN)

    def _guarded(self, request: dict[str, Any], do: Callable[[dict[str, Any]], None]) -> None:
        number = request["id"]
        try:
            do(request)
        except AssistantError as error:
            self._tell(id=number, error=type(error).__name__, message=error.message, hint=error.hint)
        except Exception as error:
            kind = "ValueError" if isinstance(error, ValueError) else "EngineError"
            text = str(error) if kind == "ValueError" else f"the chat model failed: {type(error).__name__}: {error}"
            self._tell(id=number, error=kind, message=text, hint="")

    def _tell(self, **answer: object) -> None:
        line = memoryview(json.dumps(answer).encode() + b"\n")
        with self._writing:
            while line:
                line = line[os.write(self._answers, line) :]


def memory_held() -> int:
    """Bytes of memory this process holds: now on Linux, at its highest on other Unix systems, else 0."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def serve(load: Callable[[ChatModel], "Chat"]) -> None:
    """Be the child: answer whoever started this process, with what ``load`` makes of a `ChatModel`."""
    _behave()
    answers = os.dup(1)
    os.dup2(2, 1)  # what native code prints is no answer
    Server(load, answers).run(sys.stdin.buffer)


def _behave() -> None:
    """Be polite, leave no dump with notes in it when crashing, and never outlive the parent."""
    if os.name != "posix":
        return
    import resource

    with suppress(OSError):
        os.nice(NICENESS)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL)


if __name__ == "__main__":
    serve(ChatModel.load)
