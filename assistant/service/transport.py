"""How a client and the service of a folder reach each other, and nobody else does.

A Unix socket, 0600 in a folder of this user alone, where the peer's user id is checked besides. Where there are none,
a port of the loopback interface and a file, 0600, with a secret: both sides prove that they know it, and it is never
sent, so that whoever takes the port of a service that died learns nothing.
"""

import os
import socket
import sys
from abc import ABC, abstractmethod
from pathlib import Path

#: The shortest limit on a socket's path, in bytes, that of macOS; longer paths are cut, or refused.
MAX_PATH = 103
#: How long the other side may take to prove itself, in seconds.
GREETING_SECONDS = 5.0
HAS_UNIX_SOCKETS = hasattr(socket, "AF_UNIX") and sys.platform != "win32"

_NONCE = 32
_LINUX_CREDENTIALS = "3i"  # process, user and group id
_BSD_CREDENTIALS = "2I"  # version of the structure, user id; groups follow
_BSD_LENGTH = 76
_LOCAL_PEERCRED = 1


class Place(ABC):
    """Where the service of one folder is found."""

    @abstractmethod
    def connect(self, seconds: float) -> socket.socket:
        """A connection to the service. Raises ``OSError`` when none is there or it is not who it should be."""

    @abstractmethod
    def listen(self) -> socket.socket:
        """Be found here; what a dead service left is replaced. Only the holder of the service's lock may call it."""

    @abstractmethod
    def admits(self, connection: socket.socket) -> bool:
        """Whether an accepted connection comes from this user."""

    @abstractmethod
    def is_there(self) -> bool:
        """Whether clients still find what ``listen`` made."""

    @abstractmethod
    def remove(self) -> None:
        """Be found no more."""


def place(runtime: Path, name: str, *, unix: bool = HAS_UNIX_SOCKETS) -> Place:
    """Where the service called ``name`` is found; ``runtime`` is this user's runtime folder."""
    return UnixPlace(_short(runtime / f"{name}.sock")) if unix else LoopbackPlace(runtime / f"{name}.port")


class UnixPlace(Place):
    """A Unix socket."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made: int | None = None

    def connect(self, seconds: float) -> socket.socket:
        """A connection; the folder that holds the socket has to be this user's own."""
        info = self.path.parent.lstat()
        if info.st_uid != os.getuid():
            raise PermissionError(f"{self.path.parent} belongs to somebody else")
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(seconds)
            connection.connect(os.fspath(self.path))
        except BaseException:
            connection.close()
            raise
        return connection

    def listen(self) -> socket.socket:
        """Bind the socket in a folder that nobody else can enter."""
        _make_private(self.path.parent)
        self.path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(os.fspath(self.path))
        self.path.chmod(0o600)
        listener.listen(128)
        self._made = self.path.stat().st_ino
        return listener

    def admits(self, connection: socket.socket) -> bool:
        """Whether the peer's user id is ours; where it can't be had, the folder's mode has to do."""
        return peer_uid(connection) in (os.getuid(), None)

    def is_there(self) -> bool:
        """Whether the path still leads to the socket."""
        try:
            return self.path.stat().st_ino == self._made
        except OSError:
            return False

    def remove(self) -> None:
        """Remove the socket, if it is still ours."""
        if self.is_there():
            self.path.unlink(missing_ok=True)


class LoopbackPlace(Place):
    """A port of the loopback interface, named with the secret in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._secret = b""

    def connect(self, seconds: float) -> socket.socket:
        """A connection to a service that proved that it wrote the file."""
        port, secret = self._read()
        connection = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        try:
            connection.settimeout(GREETING_SECONDS)
            asked = os.urandom(_NONCE)
            connection.sendall(asked)
            if not _same(_received(connection, _NONCE), _proof(secret, b"service", asked)):
                raise ConnectionRefusedError("another program has the port")
            connection.sendall(_proof(secret, b"client", _received(connection, _NONCE)))
        except BaseException:
            connection.close()
            raise
        return connection

    def listen(self) -> socket.socket:
        """Take a free port and write it down with a new secret."""
        from assistant.settings.paths import write_private

        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._secret = os.urandom(_NONCE)
        write_private(self.file, f"{listener.getsockname()[1]} {self._secret.hex()}\n")
        return listener

    def admits(self, connection: socket.socket) -> bool:
        """Whether the client proves that it read the file."""
        try:
            connection.settimeout(GREETING_SECONDS)
            asked = os.urandom(_NONCE)
            connection.sendall(_proof(self._secret, b"service", _received(connection, _NONCE)) + asked)
            proven = _same(_received(connection, _NONCE), _proof(self._secret, b"client", asked))
            connection.settimeout(None)
        except OSError:
            return False
        return proven

    def is_there(self) -> bool:
        """Whether the file still says what clients need."""
        try:
            return self._read()[1] == self._secret
        except OSError:
            return False

    def remove(self) -> None:
        """Remove the file, if it is still ours."""
        if self.is_there():
            self.file.unlink(missing_ok=True)

    def _read(self) -> tuple[int, bytes]:
        try:
            port, secret = self.file.read_text(encoding="ascii").split()
            return int(port), bytes.fromhex(secret)
        except ValueError as error:
            raise ConnectionRefusedError(f"{self.file} is damaged") from error


def peer_uid(connection: socket.socket) -> int | None:
    """The user id at the other end of a Unix socket, as the system tells it; ``None`` where it does not."""
    import struct

    if hasattr(socket, "SO_PEERCRED"):
        size = struct.calcsize(_LINUX_CREDENTIALS)
        raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        return int(struct.unpack(_LINUX_CREDENTIALS, raw)[1])
    if sys.platform == "darwin" or "bsd" in sys.platform:
        raw = connection.getsockopt(0, _LOCAL_PEERCRED, _BSD_LENGTH)
        return int(struct.unpack_from(_BSD_CREDENTIALS, raw)[1])
    return None


def _short(path: Path) -> Path:
    """The path, or one below the system's temporary folder when it is longer than a socket's may be."""
    if len(os.fsencode(path)) <= MAX_PATH:
        return path
    import hashlib
    import tempfile

    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"assistant-{os.getuid()}" / f"{digest}.sock"


def _make_private(folder: Path) -> None:
    """Make ``folder``, 0700; what somebody else put there, or opened to others, is not used."""
    from assistant.settings.paths import make_private

    make_private(folder)
    info = folder.lstat()
    if info.st_uid != os.getuid() or folder.is_symlink():
        raise PermissionError(f"{folder} belongs to somebody else")
    if info.st_mode & 0o077:
        folder.chmod(0o700)


def _received(connection: socket.socket, size: int) -> bytes:
    raw = b""
    while len(raw) < size:
        piece = connection.recv(size - len(raw))
        if not piece:
            raise ConnectionResetError("the other side hung up")
        raw += piece
    return raw


def _proof(secret: bytes, role: bytes, asked: bytes) -> bytes:
    import hmac

    return hmac.digest(secret, role + asked, "sha256")


def _same(one: bytes, other: bytes) -> bool:
    import hmac

    return hmac.compare_digest(one, other)
