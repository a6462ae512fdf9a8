"""What a sentence leans on to be understood: the line that announces it, the one before it, who said it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.digest.leaning import answers_barely, leans, turn_of
from assistant.digest.substance import SUBSTANCE, gives_orders, says_nothing, size
from assistant.domain import Passage, Sentence
from assistant.values import ValueKind, find_values

#: Sentences that are looked back at for a list's first line, and for whom "he" is.
FAR_BACK = 40
NEAR_BACK = 4
#: Lines of a turn of a chat and of a table, the first one included.
TURN_LINES = 12
TABLE_LINES = 500

_ITEM = re.compile(r"(?P<indent>[\s>]*)(?:[-*+•]|\d{1,3}[.)])\s")
_HASHES = re.compile(rb"^[ \t>]*#{1,6}[ \t]+", re.MULTILINE)
_ROW_RULE = re.compile(r"[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ASKS = re.compile(r"[?？][^\w?？]*$")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A sentence that another leans on, and who says it, where it does not say so itself."""

    sentence: Sentence
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a sentence leans on: sentences before it, in order, and labels: its heading, its speaker."""

    before: tuple[Neighbour, ...] = ()
    labels: tuple[str, ...] = ()


class Surroundings:
    """The lines around the sentences of one note, as far as its passages are known."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._stretches: list[_Stretch] = []
        known = {passage.chunk.span.start: passage for passage in passages}
        for _, passage in sorted(known.items()):
            if not (self._stretches and self._stretches[-1].add(passage)):
                self._stretches.append(_Stretch(passage))

    def of(self, sentence: Sentence, passage: Passage) -> Neighbours:
        """What a sentence of one of the passages leans on."""
        for stretch in self._stretches:
            i = stretch.find(sentence)
            if i is not None:
                return stretch.neighbours(i, passage)
        return Neighbours()


