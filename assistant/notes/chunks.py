"""From a note's blocks to its chunks."""

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from assistant.domain import Chunk, Sentence
from assistant.notes.blocks import Kind, Layout
from assistant.notes.lines import Positions
from assistant.notes.sections import Group, HeadingPaths, groups, sections
from assistant.notes.units import CountTokens, Unit

CHUNKER_VERSION = "3"
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
    passages: list[tuple[Sequence[Unit], tuple[str, ...]]] = []
    for group in groups(found, paths, sizes.target):
        path, tokens = paths.fit(group.path)
        packer = _Packer(layout, sizes.target, max(1, sizes.ceiling - tokens))
        passages.extend((passage, path) for passage in packer.pack(group))
    return tuple(_chunks(layout.text, positions, passages))


def _chunks(
    text: str, positions: Positions, passages: Sequence[tuple[Sequence[Unit], tuple[str, ...]]]
) -> Iterator[Chunk]:
    starts = [*(passage[0].start for passage, _ in passages), len(text)]
    ranges = [[unit.sentence for unit in passage if unit.sentence] for passage, _ in passages]
    positions.measure([*starts, *(offset for row in ranges for pair in row for offset in pair)])
    for (start, end), row, (_, path) in zip(pairwise(starts), ranges, passages, strict=True):
        quotes = tuple(Sentence(text[first:last], positions.span(first, last)) for first, last in row)
        yield Chunk(text[start:end], positions.span(start, end), path, quotes)


@dataclass(frozen=True, slots=True)
class _Item:
    """Units that are not cut apart: one, or a whole code block or table."""

    units: Sequence[Unit]
    tokens: int

    @property
    def strength(self) -> int:
        return self.units[0].strength


@dataclass(frozen=True, slots=True)
class _Packer:
    """Cuts a group that is too long for one chunk of ``budget`` tokens."""

    layout: Layout
    target: int
    budget: int

    def pack(self, group: Group) -> Iterator[Sequence[Unit]]:
        """The units of each chunk."""
        if group.tokens <= self.budget:
            yield group.units
            return
        items = list(self._items(group))
        sums = [0, *accumulate(item.tokens for item in items)]
        first, lead = 0, group.lead
        while sums[-1] - sums[first] > self.budget and first + 1 < len(items):
            end = self._cut(items, sums, first, lead)
            yield [unit for item in items[first:end] for unit in item.units]
            first, lead = end, 0
        yield [unit for item in items[first:] for unit in item.units]

    def _items(self, group: Group) -> Iterator[_Item]:
        parts = group.units
        room = self.budget - sum(unit.tokens for unit in parts[: group.lead])
        for number, members in groupby(parts, key=lambda unit: unit.block):
            block = tuple(members)
            tokens = sum(unit.tokens for unit in block)
            if number >= 0 and self.layout.blocks[number].kind in _KEPT_WHOLE and tokens <= room:
                yield _Item(block, tokens)
            else:
                yield from (_Item((unit,), unit.tokens) for unit in block)

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
        unit = item.units[0]
        return zlib.crc32(self.layout.text[unit.start : unit.end].encode())


_KEPT_WHOLE = (Kind.CODE, Kind.FENCE, Kind.TABLE)
