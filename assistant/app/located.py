"""Where the notes are, and where what is known of them lies."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.equipment import Equipment
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.notes.walk import WalkRules


class Located(Equipment):
    """The notes folder that the settings name."""

    @cached_property
    def folder(self) -> Path:
        """The notes folder. Raises ``UsageError`` when none is named, or it is not there.

        One that has an index is just not there for now: not mounted, perhaps.
        """
        folder = self.settings.notes.folder
        if folder is None:
            raise UsageError("no notes folder is set", hint="assistant init FOLDER, or: assistant --notes FOLDER ...")
        if not folder.is_dir() and not self.paths.index_folder(folder.resolve()).exists():
            raise UsageError(f"no such notes folder: {folder}", hint="assistant init FOLDER")
        return folder.resolve()

    @property
    def index_folder(self) -> Path:
        """Where this notes folder's index lies."""
        return self.paths.index_folder(self.folder)

    @property
    def catalog_file(self) -> Path:
        """The database of this notes folder."""
        return self.index_folder / "catalog.db"

    def walk_rules(self) -> "WalkRules":
        """Which files of the folder are notes."""
        from assistant.notes.walk import WalkRules

        return WalkRules(max_bytes=self.settings.notes.max_bytes, ignore=self.settings.notes.ignore)
