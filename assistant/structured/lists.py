"""The pieces that a list field holds: items below a heading, parts behind a label, a column, lines alike, values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.things import Sort
from assistant.structured import candidates as found
from assistant.structured.candidates import Candidate, Source
from assistant.structured.features import Asked
from assistant.structured.fields import Field, Kind
from assistant.structured.passage import Line, Passage
from assistant.structured.ranking import probability
from assistant.structured.wording import Word, covered, words_of
from assistant.values import ValueKind

_BETWEEN = re.compile(
    r"\s*(?:[,;](?!\d)|[，、；]|\s(?:and|und|y|et|e|и|sowie|or|oder)\s|和|以及|及|与|\s/\s)\s*(?:(?:and|und|y|et|or|oder)\s+)?"
)
_COUNTED = re.compile(r"\d+\s*[x×]\s+", re.IGNORECASE)
_GAP = re.compile(r"\s{2,}|\t|\s@\s|\s[-–—]\s")
#: What ends a string of pieces within a sentence, and as many words as one of them has.
_STOP = re.compile(r"[;:：；。.!?()（）](?=\s|$)|[：；。（）]|\s(?:but|aber|pero|mais|because|weil|porque)\s")
_FEW = 4
#: How far a block must be about the field, and how likely one of its pieces is then.
_LEAST = 0.45
#: All values of these kinds are a list's where no block is about it.
_SURE = (Kind.EMAIL, Kind.UUID)
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that stand together, and how far what they stand under is what the field is about."""

    pieces: tuple[Range, ...]
    about: float


def pieces_of(asked: Asked, item: Field, passage: Passage) -> list[tuple[Candidate, float]]:
    """The pieces of the block that the field is about, in order, with how likely that is; none where there is none."""
    best = max(_blocks(asked, passage), key=lambda block: block.about, default=None)
    if best is None or best.about < _LEAST:
        sure = {Kind.EMAIL: found.emails, Kind.UUID: found.uuids}.get(item.kind)
        return [(each, probability(2.0)) for each in sure(passage)] if sure else []
    pieces = [Candidate(start, end, Source.ITEM) for start, end in best.pieces if start < end]
    return [(each, min(1.0, best.about)) for each in _suiting(asked, item, passage, pieces)]


def _suiting(asked: Asked, item: Field, passage: Passage, pieces: Sequence[Candidate]) -> list[Candidate]:
    """The values of the item's kind within the pieces; of people only what holds a name, if anything does."""
    if item.kind is not Kind.TEXT:
        return [one for one in _typed(item, passage) if any(p.start <= one.start and one.end <= p.end for p in pieces)]
    if asked.sorts.get(Sort.PERSON, 0) == 1:
        known = [(name.start, name.end) for name in found.names(passage)]
        return [p for p in pieces if any(a < p.end and p.start < b for a, b in known)] or list(pieces)
    return list(pieces)


def _typed(item: Field, passage: Passage) -> Iterator[Candidate]:
    match item.kind:
        case Kind.EMAIL:
            return found.emails(passage)
        case Kind.UUID:
            return found.uuids(passage)
        case Kind.INTEGER | Kind.NUMBER:
            return found.amounts(passage)
        case Kind.TIME:
            return found.of_kinds(passage, ValueKind.TIME)
    return found.of_kinds(passage, ValueKind.DATE)


def _blocks(asked: Asked, passage: Passage) -> Iterator[Block]:
    yield from _below_headings(asked, passage)
    yield from _behind_labels(asked, passage)
    yield from _columns(asked, passage)
    yield from _lines_alike(asked, passage)
    yield from _in_sentences(asked, passage)


def _below_headings(asked: Asked, passage: Passage) -> Iterator[Block]:
    """Items under one heading; without any heading, all items of the text."""
    groups: dict[str, list[Line]] = {}
    for line in passage.lines:
        if line.is_item and not line.is_heading:
            groups.setdefault(line.heading, []).append(line)
    for heading, lines in groups.items():
        if len(lines) > 1 or heading:
            words = words_of(heading, passage.language, plain=True)
            about = _match(asked, words) if heading else 0.3 * float(len(groups) == 1)
            yield Block(tuple(_ended(passage, line.start, line.end) for line in lines), about + 0.1 * (about > 0))


