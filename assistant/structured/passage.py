"""A text as people lay one out: lines, items, labels with their values, table cells, sentences and values."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.notes.dates import find_date
from assistant.notes.language import language as language_of
from assistant.notes.prose import sentences as prose_sentences
from assistant.structured.days import values_of
from assistant.values import Value

#: A line that is this wide was not ended on purpose: the next one goes on with its sentence.
_WRAPPED = 60
_HEADING_WORDS = 6
_LABEL = r"[^\W_][^:：\n.!?;|。；，]{0,40}?|[^\W_](?:[\w #/°%()'-]|\.(?!\s)){0,40}?"
_BULLET = re.compile(
    r"(?P<indent>\s*)(?P<mark>(?:(?:[-*+•–]|\[[ xX]\]|(?:\d{1,2}|[a-zA-Z])[.)、](?!\d))\s+|#{1,6}\s+|>\s*)*)"
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[.;,。；，|(]\s)|(?<=[。；，（])|(?<=\s\s)|(?<=\t))\**(?P<label>{_LABEL})\s?\**\s*"
    r"(?:：|:\**(?=\s|$))[^\S\n]*"
)
_GAP = re.compile(r"\s{2,}|\t")
_RULE = re.compile(r"[\s|:=+-]*")
_OUTER = " \t\r*_|"
#: A line before it is known what it is: its number, where it begins and ends, and its bullet.
_Raw = tuple[int, int, int, re.Match[str]]
_MOST_LABEL_WORDS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its bullet: ``text[start:end]``, its number from 1, and the heading that it stands under."""

    number: int
    start: int
    end: int
    indent: int
    is_item: bool
    is_heading: bool
    is_row: bool
    heading: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value ``text[start:end]`` with what is written before it; in a table the column's head, and the row's.

    The label itself begins at ``at``; -1 where it does not stand right before the value.
    """

    label: str
    start: int
    end: int
    row: str = ""
    at: int = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """What a judge is asked about: ``text[start:end]`` behind the heading or label that it stands under."""

    start: int
    end: int
    said: str

    @property
    def shift(self) -> int:
        """What is added to a place in ``said`` to have it in the text."""
        return self.end - len(self.said)


class Passage:
    """One text that is looked through; dates are told from ``day``, its own: else the first one that it names whole.

    It may be a part of another, where it begins at ``first_line``, or is made of that line alone.
    """

    def __init__(
        self, text: str, day: date | None = None, first_line: int = 1, *, is_one_line: bool = False, language: str = ""
    ) -> None:
        self.text = text
        self.day = day or find_date(text)
        self._first_line = first_line
        self._is_one_line = is_one_line
        self.language = language or language_of(text)
        self.lines = tuple(_lines(text))
        self._starts = [line.start for line in self.lines]

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Dates, times, numbers, codes and names, as they stand."""
        return values_of(self.text, self.language, self.day)

    @cached_property
    def labelled(self) -> tuple[Labelled, ...]:
        """Every value that has a label, in order; one that is empty belongs to the lines below."""
        return tuple(sorted(_labelled(self.text, self.lines), key=lambda each: each.start))

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where sentences, and lines that are none, begin and end."""
        return tuple(_sentences(self.text, self.lines))

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The sentences with what they stand under."""
        return tuple(self._piece(start, end) for start, end in self.sentences)

    def line_at(self, place: int) -> Line:
        """The line that holds a place of the text."""
        return self.lines[max(0, bisect_right(self._starts, place) - 1)]

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The sentence that holds a place of the text."""
        for start, end in self.sentences:
            if start <= place < end:
                return start, end
        line = self.line_at(place)
        return line.start, line.end

    def label_at(self, start: int, end: int) -> Labelled | None:
        """The nearest label whose value holds ``text[start:end]``."""
        holding = [each for each in self.labelled if each.start <= start and end <= each.end]
        return min(holding, key=lambda each: each.end - each.start, default=None)

    def in_label(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is a part of a label."""
        return any(0 <= each.at <= start and end <= each.start for each in self.labelled)

    def numbers(self, start: int, end: int) -> tuple[int, int]:
        """The first and last line of ``text[start:end]``, counted from 1 where the whole text begins."""
        if self._is_one_line:
            return self._first_line, self._first_line
        before = self._first_line - 1
        return before + self.line_at(start).number, before + self.line_at(max(start, end - 1)).number

    def part(self, start: int, end: int, line: int) -> "Passage":
        """``text[start:end]``, which begins in ``line``, as a passage of its own."""
        text, first = self.text[start:end], self._first_line + line - 1
        return Passage(text, self.day, first, is_one_line=self._is_one_line, language=self.language)

    def _piece(self, start: int, end: int) -> Piece:
        heading = self.line_at(start).heading
        said = self.text[start:end]
        return Piece(start, end, f"{heading}: {said}" if heading and heading not in said else said)


def _lines(text: str) -> Iterator[Line]:
    """The lines that are not blank."""
    raw = list(_raw_lines(text))
    heading = ""
    for n, (number, start, end, bullet) in enumerate(raw):
        following = raw[n + 1] if n + 1 < len(raw) else None
        body = text[start:end]
        mark = _mark(bullet)
        first = n == 0 or raw[n - 1][0] < number - 1
        is_heading = mark.startswith("#") or _heads(body, first, number, following)
        is_item = bool(mark) and not mark.startswith("#")
        if first and not is_item and n and not _goes_on(raw, n):
            heading = ""
        if is_heading:
            heading = body.strip(_OUTER).rstrip(":：").strip()
        is_row = "|" in body.strip("|") and not is_heading
        under = "" if is_heading else heading
        yield Line(number, start, end, len(bullet["indent"]), is_item, is_heading, is_row, under)


