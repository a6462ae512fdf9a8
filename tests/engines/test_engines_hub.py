"""The Hugging Face hub: asked by its own client, brought by our downloader."""

import hashlib
from pathlib import Path

import pytest
from huggingface_hub import constants
from model_server import ModelServer, Served

from assistant.engines import hub
from assistant.engines.download import Downloader
from assistant.engines.progress import silent
from assistant.engines.sources import HubSource
from assistant.errors import DownloadError

COMMIT = "a" * 40
BODY = b"GGUF" + bytes(range(256)) * 5000
SHA256 = hashlib.sha256(BODY).hexdigest()
SOURCE = HubSource("owner/repo", "folder/model.gguf")


def serve(server: ModelServer, body: bytes = BODY, etag: str = SHA256) -> Served:
    served = Served(body, etag=f'"{etag}"', headers={"X-Repo-Commit": COMMIT})
    for revision in ("main", "v1", COMMIT):
        server.files[f"/owner/repo/resolve/{revision}/folder/model.gguf"] = served
    return served


@pytest.fixture(autouse=True)
def endpoint(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", server.url())
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))


def test_a_file_is_pinned_to_the_commit_and_hash_the_hub_names(server: ModelServer) -> None:
    serve(server)
    remote = hub.locate(SOURCE)
    assert remote.url == server.url(f"/owner/repo/resolve/{COMMIT}/folder/model.gguf")
    assert (remote.sha256, remote.size) == (SHA256, len(BODY))


def test_a_cut_download_is_resumed(server: ModelServer, tmp_path: Path) -> None:
    serve(server).cuts.append(400_000)
    target = tmp_path / "model.gguf"
    Downloader(sleep=lambda seconds: None).fetch(hub.locate(SOURCE), target, silent)
    assert target.read_bytes() == BODY
    assert server.ranges_of(f"/owner/repo/resolve/{COMMIT}/folder/model.gguf") == [None, "bytes=400000-"]


def test_a_small_file_without_a_hash_on_the_hub_is_taken_by_size(server: ModelServer) -> None:
    serve(server, b"{}", etag="b" * 40)
    remote = hub.locate(SOURCE)
    assert (remote.sha256, remote.size) == ("", 2)
    assert hub.locate(SOURCE, sha256="c" * 64).sha256 == "c" * 64


def test_another_file_than_the_manifest_expects_is_refused_before_downloading(server: ModelServer) -> None:
    serve(server)
    with pytest.raises(DownloadError, match="another file under this name"):
        hub.locate(SOURCE, sha256="c" * 64)
    assert [ask.method for ask in server.asked] == ["HEAD"]


def test_a_revision_is_asked_for(server: ModelServer) -> None:
    serve(server)
    hub.locate(HubSource("owner/repo", "folder/model.gguf", "v1"))
    assert server.asked[0].path == "/owner/repo/resolve/v1/folder/model.gguf"


def test_the_token_is_sent_and_nothing_about_the_caller(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(server)
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    assert hub.locate(SOURCE).headers["authorization"] == "Bearer hf_secret"
    assert server.asked[0].headers["authorization"] == "Bearer hf_secret"
    assert [ask.path for ask in server.asked] == ["/owner/repo/resolve/main/folder/model.gguf"]
    assert "agent/" not in server.asked[0].headers["user-agent"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("RepoNotFound", "owner/repo is not there"),
        ("EntryNotFound", "no file folder/model.gguf"),
        ("RevisionNotFound", "no revision main"),
        ("GatedRepo", "licence accepted"),
    ],
)
def test_a_refusal_is_said_in_words(server: ModelServer, code: str, words: str) -> None:
    served = serve(server)
    served.status = 403 if code == "GatedRepo" else 404
    served.headers["X-Error-Code"] = code
    with pytest.raises(DownloadError, match=words):
        hub.locate(SOURCE)


def test_a_broken_hub_is_said_with_its_status(server: ModelServer) -> None:
    serve(server).status = 500
    with pytest.raises(DownloadError, match="the hub answers 500"):
        hub.locate(SOURCE)


def test_a_hub_out_of_reach_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(DownloadError, match="the hub cannot be reached"):
        hub.locate(SOURCE)


def test_offline_mode_asks_nobody(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DownloadError, match="HF_HUB_OFFLINE is set"):
        hub.locate(SOURCE)
    assert server.asked == []
