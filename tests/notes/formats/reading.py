"""What a document says and where, without the child process that takes it apart."""

from assistant.domain import Unit
from assistant.notes.chunks import ChunkSizes
from assistant.notes.formats.format import as_places
from assistant.notes.formats.taking_apart import READERS
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens


def units(name: str, raw: bytes) -> list[Unit]:
    """The units of a document of this name."""
    text = as_places(READERS[name[name.rindex(".") :]](raw))
    note = parse_note(name, text, 0, ChunkSizes(), estimate_tokens)
    return [unit for chunk in note.chunks for unit in chunk.units if unit.is_said]


def said(name: str, raw: bytes) -> dict[str, int]:
    """What each unit of a document says, and the place that it stands at."""
    return {unit.said: unit.span.line_start for unit in units(name, raw)}
