"""Which notes are copies of a note beside them, and how dates that may be two days are read: by the whole folder."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import split, splitext

from assistant.language.copies import COPY
from assistant.notes.copies import is_near, marks
from assistant.notes.templates import template_folders
from assistant.store.catalog import Catalog
from assistant.store.standing import Pair

#: Id and content hash of notes by path.
_Notes = Mapping[str, tuple[int, str]]


def settle(catalog: Catalog, folder: Path) -> None:
    """Settle both for all notes of the catalog, and remember where the folder's templates are."""
    templates = template_folders(folder)
    with catalog.transaction():
        catalog.keep_template_folders(templates)
        catalog.settle_days()
        catalog.write_pairs(_pairs(catalog))


def _pairs(catalog: Catalog) -> list[Pair]:
    notes = catalog.note_hashes()
    known = {(pair.note, pair.original, pair.hashes): pair for pair in catalog.known_pairs()}
    found: dict[int, Pair] = {}
    for path, original, sure in possible_copies(notes):
        (note_id, own), (original_id, other) = notes[path], notes[original]
        if note_id in found and found[note_id].is_copy:
            continue
        key = (note_id, original_id, f"{own} {other}")
        found[note_id] = known.get(key) or _compared(catalog, *key, sure=sure)
    return [_rooted(pair, found) for pair in found.values()]


def _compared(catalog: Catalog, note: int, original: int, hashes: str, *, sure: bool) -> Pair:
    own, other = hashes.split()
    if own == other:
        return Pair(note, original, hashes, is_copy=True, differs=False)
    text, beside = catalog.text_of(note), catalog.text_of(original)
    return Pair(note, original, hashes, is_near(text, beside, sure=sure), text.split() != beside.split())


def _rooted(pair: Pair, pairs: Mapping[int, Pair]) -> Pair:
    """A copy of a copy is one of the note that both come from."""
    original, seen = pair.original, {pair.note}
    while (above := pairs.get(original)) and above.is_copy and original not in seen:
        seen.add(original)
        original = above.original
    return Pair(pair.note, original, pair.hashes, pair.is_copy, pair.differs)


def possible_copies(notes: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """The paths whose name tells of a copy, with the path of the note beside it, and whether it tells of a conflict."""
    paths = set(notes)
    for path in _candidates(sorted(paths)):
        folder, name = split(path)
        stem, ending = splitext(name)
        for mark in marks(stem):
            original = f"{folder}/{mark.stem}{ending}" if folder else f"{mark.stem}{ending}"
            if original in paths and original != path:
                yield path, original, mark.sure


def _candidates(paths: Iterable[str]) -> Iterator[str]:
    """The paths that begin as another one without its ending does, or with a word for a copy."""
    before: list[str] = []
    for path in sorted((splitext(path) for path in paths), key=lambda pair: pair[0]):
        stem = path[0]
        while before and not stem.startswith(before[-1]):
            before.pop()
        if before or split(stem)[1].casefold().startswith(_COPY_OF):
            yield "".join(path)
        before.append(stem)


_COPY_OF = tuple(f"{word} " for word in COPY)
