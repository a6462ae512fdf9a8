"""The protocol of the service: one JSON object a line, in both directions.

A connection begins with a hello of each side. Then the client sends requests, and the server answers each with any
number of events and one last one; requests of one connection may overlap, and events name the one they belong to.
``docs/service.md`` describes every message. Neither side trusts the other's lines: one that is too long, no JSON or
no object is a ``WireError``, which ends the connection and nothing else.
"""

import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock
from typing import Any

from assistant import __version__

#: Raised when the meaning of a message changes.
PROTOCOL = 1
#: Longest line, in bytes: a piped text of two million characters fits in its longest spelling.
MAX_LINE = 32 * 1024 * 1024
_PIECE = 65_536

Message = dict[str, Any]


class WireError(Exception):
    """The other side did not keep to the protocol."""


def hello(**more: object) -> Message:
    """The first message of each side."""
    return {"hello": PROTOCOL, "version": __version__, **more}


def speaks_as_we_do(message: Mapping[str, object]) -> bool:
    """Whether a hello came from this version of the program: another one's results may have another shape."""
    return message.get("hello") == PROTOCOL and message.get("version") == __version__


class Channel:
    """Messages over a connected socket. Any thread may send; one thread receives."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = Lock()
        self._received = bytearray()

    def send(self, *messages: Mapping[str, object]) -> None:
        """Send messages in one piece. Raises ``OSError`` when the other side is gone."""
        raw = b"".join(to_line(message) for message in messages)
        with self._sending:
            self._connection.sendall(raw)

    def receive(self) -> Message | None:
        """The next message; ``None`` when the other side is done. Raises ``WireError``, ``OSError``."""
        searched = 0
        while (end := self._received.find(b"\n", searched)) < 0:
            searched = len(self._received)
            if searched > MAX_LINE:
                raise WireError("a line is too long")
            piece = self._connection.recv(_PIECE)
            if not piece:
                return None
            self._received += piece
        raw = bytes(self._received[:end])
        del self._received[: end + 1]
        return from_line(raw)

    def close(self) -> None:
        """Hang up; a thread that waits in ``receive`` sees the end."""
        with suppress(OSError):  # the other side was first
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()


def to_line(message: Mapping[str, object]) -> bytes:
    """A message as it is sent. What is not plain ASCII is escaped, so that half a surrogate gets through as well."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def from_line(raw: bytes) -> Message:
    """The message of a line. Raises ``WireError``."""
    try:
        message = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise WireError("a line is no JSON") from error
    if not isinstance(message, dict):
        raise WireError("a line is no JSON object")
    return message
