"""Sets of Unicode characters, as ranges of code points."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Range = tuple[int, int]

#: Every character that a text can hold: code points without surrogates.
_EVERYTHING: tuple[Range, ...] = ((0, 0xD7FF), (0xE000, 0x10FFFF))


@dataclass(frozen=True, slots=True)
class CharSet:
    """Characters as ranges of code points: ascending, with gaps between them, both ends included."""

    ranges: tuple[Range, ...]

    @classmethod
    def of(cls, characters: Iterable[str]) -> "CharSet":
        """These characters."""
        return cls(tuple(_joined((ord(c), ord(c)) for c in characters)))

    @classmethod
    def spans(cls, *spans: tuple[str, str]) -> "CharSet":
        """The characters from one to the other, for each pair."""
        return cls(tuple(_joined((ord(low), ord(high)) for low, high in spans)))

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __contains__(self, character: object) -> bool:
        return isinstance(character, str) and any(low <= ord(character) <= high for low, high in self.ranges)

    def __or__(self, other: "CharSet") -> "CharSet":
        return CharSet(tuple(_joined([*self.ranges, *other.ranges])))

    def __and__(self, other: "CharSet") -> "CharSet":
        pairs = ((max(a, c), min(b, d)) for a, b in self.ranges for c, d in other.ranges)
        return CharSet(tuple(_joined((low, high) for low, high in pairs if low <= high)))

    def __sub__(self, other: "CharSet") -> "CharSet":
        gaps: list[Range] = []
        start = 0
        for low, high in other.ranges:
            gaps.append((start, low - 1))
            start = high + 1
        gaps.append((start, 0x10FFFF))
        return self & CharSet(tuple(gap for gap in gaps if gap[0] <= gap[1]))

    def __invert__(self) -> "CharSet":
        return ANY - self

    @property
    def first(self) -> str:
        """The lowest character."""
        return chr(self.ranges[0][0])


def _joined(ranges: Iterable[Range]) -> Iterator[Range]:
    """The same characters in order and without overlap."""
    last: Range | None = None
    for low, high in sorted(ranges):
        if last is not None and low <= last[1] + 1:
            last = (last[0], max(last[1], high))
            continue
        if last is not None:
            yield last
        last = (low, high)
    if last is not None:
        yield last


ANY = CharSet(_EVERYTHING)
NONE = CharSet(())
DIGITS = CharSet.spans(("0", "9"))


def partition(sets: Iterable[CharSet]) -> list[CharSet]:
    """The coarsest division of all characters in which each of ``sets`` is a union of parts."""
    parts = [ANY]
    for chars in dict.fromkeys(sets):
        parts = [piece for part in parts for piece in (part & chars, part - chars) if piece]
    return parts
