"""One setting: how it is declared, and how a given value is read and checked."""

import os
from dataclasses import Field, dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from assistant.errors import SettingsError

Value = int | str | Path | tuple[str, ...] | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting means and which values fit."""

    help: str
    minimum: int = 0
    maximum: int = 0
    choices: tuple[str, ...] = ()
    is_below: bool = False


def declare(
    default: T, help: str, minimum: int = 0, maximum: int = 0, choices: tuple[str, ...] = (), *, is_below: bool = False
) -> T:
    """A dataclass field that is a setting.

    ``minimum`` and ``maximum`` are for whole numbers; ``is_below`` is for a folder below another one.
    """
    return field(default=default, metadata={"rule": Rule(help, minimum, maximum, choices, is_below)})


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting by its dotted key; its type is that of its default, a path where that is ``None``."""

    section: str
    name: str
    default: Value
    rule: Rule

    @classmethod
    def of(cls, section: str, entry: "Field[Any]") -> "Setting":
        """The setting that a section's dataclass field declares."""
        default: Any = entry.default
        return cls(section, entry.name, default, entry.metadata["rule"])

    @property
    def key(self) -> str:
        """The dotted key: section and name."""
        return f"{self.section}.{self.name}"

    @property
    def help(self) -> str:
        """One line on what it is for."""
        return self.rule.help

    @property
    def allowed(self) -> str:
        """The values that fit, in words."""
        match self.default:
            case int():
                return f"a whole number from {self.rule.minimum} to {self.rule.maximum}"
            case tuple():
                return "a list of texts"
            case None:
                return "a folder"
        if self.rule.is_below:
            return "a folder below the notes folder"
        return f"one of {', '.join(self.rule.choices)}" if self.rule.choices else "a text"

    def from_text(self, text: str) -> object:
        """The value that a text stands for, unchecked: a number, or a list split at commas."""
        if isinstance(self.default, int):
            try:
                return int(text)
            except ValueError:
                return text
        if isinstance(self.default, tuple):
            return tuple(part.strip() for part in text.split(",") if part.strip())
        return text

    def check(self, value: object, where: str, base: Path) -> Value:
        """The value in its own type; a relative folder starts at ``base``.

        Raises ``SettingsError`` naming ``where`` the value stands when it does not fit.
        """
        match self.default:
            case int():
                fits = type(value) is int and self.rule.minimum <= value <= self.rule.maximum
            case tuple():
                fits = _is_text_list(value)
            case str():
                fits = isinstance(value, str) and (not self.rule.choices or value in self.rule.choices)
                fits = fits and (not self.rule.is_below or _is_below(str(value)))
            case _:
                fits = isinstance(value, str | Path) and "\0" not in str(value)
        if not fits:
            raise SettingsError(
                f"{self.key} must be {self.allowed}, not {value!r} ({where})", hint=self._example(value)
            )
        if self.default is None:
            return _absolute(str(value), base) if str(value) else None
        return cast("Value", tuple(value) if isinstance(value, list) else value)

    def _example(self, value: object) -> str:
        from difflib import get_close_matches

        close = get_close_matches(str(value), self.rule.choices, n=1)
        return f"a value that fits: {close[0] if close else as_text(self.default) or '~/notes'}"


def as_text(value: Value) -> str:
    """A value as ``config get`` prints it and ``config set`` takes it."""
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _is_below(path: str) -> bool:
    """Whether a path, from some folder on, stays below it."""
    parts = Path(path).parts
    return bool(parts) and not Path(path).is_absolute() and ".." not in parts and "\0" not in path


def _is_text_list(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)


def _absolute(text: str, base: Path) -> Path:
    # Symbolic links stay as the user wrote them; only the index resolves them.
    return Path(os.path.normpath(base.absolute() / os.path.expanduser(text)))  # noqa: PTH111
