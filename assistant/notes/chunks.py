"""From a note's blocks to its chunks."""

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from assistant.domain import Chunk, Sentence
from assistant.notes.blocks import Kind, Layout
from assistant.notes.finished import block_numbers, divided, finished, offsets
from assistant.notes.lines import Positions
from assistant.notes.pieces import CountTokens, Piece
from assistant.notes.sections import Group, HeadingPaths, groups, sections
from assistant.notes.units import drafts

CHUNKER_VERSION = "4"
"""Changes whenever the same note would be cut differently."""


@dataclass(frozen=True, slots=True)
class ChunkSizes:
    """Tokens of a chunk with its heading path: about ``target``, never more than ``ceiling``."""

    target: int = 180
    ceiling: int = 240


def cut(layout: Layout, positions: Positions, sizes: ChunkSizes, count: CountTokens) -> tuple[Chunk, ...]:
    """The chunks of a note that is not blank."""
    paths = HeadingPaths(layout.blocks, sizes.ceiling // 2, count)
    found = sections(layout, paths, sizes.ceiling, count)
    passages: list[tuple[Sequence[Piece], tuple[str, ...]]] = []
    for group in groups(found, paths, sizes.target):
        path, tokens = paths.fit(group.path)
        packer = _Packer(layout, sizes.target, max(1, sizes.ceiling - tokens))
        passages.extend((passage, path) for passage in packer.pack(group))
    return tuple(_chunks(layout, positions, passages, paths))


def _chunks(
    layout: Layout,
    positions: Positions,
    passages: Sequence[tuple[Sequence[Piece], tuple[str, ...]]],
    paths: HeadingPaths,
) -> Iterator[Chunk]:
    text = layout.text
    starts = [*(passage[0].start for passage, _ in passages), len(text)]
    ranges = [[piece.sentence for piece in passage if piece.sentence] for passage, _ in passages]
    parts = list(divided(layout.flat, drafts(layout), starts))
    positions.measure([*starts, *(offset for row in ranges for pair in row for offset in pair), *offsets(parts)])
    numbered = zip(parts, block_numbers(layout, parts), strict=True)
    owned = {
        owner: list(members)
        for owner, members in groupby(numbered, key=lambda pair: bisect_right(starts, pair[0].start) - 1)
    }
    for number, ((start, end), row, (_, path)) in enumerate(zip(pairwise(starts), ranges, passages, strict=True)):
        quotes = tuple(Sentence(text[first:last], positions.span(first, last)) for first, last in row)
        units = tuple(
            finished(part, text, positions, paths.of_block[part.block][1], block, quotes)
            for part, block in owned.get(number, ())
        )
        yield Chunk(text[start:end], positions.span(start, end), path, quotes, units)


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
        return zlib.crc32(self.layout.text[piece.start : piece.end].encode())


_KEPT_WHOLE = (Kind.CODE, Kind.FENCE, Kind.TABLE)