class _Stretch:
    """Passages that follow each other without a gap: their text, and their sentences in order."""

    def __init__(self, passage: Passage) -> None:
        self._base = self._end = passage.chunk.span.start
        self._raw = bytearray()
        self._sentences: list[Sentence] = []
        self._starts: list[int] = []
        self._headings: set[int] = set()
        self.add(passage)

    def add(self, passage: Passage) -> bool:
        """Take in the passage that follows; false when it is another."""
        chunk = passage.chunk
        if chunk.span.start != self._end:
            return False
        raw = chunk.text.encode()
        self._raw += raw
        self._headings |= {self._end + match.end() for match in _HASHES.finditer(raw)}
        self._sentences += chunk.sentences
        self._starts += (sentence.span.start for sentence in chunk.sentences)
        self._end = chunk.span.end
        return True

    def find(self, sentence: Sentence) -> int | None:
        i = bisect_left(self._starts, sentence.span.start)
        return i if i < len(self._sentences) and self._sentences[i] == sentence else None

    def neighbours(self, i: int, passage: Passage) -> Neighbours:
        row = self._row_header(i)
        announced = row if row is not None else self._announced_by(i)
        before = self._before(i, passage.language) if row is None else None
        found = sorted({j for j in (announced, before) if j is not None})
        speaker = self._speaker(i)
        heading = self._heading(i, passage, stands=announced is not None or bool(speaker))
        neighbours = tuple(Neighbour(self._sentences[j], self._speaker(j)) for j in found)
        return Neighbours(neighbours, tuple(label for label in (heading, speaker) if label))

    # Lines

    def _text(self, i: int) -> str:
        return self._sentences[i].text

    def _row(self, i: int) -> int:
        return self._sentences[i].span.line_start

    def _bounds(self, at: int) -> tuple[int, int]:
        end = self._raw.find(b"\n", at)
        return self._raw.rfind(b"\n", 0, at) + 1, len(self._raw) if end < 0 else end

    def _line(self, i: int) -> str:
        """The line on which a sentence begins."""
        start, end = self._bounds(self._starts[i] - self._base)
        return self._raw[start:end].decode(errors="replace")

    def _lead(self, i: int) -> str:
        """What stands before a sentence on its first line."""
        at = self._starts[i] - self._base
        return self._raw[self._bounds(at)[0] : at].decode(errors="replace")

    def _lines_above(self, i: int, limit: int) -> Iterator[str]:
        """The lines above a sentence's first one, nearest first, up to an empty one."""
        start = self._bounds(self._starts[i] - self._base)[0]
        for _ in range(limit):
            if start == 0:
                return
            start, end = self._bounds(start - 1)
            line = self._raw[start:end].decode(errors="replace")
            if not line.strip():
                return
            yield line

    def _is_heading(self, i: int) -> bool:
        return self._starts[i] in self._headings

    def _is_near(self, j: int, i: int) -> bool:
        """Whether at most one empty line parts two sentences."""
        return self._row(i) - self._sentences[j].span.line_end <= 2

    # What is leaned on

    def _announced_by(self, i: int) -> int | None:
        """The line above that ends in a colon; for an item of a list that above the list, or the item it is under."""
        item = _ITEM.match(self._line(i))
        indent = len(item["indent"]) if item else -1
        row = self._row(i)
        for j in range(i - 1, max(-1, i - 1 - FAR_BACK), -1):
            if not self._is_near(j, j + 1) or self._is_heading(j):
                return None
            if self._row(j) == row:
                continue
            other = _ITEM.match(self._line(j)) if item else None
            if other and len(other["indent"]) >= indent:
                continue
            found = self._first_of_line(j) if other else j
            announces = other or self._text(j).endswith((":", "："))
            return found if announces and self._may_lend(found) else None
        return None

    def _first_of_line(self, i: int) -> int:
        while i and self._row(i - 1) == self._row(i):
            i -= 1
        return i

    def _row_header(self, i: int) -> int | None:
        """The first row of the table in which a sentence is a row."""
        if "|" not in self._line(i):
            return None
        for n, line in enumerate(self._lines_above(i, TABLE_LINES), start=1):
            if "|" not in line:
                return None
            if _ROW_RULE.match(line):
                header = self._row(i) - n - 1
                j = bisect_left(self._sentences, header, key=lambda sentence: sentence.span.line_start)
                return j if j < i and self._row(j) == header else None
        return None

    def _before(self, i: int, language: str) -> int | None:
        """The sentence of whom or of what this one speaks, or the question that it answers."""
        turn = turn_of(self._text(i))
        said = self._text(i)[len(turn.text) if turn else 0 :]
        question = self._question(i) if answers_barely(said, language) else None
        if question is not None:
            return question
        if not leans(said, language):
            return None
        lenders = (j for j in self._back(i) if not (leans(self._text(j), language) or self._is_call(j)))
        return next(lenders, None)

    def _question(self, i: int) -> int | None:
        """The question just before a sentence; in a chat, one in the turn before its own."""
        own = self._who(i)
        asker = ""
        for j in self._back(i):
            who = self._who(j)
            if own and who == own and not asker:
                continue
            if asker and who != asker:
                return None
            asker = who
            if _ASKS.search(self._text(j)):
                return j
        return None

    def _back(self, i: int) -> Iterator[int]:
        """The sentences just before one, nearest first, up to a heading or a gap; of an item of a list, within it."""
        item = self._row(i) if _ITEM.match(self._line(i)) else 0
        for j in range(i - 1, max(-1, i - 1 - NEAR_BACK), -1):
            if not self._is_near(j, j + 1) or not self._may_lend(j) or (item and self._row(j) != item):
                return
            yield j

    def _is_call(self, i: int) -> bool:
        """Whether a sentence is a greeting or an "of course!"."""
        text = self._text(i)
        return "!" in text[-4:] and size(text) < SUBSTANCE

    def _may_lend(self, i: int) -> bool:
        text = self._text(i)
        return not (self._is_heading(i) or says_nothing(text) or gives_orders(text))

    def _who(self, i: int) -> str:
        """Who speaks in the line of a sentence."""
        turn = turn_of(self._line(i))
        return turn.label if turn else self._speaker(i)

    def _speaker(self, i: int) -> str:
        """Who says a sentence that does not begin its turn."""
        if own := turn_of(self._line(i)):
            return own.label if len(self._lead(i)) >= len(own.text) else ""
        turn = next(filter(None, map(turn_of, self._lines_above(i, TURN_LINES - 1))), None)
        recurs = turn is not None and self._raw.count(f"\n{turn.text}".encode()) > 1
        return turn.label if turn and (turn.stamped or recurs) else ""

    def _heading(self, i: int, passage: Passage, *, stands: bool) -> str:
        """The nearest heading, where it is a date, or the sentence an item of a list or too short to stand alone.

        ``stands`` says that something else tells where the sentence belongs.
        """
        heading = self._heading_above(i, passage)
        known = passage.title.casefold()
        if not heading or heading.casefold() in known or known in heading.casefold() or heading == self._text(i):
            return ""
        wanted = not stands and (size(self._text(i)) < 2 * SUBSTANCE or _ITEM.match(self._line(i)))
        return heading if wanted or _is_dated(heading, passage.language) else ""

    def _heading_above(self, i: int, passage: Passage) -> str:
        """The nearest heading above in the passage; else the passage's own, unless that comes only later."""
        first = bisect_left(self._starts, passage.chunk.span.start)
        last = bisect_left(self._starts, passage.chunk.span.end)
        above = next((j for j in range(i - 1, first - 1, -1) if self._is_heading(j)), None)
        if above is not None:
            return self._text(above)
        later = {self._text(j) for j in range(i, last) if self._is_heading(j)}
        return next((heading for heading in passage.chunk.headings[-1:] if heading not in later), "")


@lru_cache(maxsize=1024)
def _is_dated(heading: str, language: str) -> bool:
    return any(value.kind is ValueKind.DATE for value in find_values(heading, language))
