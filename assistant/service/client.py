"""The client's side of the protocol. It imports nothing heavy: a search that the service answers should cost little.

Whatever keeps the service from answering as this process would is a ``NoServiceError``; then the caller does the
work itself. Errors of the work are raised as the classes they were raised as in the service.
"""

import socket
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from assistant.errors import AssistantError
from assistant.service.transport import Place
from assistant.service.wire import Channel, Message, WireError, hello, speaks_as_we_do

#: A service that is alive takes a connection at once, and says hello as soon as its processor lets it. Seconds.
CONNECT_SECONDS = 0.05
HELLO_SECONDS = 5.0
#: What is added to a deadline for the way there and back, in seconds.
GRACE_SECONDS = 5.0

OnText = Callable[[str], None]
OnProgress = Callable[[str, int, int], None]


class NoServiceError(Exception):
    """No service answers this request; ``remark`` is for the user, empty where it is nothing to speak of."""

    def __init__(self, remark: str = "", *, is_running: bool = True) -> None:
        super().__init__(remark)
        self.remark = remark
        self.is_running = is_running


class Call(NamedTuple):
    """A request: a method with its parameters, the digest of the settings it counts on, and its deadline."""

    method: str
    params: Mapping[str, object]
    settings: str = ""
    deadline_ms: int | None = None


def call(
    where: Place,
    wanted: Call,
    on_text: OnText = lambda _: None,
    on_progress: OnProgress = lambda _stage, _done, _total: None,
) -> Message:
    """The result of a request; to leave early, by Ctrl-C say, cancels it.

    Raises ``NoServiceError``, and what the method raises in the service.
    """
    try:
        connection = where.connect(CONNECT_SECONDS)
    except OSError as error:
        raise NoServiceError(is_running=False) from error
    channel = Channel(connection)
    shown: list[str] = []

    def show(text: str) -> None:
        shown.append(text)
        on_text(text)

    try:
        return _called(connection, channel, wanted, show, on_progress)
    except TimeoutError as error:
        raise NoServiceError("the service does not answer (assistant service restart)") from error
    except (OSError, WireError) as error:
        if shown:
            raise AssistantError("the service ended while it answered", hint="ask again") from error
        raise NoServiceError from error
    finally:
        channel.close()


def _called(
    connection: socket.socket, channel: Channel, wanted: Call, on_text: OnText, on_progress: OnProgress
) -> Message:
    connection.settimeout(HELLO_SECONDS)
    # In one piece with the request: who answers has been made sure of by connecting.
    channel.send(hello(), {"id": 1, **wanted._asdict()})
    greeting = channel.receive()
    if greeting is None:
        raise WireError("the service hung up")
    if not speaks_as_we_do(greeting):
        theirs = greeting.get("version", "unknown")
        raise NoServiceError(f"the service is of version {theirs}; answered without it (assistant service restart)")
    seconds = None if wanted.deadline_ms is None else wanted.deadline_ms / 1000 + GRACE_SECONDS
    connection.settimeout(seconds)
    while (event := channel.receive()) is not None:
        match event.get("event"):
            case "text":
                on_text(str(event.get("text", "")))
            case "progress":
                on_progress(str(event.get("stage")), int(event.get("done", 0)), int(event.get("total", 0)))
            case "result" if isinstance(event.get("result"), dict):
                result: Message = event["result"]
                return result
            case "error":
                raise _error(event)
    raise WireError("the service hung up")


def greeting_of(where: Place) -> Message | None:
    """What a service says of itself in its hello, whatever its version; ``None`` when there is none."""
    try:
        connection = where.connect(CONNECT_SECONDS)
    except OSError:
        return None
    channel = Channel(connection)
    try:
        connection.settimeout(HELLO_SECONDS)
        channel.send(hello())
        return channel.receive()
    except (OSError, WireError):
        return None
    finally:
        channel.close()


def _error(event: Mapping[str, Any]) -> Exception:
    """What an error event says, as it would have been raised here."""
    from assistant import errors

    kind, message, hint = (str(event.get(name, "")) for name in ("kind", "message", "hint"))
    raised = getattr(errors, kind, None)
    if isinstance(raised, type) and issubclass(raised, AssistantError):
        return raised(message, hint)
    if kind == "deadline":
        return AssistantError(
            "the service did not answer in time", hint="try again; if it stays so: assistant service restart"
        )
    # Other settings, a service that is stopping, an internal error: this process can still do it.
    return NoServiceError()
