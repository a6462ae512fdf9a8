"""From drafts in code points to the units that the catalog keeps."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.domain import Sentence, Unit
from assistant.notes.blocks import Layout
from assistant.notes.lines import Positions
from assistant.notes.said import said, without_marks
from assistant.notes.units import FRONT, Draft


def divided(flat: str, found: Iterable[Draft], starts: Sequence[int]) -> Iterator[Draft]:
    """The same units, those that reach over the start of a chunk cut there."""
    for draft in found:
        first, last = bisect_right(starts, draft.start), bisect_right(starts, draft.end - 1)
        if first == last:
            yield draft
        else:
            yield from _cut(flat, draft, [draft.start, *starts[first:last], draft.end])


def _cut(flat: str, draft: Draft, places: Sequence[int]) -> Iterator[Draft]:
    for start, end in pairwise(places):
        text = flat[start:end]
        begin = start + len(text) - len(text.lstrip())
        if begin >= end:
            continue
        stop = begin + len(text.strip())
        yield replace(draft, start=begin, end=stop, said=said(without_marks(flat[begin:stop])))


def offsets(found: Iterable[Draft]) -> Iterator[int]:
    """Every place that ``finished`` asks for."""
    for draft in found:
        yield draft.start
        yield draft.end


def block_numbers(layout: Layout, found: Sequence[Draft]) -> list[int]:
    """For each unit the number of its list, table, stretch or paragraph."""
    numbers: list[int] = []
    known: dict[tuple[int, int], int] = {}
    for draft in found:
        block = layout.blocks[draft.block] if draft.block != FRONT else None
        key = (-1, 0) if block is None else (block.group, 1) if block.group or block.depth else (draft.block, 2)
        numbers.append(known.setdefault(key, len(known)))
    return numbers


def finished(
    draft: Draft, text: str, positions: Positions, path: tuple[str, ...], number: int, sentences: Sequence[Sentence]
) -> Unit:
    """The unit as it is kept, with those of its chunk's sentences that are in it."""
    span = positions.span(draft.start, draft.end)
    return Unit(
        kind=draft.kind,
        span=span,
        text=text[draft.start : draft.end],
        said=draft.said,
        headings=path,
        sentences=tuple(s for s in sentences if span.start <= s.span.start and s.span.end <= span.end),
        depth=draft.depth,
        block=number,
        state=draft.state,
    )
