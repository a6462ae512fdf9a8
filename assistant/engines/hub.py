"""The Hugging Face hub: its own client says what a file is and may be read with, our downloader brings it.

The client's download starts anew after an interruption; ours goes on.
"""

import os
import re

# Read when the client is imported: without it each request tells the hub which program calls it.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from huggingface_hub import constants, get_hf_file_metadata, hf_hub_url
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

from assistant.engines.download import Remote
from assistant.engines.sources import HubSource
from assistant.errors import DownloadError

_LFS_ETAG = re.compile(r"[0-9a-f]{64}")


def locate(source: HubSource, sha256: str = "", size: int = 0) -> Remote:
    """Ask the hub for the file's commit, size and hash. Honours ``HF_ENDPOINT``, ``HF_TOKEN``, ``HF_HUB_OFFLINE``.

    The hub keeps a SHA-256 of large files; where ``sha256`` is empty, that one will be checked.
    Raises ``DownloadError`` when the file cannot be had or is another than ``sha256`` says.
    """
    if constants.is_offline_mode():
        raise DownloadError("HF_HUB_OFFLINE is set", hint="unset HF_HUB_OFFLINE, then run the same command again")
    endpoint = os.environ.get("HF_ENDPOINT") or None
    url = hf_hub_url(source.repo, source.file, revision=source.revision, endpoint=endpoint)
    try:
        metadata = get_hf_file_metadata(url, endpoint=endpoint, library_name="notes-assistant")
    except Exception as error:  # the client's own errors and those of its HTTP library
        raise DownloadError(_reason(source, error)) from error
    known = metadata.etag if metadata.etag and _LFS_ETAG.fullmatch(metadata.etag) else ""
    if sha256 and known and sha256 != known:
        raise DownloadError("the hub has another file under this name than the manifest expects")
    revision = metadata.commit_hash or source.revision
    return Remote(
        url=hf_hub_url(source.repo, source.file, revision=revision, endpoint=endpoint),
        sha256=sha256 or known,
        size=size or metadata.size or 0,
        headers=build_hf_headers(library_name="notes-assistant"),
    )


def _reason(source: HubSource, error: Exception) -> str:
    match error:
        case GatedRepoError():
            return f"{source.repo} wants its licence accepted on the hub's page; then set HF_TOKEN"
        case RevisionNotFoundError():
            return f"{source.repo} has no revision {source.revision}"
        case EntryNotFoundError():
            return f"{source.repo} has no file {source.file}"
        case RepositoryNotFoundError():
            return f"{source.repo} is not there, or HF_TOKEN is needed"
        case HfHubHTTPError():
            return f"the hub answers {error.response.status_code}"
    return f"the hub cannot be reached ({str(error).splitlines()[0] if str(error) else type(error).__name__})"
