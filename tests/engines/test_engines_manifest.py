"""Manifests: what they say, and what is said of wrong ones."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app.equipment import ENGLISH_EMBEDDER, ENGLISH_JUDGE, MANY_LANGUAGES_EMBEDDER, MANY_LANGUAGES_JUDGE
from assistant.engines.files import sha256_of
from assistant.engines.manifest import Format, Pooling, Role, Tier, find_manifest, load_manifest, load_manifests
from assistant.engines.sources import HubSource, ModelSource, PathSource, PypiSource, UrlSource, parse_source
from assistant.errors import SettingsError, UsageError
from assistant.settings import Settings

SHIPPED = Path(__file__).parents[2] / "models"
JUDGES = {ENGLISH_JUDGE, MANY_LANGUAGES_JUDGE}
DEFAULTS = {Settings().models.chat, ENGLISH_EMBEDDER, MANY_LANGUAGES_EMBEDDER, *JUDGES}
EMBED = """
role = "embed"
format = "onnx"
description = "A model"
recommended_for = "any machine"
licence = "MIT"
ram_gb = 1
dims = 8
pooling = "cls"
max_tokens = 16
query_prefix = "query: "

[[files]]
name = "model.onnx"
sources = ["hf:owner/repo/onnx/model.onnx@v1", "https://example.org/model.onnx"]
size = 10

