"""Sections by heading, and which of them share a chunk."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, groupby, takewhile

from assistant.notes.blocks import Block, Layout
from assistant.notes.markup import plain
from assistant.notes.pieces import CountTokens, Piece, pieces, split_long
from assistant.notes.units import Draft

FRONT = -1
"""The level of front matter; 0 is the text before the first heading."""

HEADING_CHARS = 120
"""A longer heading is cut in heading paths: they come with every chunk."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text of one day below it; ``lead`` pieces of it are headings that text must follow."""

    level: int
    path: Path
    pieces: tuple[Piece, ...]
    lead: int
    day: date | None = None

    @property
    def bare(self) -> bool:
        """Whether nothing follows the heading."""
        return len(self.pieces) == self.lead

    @property
    def tokens(self) -> int:
        """Tokens of the section's text."""
        return sum(piece.tokens for piece in self.pieces)


class HeadingPaths:
    """Heading paths cut to their innermost headings that fit ``limit`` tokens."""

    def __init__(self, blocks: Sequence[Block], limit: int, count: CountTokens) -> None:
        self._limit = limit
        self.of_block = dict(paths_of(blocks))
        headings = sorted({heading for _, path, _ in self.of_block.values() for heading in path})
        tokens = count(headings) if headings else []
        self._tokens = dict(zip(headings, tokens, strict=True))

    def fit(self, path: Path) -> tuple[Path, int]:
        """The path that a chunk gets, and its tokens with one for each separator."""
        sums = accumulate(self._tokens[heading] + 1 for heading in reversed(path))
        fitting = list(takewhile(lambda total: total <= self._limit, sums))
        return path[len(path) - len(fitting) :], fitting[-1] if fitting else 0


def paths_of(blocks: Sequence[Block]) -> Iterator[tuple[int, tuple[int, Path, int]]]:
    """For each block number: level, heading path and number of its section; -1 is front matter."""
    yield -1, (FRONT, (), -1)
    stack: list[tuple[int, str]] = []
    level = section = 0
    path: Path = ()
    for number, block in enumerate(blocks):
        if block.level:
            level, section = block.level, number + 1
            stack = [entry for entry in stack if entry[0] < level]
            if title := plain(block.title):
                stack.append((level, title if len(title) <= HEADING_CHARS else title[:HEADING_CHARS] + "…"))
            path = tuple(text for _, text in stack)
        yield number, (level, path, section)


def sections(
    layout: Layout, drafts: Sequence[Draft], paths: HeadingPaths, ceiling: int, count: CountTokens, begin: int = 0
) -> list[Section]:
    """The sections of a note from ``begin``, with no piece too long to stand in a chunk with its heading."""
    found: list[Section] = []
    found_pieces = pieces(layout, drafts, count, begin)
    for (place, day), members in groupby(found_pieces, key=lambda piece: (paths.of_block[piece.block], piece.day)):
        (level, path, _), parts = place, tuple(members)
        headed = parts[0].block >= 0 and layout.blocks[parts[0].block].level > 0
        limit = max(1, ceiling - paths.fit(path)[1])
        lead = int(headed and parts[0].tokens <= limit // 2)
        limit -= parts[0].tokens if lead else 0
        found.append(Section(level, path, tuple(split_long(layout.flat, parts, limit, count)), lead, day))
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring sections. ``small`` while more of ``level`` may join."""

    sections: Sequence[Section]
    tokens: int
    level: int
    small: bool = False

    @property
    def path(self) -> Path:
        """The headings that hold for all text of the group."""
        paths = [section.path for section in self.sections if not section.bare and section.level != FRONT]
        paths = paths or [section.path for section in self.sections]
        low, high = min(paths), max(paths)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(low, high, strict=False)))
        return low[:same]

    @property
    def day(self) -> date | None:
        """The day that its text is of."""
        return next((section.day for section in self.sections if not section.bare), self.sections[0].day)

    @property
    def is_of_one_day(self) -> bool:
        """Whether all its text is; a heading with nothing below it is of none."""
        return len({section.day for section in self.sections if not section.bare}) < 2

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in order."""
        return tuple(piece for section in self.sections for piece in section.pieces)

    @property
    def lead(self) -> int:
        """Heading pieces at the start that text must follow."""
        bare = sum(section.lead for section in takewhile(lambda section: section.bare, self.sections))
        last = next((section.lead for section in self.sections if not section.bare), 0)
        return bare + last


def groups(found: Sequence[Section], paths: HeadingPaths, target: int) -> list[Group]:
    """A section with all that is under it makes one group if it fits ``target``, else it stands alone.

    Every decision looks at near sections only, so that an edit changes the chunks around it and no others.
    """
    joined: list[Group] = []
    for group in _subtrees(found, paths, target):
        if joined and (both := _join(joined[-1], group, paths, target)):
            joined[-1] = both
        else:
            joined.append(group)
    return joined


def _subtrees(found: Sequence[Section], paths: HeadingPaths, target: int) -> Iterator[Group]:
    sums = [0, *accumulate(section.tokens for section in found)]
    ends = _subtree_ends([section.level for section in found])
    start = 0
    while start < len(found):
        end, level = ends[start], found[start].level
        tokens = sums[end] - sums[start]
        group = Group(found[start:end], tokens, level) if tokens <= target else None
        if group is None or not (group.is_of_one_day and _fits(group, paths, target)):
            group = Group(found[start : start + 1], found[start].tokens, level)
        yield replace(group, small=level > 0 and group.tokens <= target // 3)
        start += len(group.sections)


def _subtree_ends(levels: Sequence[int]) -> list[int]:
    """For each section the number of the next one that is not under it."""
    ends = [len(levels)] * len(levels)
    open_sections: list[int] = []
    for number, level in enumerate(levels):
        while open_sections and (levels[open_sections[-1]] >= level or levels[open_sections[-1]] == FRONT):
            ends[open_sections.pop()] = number
        open_sections.append(number)
    return ends


def _join(before: Group, group: Group, paths: HeadingPaths, target: int) -> Group | None:
    """Front matter and headings go with what follows them; small neighbours under one parent share a chunk."""
    both = Group([*before.sections, *group.sections], before.tokens + group.tokens, group.level, group.small)
    if not both.is_of_one_day:
        return None
    if before.level == FRONT:
        return both if before.tokens <= target // 2 and _fits(both, paths, target) else None
    if all(section.bare for section in before.sections):
        return both if group.level >= before.level and before.tokens <= target // 2 else None
    small = before.small and group.small and before.level == group.level
    return both if small and not _is_anchor(group) and _fits(both, paths, target) else None


def _fits(group: Group, paths: HeadingPaths, target: int) -> bool:
    return group.tokens + paths.fit(group.path)[1] <= target


def _is_anchor(group: Group) -> bool:
    """Whether a chunk always begins here.

    One heading in four, by its own text: rows of small sections fall into step again after an edit.
    """
    return zlib.crc32("/".join(group.sections[0].path).encode()) % 4 == 0
