"""A note as a row of pieces: one sentence each, with the place where a chunk may begin."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant.notes.blocks import Block, Kind, Layout
from assistant.notes.data import squeezed
from assistant.notes.sentences import Range
from assistant.notes.units import FRONT, Draft

CountTokens = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Code points ``[start, end)`` around one sentence; pieces tile the note.

    ``sentence`` is ``None`` in what is left of a long stretch without words. ``strength`` says how good a place its
    start is for a cut: 0 inside a line, 1 at a line, 2 at an inner block, 3 at a block. ``day`` is its unit's, where
    that is not the note's.
    """

    start: int
    end: int
    sentence: Range | None
    tokens: int
    strength: int
    block: int
    day: date | None = None


def pieces(layout: Layout, drafts: Sequence[Draft], count: CountTokens, begin: int = 0) -> list[Piece]:
    """All pieces of a note from ``begin``; one holds everything where nothing is a sentence."""
    flat = layout.flat
    found = list(_sentences(layout, drafts, begin))
    if not found:
        rest = flat[begin:]
        whole = (len(flat) - len(rest.lstrip()), begin + len(rest.rstrip())) if rest.strip() else None
        found = [Piece(begin, begin, whole, 0, 3, FRONT)]
    starts = [begin, *(piece.start for piece in found[1:]), len(flat)]
    tokens = count([squeezed(flat[start:end], layout.hidden) for start, end in pairwise(starts)])
    return [
        Piece(start, end, piece.sentence, number, piece.strength, piece.block, piece.day)
        for piece, (start, end), number in zip(found, pairwise(starts), tokens, strict=True)
    ]


def _sentences(layout: Layout, drafts: Sequence[Draft], before: int) -> Iterator[Piece]:
    """Start, strength, block and range of each sentence, the first of which has everything from ``before``."""
    flat, known = layout.flat, FRONT - 1
    for draft in drafts:
        for start, end in draft.sentences:
            begin, strength = _begin(flat, before, start)
            if draft.block == FRONT:
                begin, strength = start, 1
            elif draft.block != known:
                block = layout.blocks[draft.block]
                begin, strength = max(before, block.start), _block_strength(flat, block, before)
            yield Piece(begin, begin, (start, end), 0, strength, draft.block, draft.day)
            known, before = draft.block, end


def _begin(flat: str, before: int, start: int) -> tuple[int, int]:
    """Where a sentence's line begins, if another one does not stand before it there."""
    newline = flat.rfind("\n", before, start)
    return (start, 0) if newline < 0 else (newline + 1, 1)


def _block_strength(flat: str, block: Block, before: int) -> int:
    """What ``like this:`` announces stays with it."""
    if flat[max(0, before - 1) : before] in {":", "："} and block.kind is not Kind.HEADING:
        return 0
    return 2 if block.inner or (block.record and block.group != block.start) else 3


def split_long(text: str, parts: Iterable[Piece], limit: int, count: CountTokens) -> Iterator[Piece]:
    """The same pieces, those of more than ``limit`` tokens cut at white space or between characters."""
    for piece in parts:
        if piece.tokens <= limit:
            yield piece
            continue
        for start, end, tokens in _pieces(text, piece, limit, count):
            strength = piece.strength if start == piece.start else 0
            sentence = _overlap(text, piece.sentence, start, end)
            yield replace(piece, start=start, end=end, tokens=tokens, strength=strength, sentence=sentence)


def _pieces(text: str, piece: Piece, limit: int, count: CountTokens) -> list[tuple[int, int, int]]:
    """Cut evenly, count, and cut again what is still too long."""
    cuts = [(piece.start, piece.end, piece.tokens)]
    while any(tokens > limit and end - start > 1 for start, end, tokens in cuts):
        spans: list[Range] = []
        for start, end, tokens in cuts:
            spans.extend(_even(text, start, end, 1 + max(tokens - 1, 0) // limit))
        counts = count([text[start:end] for start, end in spans])
        cuts = [(start, end, tokens) for (start, end), tokens in zip(spans, counts, strict=True)]
    return cuts


def _even(text: str, start: int, end: int, parts: int) -> Iterator[Range]:
    """About ``parts`` pieces of one length, each ended after white space where some is near."""
    size = max(1, (end - start) // parts)
    while end - start > size * 5 // 4:
        cut = start + size
        space = max(text.rfind(white, start + size * 3 // 4, cut) for white in "\n ")
        cut = cut if space < 0 else space + 1
        yield start, cut
        start = cut
    yield start, end


def _overlap(text: str, sentence: Range | None, start: int, end: int) -> Range | None:
    if sentence is None:
        return None
    start, end = max(start, sentence[0]), min(end, sentence[1])
    inner = text[start:end]
    if not (stripped := inner.strip()):
        return None
    start += len(inner) - len(inner.lstrip())
    return start, start + len(stripped)
