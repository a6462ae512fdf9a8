"""Every setting with its default, and how defaults, config file, environment and flags become one value.

Later sources win: defaults < config file < environment (``ASSISTANT_SECTION_KEY``) < flags.
An unknown name or an unfit value is a ``SettingsError`` wherever it stands.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.settings.values import Setting, Value, declare

PREFIX = "ASSISTANT_"
RESERVED = frozenset({"ASSISTANT_HOME", "ASSISTANT_DEBUG"})
RESERVED_PREFIX = "ASSISTANT_TEST_"
#: In place of an embedding model's name: the one that fits the notes.
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Notes:
    """Which files are notes."""

    folder: Path | None = declare(None, "the folder that holds the notes")  # noqa: RUF009
    max_bytes: int = declare(5_000_000, "larger files are left out, in bytes", 1, 1_000_000_000)
    ignore: tuple[str, ...] = declare((), "patterns of files to leave out, as in .gitignore")


@dataclass(frozen=True, slots=True)
class Models:
    """Which model plays which role."""

    chat: str = declare("smollm2-135m", "writes the answers")
    embed: str = declare(AUTO, "turns passages into vectors; auto for what fits the languages of the notes")
    reader: str = declare("judge-minilm", "judges which pieces answer, and where; empty for none")
    rerank: str = declare("", "orders the found passages anew; empty for none")


@dataclass(frozen=True, slots=True)
class Engine:
    """How models run."""

    threads: int = declare(0, "processor threads; 0 for automatic", 0, 1024)
    gpu_layers: int = declare(-1, "layers on the GPU; -1 for automatic", -1, 1000)
    context: int = declare(2048, "prompt and answer together, in tokens", 256, 1_048_576)
    memory_limit_mb: int = declare(0, "memory of the chat model's process, in MB; 0 for automatic", 0, 1_048_576)


@dataclass(frozen=True, slots=True)
class Index:
    """How notes are cut into passages."""

    chunk_target: int = declare(180, "usual length of a passage, in tokens", 20, 4096)
    chunk_ceiling: int = declare(240, "greatest length of a passage, in tokens", 20, 4096)
    freshen_ms: int = declare(300, "time to index what changed before a search, in milliseconds; 0 for none", 0, 60_000)


@dataclass(frozen=True, slots=True)
class Search:
    """How passages are found."""

    limit: int = declare(10, "how many notes are shown", 1, 1000)
    mode: str = declare("hybrid", "which indexes are asked", choices=("hybrid", "lexical", "vector"))
    expand: str = declare("off", "also search the words that the best passages share", choices=("off", "on"))
    rewrite: str = declare("off", "also search what the chat model makes of a question", choices=("off", "on"))
    rerank_budget_ms: int = declare(1000, "time a reranker may take, in milliseconds; 0 for none", 0, 600_000)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a question may cost."""

    evidence_tokens: int = declare(600, "most evidence shown to the model, in tokens", 50, 1_000_000)
    evidence_seconds: int = declare(3, "time the model may take to read the evidence, in seconds", 1, 3600)
    answer_tokens: int = declare(160, "greatest length of an answer, in tokens", 8, 16_384)
    evidence_sentences: int = declare(12, "evidence shown to the model, in sentences", 1, 500)
    style: str = declare("auto", "copied from the notes, or worded anew", choices=("auto", "extractive", "abstractive"))
    min_confidence: int = declare(-1, "least confidence to answer, in percent; -1 for the fitted one", -1, 100)


@dataclass(frozen=True, slots=True)
class Service:
    """The resident process of a notes folder."""

    autostart: str = declare("on", "start it with the first question that profits", choices=("off", "on"))
    idle_minutes: int = declare(30, "without a request, one that started by itself ends after, in minutes", 1, 10_080)
    warm: str = declare("on", "load the models when it starts, not when first needed", choices=("off", "on"))
    reconcile_minutes: int = declare(30, "compare the whole folder with the index every so many minutes", 1, 1440)
    pause_on_battery: str = declare("off", "no background work on battery", choices=("off", "on"))


