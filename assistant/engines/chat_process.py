"""The chat model in a process of its own, so that whatever native code does ends one answer and not the program."""

import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from assistant import errors
from assistant.engines.chat_child import ChatModel
from assistant.engines.ports import Message, Piece
from assistant.errors import AssistantError, EngineError

CHILD = (sys.executable, "-P", "-m", "assistant.engines.chat_child")
#: A child that is silent for so long hangs, in seconds.
SILENCE_SECONDS = 60.0
#: A prompt makes it silent for longer: it may read so few characters a second.
SLOWEST_READING = 20.0
#: A model may take so long to load, in seconds.
LOADING_SECONDS = 600.0
#: A request longer than this may not fit the pipe at once, and is written under supervision. Bytes.
LONG_REQUEST = 16_384
#: What a token of context may take in the cache of keys and values, in bytes.
TOKEN_BYTES = 500_000

Event: TypeAlias = Mapping[str, Any]
Events: TypeAlias = "queue.SimpleQueue[Event]"


class ChatProcess:
    """A ``Chat`` whose model runs in a child process, which is started when it is first needed.

    Several threads may use it: generations take turns, all else is answered beside them. A child that crashes, is
    killed or hangs fails what it was asked with ``EngineError``, and the next call starts another. After an answer with
    more than ``memory_limit`` bytes held it is replaced; 0 is for twice the model's file, its context and a gigabyte.
    Raises ``ModelMissingError`` or ``ModelBrokenError`` where the model can't be loaded.
    """

    def __init__(
        self,
        model: ChatModel,
        memory_limit: int = 0,
        silence: float = SILENCE_SECONDS,
        command: Sequence[str] = CHILD,
    ) -> None:
        self._model = model
        self._memory_limit = memory_limit
        self._silence = silence
        self._command = command
        self._starting = threading.Lock()
        self._child: Child | None = None
        self._context = 0

    @property
    def name(self) -> str:
        """The model's name as manifests give it."""
        return self._model.name

    @property
    def context_tokens(self) -> int:
        """Prompt and completion together can't be longer than this."""
        if not self._context:
            self._running()
        return self._context

    def render(self, messages: Sequence[Message]) -> str:
        """The prompt by the model's own template; see the port."""
        return str(self._ask("render", messages=[(message.role, message.content) for message in messages]))

    def count_tokens(self, text: str) -> int:
        """Tokens of a rendered text; see the port."""
        return int(self._ask("count", text=text))

    def generate(
        self, prompt: str, *, grammar: str | None = None, max_tokens: int = 256, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """Stream the completion of ``prompt``; see the port.

        Waits for generations that were begun before. Closing the iterator, or letting go of it, stops the model
        within a token. Raises ``EngineError`` when the child ends before its answer.
        """
        request = {"prompt": prompt, "grammar": grammar, "max_tokens": max_tokens, "stop": list(stop)}
        child, number, events = self._request("generate", request)
        generation = Generation(child, number, events)
        generation.begin()
        return generation

    def likelihoods(self, prompt: str, texts: Sequence[str]) -> list[float]:
        """The log probability of each text as the whole completion of ``prompt``; see the port."""
        return [float(value) for value in self._ask("likelihoods", prompt=prompt, texts=list(texts))]

    def cancel(self) -> None:
        """Make every running generation raise ``concurrent.futures.CancelledError``."""
        if child := self._child:
            child.cancel_all()

    def close(self) -> None:
        """End the child; a later call starts another."""
        with self._starting:
            if self._child:
                self._child.stop()
            self._child = None

    def _ask(self, do: str, **fields: object) -> Any:  # noqa: ANN401 (whatever the question's answer is)
        child, _number, events = self._request(do, fields)
        return child.wait(events)["value"]

    def _request(self, do: str, fields: Mapping[str, object]) -> "tuple[Child, int, Events]":
        """Send a request, to another child where the present one is on its way out."""
        while True:
            child = self._running()
            sent = child.send(do, fields)
            if sent is not None:
                return child, *sent

    def _running(self) -> "Child":
        with self._starting:
            if self._child is None or self._child.has_ended:
                child = Child(self._model.name, self._command, self._limit(), self._silence)
                try:
                    self._context = child.load(self._model)
                except BaseException:
                    child.stop()
                    raise
                self._child = child
            return self._child

    def _limit(self) -> int:
        if self._memory_limit:
            return self._memory_limit
        path = Path(self._model.path)
        size = path.stat().st_size if path.exists() else 0
        return 2 * size + self._model.context_tokens * TOKEN_BYTES + 2**30


class Generation:
    """The pieces of one completion, as an iterator that can be closed."""

    def __init__(self, child: "Child", number: int, events: Events) -> None:
        self._child = child
        self._number = number
        self._events = events
        self._is_over = False

    def begin(self) -> None:
        """Wait until it is this one's turn. Raises what the model has against the request."""
        try:
            self._is_over = "begun" not in self._child.wait(self._events)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> "Generation":
        return self

    def __next__(self) -> Piece:
        if self._is_over:
            raise StopIteration
        try:
            event = self._child.wait(self._events)
        except BaseException:  # an interrupt too
            self.close()
            raise
        if "piece" not in event:
            self._is_over = True
            raise StopIteration
        return Piece(event["piece"], event["logprob"])

    def close(self) -> None:
        """Stop the model, unless it has ended already."""
        self._is_over = True
        self._child.cancel(self._number)

    def __del__(self) -> None:
        self._child.forget(self._number)


class Child:
    """One child process. A thread of its own starts it and reads its answers.

    On Linux a child ends with the *thread* that started it, so that one has to live as long as the child.
    """

    def __init__(self, name: str, command: Sequence[str], memory_limit: int, silence: float) -> None:
        self._name = name
        self._command = command
        self._memory_limit = memory_limit
        self._silence = silence
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._open: dict[int, tuple[Events, int]] = {}  # where events of a request go, and how long its prompt is
        self._stopped: set[int] = set()
        self._heard = time.monotonic()
        self._reason = ""
        self.has_ended = False
        self._process: subprocess.Popen[bytes]
        started: queue.SimpleQueue[OSError | None] = queue.SimpleQueue()
        threading.Thread(target=self._live, args=(started,), name=f"child of {name}", daemon=True).start()
        if error := started.get():
            raise error

    def load(self, model: ChatModel) -> int:
        """Have it load the model; returns the context in tokens."""
        sent = self.send("load", asdict(model))
        if sent is None:
            raise self._ended()
        return int(self.wait(sent[1], extra=LOADING_SECONDS)["value"])

    def send(self, do: str, fields: Mapping[str, object]) -> tuple[int, Events] | None:
        """Ask for something: its number and where its events will be; nothing when this child takes no more."""
        events: Events = queue.SimpleQueue()
        with self._lock:
            if self.has_ended:
                return None
            number = next(self._numbers)
            self._open[number] = events, len(str(fields.get("prompt", "")))
        self._write({"id": number, "do": do, **fields})
        return number, events

    def wait(self, events: Events, extra: float = 0.0) -> Event:
        """The next event of a request. Raises what it says went wrong; kills a child that hangs."""
        asked = time.monotonic()
        while True:
            try:
                event = events.get(timeout=min(1.0, self._silence))
                break
            except queue.Empty:
                reading = sum(characters for _, characters in list(self._open.values())) / SLOWEST_READING
                if time.monotonic() - max(asked, self._heard) > self._silence + reading + extra:
                    self.stop(f"did not answer for {self._silence + reading + extra:.0f} s")
        if "cancelled" in event:
            raise CancelledError
        if "dead" in event:
            raise self._ended()
        if "error" in event:
            raise _error(event)
        return event

    def forget(self, number: int) -> None:
        """Expect nothing more of a request; its work is stopped when it is next heard of.

        Takes no lock, so that a finalizer may call it.
        """
        self._open.pop(number, None)

    def cancel(self, number: int) -> None:
        """Forget a request, and stop its work now if it has not ended."""
        if self._open.pop(number, None):
            self._tell_to_stop(number)

    def cancel_all(self) -> None:
        """Have every request raise ``CancelledError``."""
        for number, (events, _) in list(self._open.items()):
            self.cancel(number)
            events.put({"cancelled": True})

    def stop(self, reason: str = "was ended") -> None:
        """Kill it; what it was asked fails for this reason."""
        with self._lock:
            self.has_ended = True
            self._reason = self._reason or reason
        self._process.kill()

    def _live(self, started: "queue.SimpleQueue[OSError | None]") -> None:
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except OSError as error:
            started.put(error)
            return
        started.put(None)
        try:
            for line in self._process.stdout or ():
                self._hear(json.loads(line))
        finally:
            self._process.kill()
            self._process.wait()
            with self._lock:
                self.has_ended = True
            for events, _ in list(self._open.values()):
                events.put({"dead": True})
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    with suppress(OSError):
                        stream.close()

    def _hear(self, event: Event) -> None:
        self._heard = time.monotonic()
        number, goes_on = event["id"], bool(event.keys() & {"begun", "piece"})
        events, _ = self._open.get(number, (None, 0))
        if events:
            events.put(event)
        elif goes_on and number not in self._stopped:
            # By a thread of its own: this one must go on reading, or both processes would wait for each other.
            threading.Thread(target=self._tell_to_stop, args=(number,), daemon=True).start()
        if goes_on:
            return
        self._stopped.discard(number)
        with self._lock:
            self._open.pop(number, None)
            if event.get("memory", 0) > self._memory_limit and not self._open:
                self.has_ended = True
                self._process.kill()

    def _tell_to_stop(self, number: int) -> None:
        if number not in self._stopped:
            self._stopped.add(number)
            self._write({"id": number, "do": "cancel"})

    def _write(self, request: Mapping[str, object]) -> None:
        line = json.dumps(request).encode() + b"\n"
        watch = threading.Timer(self._silence, self.stop, ["takes no requests"]) if len(line) > LONG_REQUEST else None
        if watch:
            watch.start()
        with self._writing, suppress(OSError, ValueError):  # whoever waits for an answer is told of its death
            if self._process.stdin:
                self._process.stdin.write(line)
                self._process.stdin.flush()
        if watch:
            watch.cancel()

    def _ended(self) -> EngineError:
        code = self._process.wait()
        again = f"ask again; if it stays so: assistant models verify {self._name}"
        if self._reason:
            return EngineError(f"the chat model {self._name} {self._reason}", hint=again)
        if code == -getattr(signal, "SIGKILL", 9):
            smaller = "ask again; if memory is short, choose a smaller one: assistant models list"
            return EngineError(f"the chat model {self._name} was killed in the middle of its work", hint=smaller)
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return EngineError(f"the chat model {self._name} crashed ({how})", hint=again)


def _error(event: Event) -> Exception:
    """The exception that the child met."""
    kind, message = event["error"], event["message"]
    known = getattr(errors, kind, None)
    if isinstance(known, type) and issubclass(known, AssistantError):
        return known(message, hint=event["hint"])
    return ValueError(message)