def _behind_labels(asked: Asked, passage: Passage) -> Iterator[Block]:
    for each in passage.labelled:
        if not each.row and not (each.at < 0 and passage.line_at(each.start).is_row):
            about = _match(asked, words_of(each.label, passage.language, plain=True))
            yield Block(tuple(_parts(passage, each.start, each.end)), about)


def _columns(asked: Asked, passage: Passage) -> Iterator[Block]:
    columns: dict[str, list[Range]] = {}
    for each in passage.labelled:
        if each.at < 0 and passage.line_at(each.start).is_row:
            columns.setdefault(each.label, []).append((each.start, each.end))
    for head, cells in columns.items():
        yield Block(tuple(cells), _match(asked, words_of(head, passage.language, plain=True)))


def _lines_alike(asked: Asked, passage: Passage) -> Iterator[Block]:
    """Lines that begin alike, with a count or a name, each taken up to its first gap or dash."""
    counted = [line for line in passage.lines if _COUNTED.match(passage.text, line.start)]
    things = (Sort.ITEMS, Sort.TITLE)
    if len(counted) > 1 and any(asked.sorts.get(sort) for sort in things):
        yield Block(tuple(_first_part(passage, line) for line in counted), 0.6)
    if asked.sorts.get(Sort.PERSON, 0) == 1:
        starts = {name.start for name in found.names(passage)}
        named = [
            line for line in passage.lines if line.start in starts and " - " in passage.text[line.start : line.end]
        ]
        if len(named) > 1:
            over = [line for line in passage.lines if line.number == named[0].number - 1]
            words = words_of(" ".join(passage.text[line.start : line.end] for line in over), passage.language)
            yield Block(tuple(_first_part(passage, line) for line in named), 0.5 + 0.3 * covered(asked.name, words))


def _first_part(passage: Passage, line: Line) -> Range:
    count = _COUNTED.match(passage.text, line.start)
    start = count.end() if count else line.start
    stop = _GAP.search(passage.text, start, line.end)
    return start, stop.start() if stop else line.end


def _in_sentences(asked: Asked, passage: Passage) -> Iterator[Block]:
    """What a sentence that has the field's words strings together where the judge points."""
    for piece, one in asked.pieces:
        start, end = one.start + piece.shift, one.end + piece.shift
        if piece.start <= start < end:
            parts = tuple(_strung(passage, start, end))
            sentence = words_of(passage.text[piece.start : piece.end], passage.language, plain=True)
            said = max(covered(asked.name, sentence), 0.8 * covered(asked.meaning, sentence))
            about = 0.6 * probability(one.margin / 2) + 0.4 * said
            yield Block(parts, about * (1.0 if len(parts) > 1 else 0.8))


def _strung(passage: Passage, start: int, end: int) -> Iterator[Range]:
    """The parts of a piece, with those that are strung to it on both sides up to the ends of its clause."""
    first, last = passage.sentence_at(start)
    for cut in _STOP.finditer(passage.text, first, last):
        first, last = (
            (cut.end(), last) if cut.end() <= start else (first, min(last, cut.start()) if cut.start() >= end else last)
        )
    for a, b in _parts(passage, first, last):
        if (a < end and start < b) or _is_short(passage, a, b):
            yield (start if a < start < b else a), b


def _is_short(passage: Passage, start: int, end: int) -> bool:
    return len(passage.text[start:end].split()) <= _FEW


def _match(asked: Asked, words: Sequence[Word]) -> float:
    """How far a heading or label is what a field is about."""
    return 0.6 * covered(asked.name, words) + 0.4 * covered(words, asked.words) if words else 0.0


def _parts(passage: Passage, start: int, end: int) -> Iterator[Range]:
    at = start
    for cut in _BETWEEN.finditer(passage.text, start, end):
        if cut.start() > at:
            yield _ended(passage, at, cut.start())
        at = cut.end()
    if at < end:
        yield _ended(passage, at, end)


def _ended(passage: Passage, start: int, end: int) -> Range:
    """A piece without the stop at its end."""
    while start < end and passage.text[end - 1] in ".。;；, ":
        end -= 1
    while start < end and passage.text[start] in " *_":
        start += 1
    return start, end
