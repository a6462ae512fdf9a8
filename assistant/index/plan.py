"""What has to be done so that the catalog says what the folder says: a pure comparison."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain import FileState
from assistant.store.catalog import CatalogNote


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


def find_source(content_hash: str, gone: Mapping[str, CatalogNote], new_path: str) -> str | None:
    """The vanished note with the same content that a new file was probably renamed from, same file name first."""
    same = [path for path, note in gone.items() if note.hash == content_hash]
    name = new_path.rpartition("/")[2]
    return min(same, key=lambda path: (path.rpartition("/")[2] != name, path), default=None)


def _differs(file: FileState, known: CatalogNote | None, recipe: str) -> bool:
    if known is None:
        return True
    return (known.size, known.mtime_ns, known.recipe) != (file.size, file.mtime_ns, recipe)
