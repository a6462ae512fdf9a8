"""Positions: from code points of a text to UTF-8 bytes and 1-based lines."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from assistant.domain import Span

_CARRIAGE_RETURN = re.compile(r"\r(\n?)")


def structural(text: str) -> str:
    """``text`` for finding structure: as long as the original, every kind of line break ends in ``\\n``.

    ``\\r\\n`` becomes a space and ``\\n``, a lone ``\\r`` becomes ``\\n``, NUL becomes U+FFFD.
    """
    if "\r" in text:
        text = _CARRIAGE_RETURN.sub(lambda match: " \n" if match[1] else "\n", text)
    return text.replace("\0", "\ufffd")


def line_starts(text: str) -> list[int]:
    """Where each ``\\n``-ended line starts; the last entry is the length of the text."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    starts[-1] -= 1
    return starts


class Positions:
    """Makes spans from ranges of code points of one text, a note or a part of one.

    ``bytes_before`` and ``lines_before`` are what stands in the note before the text, and may be negative: what the
    text has before its part of the note.
    """

    def __init__(self, text: str, bytes_before: int = 0, lines_before: int = 0) -> None:
        self._text = text
        self._bytes_before, self._lines_before = bytes_before, lines_before
        self._starts = line_starts(text)
        self._bytes: dict[int, int] | None = None

    def line(self, offset: int) -> int:
        """The 1-based line that holds the code point at ``offset``."""
        return self._lines_before + max(1, bisect_left(self._starts, offset + 1, hi=len(self._starts) - 1))

    def measure(self, offsets: Iterable[int]) -> None:
        """Find the bytes of all offsets that ``span`` will be asked for, in one pass over the text."""
        if self._text.isascii():
            return
        self._bytes = {}
        before = total = 0
        for offset in sorted(set(offsets)):
            total += len(self._text[before:offset].encode())
            self._bytes[offset] = total
            before = offset

    def byte_range(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of code points ``[start, end)``."""
        return self.byte(start), self.byte(end)

    def byte(self, offset: int) -> int:
        """The byte of the code point at ``offset``."""
        return self._bytes_before + (offset if self._bytes is None else self._bytes[offset])

    def span(self, start: int, end: int) -> Span:
        """The span of code points ``[start, end)``, which must not be empty."""
        return Span(*self.byte_range(start, end), self.line(start), self.line(end - 1))
