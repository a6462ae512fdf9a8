"""One note's text, parsed: what the catalog keeps of it."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from assistant.domain import Note
from assistant.notes.blocks import Block, Kind, Layout, markdown_blocks, plain_blocks
from assistant.notes.chunks import ChunkSizes, cut
from assistant.notes.dates import note_date
from assistant.notes.frontmatter import FrontMatter, front_matter
from assistant.notes.language import note_language
from assistant.notes.lines import Positions, structural
from assistant.notes.markup import TITLE_CHARS, plain, tags_and_links
from assistant.notes.pieces import CountTokens

PLAIN_SUFFIXES = frozenset({".txt", ".text"})


def parse_note(path: str, text: str, mtime_ns: int, sizes: ChunkSizes, count_tokens: CountTokens) -> Note:
    """Parse the text of the note at ``path`` (relative to the folder, with forward slashes).

    Spans are of ``text`` in UTF-8. A note without anything but white space has no chunks. Never fails,
    whatever the text.
    """
    flat = structural(text)
    if PurePosixPath(path).suffix.lower() in PLAIN_SUFFIXES:
        front, blocks = FrontMatter(), list(plain_blocks(flat))
    else:
        front = front_matter(flat)
        blocks = markdown_blocks(flat, front.end)
    layout = Layout(text, flat, blocks, front.entries)
    positions = Positions(text)
    head = [Block(Kind.FRONT, 0, front.end)] if front.end else []
    inline, links = tags_and_links(flat, head + blocks, positions)
    title, from_text = _title(path, front, blocks)
    day, day_source = note_date(path, front, _first_line(flat, front.end), mtime_ns)
    return Note(
        path=path,
        title=title,
        title_from_text=from_text,
        date=day,
        date_source=day_source,
        language=note_language(flat, blocks),
        tags=tuple(dict.fromkeys([*_front_tags(front), *inline])),
        links=tuple(links),
        chunks=cut(layout, positions, sizes, count_tokens) if text.strip() else (),
        generated=front.text("generated") == "assistant",
    )


def _title(path: str, front: FrontMatter, blocks: Sequence[Block]) -> tuple[str, bool]:
    """Front matter, else the first heading of level 1, else the file's stem (not from the text)."""
    title = front.text("title") or next(
        (title for block in blocks if block.level == 1 and (title := plain(block.title))), ""
    )
    if title:
        return " ".join(title[:TITLE_CHARS].split()), True
    return PurePosixPath(path).stem, False


def _front_tags(front: FrontMatter) -> list[str]:
    tags: list[str] = []
    for entry in front.texts("tags", "tag"):
        tags.extend(entry.replace(",", " ").split())
    return [tag for entry in tags if (tag := entry.lstrip("#").rstrip("/").lower())]


def _first_line(flat: str, begin: int) -> str:
    return flat[begin:].lstrip()[:1000].partition("\n")[0]
