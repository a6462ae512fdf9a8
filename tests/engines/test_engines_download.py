"""Downloads: resumed after a cut, whole and checked or not there at all."""

import errno
import hashlib
from pathlib import Path
from typing import BinaryIO

import pytest
from model_server import ModelServer, Served

from assistant.engines.download import Downloader, Network, Part, Remote
from assistant.engines.files import Disk, DiskFullError, HashMismatchError
from assistant.engines.progress import Progress, silent
from assistant.errors import DownloadError

BODY = bytes(range(256)) * 12_000
SHA256 = hashlib.sha256(BODY).hexdigest()
PATH = "/model.gguf"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "model.gguf"


def downloader(disk: Disk | None = None) -> Downloader:
    return Downloader(disk, sleep=lambda seconds: None)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_arrives_whole_private_and_with_progress(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY)
    reports: list[Progress] = []
    remote = Remote(server.url(PATH), SHA256, len(BODY))
    assert downloader().fetch(remote, target, reports.append) == SHA256
    assert target.read_bytes() == BODY
    assert target.stat().st_mode & 0o777 == 0o600
    assert (reports[-1].step, reports[-1].done, reports[-1].total) == ("model.gguf", len(BODY), len(BODY))
    assert left_in(target.parent) == ["model.gguf"]


def test_a_cut_connection_is_resumed_where_it_stopped(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY, cuts=[1_500_000, 700_000])
    downloader().fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert target.read_bytes() == BODY
    first, second, third = server.ranges_of(PATH)
    assert first is None
    assert (second, third) == ("bytes=1500000-", "bytes=2200000-")
    assert server.asked[-1].headers["if-range"] == '"v1"'


