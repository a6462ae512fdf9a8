"""The units of a note, from its blocks: what each piece is that somebody wrote as one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain import State, UnitKind
from assistant.notes.blocks import Block, Kind, Layout
from assistant.notes.markup import plain
from assistant.notes.said import said, without_marks
from assistant.notes.sentences import Range, line_ranges, runs, sentence_ranges, sentences_of_run

FRONT = -1
"""The block number of front matter."""

_BULLET = re.compile(r"[\s>]*(?:[-*+•]|\d{1,9}[.)])[ \t]")
_CHECKBOX = re.compile(r"\[(.)\](?=\s|$)")
_STATES = {" ": State.OPEN, "x": State.DONE, "X": State.DONE, "-": State.CANCELLED, "/": State.ACTIVE}
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:+-]*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A unit in code points: ``[start, end)`` without outer white space, ``block`` its number in the layout."""

    kind: UnitKind
    start: int
    end: int
    block: int
    sentences: tuple[Range, ...]
    said: str
    depth: int = 0
    state: State | None = None


def drafts(layout: Layout) -> Iterator[Draft]:
    """The units of a note in order; nothing is between them but white space and bare marks."""
    for start, end in layout.entries:
        text = layout.flat[start:end]
        yield Draft(UnitKind.FIELD, start, end, FRONT, ((start, end),), " ".join(text.split()))
    for number, block in enumerate(layout.blocks):
        yield from _READERS[block.kind](layout.flat, block, number)


def _heading(flat: str, block: Block, number: int) -> Iterator[Draft]:
    for start, end in sentence_ranges(flat, block):
        yield Draft(UnitKind.HEADING, *_whole(flat, block), number, ((start, end),), plain(flat[start:end]))


def _prose(flat: str, block: Block, number: int) -> Iterator[Draft]:
    found = list(runs(flat, block))
    if not found:
        return
    if block.item:
        found = [(found[0][0], found[-1][1])]
    begin = block.start
    for start, end in found:
        inner = runs(flat, block) if block.item else [(start, end)]
        ranges = tuple(pair for run in inner for pair in sentences_of_run(flat, *run))
        first = _line_start(flat, begin, start)
        first += len(flat[first:end]) - len(flat[first:end].lstrip())
        yield _told(flat, block, number, (first, end), ranges)
        begin = end


def _told(flat: str, block: Block, number: int, place: Range, ranges: tuple[Range, ...]) -> Draft:
    source = flat[slice(*place)]
    text = without_marks(source)
    kind, state = UnitKind.QUOTE if block.quoted else UnitKind.PROSE, None
    if block.item or _BULLET.match(source):
        kind = UnitKind.ITEM
        if box := _CHECKBOX.match(text):
            kind, state, text = UnitKind.TASK, _STATES.get(box[1], State.OPEN), text[box.end() :]
    return Draft(kind, *place, number, ranges, said(text), block.depth, state)


def _table(flat: str, block: Block, number: int) -> Iterator[Draft]:
    header: list[str] = []
    for row, (start, end) in enumerate(line_ranges(flat, block)):
        text = flat[start:end].strip()
        if row == 1 and _RULE.fullmatch(text):
            continue
        cells = [said(cell) for cell in _CELL.split(without_marks(text).strip().strip("|"))]
        header = header or cells
        told = [f"{name}: {cell}" if name and row else cell for name, cell in zip(header, cells, strict=False) if cell]
        at = start + flat[start:end].index(text)
        inner = at + len(text) - len(without_marks(text))
        if text:
            yield Draft(UnitKind.ROW, at, at + len(text), number, ((inner, at + len(text)),), ", ".join(told))


def _code(flat: str, block: Block, number: int) -> Iterator[Draft]:
    ranges = tuple(sentence_ranges(flat, block))
    if ranges:
        text = "\n".join(flat[start:end] for start, end in ranges)
        yield Draft(UnitKind.CODE, *_whole(flat, block), number, ranges, text)


_READERS = {
    Kind.HEADING: _heading,
    Kind.PROSE: _prose,
    Kind.HTML: _prose,
    Kind.TABLE: _table,
    Kind.CODE: _code,
    Kind.FENCE: _code,
}


def _whole(flat: str, block: Block) -> Range:
    text = flat[block.start : block.end]
    start = block.start + len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def _line_start(flat: str, begin: int, start: int) -> int:
    newline = flat.rfind("\n", begin, start)
    return begin if newline < 0 else newline + 1
