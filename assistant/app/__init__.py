"""The composition root: the only place that knows every concrete class.

Heavy libraries are imported when a method first needs them, so that a command pays only for what it uses.
"""

from dataclasses import replace
from pathlib import Path

from assistant.app.asking import Asking, AskOutcome
from assistant.app.freshness import Fresh
from assistant.app.indexing import IndexOutcome
from assistant.app.keeping import Keeping
from assistant.app.nights import Nights
from assistant.app.opened import OpenIndex
from assistant.app.searching import Searching, SearchOutcome
from assistant.app.tagging import Tagging
from assistant.app.templating import Templating

__all__ = ["App", "AskOutcome", "Asking", "IndexOutcome", "OpenIndex", "SearchOutcome", "Searching"]


class App(Nights, Tagging, Templating, Fresh, Keeping):
    """Everything the program can do, for one set of settings."""

    def over(self, folder: Path, data: Path) -> "App":
        """The same program over another folder, with its index below ``data`` and the models of this one."""
        other = App(replace(self.settings, notes=replace(self.settings.notes, folder=folder)), self.paths)
        other.paths = replace(self.paths, data=data)
        other.models = self.models
        return other
