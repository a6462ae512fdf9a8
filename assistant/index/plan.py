"""What has to be done so that the catalog says what the folder says: pure comparisons."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.domain import FileState
from assistant.store.catalog import CatalogNote

#: A file that was written this long before or after it was read, in nanoseconds, may be written again without its time
#: changing: FAT counts in steps of two seconds.
RACY_NS = 2_000_000_000
#: Kept in place of the time of such a file. No file has it, so the next run reads the file again.
UNSETTLED = -1


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to read (new, or of another size or time, or cut by another recipe), paths that are gone, the rest."""

    read: tuple[FileState, ...]
    gone: tuple[str, ...]
    unchanged: int


def plan(on_disk: Mapping[str, FileState], in_catalog: Mapping[str, CatalogNote], recipe: str) -> Changes:
    """Compare by size and modification time; content is compared only once a file has been read."""
    read = tuple(file for path, file in on_disk.items() if _differs(file, in_catalog.get(path), recipe))
    gone = tuple(path for path in in_catalog if path not in on_disk)
    return Changes(read, gone, len(on_disk) - len(read))


def settled_mtime(mtime_ns: int, read_at_ns: int) -> int:
    """The time to keep for a file that was read at ``read_at_ns``: its own, or ``UNSETTLED``."""
    return UNSETTLED if abs(mtime_ns - read_at_ns) < RACY_NS else mtime_ns


class Vanished:
    """Notes whose file is gone: each was deleted, or is what a new file was renamed from."""

    def __init__(self, notes: Iterable[CatalogNote]) -> None:
        self._notes: dict[str, CatalogNote] = {}
        self._by_content: dict[str, dict[str, None]] = {}
        for note in notes:
            self.add(note)

    def __len__(self) -> int:
        return len(self._notes)

    def __iter__(self) -> Iterator[str]:
        return iter(self._notes)

    def add(self, note: CatalogNote) -> None:
        """One more that is gone."""
        self._notes[note.path] = note
        self._by_content.setdefault(note.hash, {})[note.path] = None

    def take_source(self, content_hash: str, new_path: str) -> str | None:
        """The note that a new file with this content was renamed from, same file name first; it is gone no more."""
        same = self._by_content.get(content_hash, {})
        name = new_path.rpartition("/")[2]
        source = min(same, key=lambda path: (path.rpartition("/")[2] != name, path), default=None)
        if source is not None:
            del same[source], self._notes[source]
        return source


def _differs(file: FileState, known: CatalogNote | None, recipe: str) -> bool:
    if known is None:
        return True
    return (known.size, known.mtime_ns, known.recipe) != (file.size, file.mtime_ns, recipe)
