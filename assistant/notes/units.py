"""The units of a note, from its blocks: what each piece is that somebody wrote as one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant.domain import State, UnitKind
from assistant.language.states import state_in_column
from assistant.notes.blocks import Block, Kind, Layout
from assistant.notes.markup import plain
from assistant.notes.records.grids import cells_of
from assistant.notes.records.record import Record
from assistant.notes.records.stamps import stamp_at
from assistant.notes.said import comment, said, without_marks
from assistant.notes.sentences import Range, line_ranges, runs, sentence_ranges, sentences_of_run
from assistant.notes.tasks import Task, is_mark, task

FRONT = -1
"""The block number of front matter."""

_BULLET = re.compile(r"[\s>]*(?:[-*+•]|\d{1,9}[.)])[ \t]")
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:+-]*")
_SEPARATOR = re.compile(r"\s*[-–—:|>]*\s*")
_CALLOUT = re.compile(r"[\s>]*\[!(?P<kind>[\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*")
#: A paragraph that is nothing but a code span.
_CODE = re.compile(r"(`{1,3})(?!`)[^`\n]+\1(?!`)")
#: A line that only says where the links of other lines lead.
_REFERENCE = re.compile(r"\[[^\]^][^\]]*\]:[ \t]+\S+(?:[ \t]+[\"'(][^\n]*)?")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:[ \t]*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A unit in code points: ``[start, end)`` without outer white space, ``block`` its number in the layout.

    ``reaches`` says that its day holds for what follows.
    """

    kind: UnitKind
    start: int
    end: int
    block: int
    sentences: tuple[Range, ...]
    said: str
    depth: int = 0
    day: date | None = None
    time: str = ""
    speaker: str = ""
    state: State | None = None
    due: date | None = None
    done: date | None = None
    reaches: bool = False


def drafts(layout: Layout) -> list[Draft]:
    """The units of a note in order; nothing is between them but white space and bare marks."""
    found = list(_front(layout))
    for number, block in enumerate(layout.blocks):
        if block.kind in _RUNNING:
            found.extend(_prose(layout, block, number))
        else:
            found.extend(_READERS[block.kind](layout.flat, block, number))
    return with_hidden(layout, found)


def _front(layout: Layout) -> Iterator[Draft]:
    for start, end in sorted([*layout.entries, *layout.labels]):
        text = " ".join(layout.flat[start:end].split())
        ranges = ((start, end),) if (start, end) in layout.entries else ()
        yield Draft(UnitKind.FIELD, start, end, FRONT, ranges, text)


def _heading(flat: str, block: Block, number: int) -> Iterator[Draft]:
    for start, end in sentence_ranges(flat, block):
        whole = stripped(flat, block.start, block.end)
        title = plain(flat[start:end])
        stamp = stamp_at(title) if block.depth else None
        day = stamp.day if stamp else None
        yield Draft(UnitKind.HEADING, *whole, number, ((start, end),), title, block.depth, day)


def _prose(layout: Layout, block: Block, number: int) -> Iterator[Draft]:
    """Running text: a unit for each run of lines that belong together; a list item or callout is one with all."""
    flat = layout.flat
    found = list(runs(flat, block))
    groups = [found] if block.item or _CALLOUT.match(flat, block.start, block.end) else [[run] for run in found]
    begin = block.start
    for group in groups:
        if group:
            first = _line_start(flat, begin, group[0][0])
            first, begin = stripped(flat, first, group[-1][1])
            yield _told(layout, block, number, (first, begin), group)


def _told(layout: Layout, block: Block, number: int, place: Range, group: Sequence[Range]) -> Draft:
    flat = layout.flat
    source = flat[slice(*place)]
    item = block.item or _BULLET.match(source) is not None
    kind = UnitKind.ITEM if item else UnitKind.QUOTE if block.quoted else UnitKind.PROSE
    if not item and (callout := _CALLOUT.match(source)):
        kind, begin = UnitKind.CALLOUT, place[0] + callout.end()
        group = [(max(start, begin), end) for start, end in group if end > begin]
    texts = [without_marks(flat[slice(*run)]) for run in group]
    texts[:1] = [_FOOTNOTE.sub("", text, count=1) if text.startswith("[^") else text for text in texts[:1]]
    found = task("\n".join(texts), zim=layout.zim, item=item)
    words = found.words.split("\n") if found else texts
    told = "\n".join(text for line in words if (text := said(line))) or comment("\n".join(texts))
    ranges = tuple(pair for run in group for pair in sentences_of_run(flat, *run) if _tells(flat[slice(*pair)]))
    if not item and all(_REFERENCE.fullmatch(line.strip()) for text in texts for line in text.split("\n")):
        return Draft(kind, *place, number, ranges, "", block.depth)
    if not any(char.isalnum() for char in told):
        return Draft(UnitKind.DATA if item else kind, *place, number, (), "" if item else told, block.depth)
    kind = UnitKind.CODE if kind is UnitKind.PROSE and all(_CODE.fullmatch(text.strip()) for text in texts) else kind
    draft = Draft(kind, *place, number, ranges, told, block.depth)
    draft = _dated(draft) if item else draft
    return _task(draft, found) if found else draft


def _dated(draft: Draft) -> Draft:
    """An item that begins with a day, or a time, is of it."""
    stamp = stamp_at(draft.said)
    if stamp is None or not (stamp.day or stamp.time):
        return draft
    return (
        dated_item(replace(draft, time=stamp.time), stamp.day, stamp.end)
        if stamp.day
        else replace(draft, time=stamp.time)
    )