def test_another_process_goes_on_with_what_is_there(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY, cuts=[2_000_000])

    def killed(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Downloader(sleep=killed).fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert left_in(target.parent) == ["model.gguf.part", "model.gguf.part.json"]
    downloader().fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert server.ranges_of(PATH) == [None, "bytes=2000000-"]
    assert target.read_bytes() == BODY


def test_a_part_that_is_whole_is_not_asked_for_again(server: ModelServer, target: Path) -> None:
    part = Part.of(target)
    part.path.write_bytes(BODY)
    part.begin(server.url(PATH), '"v1"', len(BODY))
    downloader().fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert server.asked == []
    assert target.read_bytes() == BODY


def test_a_server_that_ignores_ranges_sends_all_again(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY, cuts=[1_000_000], ranges=False)
    downloader().fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert server.ranges_of(PATH) == [None, "bytes=1000000-"]
    assert target.read_bytes() == BODY


def test_a_file_that_changed_meanwhile_is_fetched_anew(server: ModelServer, target: Path) -> None:
    part = Part.of(target)
    part.path.write_bytes(b"old" * 1000)
    part.begin(server.url(PATH), '"v0"', 9000)
    server.files[PATH] = Served(BODY)
    downloader().fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert target.read_bytes() == BODY


def test_without_a_validator_nothing_is_resumed(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY, etag="", cuts=[1_000_000])
    downloader().fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert server.ranges_of(PATH) == [None, None]


def test_a_range_the_server_refuses_starts_anew(server: ModelServer, target: Path) -> None:
    part = Part.of(target)
    part.path.write_bytes(BODY + b"more")
    part.begin(server.url(PATH), '"v1"', len(BODY) + 9)
    server.files[PATH] = Served(BODY)
    downloader().fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert target.read_bytes() == BODY


def test_a_busy_server_is_asked_again(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY, statuses=[503, 429])
    pauses: list[float] = []
    Downloader(sleep=pauses.append).fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert pauses == [1.0, 2.0]


def test_a_wrong_hash_leaves_nothing(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY[:-1] + b"!")
    with pytest.raises(HashMismatchError, match="instead of"):
        downloader().fetch(Remote(server.url(PATH), SHA256), target, silent)
    assert left_in(target.parent) == []


def test_a_wrong_size_is_seen_before_anything_is_written(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY)
    with pytest.raises(DownloadError, match=f"{len(BODY)} bytes where 7 were expected"):
        downloader().fetch(Remote(server.url(PATH), size=7), target, silent)
    assert left_in(target.parent) == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refusal_is_final(server: ModelServer, target: Path, status: int) -> None:
    server.files[PATH] = Served(BODY, statuses=[status])
    with pytest.raises(DownloadError, match=str(status)):
        downloader().fetch(Remote(server.url(PATH)), target, silent)
    assert len(server.asked) == 1


def test_a_server_that_always_cuts_is_given_up(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY, etag="", cuts=[1000] * 50)
    with pytest.raises(DownloadError, match="connection was cut"):
        downloader().fetch(Remote(server.url(PATH)), target, silent)
    assert len(server.asked) < 10


def test_a_server_that_is_not_there_is_said_soon(target: Path) -> None:
    pauses: list[float] = []
    with pytest.raises(DownloadError, match="server cannot be reached"):
        Downloader(sleep=pauses.append).fetch(Remote("http://127.0.0.1:9/model"), target, silent)
    assert len(pauses) == 1
    assert left_in(target.parent) == []


def test_a_proxy_that_is_not_there_is_named(target: Path) -> None:
    remote = Remote("http://example.invalid/model", network=Network(proxy="http://127.0.0.1:9"))
    with pytest.raises(DownloadError, match="cannot be reached"):
        downloader().fetch(remote, target, silent)


def test_certificates_that_are_not_there_are_an_error(target: Path) -> None:
    remote = Remote("https://127.0.0.1:9/model", network=Network(certificates="/nowhere.pem"))
    with pytest.raises(DownloadError, match="certificate settings"):
        downloader().fetch(remote, target, silent)


def test_credentials_do_not_follow_to_another_host(server: ModelServer, target: Path) -> None:
    with ModelServer() as other:
        other.files["/blob"] = Served(BODY)
        server.files[PATH] = Served(b"", status=302, headers={"Location": other.url("/blob")})
        redirecting = Remote(server.url(PATH), SHA256, headers={"Authorization": "Bearer secret"})
        downloader().fetch(redirecting, target, silent)
        assert server.asked[0].headers["authorization"] == "Bearer secret"
        assert "authorization" not in other.asked[0].headers


class FullDisk(Disk):
    """Has no room from the start, or lies about it and fails while writing."""

    def __init__(self, free: int, error: int = 0) -> None:
        self.free = free
        self.error = error

    def free_bytes(self, folder: Path) -> int:
        return self.free

    def open(self, path: Path, keep: int = 0) -> BinaryIO:
        file = super().open(path, keep)
        if not self.error:
            return file
        file.close()
        return _Failing(str(path), self.error)


class _Failing:
    def __init__(self, name: str, error: int) -> None:
        self.name, self.error = name, error

    def __enter__(self) -> "_Failing":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, block: bytes) -> int:
        raise OSError(self.error, "no")


def test_a_disk_too_small_is_said_before_writing(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY)
    with pytest.raises(DiskFullError, match="it needs 3 MB") as caught:
        downloader(FullDisk(1_000_000)).fetch(Remote(server.url(PATH)), target, silent)
    assert "free 19 MB" in caught.value.hint
    assert left_in(target.parent) == []


def test_a_disk_that_fills_up_leaves_nothing(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY)
    with pytest.raises(DiskFullError, match=r"no room for model\.gguf"):
        downloader(FullDisk(10**9, errno.ENOSPC)).fetch(Remote(server.url(PATH)), target, silent)
    assert left_in(target.parent) == []


def test_another_disk_error_is_not_called_full(server: ModelServer, target: Path) -> None:
    server.files[PATH] = Served(BODY)
    with pytest.raises(OSError, match="no"):
        downloader(FullDisk(10**9, errno.EIO)).fetch(Remote(server.url(PATH)), target, silent)
