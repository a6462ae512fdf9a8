"""From a note's blocks to its chunks."""

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby, pairwise

from assistant.domain import Chunk, Sentence
from assistant.notes.blocks import Kind, Layout
from assistant.notes.finished import divided, finished, group_starts, kept, offsets, omitted
from assistant.notes.lines import Positions
from assistant.notes.pieces import CountTokens, Piece
from assistant.notes.sections import Group, HeadingPaths, groups, sections
from assistant.notes.sentences import Range
from assistant.notes.units import Draft

CHUNKER_VERSION = "8"
"""Changes whenever the same note would be cut differently."""


@dataclass(frozen=True, slots=True)
class ChunkSizes:
    """Tokens of a chunk with its heading path: about ``target``, never more than ``ceiling``."""

    target: int = 180
    ceiling: int = 240


@dataclass(frozen=True, slots=True)
class _Passage:
    """The pieces of a chunk, its heading path and its day."""

    pieces: Sequence[Piece]
    path: tuple[str, ...]
    day: date | None

    @property
    def start(self) -> int:
        return self.pieces[0].start

    @property
    def ranges(self) -> Iterator[Range]:
        return (piece.sentence for piece in self.pieces if piece.sentence)


def cut(
    layout: Layout,
    found: Sequence[Draft],
    positions: Positions,
    sizes: ChunkSizes,
    count: CountTokens,
    begin: int = 0,
) -> tuple[Chunk, ...]:
    """The chunks of a note that is not blank, from ``begin``, of the units ``found`` there."""
    paths = HeadingPaths(layout.blocks, sizes.ceiling // 2, count)
    passages: list[_Passage] = []
    for group in groups(sections(layout, found, paths, sizes.ceiling, count, begin), paths, sizes.target):
        path, tokens = paths.fit(group.path)
        packer = _Packer(layout, sizes.target, max(1, sizes.ceiling - tokens))
        passages.extend(_Passage(pieces, path, group.day) for pieces in packer.pack(group))
    return tuple(_chunks(layout, found, positions, passages, paths))


def _chunks(
    layout: Layout, found: Sequence[Draft], positions: Positions, passages: Sequence[_Passage], paths: HeadingPaths
) -> Iterator[Chunk]:
    starts = [*(passage.start for passage in passages), len(layout.text)]
    parts = list(divided(layout.flat, found, starts))
    groups = group_starts(layout, parts, starts[0])
    places = [offset for passage in passages for place in passage.ranges for offset in place]
    places += [offset for start, end, _ in layout.hidden for offset in (start, end)]
    positions.measure([*starts, *places, *offsets(parts), *(start for start in groups if start >= 0)])
    numbered = zip(parts, (1 + positions.byte(start) if start >= 0 else 0 for start in groups), strict=True)
    owned = {
        owner: list(members)
        for owner, members in groupby(numbered, key=lambda pair: bisect_right(starts, pair[0].start) - 1)
    }
    for number, ((start, end), passage) in enumerate(zip(pairwise(starts), passages, strict=True)):
        quotes = tuple(Sentence(kept(layout, *place), positions.span(*place)) for place in passage.ranges)
        units = tuple(
            finished(part, layout, positions, paths.of_block[part.block][1], block, quotes)
            for part, block in owned.get(number, ())
        )
        gaps = tuple(positions.byte_range(*place) for place in omitted(layout, start, end))
        span = positions.span(start, end)
        yield Chunk(kept(layout, start, end), span, passage.path, quotes, units, passage.day, gaps)


@dataclass(frozen=True, slots=True)
class _Item:
    """Units that are not cut apart: one, or a whole code block or table."""

    pieces: Sequence[Piece]
    tokens: int

    @property
    def strength(self) -> int:
        return self.pieces[0].strength


@dataclass(frozen=True, slots=True)
class _Packer:
    """Cuts a group that is too long for one chunk of ``budget`` tokens."""

    layout: Layout
    target: int
    budget: int

    def pack(self, group: Group) -> Iterator[Sequence[Piece]]:
        """The pieces of each chunk."""
        if group.tokens <= self.budget:
            yield group.pieces
            return
        items = list(self._items(group))
        sums = [0, *accumulate(item.tokens for item in items)]
        first, lead = 0, group.lead
        while sums[-1] - sums[first] > self.budget and first + 1 < len(items):
            end = self._cut(items, sums, first, lead)
            yield [piece for item in items[first:end] for piece in item.pieces]
            first, lead = end, 0
        yield [piece for item in items[first:] for piece in item.pieces]

    def _items(self, group: Group) -> Iterator[_Item]:
        parts = group.pieces
        room = self.budget - sum(piece.tokens for piece in parts[: group.lead])
        for number, members in groupby(parts, key=lambda piece: piece.block):
            block = tuple(members)
            tokens = sum(piece.tokens for piece in block)
            if number >= 0 and self.layout.blocks[number].kind in _KEPT_WHOLE and tokens <= room:
                yield _Item(block, tokens)
            else:
                yield from (_Item((piece,), piece.tokens) for piece in block)

    def _cut(self, items: Sequence[_Item], sums: Sequence[int], first: int, lead: int) -> int:
        """Where the chunk that begins at item ``first`` ends.

        The strongest place in a window around the target; among equals the one with the least hash of
        its text, so that cuts after an edit soon fall on the old places again.
        """
        last = min(len(items) - 1, bisect_right(sums, sums[first] + self.budget) - 1)
        places = [place for place in range(first + 1, last + 1) if place > first + lead]
        if not places:
            return max(first + 1, last)
        low = min(self.target * 2 // 3, self.budget // 2)
        high = max(low, sums[-1] - sums[first] - self.target // 3)
        window = [place for place in places if low <= sums[place] - sums[first] <= high]
        if not window:
            return places[-1]
        return max(window, key=lambda place: (items[place].strength, -self._hash(items[place])))

    def _hash(self, item: _Item) -> int:
        piece = item.pieces[0]
        return zlib.crc32(self.layout.flat[piece.start : piece.end].encode())


_KEPT_WHOLE = (Kind.CODE, Kind.FENCE, Kind.TABLE)