def _goes_on(raw: "Sequence[_Raw]", n: int) -> bool:
    """Whether a line after a blank one still belongs to the heading right before that."""
    return n > 0 and _mark(raw[n - 1][3]).startswith("#")


def _mark(bullet: re.Match[str]) -> str:
    """The bullet, number or signs of a heading before a line, without those of a quote."""
    return (bullet["mark"] or "").replace(">", "").strip()


def _raw_lines(text: str) -> "Iterator[_Raw]":
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        bullet = _BULLET.match(line)
        if line.strip() and bullet is not None:
            start = at + bullet.end()
            end = at + len(line.rstrip())
            if start < end:
                yield number, start, end, bullet
        at += len(line) + 1


def _heads(body: str, first: bool, number: int, following: "_Raw | None") -> bool:
    """Whether a line is a heading by what follows: it is a label without a value, or a few words over items."""
    if following is None or len(body.split()) > _HEADING_WORDS:
        return False
    if body.rstrip(_OUTER).endswith((":", "：")):
        return True
    items = bool(_mark(following[3])) and following[0] == number + 1
    return first and items and not body.rstrip().endswith((".", "!", "?", "。", ","))


def _labelled(text: str, lines: Sequence[Line]) -> Iterator[Labelled]:
    rows: list[Line] = []
    for line in lines:
        if line.is_row:
            rows.append(line)
            continue
        yield from _of_table(text, rows)
        rows = []
        yield from _of_line(text, line)
    yield from _of_table(text, rows)


def _of_line(text: str, line: Line) -> Iterator[Labelled]:
    """The labels of a line: before a colon, or in the column before."""
    body = text[line.start : line.end]
    matches = [m for m in _LABELLED.finditer(body) if len(m["label"].split()) <= _MOST_LABEL_WORDS]
    stops = [*(match.start() for match in matches[1:]), len(body)]
    for match, stop in zip(matches, stops, strict=False):
        start, end = _value_range(body, match.end(), stop)
        if start < end:
            at = line.start + match.start("label")
            yield Labelled(match["label"].strip(_OUTER), line.start + start, line.start + end, at=at)
    yield from _of_columns(body, line.start)


def _value_range(body: str, start: int, stop: int) -> tuple[int, int]:
    """The first sentence of what stands behind a label, up to a wide gap."""
    gap = _GAP.search(body, start, stop)
    stop = gap.start() if gap and gap.start() > start else stop
    said = body[start:stop].rstrip(" ;；,，|(*_")
    first = next(iter(prose_sentences(said)), (0, len(said)))
    end = start + first[1]
    while end > start and body[end - 1] in ".。;；,， " and not body[start:end].count(".") > 1:
        end -= 1
    return start, end


def _of_columns(body: str, offset: int) -> Iterator[Labelled]:
    cells = [(m.start(), m.end()) for m in re.finditer(r"\S+(?:\s\S+)*", body)]
    label = ""
    for start, end in cells:
        cell = body[start:end]
        if re.search(r"[:：](?:\s|$)", cell):
            label = ""
        elif label:
            yield Labelled(label.strip(_OUTER), offset + start, offset + end)
        elif re.search(r"[^\W\d_]", cell) and not re.search(r"\d{3}", cell):
            label = cell


def _of_table(text: str, rows: Sequence[Line]) -> Iterator[Labelled]:
    """The cells of a table, each with the head of its column and of its row."""
    if len(rows) < 2:
        return
    heads = [text[start:end] for start, end in _cells(text, rows[0])]
    for row in rows[1:]:
        if _RULE.fullmatch(text[row.start : row.end]):
            continue
        cells = list(_cells(text, row))
        first = text[cells[0][0] : cells[0][1]] if cells else ""
        for n, (head, (start, end)) in enumerate(zip(heads, cells, strict=False)):
            if start < end:
                yield Labelled(head, start, end, first if n else "")


def _cells(text: str, row: Line) -> Iterator[tuple[int, int]]:
    at = row.start
    for cell in text[row.start : row.end].strip("|").split("|"):
        at = text.index(cell, at)
        start = at + len(cell) - len(cell.lstrip())
        yield start, max(start, at + len(cell.rstrip()))
        at += len(cell)


def _sentences(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The sentences of each line; a line that was wrapped goes on in the next."""
    run: list[Line] = []
    for line in lines:
        if run and not _continues(text, run[-1], line):
            yield from _of_run(text, run)
            run = []
        run.append(line)
    yield from _of_run(text, run)


def _of_run(text: str, run: Sequence[Line]) -> Iterator[tuple[int, int]]:
    if run:
        start = run[0].start
        for first, last in prose_sentences(text[start : run[-1].end]):
            yield start + first, start + last


def _continues(text: str, line: Line, following: Line) -> bool:
    wide = line.end - line.start >= _WRAPPED and text[line.end - 1] not in ".!?。！？:"
    plain = not (following.is_item or following.is_heading or following.is_row or line.is_row or line.is_heading)
    return wide and plain and following.number == line.number + 1
