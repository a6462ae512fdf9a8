"""From drafts in code points to the units that the catalog keeps."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.domain import Sentence, Unit, UnitKind
from assistant.notes.blocks import Layout
from assistant.notes.data import Range
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
        part = flat[begin:stop]
        told = "\n".join(without_fences(part)) if draft.kind is UnitKind.CODE else said(without_marks(part))
        yield replace(draft, start=begin, end=stop, said=told)


def without_fences(code: str) -> Iterator[str]:
    """The lines of code without those that open or close it."""
    return (line for line in code.split("\n") if not line.lstrip(" >\t").startswith(("```", "~~~")))


def offsets(found: Iterable[Draft]) -> Iterator[int]:
    """Every place that ``finished`` asks for."""
    for draft in found:
        yield draft.start
        yield draft.end


def kept(layout: Layout, start: int, end: int) -> str:
    """The text of a place, without what is no text."""
    pieces: list[str] = []
    for first, last in omitted(layout, start, end):
        pieces.append(layout.text[start:first])
        start = last
    return "".join([*pieces, layout.text[start:end]])


def omitted(layout: Layout, start: int, end: int) -> Iterator[Range]:
    """What is no text between two places."""
    if layout.hidden:
        number = max(0, bisect_right(layout.hidden, start, key=lambda place: place[0]) - 1)
        for first, last, _ in layout.hidden[number:]:
            if first >= end:
                return
            if last > start:
                yield max(first, start), min(last, end)


def group_starts(layout: Layout, found: Iterable[Draft], begin: int) -> list[int]:
    """For each unit where its list, table, stretch or paragraph begins; -1 for front matter."""
    return [FRONT if draft.block == FRONT else max(begin, layout.blocks[draft.block].group) for draft in found]


def finished(
    draft: Draft,
    layout: Layout,
    positions: Positions,
    path: tuple[str, ...],
    number: int,
    sentences: Sequence[Sentence],
) -> Unit:
    """The unit as it is kept, with those of its chunk's sentences that are in it."""
    span = positions.span(draft.start, draft.end)
    bare = draft.kind in (UnitKind.DATA, UnitKind.PLACEHOLDER)
    return Unit(
        kind=draft.kind,
        span=span,
        text="" if bare else kept(layout, draft.start, draft.end),
        said=draft.said,
        headings=path,
        sentences=tuple(s for s in sentences if span.start <= s.span.start and s.span.end <= span.end),
        depth=draft.depth,
        block=number,
        day=draft.day,
        time=draft.time,
        speaker=draft.speaker,
        state=draft.state,
        due=draft.due,
        done=draft.done,
    )
