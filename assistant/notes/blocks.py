"""The leaf blocks of a note: which lines are a heading, a paragraph, code, a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.notes.lines import line_starts

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


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines ``[start, end)`` of the structural text, in code points.

    ``level`` and ``title`` are set for a heading that opens a section. ``inner`` marks a block inside
    a list or quote other than its first.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    title: str = ""
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A text, its structural form (see ``lines``), its blocks, and the entries of its front matter."""

    text: str
    flat: str
    blocks: Sequence[Block]
    entries: Sequence[tuple[int, int]] = ()


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
    for index, token in enumerate(tokens):
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
            inner = token.level > 0 and first != top
            blocks.append(_leaf(kind, start, end, inner, tokens[index : index + 2]))
    blocks.extend(_missed(flat, begin + starts[covered], len(flat)))
    return blocks


def _leaf(kind: Kind, start: int, end: int, inner: bool, tokens: list[Token]) -> Block:
    if kind is not Kind.HEADING:
        return Block(kind, start, end, inner=inner)
    title = tokens[1].content
    if "\n" in title:
        # A paragraph above a line of dashes was hardly meant as a heading.
        return Block(Kind.PROSE, start, end, inner=inner)
    level = int(tokens[0].tag[1:]) if tokens[0].level == 0 else 0
    return Block(kind, start, end, level, title, inner)


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
            yield Block(Kind.PROSE, start, position)
            start = -1
        elif not blank and start < 0:
            start = position
        position = after
    if start >= 0:
        yield Block(Kind.PROSE, start, stop)
