"""What every command needs, settled from the global options; each part is made when it is first asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import typer

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.app import App
    from assistant.cli.output import Output
    from assistant.settings import Resolved, Settings
    from assistant.settings.paths import Paths


@dataclass(frozen=True)
class Session:
    """One run of the program. ``flags`` are settings given on the command line, by dotted key."""

    quiet: bool = False
    debug: bool = False
    no_color: bool = False
    flags: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, context: typer.Context) -> "Session":
        """The session that the global options opened."""
        return context.ensure_object(cls)

    def with_flags(self, flags: Mapping[str, object]) -> "Session":
        """The same session with a command's own flags; those that are ``None`` were not given."""
        return replace(self, flags={**self.flags, **flags})

    @cached_property
    def paths(self) -> "Paths":
        """Where the program keeps its files."""
        from assistant.settings.paths import find_paths

        return find_paths()

    @cached_property
    def resolved(self) -> "Resolved":
        """The settings and their sources. Raises ``SettingsError`` when one does not fit."""
        from assistant.settings import resolve

        return resolve(self.paths.config_file, flags=self.flags)

    @property
    def settings(self) -> "Settings":
        """The settings. Raises ``SettingsError`` when one does not fit."""
        return self.resolved.settings

    @cached_property
    def output(self) -> "Output":
        """The streams. Settings that do not fit leave the usual look, so that they can be put right."""
        from assistant.cli.output import Output
        from assistant.settings import Output as Look

        try:
            look = self.settings.output
        except SettingsError:
            look = Look()
        return Output(look, quiet=self.quiet, no_color=self.no_color)

    @cached_property
    def folder(self) -> "Path":
        """The notes folder, to be linked to. Raises ``UsageError`` when there is none."""
        folder = self.settings.notes.folder
        return self.app.folder if folder is None else folder.resolve()

    def relative(self, note: str) -> str:
        """A note's path below the notes folder, named from there or from here."""
        from pathlib import Path

        here = Path(note).absolute()
        if here.is_file() and here.resolve().is_relative_to(self.app.folder):
            return here.resolve().relative_to(self.app.folder).as_posix()
        return Path(note).as_posix().removeprefix("./")

    @cached_property
    def app(self) -> "App":
        """Everything the program can do, under these settings."""
        from assistant.app import App

        return App(self.settings, self.paths)


def typed(words: Sequence[str]) -> str:
    """Words of the command line as one text; what is not text (bytes in another encoding) becomes ``?``."""
    return " ".join(words).encode("utf-8", "replace").decode().strip()
