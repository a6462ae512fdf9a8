"""What a command prints: results to stdout, remarks to stderr, styled only where someone looks at them."""

import json
import os
import sys
from dataclasses import asdict, dataclass, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from assistant.guards.terminal import UNSAFE, clean

if TYPE_CHECKING:
    from pydantic import BaseModel
    from rich.console import Console

    from assistant.settings import Output as Look


@dataclass(frozen=True)
class Output:
    """The two streams of a command. Nothing here reads markup, so text from notes is safe to pass."""

    look: "Look"
    quiet: bool = False
    no_color: bool = False

    @property
    def is_terminal(self) -> bool:
        """Whether results are read by a person: tables and styles, or plain lines."""
        return self.look.color == "always" or _can_style(sys.stdout)

    @cached_property
    def console(self) -> "Console":
        """Stdout for styled results; clean what comes from notes before it gets there."""
        return self._console(sys.stdout)

    @cached_property
    def progress(self) -> "Console":
        """Stderr for progress; silent with ``--quiet``."""
        return self._console(sys.stderr)

    def line(self, text: str = "") -> None:
        """One plain line of a result, cleaned and never wrapped."""
        sys.stdout.write(clean(text) + "\n")

    def remark(self, text: str) -> None:
        """One plain line on stderr, unless ``--quiet``."""
        if not self.quiet:
            sys.stderr.write(clean(text) + "\n")

    def json(self, value: "BaseModel | object") -> None:
        """One JSON object on stdout; ``value`` is a pydantic model or a dataclass. Indented for a person."""
        sys.stdout.write(as_json(value, indent=2 if sys.stdout.isatty() else None) + "\n")

    def link(self, file: Path, line: int = 1) -> str | None:
        """The address that opens ``file`` at ``line``, for rich's ``Style(link=...)``; ``None`` when links are off."""
        if self.look.links == "never" or (self.look.links == "auto" and not _can_style(sys.stdout)):
            return None
        return f"{file.absolute().as_uri()}#{line}"

    def _console(self, stream: TextIO) -> "Console":
        from rich.console import Console

        styled = self.look.color == "always" or _can_style(stream)
        return Console(
            file=stream,
            force_terminal=styled,
            color_system="auto" if styled else None,
            no_color=self._is_colorless,
            quiet=self.quiet and stream is sys.stderr,
            markup=False,
            emoji=False,
            highlight=False,
            soft_wrap=not styled,
        )

    @property
    def _is_colorless(self) -> bool:
        if self.no_color or self.look.color == "never":
            return True
        return self.look.color == "auto" and bool(os.environ.get("NO_COLOR"))


def as_json(value: "BaseModel | object", indent: int | None = None) -> str:
    """JSON of a pydantic model or a dataclass, readable in every script.

    Characters that could steer a terminal are written as ``\\uXXXX``, which means the same.
    """
    fields: Any = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
    if not isinstance(fields, dict):
        fields = fields.model_dump(mode="json")
    text = json.dumps(fields, ensure_ascii=False, indent=indent, default=str)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _can_style(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")
