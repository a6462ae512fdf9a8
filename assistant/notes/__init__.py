"""From a folder to chunks: the walk, reading, Markdown, dates, tags, links, sentences, chunks."""

from assistant.notes.chunks import CHUNKER_VERSION, ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.read import NoteText, read_note
from assistant.notes.tokens import estimate_tokens
from assistant.notes.walk import SUFFIXES, WalkRules, walk

__all__ = [
    "CHUNKER_VERSION",
    "SUFFIXES",
    "ChunkSizes",
    "NoteText",
    "WalkRules",
    "estimate_tokens",
    "parse_note",
    "read_note",
    "walk",
]
