"""The config file: a TOML file whose comments and layout belong to the user."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingsError
from assistant.settings import resolve, setting
from assistant.settings.paths import write_private
from assistant.settings.values import Setting, Value

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Item, Key

HEADER = "Settings of assistant. All of them, and where each value came from: assistant config"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as the file has it; ``where`` is ``file:line`` for messages."""

    key: str
    value: object
    where: str


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that was written; ``before`` is ``None`` when the file did not have it."""

    key: str
    before: object
    after: object


def read_values(file: Path) -> Iterator[Entry]:
    """Every value of the file under its dotted key. ``SettingsError`` when it is not TOML."""
    import tomllib

    text = _read(file)
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(file, error) from error
    for section, content in parsed.items():
        if not isinstance(content, dict):
            yield Entry(section, content, _where(file, text, "", section))
            continue
        for name, value in content.items():
            yield Entry(f"{section}.{name}", value, _where(file, text, section, name))


def set_value(file: Path, key: str, value: object) -> Change:
    """Write one setting; see ``set_values``."""
    return set_values(file, {key: value})[0]


def set_values(file: Path, values: Mapping[str, object]) -> list[Change]:
    """Check and write settings in one step, creating the file; comments and other settings stay.

    Raises ``SettingsError`` and leaves the file as it was when a key is unknown, a value does not fit, or settings
    that fitted together no longer do.
    """
    checked = {key: setting(key).check(value, "given", Path.cwd()) for key, value in values.items()}
    document = _document(file)
    before, fitted = document.as_string(), _problem(file) is None
    changes = [_put(document, key, value) for key, value in checked.items()]
    write_private(file, document.as_string())
    if fitted and (problem := _problem(file)):
        write_private(file, before)
        raise problem
    return changes


def _problem(file: Path) -> SettingsError | None:
    """What keeps the file's settings from being used, if anything."""
    try:
        resolve(file, env={})
    except SettingsError as error:
        return error
    return None


def _put(document: "TOMLDocument", key: str, value: Value) -> Change:
    import tomlkit

    known = setting(key)
    if known.section not in document:
        table = tomlkit.table()
        table.trivia.indent = "\n" if document.body else ""
        document.add(known.section, table)
    section: Any = document[known.section]
    if not isinstance(section, dict):
        raise SettingsError(f"{known.section} is not a section in the config file", hint=f"[{known.section}]")
    before = section.get(known.name)
    if before is None:
        _add(section, known, value)
    else:
        section[known.name] = _toml(value)
    return Change(key, None if before is None else before.unwrap(), _toml(value))


def _add(section: Any, known: Setting, value: Value) -> None:  # noqa: ANN401 (a tomlkit table of any kind)
    """Add a key under a comment that explains it, after the section's own lines."""
    from tomlkit import comment
    from tomlkit.items import Table

    if not isinstance(section, Table) or section.is_super_table():
        section[known.name] = _toml(value)
        return
    body = section.value.body
    tail = _tail(body)
    del body[len(body) - len(tail) :]
    section.add(comment(f"{known.help} ({known.allowed})"))
    section.add(known.name, _toml(value))
    body.extend(tail)


def _tail(body: "list[tuple[Key | None, Item]]") -> "list[tuple[Key | None, Item]]":
    """What follows the first blank line after a section's last key: it leads to the next section."""
    from tomlkit.items import Whitespace

    after = max((n for n, (key, _) in enumerate(body, start=1) if key is not None), default=0)
    blank = next((n for n in range(after, len(body)) if isinstance(body[n][1], Whitespace)), len(body))
    return body[blank:]


def _document(file: Path) -> "TOMLDocument":
    import tomlkit
    from tomlkit.exceptions import ParseError

    if not file.exists():
        document = tomlkit.document()
        document.add(tomlkit.comment(HEADER))
        return document
    try:
        return tomlkit.parse(_ended(_read(file)))
    except ParseError as error:
        raise _not_toml(file, error) from error


def _ended(text: str) -> str:
    # Without it, what is added after a last line that has no end would go on that line.
    return text if not text or text.endswith("\n") else text + "\n"


def _toml(value: Value) -> int | str | list[str]:
    if isinstance(value, int):
        return value
    return list(value) if isinstance(value, tuple) else str(value or "")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _not_toml(file, error) from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}", hint=f"ls -l {file}") from error


def _not_toml(file: Path, error: Exception) -> SettingsError:
    return SettingsError(f"{file} is not a TOML file: {error}", hint=f"correct it by hand: {file}")


def _where(file: Path, text: str, section: str, name: str) -> str:
    """``file:line`` of a plainly written key, else the file."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([^\]]*?)\s*\]", line):
            current = header[1]
            if not name and current == section:
                return f"{file}:{number}"
        elif current == section and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            return f"{file}:{number}"
    return str(file)
