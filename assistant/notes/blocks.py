"""The leaf blocks of a note: which lines are a heading, a paragraph, code, a table."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.domain import UnitKind
from assistant.notes.data import FILLER, Hidden
from assistant.notes.lines import line_starts
from assistant.notes.records.record import Record

MAX_MARKDOWN_LINES = 100_000
"""Longer notes are read as plain text: a token a line would take too much memory."""


class Kind(StrEnum):
    """What the lines of a block are."""

    FRONT = "front matter"
    HEADING = "heading"
    PROSE = "prose"
    CODE = "code"
    FENCE = "fence"
    TABLE = "table"
    HTML = "html"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines ``[start, end)`` of the structural text, in code points.

    ``level`` and ``title`` are set for a heading that opens a section. ``inner`` marks a block inside
    a list or quote other than its first. ``group`` is shared by the blocks of one list or quote. ``depth`` counts the
    lists around a block, and ``item`` says that it is what its list item begins with. ``record`` is what a block of
    that kind holds.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    title: str = ""
    inner: bool = False
    group: int = 0
    depth: int = 0
    item: bool = False
    quoted: bool = False
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A text, its blocks, and the entries of its front matter, with those that are only labels.

    ``flat`` is its structural form (see ``lines``) with spaces where ``hidden`` says that there is no text.
    """

    text: str
    flat: str
    blocks: Sequence[Block]
    entries: Sequence[tuple[int, int]] = ()
    labels: Sequence[tuple[int, int]] = ()
    hidden: Sequence[Hidden] = ()
    zim: bool = False


# Inline markup is never parsed: that is most of the time, and it loses positions. Link reference
# definitions stay paragraphs, so that every line of a note can be cited.
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable(["inline", "reference"], True)

_LEAVES = {
    "heading_open": Kind.HEADING,
    "paragraph_open": Kind.PROSE,
    "fence": Kind.FENCE,
    "code_block": Kind.CODE,
    "html_block": Kind.HTML,
    "table_open": Kind.TABLE,
    "hr": None,
}

# What is left between blocks when nothing is missing: blank lines, empty quotes and list items.
_HOLLOW = re.compile(r"[\s>*+\-\d.)]*+")


def markdown_blocks(flat: str, begin: int = 0) -> list[Block]:
    """The blocks of CommonMark text with tables, from ``begin``, the start of a line."""
    body = flat[begin:]
    if body.count("\n") > MAX_MARKDOWN_LINES:
        return list(plain_blocks(flat, begin))
    tokens: list[Token] = []
    _MARKDOWN.block.parse(body, _MARKDOWN, {}, tokens)
    starts = line_starts(body)
    blocks: list[Block] = []
    covered = top = 0
    nesting = _Nesting()
    for index, token in enumerate(tokens):
        nesting.follow(token)
        if token.map is None:
            continue
        if token.level == 0:
            top = token.map[0]
        if token.type not in _LEAVES:
            continue
        first, last = token.map
        start, end = begin + starts[first], begin + starts[min(last, len(starts) - 1)]
        blocks.extend(_missed(flat, begin + starts[covered], start))
        covered = min(last, len(starts) - 1)
        if kind := _LEAVES[token.type]:
            kind, level, title = _leaf(kind, tokens[index : index + 2], token.level)
            depth, item, quoted = nesting.take()
            inner = token.level > 0 and first != top
            blocks.append(Block(kind, start, end, level, title, inner, begin + starts[top], depth, item, quoted))
    blocks.extend(_missed(flat, begin + starts[covered], len(flat)))
    return blocks


class _Nesting:
    """The lists and quotes around the leaf that comes next."""

    def __init__(self) -> None:
        self._depth = self._quotes = 0
        self._begins = False

    def follow(self, token: Token) -> None:
        if token.type in ("list_item_open", "list_item_close"):
            self._depth += token.nesting
            self._begins = token.nesting > 0
        elif token.type in ("blockquote_open", "blockquote_close"):
            self._quotes += token.nesting

    def take(self) -> tuple[int, bool, bool]:
        """How many lists are around it, whether its item begins with it, and whether it is quoted."""
        begins, self._begins = self._begins, False
        return self._depth, begins, self._quotes > 0


def _leaf(kind: Kind, tokens: list[Token], nested: int) -> tuple[Kind, int, str]:
    """The kind of a block, and the level and title of a heading."""
    if kind is not Kind.HEADING:
        return kind, 0, ""
    title = tokens[1].content.replace(FILLER, "").strip()
    if "\n" in title:
        # A paragraph above a line of dashes was hardly meant as a heading.
        return Kind.PROSE, 0, ""
    return kind, int(tokens[0].tag[1:]) if nested == 0 else 0, title


def _missed(flat: str, start: int, end: int) -> Iterator[Block]:
    """Lines that the parser gave up on because they are nested too deeply."""
    if start < end and not _HOLLOW.fullmatch(flat, start, end):
        yield from plain_blocks(flat, start, end)


def plain_blocks(flat: str, begin: int = 0, end: int | None = None) -> Iterator[Block]:
    """Paragraphs by blank lines, without any Markdown meaning."""
    stop = len(flat) if end is None else end
    position, start = begin, -1
    while position < stop:
        newline = flat.find("\n", position, stop)
        after = stop if newline < 0 else newline + 1
        blank = not flat[position:after].strip()
        if blank and start >= 0:
            yield Block(Kind.PROSE, start, position, group=start)
            start = -1
        elif not blank and start < 0:
            start = position
        position = after
    if start >= 0:
        yield Block(Kind.PROSE, start, stop, group=start)


_ZIM_HEADING = re.compile(r"^(={2,6})[ \t]+([^\n]+?)[ \t]*=*[ \t]*$", re.MULTILINE)


def zim_blocks(flat: str, begin: int) -> Iterator[Block]:
    """Paragraphs and the headings of a Zim page: the more marks, the higher."""
    for found in _ZIM_HEADING.finditer(flat, begin):
        yield from plain_blocks(flat, begin, found.start())
        yield Block(Kind.HEADING, *found.span(), 7 - len(found[1]), found[2], group=found.start())
        begin = found.end()
    yield from plain_blocks(flat, begin)


def ruled(flat: str, records: Iterable[Record]) -> str:
    """The text with rules in place of its records: whatever block is around one ends there."""
    pieces: list[str] = []
    done = 0
    for record in records:
        lines = flat[record.start : record.end].split("\n")
        pieces += [flat[done : record.start], "\n".join(_rule(len(line)) for line in lines)]
        done = record.end
    return "".join([*pieces, flat[done:]])


def _rule(width: int) -> str:
    return "***".ljust(width) if width > 2 else " " * width


def with_records(blocks: Sequence[Block], records: Iterable[Record]) -> list[Block]:
    """All blocks in order, without records that a block is around; those that follow each other are of one group."""
    starts = [block.start for block in blocks]
    taken = [(bisect_left(starts, record.end), record) for record in records]
    free = [record for number, record in taken if not number or blocks[number - 1].end <= record.start]
    found = sorted([*blocks, *(Block(Kind.RECORD, r.start, r.end, record=r) for r in free)], key=lambda b: b.start)
    group = 0
    for number, block in enumerate(found):
        if block.record is None:
            continue
        before = found[number - 1].record if number else None
        follows = before is not None and _alike(before, block.record) and not block.record.reaches
        group = group if follows else block.start
        found[number] = replace(block, group=group)
    return found


def _alike(before: Record, record: Record) -> bool:
    talk = (UnitKind.TURN, UnitKind.DATA)
    return before.kind == record.kind or (before.kind in talk and record.kind in talk)
