"""How much of a folder is not in English: an English embedder finds next to nothing in it."""

from collections.abc import Mapping
from pathlib import Path

from assistant.domain import FileState
from assistant.notes.language import language
from assistant.notes.markup import without_code
from assistant.notes.read import NoteText, read_note
from assistant.notes.walk import WalkRules, walk

ENGLISH = "en"
#: From this share of a folder's text on, its languages are worth an embedder that knows them; it is kept until hardly
#: any is left, so that a folder at the edge does not change its mind with every note.
MUCH, HARDLY_ANY = 0.05, 0.01
#: Notes that are looked at before there is an index, and characters of each.
SAMPLED, SAMPLED_CHARS = 100, 5000


def wants_many_languages(sizes: Mapping[str, int], already: bool = False) -> bool:
    """Whether a folder with so much text in each language is to have an embedder of many; ``already``: it has."""
    whole = sum(sizes.values())
    others = whole - sizes.get(ENGLISH, 0)
    return others > (HARDLY_ANY if already else MUCH) * whole


def sampled_languages(folder: Path, rules: WalkRules) -> dict[str, int]:
    """Characters in each language of some notes, taken evenly from the whole folder."""
    paths = sorted(found.path for found in walk(folder, rules) if isinstance(found, FileState))
    sizes: dict[str, int] = {}
    for path in paths[:: max(1, len(paths) // SAMPLED)]:
        note = read_note(folder, path, rules.max_bytes)
        if isinstance(note, NoteText):
            text = without_code(note.text[:SAMPLED_CHARS])
            code = language(text)
            sizes[code] = sizes.get(code, 0) + len(text)
    return sizes