def dated_item(draft: Draft, day: date, end: int) -> Draft:
    """An item of a day, which says what stands behind it."""
    rest = _SEPARATOR.sub("", draft.said[end:], count=1)
    return replace(draft, day=day, said=rest or draft.said)


def _tells(sentence: str) -> bool:
    """Whether there is more in a sentence than marks of a task or of other programs."""
    return any(char.isalnum() for char in sentence) and not is_mark(sentence)


def _task(draft: Draft, found: Task) -> Draft:
    kind = draft.kind if found.state is State.STRUCK and draft.kind is not UnitKind.ITEM else UnitKind.TASK
    return replace(draft, kind=kind if found.state else draft.kind, state=found.state, due=found.due, done=found.done)


def _table(flat: str, block: Block, number: int) -> Iterator[Draft]:
    lines = [line for row, line in enumerate(line_ranges(flat, block)) if row != 1 or not _is_rule(flat[slice(*line)])]
    texts = [without_marks(flat[slice(*line)]).strip() for line in lines]
    rows = [[said(cell) for cell in _CELL.split(text.removeprefix("|").removesuffix("|"))] for text in texts]
    for place, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if text.strip("| \t"):
            start, end = stripped(flat, *line)
            inner = end - len(text)
            state = _row_state(rows[0], rows[place]) if place else None
            told = _row_said(rows[0], rows[place], place == 0)
            yield Draft(UnitKind.ROW, start, end, number, ((inner, end),), told, state=state)


def _row_state(header: Sequence[str], cells: Sequence[str]) -> State | None:
    """How the task of a row stands, by the column that tells it."""
    told = (state_in_column(name, cell) for name, cell in zip(header, cells, strict=False) if cell)
    return next((State(state) for state in told if state), None)


def _row_said(header: Sequence[str], cells: Sequence[str], is_header: bool) -> str:
    """Each cell behind the name of its column."""
    names = [*header, *[""] * len(cells)]
    told = [
        cell if is_header or not name else f"{name}: {cell}" for name, cell in zip(names, cells, strict=False) if cell
    ]
    return ", ".join(told)


def _is_rule(text: str) -> bool:
    return _RULE.fullmatch(without_marks(text)) is not None


def _code(flat: str, block: Block, number: int) -> Iterator[Draft]:
    ranges = tuple(sentence_ranges(flat, block))
    start, end = stripped(flat, block.start, block.end)
    if start < end:
        text = "\n".join(flat[first:last] for first, last in ranges)
        yield Draft(UnitKind.CODE, start, end, number, ranges, text)


def _record(flat: str, block: Block, number: int) -> Iterator[Draft]:
    record = block.record
    if record is None:
        return
    joined = _joined(flat, record)
    text = _row_of(flat, block) if record.kind is UnitKind.ROW else _lines_said(flat, joined)
    text = text.replace("\n", " ") if record.joined else text
    ranges = tuple(pair for run in joined for pair in sentences_of_run(flat, *run))
    start, end = stripped(flat, record.start, record.end)
    yield Draft(
        record.kind, start, end, number, ranges, text, 0, record.day, record.time, record.speaker,
        record.state, record.due, record.done, record.reaches,
    )  # fmt: skip


def _lines_said(flat: str, runs: Sequence[Range]) -> str:
    """What runs of lines say, those that were ended on purpose on lines of their own."""
    return "\n".join(text for start, end in runs if (text := said(without_marks(flat[start:end]))))


def _joined(flat: str, record: Record) -> list[Range]:
    """The lines of a record, those put together that are one sentence broken by the width of a page."""
    if record.kind is UnitKind.ROW or len(record.said) < 2:
        return list(record.said)
    found = [record.said[0]]
    for before, after in pairwise(record.said):
        if record.joined and flat.count("\n", before[1], after[0]) == 1:
            found[-1] = found[-1][0], after[1]
        else:
            found.append(after)
    return found


def _row_of(flat: str, block: Block) -> str:
    """A row of a table that has no line below its head: the first row of the group names the columns."""
    header = cells_of(flat[block.group : _line_end(flat, block.group)])
    return _row_said(header, cells_of(flat[block.start : block.end]), block.start == block.group)


_READERS = {
    Kind.HEADING: _heading,
    Kind.TABLE: _table,
    Kind.CODE: _code,
    Kind.FENCE: _code,
    Kind.RECORD: _record,
}


_RUNNING = (Kind.PROSE, Kind.HTML)


def with_hidden(layout: Layout, found: list[Draft]) -> list[Draft]:
    """What is no text is a unit of its own where it is not in the middle of one."""
    starts = [draft.start for draft in found]
    blocks = [block.start for block in layout.blocks]
    alone: list[Draft] = []
    for start, end, kind in layout.hidden:
        first, last = stripped(layout.text, start, end)
        before = bisect_left(starts, last) - 1
        if first < last and (before < 0 or found[before].end <= first):
            alone.append(Draft(kind, first, last, bisect_right(blocks, first) - 1, (), ""))
    return sorted([*found, *alone], key=lambda draft: draft.start) if alone else found


def stripped(flat: str, start: int, end: int) -> Range:
    """The range without outer white space; an empty one where there is nothing else."""
    text = flat[start:end]
    begin = start + len(text) - len(text.lstrip())
    return begin, begin + len(text.strip())


def _line_start(flat: str, begin: int, start: int) -> int:
    newline = flat.rfind("\n", begin, start)
    return begin if newline < 0 else newline + 1


def _line_end(flat: str, start: int) -> int:
    newline = flat.find("\n", start)
    return len(flat) if newline < 0 else newline
