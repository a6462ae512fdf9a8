"""One note's text, parsed: what the catalog keeps of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import unquote

from assistant.domain import DateSource, Link, Note, UnitKind
from assistant.notes.blocks import Block, Kind, Layout, markdown_blocks, plain_blocks, ruled, with_records, zim_blocks
from assistant.notes.chunks import ChunkSizes, cut
from assistant.notes.data import Hidden, apart, board_texts, bridged, code_ranges, hidden, without
from assistant.notes.dates import note_date
from assistant.notes.days import several, with_days, with_moods
from assistant.notes.formats import format_of
from assistant.notes.frontmatter import FrontMatter, front_matter
from assistant.notes.heads import Head, foot, head, program_lines
from assistant.notes.language import note_language
from assistant.notes.lines import Positions, structural
from assistant.notes.markup import TITLE_CHARS, plain, tags_and_links
from assistant.notes.pieces import CountTokens
from assistant.notes.records.find import named_year, records
from assistant.notes.records.record import Record
from assistant.notes.sections import paths_of
from assistant.notes.tags import listed_tags, written_tags
from assistant.notes.units import Draft, drafts, stripped


def parse_note(path: str, text: str, mtime_ns: int, sizes: ChunkSizes, count_tokens: CountTokens) -> Note:
    """Parse the text of the note at ``path`` (relative to the folder, with forward slashes) as a whole.

    Spans are of ``text`` in UTF-8. A note without anything but white space has no chunks. Never fails,
    whatever the text.
    """
    layout, front = layout_of(path, text)
    units = drafts(layout)
    note = facts(path, layout, front, units, mtime_ns)
    positions = Positions(text)
    tags, links = tags_and_links_of(layout, front, positions)
    units = with_days(layout, units, note.date, near(path, layout, front, note))
    units = with_moods(units, heading_paths(layout), layout.flat, note.language)
    chunks = cut(layout, units, positions, sizes, count_tokens) if text.strip() else ()
    return replace(note, tags=tags, links=links, chunks=chunks)


def facts(path: str, layout: Layout, front: FrontMatter, units: Sequence[Draft], mtime_ns: int) -> Note:
    """What holds for a note as a whole, before its tags, links and chunks are known."""
    title, from_text = _title(path, front, layout.blocks)
    body = layout.flat[front.end :]
    dated = note_date(path, front, body, mtime_ns)
    if dated.source is DateSource.FIRST_LINE and several(with_days(layout, units, FAR_AWAY)):
        dated = note_date(path, front, body, mtime_ns, entries=True)
    return Note(
        path=path,
        title=title,
        title_from_text=from_text,
        date=dated.day,
        date_source=dated.source,
        date_order=dated.order or "",
        date_otherwise=dated.otherwise,
        language=note_language(layout.flat, layout.blocks),
        tags=(),
        links=(),
        chunks=(),
        generated=front.text("generated") == "assistant",
    )


def middle(year: int) -> date:
    """The middle of a year: no day is nearer to it than those of that year."""
    return date(year, 7, 1)


def near(path: str, layout: Layout, front: FrontMatter, note: Note) -> date | None:
    """A day of the year that the note is of where nothing in it dates it, and its text or path tells."""
    year = named_year(path, layout.flat, front.end) if note.date_source is DateSource.MTIME else 0
    return middle(year) if year else None


FAR_AWAY = date.min
"""No note is of this day."""


def tags_and_links_of(
    layout: Layout, front: FrontMatter, positions: Positions, begin: int = 0
) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    """Tags and links of a text from ``begin``, those of the front matter first."""
    top = [Block(Kind.FRONT, 0, front.end)] if front.end else []
    blocks = [block for block in [*top, *layout.blocks] if block.start >= begin]
    inline, links = tags_and_links(layout.flat, blocks, positions)
    own = [] if begin else _front_tags(front)
    return tuple(dict.fromkeys([*own, *inline])), tuple(links)


def heading_paths(layout: Layout) -> dict[int, tuple[str, ...]]:
    """The headings that each block stands under."""
    return {number: path for number, (_, path, _) in paths_of(layout.blocks)}


def layout_of(path: str, text: str, *, opens: bool = True) -> tuple[Layout, FrontMatter]:
    """What is where in a note, or in a part of one that does not open it."""
    is_plain = format_of(path).is_plain
    flat = structural(text)
    front = FrontMatter() if is_plain or not opens else front_matter(flat)
    above = head(flat, front.end) if opens else foot(flat) or Head()
    gaps = hidden(flat, front.end, drawing="excalidraw-plugin" in front.values)
    gaps = apart([*gaps, *above.hidden, *program_lines(flat)])
    flat = without(flat, gaps)
    front = (front if is_plain or not (gaps and opens) else front_matter(flat)).joined(above)
    if (texts := board_texts(flat, front.end)) is not None:
        return _board(text, flat, front, texts), front
    found = _records(path, flat, front.end, above, is_plain)
    gaps = apart([*gaps, *(gap for record in found for gap in _unsaid(flat, record))])
    taken = [(record.start, record.end, record.kind) for record in found]
    body = without(flat, taken) if is_plain else ruled(bridged(flat, gaps), found)
    if above.zim:
        blocks = list(zim_blocks(body, front.end))
    else:
        blocks = list(plain_blocks(body, front.end)) if is_plain else markdown_blocks(body, front.end)
    blocks = with_records(blocks, [record for record in found if record.kind is not UnitKind.DATA])
    return Layout(text, without(flat, gaps), blocks, front.entries, front.labels, gaps, above.zim), front


def _board(text: str, flat: str, front: FrontMatter, texts: Sequence[tuple[int, int]]) -> Layout:
    """A board or drawing kept as JSON: its words are records, the rest is no text."""
    # The quote behind each stays: words must not run together.
    edges = [front.end, *(edge for start, end in texts for edge in (start, end + 1)), len(flat)]
    gaps = apart((start, end, UnitKind.DATA) for start, end in zip(edges[::2], edges[1::2], strict=True))
    blocks = with_records([], [Record(UnitKind.PROSE, *place, (place,)) for place in texts])
    return Layout(text, without(flat, gaps), blocks, front.entries, front.labels, gaps)


def _records(path: str, flat: str, begin: int, above: Head, is_plain: bool) -> list[Record]:
    if above.zim:
        return []
    body = without(flat, [(record.start, record.end, record.kind) for record in above.records])
    code = () if is_plain else code_ranges(flat)
    return [*above.records, *records(path, body, begin, plain=is_plain, code=code)]


def _unsaid(flat: str, record: Record) -> Iterator[Hidden]:
    """What a program wrote around the words of a record: a message of its own, the times of captions."""
    if record.kind is UnitKind.DATA:
        yield record.start, record.end, UnitKind.DATA
    elif record.joined:
        edges = [record.start, *(edge for place in record.said for edge in place), record.end]
        gaps = (stripped(flat, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
        yield from ((start, end, UnitKind.DATA) for start, end in gaps if start < end)


def _title(path: str, front: FrontMatter, blocks: Sequence[Block]) -> tuple[str, bool]:
    """Front matter, else the first heading of level 1, else the file's stem (not from the text)."""
    title = front.text("title") or next(
        (title for block in blocks if block.level == 1 and (title := plain(block.title))), ""
    )
    if title:
        return " ".join(title[:TITLE_CHARS].split()), True
    return unquote(PurePosixPath(path).stem).replace("___", "/").removesuffix(".excalidraw"), False


def _front_tags(front: FrontMatter) -> list[str]:
    values = [front.values.get(key, []) for key in ("tags", "tag")]
    return [tag for value in values for tag in (written_tags(value) if isinstance(value, str) else listed_tags(value))]
