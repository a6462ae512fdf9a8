"""Prompts are files: ``<folder>/<name>/<version>.md``, rendered in Jinja's sandbox with declared variables.

A file is YAML front matter (``description``, ``variables``) and one part for each role, headed by
``<!-- system -->``, ``<!-- user -->`` or ``<!-- assistant -->``. Of several folders, a later one overrides an
earlier by name and version; the highest version is used unless one is asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.engines.ports import Message
from assistant.errors import SettingsError, UsageError

_ROLE = re.compile(r"^<!-- (system|user|assistant) -->\n", re.MULTILINE)
FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


@dataclass(frozen=True)
class Prompt:
    """One version of one prompt."""

    name: str
    version: str
    path: Path
    description: str
    variables: tuple[str, ...]
    text: str

    @property
    def id(self) -> str:
        """Name and version, as runs record it."""
        return f"{self.name}/{self.version}"

    def render(self, variables: Mapping[str, Any]) -> list[Message]:
        """The chat turns. Raises ``SettingsError`` when variables are missing or the template fails."""
        if missing := set(self.variables) - set(variables):
            raise SettingsError(f"prompt {self.id} lacks {', '.join(sorted(missing))}", hint=_look(self.name))
        try:
            return [Message(role, template.render(**variables).strip()) for role, template in self._parts]
        except Exception as error:  # a template is somebody else's code
            raise SettingsError(f"prompt {self.id} cannot be rendered: {error}", hint=_look(self.name)) from error

    @cached_property
    def _parts(self) -> list[tuple[str, Any]]:
        pieces = _ROLE.split(self.text)[1:]
        return [(role, _ENVIRONMENT.from_string(text)) for role, text in zip(pieces[::2], pieces[1::2], strict=True)]


class PromptLibrary:
    """The prompts of several folders, shipped ones first."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def all(self) -> list[Prompt]:
        """Every prompt by name and version."""
        files = {
            (path.parent.name, path.stem): path for folder in self._folders for path in sorted(folder.glob("*/*.md"))
        }
        return [load_prompt(path) for _, path in sorted(files.items(), key=lambda item: _order(item[0]))]

    def get(self, name: str, version: str = "") -> Prompt:
        """One prompt, the highest version unless one is named. Raises ``UsageError``."""
        found = [p for p in self.all() if p.name == name and version in ("", p.version)]
        if not found:
            raise UsageError(f"no prompt {name}{f'/{version}' if version else ''}", hint="assistant prompts list")
        return found[-1]


def load_prompt(path: Path) -> Prompt:
    """Read and check a prompt file. Raises ``SettingsError`` naming the file and what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
        front = FRONT.match(text)
        fields = yaml.safe_load(front.group(1)) if front else None
        used = meta.find_undeclared_variables(_ENVIRONMENT.parse(text[front.end() :])) if front else set()
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TemplateError) as error:
        raise SettingsError(f"{path}: {error}", hint="mend the file or remove it") from error
    if not (front and isinstance(fields, dict) and isinstance(fields.get("variables", []), list)):
        raise SettingsError(f"{path} has no front matter", hint="begin it with ---, description:, variables: [], ---")
    variables = tuple(map(str, fields.get("variables", ())))
    if undeclared := used - set(variables):
        raise SettingsError(f"{path} uses {', '.join(sorted(undeclared))} undeclared", hint="add them to variables:")
    if not _ROLE.search(text):
        raise SettingsError(f"{path} has no part for a role", hint="head its parts with <!-- system -->, <!-- user -->")
    return Prompt(path.parent.name, path.stem, path, str(fields.get("description", "")), variables, text[front.end() :])


def _order(key: tuple[str, str]) -> tuple[str, int, str]:
    name, version = key
    return name, int(version) if version.isdigit() else 0, version


def _look(name: str) -> str:
    return f"assistant prompts show {name}"


_ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
)
