"""One resumable HTTP download: what was cut goes on where it stopped, also in a later process."""

import json
import os
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import httpx

from assistant.engines.files import (
    Disk,
    check_space,
    full_disk_is_an_error,
    put_in_place,
    write_json,
)
from assistant.engines.progress import OnProgress, Progress
from assistant.errors import DownloadError

_TIMEOUT = httpx.Timeout(60.0, connect=15.0)
_TRY_AGAIN = frozenset({408, 425, 429})
_RETRIES = 5
_RETRIES_UNREACHED = 1
_LONGEST_PAUSE = 30.0


class DroppedError(Exception):
    """The server stopped or is busy: worth another try."""


@dataclass(frozen=True, slots=True)
class Network:
    """How to reach a server; empty fields leave it to the environment (proxies, certificates)."""

    proxy: str = ""
    certificates: str = ""
    trusted: bool = False

    def client(self) -> httpx.Client:
        """A client that follows redirects; credentials are not carried to another host."""
        try:
            return httpx.Client(
                verify=self._verify(), proxy=self.proxy or None, timeout=_TIMEOUT, follow_redirects=True
            )
        except (OSError, ValueError, ImportError) as error:
            raise DownloadError(f"the proxy or certificate settings do not work: {error}") from error

    def _verify(self) -> ssl.SSLContext | bool:
        if self.trusted:
            return False
        if bundle := self.certificates or _first_set("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            return ssl.create_default_context(cafile=bundle)
        context = httpx.create_ssl_context()
        # A company's own authority is known to the system, not to the list that comes with Python packages.
        context.load_default_certs()
        return context


@dataclass(frozen=True, slots=True)
class Remote:
    """A file behind HTTP and what is known of it; ``size`` is in bytes, 0 if unknown."""

    url: str
    sha256: str = ""
    size: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    network: Network = Network()


@dataclass(slots=True)
class Part:
    """A download that is not finished, with a note beside it of what it is a part of."""

    path: Path

    @classmethod
    def of(cls, target: Path) -> "Part":
        """The part of ``target``, begun or not."""
        return cls(target.with_name(target.name + ".part"))

    @property
    def note(self) -> Path:
        """The file that names the URL, its validator (ETag or date) and the total size."""
        return self.path.with_name(self.path.name + ".json")

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return self.path.stat().st_size if self.path.exists() else 0

    def resume_point(self, url: str) -> tuple[int, str, int]:
        """Bytes that can be kept, the validator to send with them, and the total; zeros to start anew.

        Without a validator the server cannot say whether the rest still fits, so nothing is kept.
        """
        try:
            note = json.loads(self.note.read_text(encoding="utf-8"))
            if note["url"] == url and note["validator"]:
                return self.size, str(note["validator"]), int(note["total"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return 0, "", 0

    def begin(self, url: str, validator: str, total: int) -> None:
        """Note what the bytes to come belong to."""
        write_json(self.note, {"url": url, "validator": validator, "total": total})

    def discard(self) -> None:
        """Remove the part and its note."""
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


class Downloader:
    """Fetches files over HTTP, one at a time.

    A cut connection is taken up again with a growing pause for as long as bytes keep coming.
    """

    def __init__(self, disk: Disk | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        self.disk = disk or Disk()
        self._sleep = sleep

    def fetch(self, remote: Remote, target: Path, on_progress: OnProgress) -> str:
        """Download to ``target`` and return its SHA-256; the file is put in place whole and checked, or not at all.

        Raises ``DownloadError``. After a cut the part stays for the next try; it is removed when the disk
        is full or the hash is wrong.
        """
        part = Part.of(target)
        with remote.network.client() as client:
            self._until_whole(client, remote, part, on_progress)
        part.note.unlink(missing_ok=True)
        return put_in_place(part.path, target, remote.sha256)

    def _until_whole(self, client: httpx.Client, remote: Remote, part: Part, on_progress: OnProgress) -> None:
        failures, most = 0, part.size
        while True:
            try:
                return self._attempt(client, remote, part, on_progress)
            except httpx.InvalidURL as error:
                raise DownloadError(f"{remote.url} is not a URL: {error}") from error
            except (httpx.TransportError, httpx.TooManyRedirects, DroppedError) as error:
                failures, most = (0, part.size) if part.size > most else (failures + 1, most)
                unreached = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
                if failures > (_RETRIES_UNREACHED if unreached else _RETRIES):
                    raise DownloadError(_reason(error)) from error
            self._sleep(min(0.5 * 2**failures, _LONGEST_PAUSE))

    def _attempt(self, client: httpx.Client, remote: Remote, part: Part, on_progress: OnProgress) -> None:
        kept, validator, total = part.resume_point(remote.url)
        if kept and kept == total:
            return
        headers = {**remote.headers, "Accept-Encoding": "identity"}
        if kept:
            headers |= {"Range": f"bytes={kept}-", "If-Range": validator}
        with client.stream("GET", remote.url, headers=headers) as response:
            _check_status(response, part)
            start = _start(response, kept)
            total = start + int(response.headers.get("content-length") or 0)
            _check_size(remote, total)
            check_space(self.disk, part.path.parent, total - start, part.path.stem)
            part.begin(remote.url, _validator(response), total)
            self._write(response, part, _Meter(part.path.stem, start, total, on_progress))

    def _write(self, response: httpx.Response, part: Part, meter: "_Meter") -> None:
        left = meter.total - meter.done
        try:
            with (
                full_disk_is_an_error(self.disk, part.path.parent, left, part.path.stem),
                self.disk.open(part.path, keep=meter.done) as out,
            ):
                # Blocks as they come: a larger buffer would be lost in a cut.
                for block in response.iter_bytes():
                    out.write(block)
                    meter.add(len(block))
        except DownloadError:
            part.discard()
            raise
        meter.finish()


class _Meter:
    """Reports bytes at most ten times a second."""

    def __init__(self, step: str, start: int, total: int, on_progress: OnProgress) -> None:
        self.done, self.total = start, total
        self._step, self._on_progress = step, on_progress
        self._shown = time.monotonic()

    def add(self, count: int) -> None:
        self.done += count
        now = time.monotonic()
        if now - self._shown >= 0.1:
            self._shown = now
            self.finish()

    def finish(self) -> None:
        self._on_progress(Progress(self._step, self.done, self.total or None))


def copy_stream(blocks: Iterator[bytes], target: Path, total: int, disk: Disk, on_progress: OnProgress) -> Path:
    """Write blocks to the part of ``target`` and return the part's path; nothing stays when the disk is full."""
    part = Part.of(target).path
    check_space(disk, target.parent, total, target.name)
    meter = _Meter(target.name, 0, total, on_progress)
    try:
        with full_disk_is_an_error(disk, target.parent, total, target.name), disk.open(part) as out:
            for block in blocks:
                out.write(block)
                meter.add(len(block))
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    meter.finish()
    return part


def _check_status(response: httpx.Response, part: Part) -> None:
    status = response.status_code
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        part.discard()
        raise DroppedError("the server cannot go on where the download stopped")
    if status in _TRY_AGAIN or response.is_server_error:
        raise DroppedError(f"the server answers {status} {response.reason_phrase}")
    if not response.is_success:
        raise DownloadError(f"the server answers {status} {response.reason_phrase}")


def _start(response: httpx.Response, kept: int) -> int:
    """Where the body begins; a server that ignores the range sends everything from 0."""
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return 0
    if not response.headers.get("content-range", "").startswith(f"bytes {kept}-"):
        raise DroppedError("the server sent another part than the one asked for")
    return kept


def _check_size(remote: Remote, total: int) -> None:
    if remote.size and total and remote.size != total:
        raise DownloadError(f"the server has {total} bytes where {remote.size} were expected")


def _validator(response: httpx.Response) -> str:
    """What ``If-Range`` may be sent with: a strong ETag, else the date (RFC 9110, 13.1.5)."""
    etag: str = response.headers.get("etag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return str(response.headers.get("last-modified", ""))


def _reason(error: Exception) -> str:
    text = str(error) or type(error).__name__
    match error:
        case httpx.ProxyError():
            return f"the proxy cannot be reached ({text})"
        case httpx.ConnectError() | httpx.ConnectTimeout():
            return f"the server cannot be reached ({text})"
        case httpx.TimeoutException():
            return "the server stopped answering"
    return f"the connection was cut ({text})"


def _first_set(*names: str) -> str:
    return next((value for name in names if (value := os.environ.get(name))), "")
