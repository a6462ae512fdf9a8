"""Passages made from text, for tests of digests."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from assistant.domain import Passage
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens

MIDNIGHT = 1_790_000_000_000_000_000


def passages_of(notes: Mapping[str, str], folder: Path | None = None) -> list[Passage]:
    """The passages of notes by path, which are also written into ``folder``."""
    found: list[Passage] = []
    for path, text in notes.items():
        if folder:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        note = parse_note(path, text, MIDNIGHT, ChunkSizes(180, 240), estimate_tokens)
        for chunk in note.chunks:
            found.append(
                Passage(len(found) + 1, path, note.title, chunk.day or note.date, note.language, note.tags, chunk)
            )
    return found


TODAY = date(2026, 11, 19)
