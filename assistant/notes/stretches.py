"""Large notes, read a stretch at a time, so that what an edit did not touch need not be read again.

Each stretch is read by itself, below what holds for it: the headings that it stands under, and where the note is one of
records the lines that tell of which kind. What only the whole note tells, its title, date and language, is read at its
two ends. A stretch is known again by its key, in which all of that is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from itertools import takewhile

from assistant.domain import Chunk, DateSource, Link, Note, Stretch, UnitKind
from assistant.notes.blocks import Layout
from assistant.notes.chunks import ChunkSizes, cut
from assistant.notes.days import with_days, with_moods
from assistant.notes.finished import divided
from assistant.notes.formats import format_of
from assistant.notes.lines import Positions
from assistant.notes.parse import facts, heading_paths, layout_of, middle, near, parse_note, tags_and_links_of
from assistant.notes.pieces import CountTokens
from assistant.notes.seams import Part, parts
from assistant.notes.units import Draft, drafts, stripped, with_hidden

LARGE = 128_000
"""Code points from which on a note is read in stretches."""

SAMPLED = 8_000
"""Code points at the beginning of a large note that tell what it is; half as many at its end do."""

KEY_BYTES = 16


def parse(
    path: str,
    text: str,
    mtime_ns: int,
    sizes: ChunkSizes,
    count_tokens: CountTokens,
    known: Sequence[Stretch] = (),
    at_most: int | None = None,
) -> Note | None:
    """Parse a note as ``parse_note`` does, a large one in stretches.

    ``known`` are those that it had when it was read by the same recipe: what is the same at both ends is not read
    again, and ``kept`` says how many are. Nothing comes back where more than ``at_most`` code points of a large note
    would have to be read.
    """
    if len(text) <= LARGE or not text.strip():
        return parse_note(path, text, mtime_ns, sizes, count_tokens)
    whole, day, found = _divided(path, text, mtime_ns)
    keys = [_key(whole, day, part, text) for part in found]
    first, last = _same_ends([stretch.key for stretch in known], keys)
    changed = range(first, len(found) - last)
    if at_most is not None and sum(found[number].end - found[number].start for number in changed) > at_most:
        return None
    reader = _Reader(whole, day, text, sizes, count_tokens)
    stretches, chunks, links = list(known[:first]), list[Chunk](), list[Link]()
    before = _before(text, found[first].start) if changed else (0, 0)
    for number in changed:
        stretch, own, linked = reader.read(found[number], keys[number], before)
        before = before[0] + stretch.bytes, before[1] + stretch.lines
        stretches.append(stretch)
        chunks += own
        links += linked
    stretches += known[len(known) - last :]
    tags = dict.fromkeys(tag for stretch in stretches for tag in stretch.tags)
    return replace(
        whole,
        tags=tuple(tags),
        links=tuple(links),
        chunks=tuple(chunks),
        stretches=tuple(stretches),
        kept=(first, last),
    )


def _divided(path: str, text: str, mtime_ns: int) -> tuple[Note, date, list[Part]]:
    """What holds for the whole note, a day of the year that days without one are of, and the note's parts."""
    start, end = text.find("\n", SAMPLED) + 1, text.rfind("\n", 0, len(text) - SAMPLED // 2) + 1
    ends = text[: start or SAMPLED] + "\n\n" + text[max(end, start or SAMPLED) :]
    layout, front = layout_of(path, ends)
    whole = facts(path, layout, front, drafts(layout), mtime_ns)
    # What these notes are is told by their beginning, and not by each part of them.
    told = layout.zim or any(block.record for block in layout.blocks) or "excalidraw-plugin" in front.values
    day = near(path, layout, front, whole)
    if day is None:  # the time of the last change is another one after each
        day = middle(whole.date.year) if whole.date_source is DateSource.MTIME else whole.date
    return whole, day, parts(text, plain=format_of(path).is_plain, zim=layout.zim, told_by_beginning=told)


def _key(whole: Note, day: date, part: Part, text: str) -> str:
    title = whole.title if whole.title_from_text else ""
    told = "\0".join([title, whole.language, day.isoformat(), str(part.opens), part.above, ""])
    return blake2b((told + text[part.start : part.end]).encode(), digest_size=KEY_BYTES).hexdigest()


def _same_ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many keys are the same at the start, and how many of the others at the end."""
    first = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    rest = zip(reversed(before[first:]), reversed(after[first:]), strict=False)
    return first, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rest))


def _before(text: str, place: int) -> tuple[int, int]:
    """Bytes and ends of lines before a place."""
    return len(text[:place].encode()), text.count("\n", 0, place)


class _Reader:
    """Reads parts of a note."""

    def __init__(self, whole: Note, day: date, text: str, sizes: ChunkSizes, count: CountTokens) -> None:
        self._whole, self._day, self._text, self._sizes, self._count = whole, day, text, sizes, count

    def read(
        self, part: Part, key: str, before: tuple[int, int]
    ) -> tuple[Stretch, tuple[Chunk, ...], tuple[Link, ...]]:
        """A part before which there are so many bytes and ends of lines."""
        own, begin = self._text[part.start : part.end], len(part.above)
        layout, front = layout_of(self._whole.path, part.above + own, opens=part.opens)
        above = len(part.above.encode()), part.above.count("\n")
        positions = Positions(part.above + own, before[0] - above[0], before[1] - above[1])
        tags, links = tags_and_links_of(layout, front, positions, begin)
        found = with_hidden(layout, list(_apart(layout, drafts(layout), begin)))
        units = [unit for unit in found if unit.start >= part.told]
        dated = with_days(layout, units, self._whole.date, self._day, alike=True)
        units = [unit for unit in dated if unit.start >= begin]
        units = with_moods(units, heading_paths(layout), layout.flat, self._whole.language)
        chunks = cut(layout, units, positions, self._sizes, self._count, begin)
        return Stretch(key, len(chunks), len(own.encode()), own.count("\n"), tags), chunks, links


def _apart(layout: Layout, found: Sequence[Draft], begin: int) -> Iterator[Draft]:
    """The same units, one that reaches over ``begin`` cut there."""
    for unit in found:
        if not unit.start < begin < unit.end:
            yield unit
        elif unit.kind in (UnitKind.DATA, UnitKind.PLACEHOLDER):
            yield replace(unit, start=stripped(layout.text, begin, unit.end)[0])
        else:
            ranges = tuple((max(begin, start), end) for start, end in unit.sentences if end > begin)
            yield from (replace(rest, sentences=ranges) for rest in divided(layout.flat, [unit], [begin]))
