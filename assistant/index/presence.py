"""Whether the notes folder is there: a disk that is not mounted must not be taken for notes that were deleted."""

import os
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import FolderGoneError


@dataclass(frozen=True, slots=True)
class Presence:
    """A folder as it is now: the device it lies on, and whether nothing but hidden files is in it."""

    folder: Path
    device: int
    is_empty: bool

    @classmethod
    def of(cls, folder: Path) -> "Presence":
        """Look at a folder. Raises ``FolderGoneError`` when it is not there or can't be looked at."""
        try:
            with os.scandir(folder) as listing:
                is_empty = all(entry.name.startswith(".") for entry in listing)
            return cls(folder, folder.stat().st_dev, is_empty)
        except OSError as error:
            raise FolderGoneError(
                f"the notes folder is not there: {folder}", hint="put it back or mount it, then: assistant index"
            ) from error

    def check_not_emptied(self, known: int) -> None:
        """Raise ``FolderGoneError`` when nothing is left of a folder of which notes are known."""
        if self.is_empty and known:
            raise _looks_unmounted(f"{self.folder} is empty, and {known} notes of it are indexed")

    def check_same_disk(self, device: int | None, known: int, gone: int) -> None:
        """Raise ``FolderGoneError`` when the folder lay on another device before, and most of its notes are missing.

        Device numbers alone tell nothing: many file systems get another one at every start.
        """
        if device not in (None, self.device) and gone * 2 > known:
            missing = f"{gone} of {known} indexed notes are missing"
            raise _looks_unmounted(f"{self.folder} lies on another disk than before, and {missing}")


def _looks_unmounted(what: str) -> FolderGoneError:
    return FolderGoneError(what, hint="mount it again; if they are to be forgotten: assistant index --allow-empty")