[[files]]
name = "tokenizer.json"
sources = ["file:/models/tokenizer.json"]
"""


def written(folder: Path, text: str, name: str = "tiny") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_manifest_is_read_into_types(tmp_path: Path) -> None:
    manifest = load_manifest(written(tmp_path, EMBED))
    assert (manifest.name, manifest.role, manifest.format) == ("tiny", Role.EMBED, Format.ONNX)
    assert (manifest.dims, manifest.pooling, manifest.query_prefix, manifest.ram_gb) == (8, Pooling.CLS, "query: ", 1.0)
    assert manifest.files[0].sources == (
        HubSource("owner/repo", "onnx/model.onnx", "v1"),
        UrlSource("https://example.org/model.onnx"),
    )
    assert manifest.files[1].sources == (PathSource(Path("/models/tokenizer.json")),)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("dims = 8", "dim = 8", "unknown key 'dim', did you mean 'dims'?"),
        ("size = 10", "sice = 10", "unknown key 'sice', did you mean 'size'?"),
        ("dims = 8", 'dims = "8"', "dims = '8' must be a whole number"),
        ("dims = 8", "dims = true", "dims = True must be a whole number"),
        ("dims = 8", "", "needs 'dims'"),
        ('licence = "MIT"', "", "'licence' is missing"),
        ('role = "embed"', 'role = "sing"', "must be one of chat, embed, reader, rerank"),
        ('"hf:owner/repo/onnx/model.onnx@v1", ', '"ftp://x", ', "must begin with pypi:"),
        ('name = "tokenizer.json"', 'name = "other.json"', "needs a file named 'tokenizer.json'"),
        ('name = "tokenizer.json"', 'name = "model.onnx"', "two files have the same name"),
        ('name = "tokenizer.json"', 'name = "../evil"', "cannot be a file's name"),
        ("size = 10", 'sha256 = "ABC"', "must be 64 lower-case hexadecimal digits"),
        ('format = "onnx"', 'format = "minilm-safetensors"', "needs a file named 'model.safetensors'"),
        ("max_tokens = 16", 'max_tokens = 16\nrequantize = "Q4_0"', "only a gguf model"),
        ("[[files]]", "[files", "is not TOML"),
    ],
)
def test_a_wrong_manifest_is_refused_by_name(tmp_path: Path, before: str, after: str, complaint: str) -> None:
    path = written(tmp_path, EMBED.replace(before, after, 1))
    with pytest.raises(SettingsError) as caught:
        load_manifest(path)
    assert str(path) in caught.value.message
    assert complaint in caught.value.message
    assert str(path) in caught.value.hint


def test_a_reader_is_an_onnx_model(tmp_path: Path) -> None:
    reader = EMBED.replace('role = "embed"', 'role = "reader"')
    assert load_manifest(written(tmp_path, reader)).role is Role.READER
    gguf = reader.replace('format = "onnx"', 'format = "gguf"').replace("model.onnx", "model.gguf")
    with pytest.raises(SettingsError, match="must have format 'onnx'"):
        load_manifest(written(tmp_path, gguf))


def test_a_later_folder_overrides_by_name(tmp_path: Path) -> None:
    written(tmp_path / "shipped", EMBED)
    written(tmp_path / "shipped", EMBED, name="other")
    written(tmp_path / "user", EMBED.replace("dims = 8", "dims = 4"))
    manifests = load_manifests([tmp_path / "shipped", tmp_path / "user", tmp_path / "none"])
    assert list(manifests) == ["other", "tiny"]
    assert (manifests["tiny"].dims, manifests["other"].dims) == (4, 8)


def test_an_unknown_name_suggests_a_near_one(tmp_path: Path) -> None:
    manifests = load_manifests([SHIPPED])
    assert find_manifest(manifests, "minilm-l6").role is Role.EMBED
    with pytest.raises(UsageError) as caught:
        find_manifest(manifests, "minilm-l5")
    assert "minilm-l6" in caught.value.hint


def test_the_shipped_manifests_cover_every_role() -> None:
    manifests = load_manifests([SHIPPED]).values()
    assert {manifest.role for manifest in manifests} == set(Role)
    assert {(m.role, m.name) for m in manifests if m.name in DEFAULTS} == {
        (Role.CHAT, Settings().models.chat),
        (Role.EMBED, ENGLISH_EMBEDDER),
        (Role.EMBED, MANY_LANGUAGES_EMBEDDER),
        *((Role.READER, name) for name in JUDGES),
    }
    assert any(manifest.role is Role.CHAT and manifest.tier is Tier.STRONG for manifest in manifests)
    for file in (file for manifest in manifests for file in manifest.files):
        # The hub keeps size and hash of a large file, so that a commit says as much.
        pinned = all(isinstance(source, HubSource) and len(source.revision) == 40 for source in file.sources)
        assert (file.sha256 and file.size) or pinned


def test_the_default_models_come_with_the_program_or_from_the_package_index_first() -> None:
    for manifest in load_manifests([SHIPPED]).values():
        if manifest.name in DEFAULTS:
            assert all(isinstance(file.sources[0], PypiSource | PathSource | ModelSource) for file in manifest.files)


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_the_model_that_ships_is_the_one_its_manifest_names(name: str) -> None:
    sources = [(file, file.sources[0]) for file in load_manifests([SHIPPED])[name].files]
    shipped = [(file, source) for file, source in sources if isinstance(source, PathSource)]
    assert shipped
    for file, source in shipped:
        assert source.path.parent == SHIPPED / name
        assert (sha256_of(source.path), source.path.stat().st_size) == (file.sha256, file.size)


def test_a_relative_path_starts_at_the_manifests_folder(tmp_path: Path) -> None:
    path = written(tmp_path, EMBED.replace("file:/models/tokenizer.json", "file:tiny/tokenizer.json"))
    assert load_manifest(path).files[1].sources == (PathSource(tmp_path / "tiny" / "tokenizer.json"),)


def test_a_size_is_known_when_that_of_every_file_is(tmp_path: Path) -> None:
    assert load_manifest(written(tmp_path, EMBED)).size == 0
    sized = EMBED.replace('tokenizer.json"]', 'tokenizer.json"]\nsize = 5')
    assert load_manifest(written(tmp_path, sized)).size == 15


def test_the_page_on_models_has_each_with_its_size_memory_and_licence() -> None:
    page = (SHIPPED.parent / "docs" / "models.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in page.splitlines() if row.startswith("| `") and " MB |" in row}
    manifests = load_manifests([SHIPPED])
    assert set(rows) == set(manifests)
    for name, manifest in manifests.items():
        assert f"| {manifest.role} | " in rows[name]
        assert (f"| {manifest.size / 1e6:,.0f} MB |" if manifest.size else "| about ") in rows[name]
        assert f" MB | {manifest.ram_gb:g} GB | {manifest.licence} |" in rows[name]
        assert ("(default)" in rows[name]) == (name in DEFAULTS)


def test_the_page_on_models_shows_a_manifest_that_loads(tmp_path: Path) -> None:
    page = (SHIPPED.parent / "docs" / "models.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert load_manifest(written(tmp_path, example)).role is Role.CHAT


@pytest.mark.parametrize(
    "text",
    [
        "pypi:some-package==1.2.0#some_package/model/file.gguf",
        "hf:owner/some.repo/folder/file.onnx",
        "hf:owner/repo/file.gguf@9217f5db",
        "https://example.org/a/b?c=d",
        "http://127.0.0.1:8080/a",
        "file:/abs/olute path",
    ],
)
def test_a_source_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_source(text)) == text


@pytest.mark.parametrize(
    "text", ["", "model.gguf", "pypi:pkg#file", "hf:owner/file", "http://example.org/a", "https:///a", "file:relative"]
)
def test_a_source_of_no_known_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_source(text)


@given(st.text(max_size=40))
def test_any_text_is_a_source_or_a_value_error(text: str) -> None:
    try:
        source = parse_source(text)
    except ValueError:
        return
    assert parse_source(str(source)) == source
