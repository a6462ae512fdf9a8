"""The server's side of the protocol: connections, requests, deadlines and cancelling; it knows no method itself.

Each connection has a thread that reads, and each request one that answers. The thread that calls ``run`` accepts
connections and looks after deadlines.
"""

import socket
import struct
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from logging import Logger
from threading import Event, Lock, Thread

from assistant.errors import AssistantError
from assistant.service.transport import GREETING_SECONDS, Place
from assistant.service.wire import Channel, Message, WireError, hello, speaks_as_we_do

#: Connections at once, and requests at once on one of them; what goes beyond is refused.
MAX_CONNECTIONS = 128
MAX_REQUESTS = 32
#: How often deadlines, the socket's file and a wish to stop are looked at, in seconds.
TICK_SECONDS = 0.25
#: A client that reads nothing for so long is given up, in seconds.
SEND_SECONDS = 30
#: Requests that run when the server stops may take so long to see it, in seconds.
LAST_SECONDS = 5.0


class RequestStoppedError(Exception):
    """A request goes no further: ``cancelled``, its ``deadline`` has passed, or the service is ``stopping``."""


class Request:
    """One request of a client. Events go to the client as long as it waits for them."""

    def __init__(self, channel: Channel, message: Message) -> None:
        deadline_ms = message.get("deadline_ms")
        if not isinstance(message.get("id"), int) or not isinstance(message.get("params"), dict):
            raise WireError("a request without id or params")
        if not isinstance(deadline_ms, int | float | None) or not isinstance(message.get("method"), str):
            raise WireError("a request without a method, or with a deadline that is none")
        self.id: int = message["id"]
        self.method: str = message["method"]
        self.params: Message = message["params"]
        self.settings = str(message.get("settings", ""))
        self.began = time.monotonic()
        self.deadline = None if deadline_ms is None else self.began + deadline_ms / 1000
        self.on_stop: Callable[[], None] = lambda: None
        self._channel = channel
        self._state = Lock()
        self._why = ""
        self._answered = False

    def check(self) -> None:
        """Raise ``RequestStoppedError`` when nobody waits for the result any more."""
        if self._why:
            raise RequestStoppedError(self._why)

    @property
    def stopped(self) -> str:
        """Why nobody waits any more; empty as long as somebody does."""
        return self._why

    def stop(self, why: str) -> None:
        """Have the request end at its next ``check``, and what it waits for interrupted by ``on_stop``."""
        self._why = self._why or why
        self.on_stop()

    def text(self, text: str) -> None:
        """Send the answer so far. Raises ``RequestStoppedError``."""
        self.check()
        self._send({"event": "text", "text": text}, last=False)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Send how far a long method is. Raises ``RequestStoppedError``."""
        self.check()
        self._send({"event": "progress", "stage": stage, "done": done, "total": total}, last=False)

    def result(self, result: Mapping[str, object]) -> None:
        """Send the last event: what came of it."""
        self._send({"event": "result", "result": result}, last=True)

    def error(self, kind: str, message: str = "", hint: str = "") -> None:
        """Send the last event: what went wrong. ``kind`` is a class of ``errors`` or a word of the protocol."""
        self._send({"event": "error", "kind": kind, "message": message, "hint": hint}, last=True)

    def is_overdue(self, now: float) -> bool:
        """Whether its deadline has passed without an answer."""
        return self.deadline is not None and now > self.deadline and not self._answered

    def _send(self, event: Message, *, last: bool) -> None:
        with self._state:
            if self._answered:
                return
            self._answered = last
        try:
            self._channel.send({"id": self.id, **event})
        except OSError:
            self.stop("cancelled")


Method = Callable[[Request], Mapping[str, object]]


@dataclass(slots=True, eq=False)
class _Connection:
    channel: Channel
    requests: dict[int, Request] = field(default_factory=dict)

    def stop(self, why: str) -> None:
        for request in list(self.requests.values()):
            request.stop(why)


class Server:
    """Answers requests for ``methods`` at ``place``; ``about`` is told to every client in the hello."""

    def __init__(self, where: Place, methods: Mapping[str, Method], about: Mapping[str, object], log: Logger) -> None:
        self._place = where
        self._methods = methods
        self._about = about
        self._log = log
        self._connections: set[_Connection] = set()
        self._changing = Lock()
        self._stopping = Event()
        self._last_used = time.monotonic()

    @property
    def live(self) -> int:
        """Requests that are being answered."""
        return sum(len(connection.requests) for connection in list(self._connections))

    @property
    def idle_seconds(self) -> float:
        """How long no request has been answered."""
        return 0.0 if self.live else time.monotonic() - self._last_used

    def stop(self) -> None:
        """Have ``run`` return soon; any thread, or a signal's handler, may ask for it."""
        self._stopping.set()

    def run(self, tick: Callable[[], None] = lambda: None) -> None:
        """Serve until ``stop``; ``tick`` is called a few times a second."""
        listener = self._place.listen()
        try:
            while not self._stopping.is_set():
                if not self._place.is_there():
                    self._log.warning("the socket was removed; made anew")
                    listener.close()
                    listener = self._place.listen()
                self._accept(listener)
                self._end_overdue()
                tick()
        finally:
            self._place.remove()
            listener.close()
            self._hang_up()

    def _accept(self, listener: socket.socket) -> None:
        listener.settimeout(TICK_SECONDS)
        try:
            connection, _ = listener.accept()
        except OSError:  # nobody came, or went at once
            return
        connection.settimeout(None)
        if len(self._connections) >= MAX_CONNECTIONS:
            connection.close()
            return
        Thread(target=self._serve, args=(connection,), name="connection", daemon=True).start()

    def _serve(self, socket_: socket.socket) -> None:
        with suppress(OSError, AttributeError, struct.error):
            socket_.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        connection = _Connection(Channel(socket_))
        with self._changing:
            self._connections.add(connection)
        try:
            if self._place.admits(socket_) and self._greeted(socket_, connection.channel):
                while (message := connection.channel.receive()) is not None:
                    self._take(connection, message)
        except WireError as error:
            self._log.warning("a client did not keep to the protocol: %s", error)
        except OSError:
            pass  # the client is gone
        finally:
            connection.stop("cancelled")
            connection.channel.close()
            with self._changing:
                self._connections.discard(connection)

    def _greeted(self, socket_: socket.socket, channel: Channel) -> bool:
        socket_.settimeout(GREETING_SECONDS)
        first = channel.receive()
        socket_.settimeout(None)
        if first is None:
            return False
        channel.send(hello(**self._about))
        return speaks_as_we_do(first)

    def _take(self, connection: _Connection, message: Message) -> None:
        request = Request(connection.channel, message)
        if request.method == "cancel":
            if wanted := connection.requests.get(request.params.get("request", -1)):
                wanted.stop("cancelled")
            request.result({})
        elif len(connection.requests) >= MAX_REQUESTS or request.id in connection.requests:
            request.error("refused", "too many requests at once, or two of one id")
        elif request.method not in self._methods:
            request.error("refused", f"no such method: {request.method}")
        else:
            connection.requests[request.id] = request
            Thread(target=self._answer, args=(connection, request), name=request.method, daemon=True).start()

    def _answer(self, connection: _Connection, request: Request) -> None:
        try:
            end = self._called(request)
        finally:
            self._last_used = time.monotonic()
            connection.requests.pop(request.id, None)
        self._log.info("%s: %s in %.0f ms", request.method, end, (self._last_used - request.began) * 1000)

    def _called(self, request: Request) -> str:
        """Run a request's method and send what came of it; returns that in a word."""
        try:
            request.result(self._methods[request.method](request))
        except AssistantError as error:
            request.error(type(error).__name__, error.message, error.hint)
            return type(error).__name__
        except WireError as error:
            request.error("refused", str(error))
            return "refused"
        except Exception as error:
            # A request that is stopped ends in many ways: what it waits for may be interrupted by an error of its own.
            kind = request.stopped or "internal"
            if kind == "internal":
                self._log.exception("%s failed", request.method)
            request.error(kind, f"{type(error).__name__}: {error}")
            return kind
        return "done"

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for connection in list(self._connections):
            for request in list(connection.requests.values()):
                if request.is_overdue(now):
                    request.stop("deadline")
                    # In a thread: a client that does not read must not hold up the others.
                    Thread(target=request.error, args=("deadline",), daemon=True).start()

    def _hang_up(self) -> None:
        for connection in list(self._connections):
            connection.stop("stopping")
        until = time.monotonic() + LAST_SECONDS
        while self.live and time.monotonic() < until:
            time.sleep(0.01)
        for connection in list(self._connections):
            connection.channel.close()