@dataclass(frozen=True, slots=True)
class Digest:
    """The nightly digests."""

    folder: str = declare("digests", "where digests are written, below the notes folder", is_below=True)
    weekly: str = declare(
        "monday",
        "the day on which the digest of the week before is due; never for none",
        choices=("never", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
    notify: str = declare("", "command that is run, with a message as its last word, when a nightly run fails")


@dataclass(frozen=True, slots=True)
class Output:
    """How results look on a terminal."""

    color: str = declare("auto", "colored output", choices=("auto", "always", "never"))
    links: str = declare("auto", "links that open a note", choices=("auto", "always", "never"))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one section each."""

    notes: Notes = field(default_factory=Notes)
    models: Models = field(default_factory=Models)
    engine: Engine = field(default_factory=Engine)
    index: Index = field(default_factory=Index)
    search: Search = field(default_factory=Search)
    ask: Ask = field(default_factory=Ask)
    service: Service = field(default_factory=Service)
    digest: Digest = field(default_factory=Digest)
    output: Output = field(default_factory=Output)

    def get(self, key: str) -> Value:
        """The value of a dotted key; ``SettingsError`` when there is no such setting."""
        known = setting(key)
        value: Value = getattr(getattr(self, known.section), known.name)
        return value


class SourceKind(StrEnum):
    """The four places a value can come from, weakest first."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from; ``name`` is the file, or the environment variable."""

    kind: SourceKind
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.kind.value


@dataclass(frozen=True, slots=True)
class Resolved:
    """The settings, and for each dotted key where its value came from."""

    settings: Settings
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class _Given:
    """A checked value with its key and source."""

    key: str
    value: Value
    source: Source


def _declared() -> Iterator[Setting]:
    for section in fields(Settings):
        for entry in fields(section.default_factory):  # type: ignore[arg-type]
            yield Setting.of(section.name, entry)


SETTINGS: Mapping[str, Setting] = {declared.key: declared for declared in _declared()}


def setting(key: str) -> Setting:
    """What is known of a dotted key; ``SettingsError`` with a suggestion when there is no such setting."""
    if key in SETTINGS:
        return SETTINGS[key]
    raise SettingsError(f'unknown setting "{key}"', hint=suggestion(key) or "all settings: assistant config")


def suggestion(key: str) -> str:
    """A "did you mean" for a dotted key, or nothing when no setting is close."""
    close = _closest(key, SETTINGS)
    return f'did you mean "{close}"?' if close else ""


def resolve(
    config_file: Path | None = None,
    env: Mapping[str, str] = os.environ,
    flags: Mapping[str, object] | None = None,
) -> Resolved:
    """Settle every setting.

    ``flags`` maps dotted keys to values; those that are ``None`` were not given. A missing file is an empty one.
    """
    given = [*_from_file(config_file), *_from_environment(env), *_from_flags(flags or {})]
    settings = Settings()
    sources = dict.fromkeys(SETTINGS, Source(SourceKind.DEFAULT))
    for one in given:
        settings = _with_value(settings, SETTINGS[one.key], one.value)
        sources[one.key] = one.source
    _check_together(settings)
    return Resolved(settings, sources)


def _with_value(settings: Settings, known: Setting, value: Value) -> Settings:
    values: dict[str, Any] = {known.name: value}
    section = replace(getattr(settings, known.section), **values)
    return replace(settings, **{known.section: section})


def _from_file(config_file: Path | None) -> Iterator[_Given]:
    if config_file is None or not config_file.exists():
        return
    from assistant.settings.file import read_values

    source = Source(SourceKind.FILE, str(config_file))
    for entry in read_values(config_file):
        if entry.key not in SETTINGS:
            hint = suggestion(entry.key) or f"remove it from {config_file}"
            raise SettingsError(f'unknown setting "{entry.key}" in {entry.where}', hint=hint)
        known = SETTINGS[entry.key]
        yield _Given(entry.key, known.check(entry.value, entry.where, config_file.parent), source)


def _from_environment(env: Mapping[str, str]) -> Iterator[_Given]:
    variables = {variable_name(key): key for key in SETTINGS}
    sections = {known.section.upper() for known in SETTINGS.values()}
    for name, text in sorted(env.items()):
        if not name.startswith(PREFIX) or name in RESERVED or name.startswith(RESERVED_PREFIX):
            continue
        if name not in variables and name.removeprefix(PREFIX).split("_")[0] not in sections:
            continue  # another program's
        if name not in variables:
            close = _closest(name.removeprefix(PREFIX), {other.removeprefix(PREFIX) for other in variables})
            hint = f'did you mean "{PREFIX}{close}"?' if close else f"unset {name}"
            raise SettingsError(f"unknown environment variable {name}", hint=hint)
        if text:
            known = SETTINGS[variables[name]]
            value = known.check(known.from_text(text), name, Path.cwd())
            yield _Given(known.key, value, Source(SourceKind.ENVIRONMENT, name))


def _from_flags(flags: Mapping[str, object]) -> Iterator[_Given]:
    for key, value in flags.items():
        if value is not None:
            checked = setting(key).check(value, "the command line", Path.cwd())
            yield _Given(key, checked, Source(SourceKind.FLAG))


def variable_name(key: str) -> str:
    """The environment variable of a dotted key."""
    return PREFIX + key.replace(".", "_").upper()


def _check_together(settings: Settings) -> None:
    index, ask, engine = settings.index, settings.ask, settings.engine
    if index.chunk_ceiling < index.chunk_target:
        raise SettingsError(
            f"index.chunk_ceiling ({index.chunk_ceiling}) is below index.chunk_target ({index.chunk_target})",
            hint=f"assistant config set index.chunk_ceiling {index.chunk_target}",
        )
    if ask.evidence_tokens + ask.answer_tokens > engine.context:
        raise SettingsError(
            f"ask.evidence_tokens ({ask.evidence_tokens}) and ask.answer_tokens ({ask.answer_tokens}) "
            f"do not fit engine.context ({engine.context})",
            hint=f"assistant config set engine.context {2 * (ask.evidence_tokens + ask.answer_tokens)}",
        )


def _closest(given: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(given, list(known), n=1)), "")
