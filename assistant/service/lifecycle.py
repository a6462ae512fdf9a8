"""Starting, finding and ending the service of a notes folder; and ``run``, which is the service itself."""

import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, BusyError
from assistant.service import terms
from assistant.service.client import Call, NoServiceError, call, greeting_of
from assistant.service.wire import speaks_as_we_do
from assistant.settings import Resolved
from assistant.settings.paths import Paths, make_private

if TYPE_CHECKING:
    from subprocess import Popen

    from assistant.service.wire import Message

#: How long a service may take to load its models and to answer, and to end by itself. Seconds.
START_SECONDS = 60.0
STOP_SECONDS = 15.0
#: Between two looks at whether it has. Seconds.
LOOK_SECONDS = 0.05
#: Somebody who only looks holds the lock for a moment; a service that begins waits for so long. Seconds.
LOCK_SECONDS = 1.0
#: A search gives the interpreter's lock up some thirty times, at every call into SQLite, Tantivy and the embedder, and
#: would wait Python's usual 5 ms each time to get it back from a thread that computes.
SWITCH_SECONDS = 0.0005
LOG_BYTES = 1_000_000
LOGS_KEPT = 3


def running(paths: Paths, folder: Path) -> int | None:
    """The process id of a folder's service, whether it answers or not; ``None`` when there is none."""
    from filelock import FileLock, Timeout

    lock = _lock_file(paths, folder)
    if not lock.exists():
        return None
    try:
        with FileLock(lock, timeout=0, mode=0o600):
            return None
    except Timeout:
        pass
    try:
        return int(_pid_file(paths, folder).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def spawn(folder: Path) -> None:
    """Start a service that ends by itself when it is not needed. It is not waited for."""
    _launch(folder, auto=True).returncode = 0  # nobody waits for it, and that is no oversight to be warned of


def _launch(folder: Path, *, auto: bool) -> "Popen[bytes]":
    """A service that outlives this process and does not share its terminal."""
    import subprocess

    # Its working folder is none that could be unmounted, or hold modules.
    detached: dict[str, Any] = {"start_new_session": True, "cwd": Path(os.sep).absolute()}
    if sys.platform == "win32":
        detached = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    quiet = subprocess.DEVNULL
    words = command(folder, auto=auto)
    return subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=quiet, close_fds=True, **detached)


def command(folder: Path, *, auto: bool) -> list[str]:
    """The words that run a service; ``-P`` keeps modules of the working folder out."""
    words = [sys.executable, "-P", "-m", "assistant.service", os.fspath(folder)]
    return [*words, "--auto"] if auto else words


def start(paths: Paths, folder: Path) -> "Message":
    """Start a folder's service and wait until it answers; return its hello. Raises ``AssistantError``."""
    place = terms.where(paths, folder)
    if running(paths, folder):
        if (greeting := greeting_of(place)) and speaks_as_we_do(greeting):
            return greeting
        stop(paths, folder)
    service = _launch(folder, auto=False)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if greeting := greeting_of(place):
            service.returncode = service.returncode or 0
            return greeting
        # Where another one was quicker, that one is waited for.
        if service.poll() is not None and running(paths, folder) is None:
            message = f"the service ended while it started (exit code {service.returncode})"
            raise AssistantError(message, hint="see why: assistant service run")
        time.sleep(LOOK_SECONDS)
    raise AssistantError("the service did not start", hint="assistant service logs")


def stop(paths: Paths, folder: Path) -> int | None:
    """End a folder's service, by force if it does not listen; return its process id. Raises ``AssistantError``."""
    pid = running(paths, folder)
    if pid is None:
        return None
    try:
        call(terms.where(paths, folder), Call("stop", {}, deadline_ms=1000))
    except (NoServiceError, AssistantError):  # another version, or one that hangs, or has just ended
        _kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while running(paths, folder) == pid:
        if time.monotonic() > until:
            _kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            until += STOP_SECONDS
        time.sleep(LOOK_SECONDS)
    return pid


def _kill(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def log_file(paths: Paths, folder: Path) -> Path:
    """The log of a folder's service; older parts lie beside it, with a number."""
    return paths.log / f"service-{terms.name(paths, folder)}.log"


def run(resolved: Resolved, paths: Paths, *, auto: bool) -> None:
    """Be the service of the settings' folder until it is told to end, or, with ``auto``, is not needed any more.

    Raises ``BusyError`` when the folder has one, and what stands in the way of a first search.
    """
    from assistant.service.resident import ResidentApp
    from assistant.service.run import Run

    sys.setswitchinterval(SWITCH_SECONDS)
    app = ResidentApp(resolved.settings, paths)
    folder = app.folder
    with _alone(paths, folder):
        log = _log(log_file(paths, folder))
        try:
            again = Run(app, log, auto=auto).serve()
        except Exception as error:
            log.exception("ended: %s", error)
            raise
        finally:
            app.close()
            log.info("ended")
            for handler in list(log.handlers):
                handler.close()
                log.removeHandler(handler)
    if again:
        os.execv(sys.executable, command(folder, auto=auto))  # noqa: S606 (a shell is what is not wanted)


@contextmanager
def _alone(paths: Paths, folder: Path) -> Iterator[None]:
    """Hold the folder's service lock, which the system takes back however this process ends."""
    from filelock import FileLock, Timeout

    make_private(paths.runtime)
    pid = _pid_file(paths, folder)
    try:
        with FileLock(_lock_file(paths, folder), timeout=LOCK_SECONDS, mode=0o600):
            pid.write_text(f"{os.getpid()}\n", encoding="ascii")
            try:
                yield
            finally:
                pid.unlink(missing_ok=True)
    except Timeout as error:
        raise BusyError("this folder has a service already", hint="assistant service status") from error


class _PrivateLog(RotatingFileHandler):
    """A log that only this user can read."""

    def _open(self) -> Any:  # noqa: ANN401 (a text stream, by the base class)
        return open(self.baseFilename, self.mode, encoding="utf-8", opener=_private)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _log(file: Path) -> logging.Logger:
    make_private(file.parent)
    handler = _PrivateLog(file, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s: %(message)s"))
    log = logging.getLogger("assistant")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    return log


def _lock_file(paths: Paths, folder: Path) -> Path:
    return paths.runtime / f"{terms.name(paths, folder)}.lock"


def _pid_file(paths: Paths, folder: Path) -> Path:
    return paths.runtime / f"{terms.name(paths, folder)}.pid"
