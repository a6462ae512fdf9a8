"""Looking quotes up by number, and reading their lines again from disk."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from assistant.domain import Citation, EvidenceSentence, Sentence, Skipped
from assistant.notes.formats import place
from assistant.notes.read import read_note

#: The path under which piped text is cited.
STDIN = "stdin"


class QuoteReader:
    """Reads cited lines from the notes as they are on disk now."""

    def __init__(self, folder: Path, max_bytes: int, piped: str = "") -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._texts: dict[str, str | None] = {STDIN: piped}

    def cite(self, pointers: Iterable[int], sentences: Mapping[int, EvidenceSentence]) -> list[Citation]:
        """A citation for every pointer whose sentence still stands in its file, with its lines there."""
        found = (self._cite(sentences[n]) for n in pointers if n in sentences)
        return [citation for citation in found if citation]

    def block(self, path: str, parts: Sequence[Sentence]) -> tuple[int, int, str] | None:
        """First line, last line and text from the first to the last of some parts of a note; nothing if one is gone.

        Where they do not stand where they stood, they are looked for in their order. What is no text, a pasted picture
        in a part or between two, is left out.
        """
        text = self._text(path)
        if text is None:
            return None
        raw = text.encode()
        if all(stands(raw[part.span.start : part.span.end], part.text.encode()) for part in parts):
            return parts[0].span.line_start, parts[-1].span.line_end, _joined(raw, parts)
        places, at = [], 0
        for part in parts:
            at = text.find(part.text, at)
            if at < 0:
                return None
            places.append(at)
            at += len(part.text)
        line = text.count("\n", 0, places[0]) + 1
        quote = text[places[0] : at]
        return line, line + quote.count("\n"), quote

    def line(self, path: str, number: int) -> str:
        """A line of a note, from 1, without outer white space; empty when there is none."""
        lines = (self._text(path) or "").split("\n")
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    def place(self, path: str, first: int, last: int) -> str:
        """What a note calls its lines: ``3-4``, ``cell 2``, ``00:12:40``."""
        return place(path, first, last, self._text(path) or "")

    def _cite(self, evidence: EvidenceSentence) -> Citation | None:
        text = self._text(evidence.path)
        if text is None:
            return None
        quote, span = evidence.sentence.text, evidence.sentence.span
        raw = text.encode()
        if stands(raw[span.start : span.end], quote.encode()):
            return self._at(evidence, span.line_start, span.line_end)
        begin = text.find(quote)
        if begin < 0:
            return None
        line = text.count("\n", 0, begin) + 1
        return self._at(evidence, line, line + quote.count("\n"))

    def _at(self, evidence: EvidenceSentence, first: int, last: int) -> Citation:
        where = self.place(evidence.path, first, last)
        return Citation(evidence.n, evidence.path, first, last, evidence.sentence.text, place=where)

    def _text(self, path: str) -> str | None:
        if path not in self._texts:
            note = read_note(self._folder, path, self._max_bytes)
            self._texts[path] = None if isinstance(note, Skipped) else note.text
        return self._texts[path]


def _joined(raw: bytes, parts: Sequence[Sentence]) -> str:
    """The parts with what stands between them."""
    quote = parts[0].text
    for before, after in pairwise(parts):
        between = raw[before.span.end : after.span.start].decode()
        quote += (between if len(between) <= _MOST_BETWEEN else "\n…\n") + after.text
    return quote


#: Characters between two parts of a block; what is longer is data that was left out.
_MOST_BETWEEN = 1000


def stands(raw: bytes, quote: bytes) -> bool:
    """Whether a quote is what stands in ``raw``, from its first byte to its last, but for what is no text within it."""
    if raw == quote:
        return True
    at = begun = 0
    while begun < len(quote):
        run = _common(raw, at, quote, begun)
        at, begun = at + run, begun + run
        if begun == len(quote):
            break
        at = raw.find(quote[begun : begun + _RUN], at)
        if at < 0 or not (run or begun):
            return False
    return at == len(raw) or raw.endswith(quote[-_RUN:])


#: Bytes in which a quote has to go on behind a gap.
_RUN = 12


def _common(raw: bytes, at: int, quote: bytes, begun: int) -> int:
    """How many bytes are the same from two places on."""
    most = min(len(raw) - at, len(quote) - begun)
    return next((n for n in range(most) if raw[at + n] != quote[begun + n]), most)
