"""Pairs of texts for a model with a packed vocabulary: in windows, with the characters that each token stands for."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.engines.unigram import Ids, UnigramTokenizer

#: Between two texts such a model wants its end mark twice.
_MARKS_OF_A_PAIR = 4
_WORD = re.compile(r"\S+")
#: Scripts that are written without spaces: each piece may be a word.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class PlacedTokens:
    """A text's tokens, the characters ``[start, end)`` of each, and which of the text's words it is a part of."""

    ids: Ids
    offsets: list[tuple[int, int]]
    words: list[int]

    def part(self, first: int, last: int) -> "PlacedTokens":
        """The tokens ``[first, last)``."""
        return PlacedTokens(self.ids[first:last], self.offsets[first:last], self.words[first:last])


@dataclass(frozen=True, slots=True)
class PairTokens:
    """Two texts as a model wants them; special tokens are of neither text and stand for no characters."""

    ids: Ids
    offsets: list[tuple[int, int]]
    sequence_ids: list[int | None]
    word_ids: list[int | None]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def attention_mask(self) -> Ids:
        """1 for each token."""
        return [1] * len(self.ids)

    @property
    def type_ids(self) -> Ids:
        """0 for each token: such a model tells the texts apart by the marks between them."""
        return [0] * len(self.ids)


def placed(tokenizer: UnigramTokenizer, text: str) -> PlacedTokens:
    """The tokens of a text, uncut and without special ones; the ids are those of ``tokenizer.encode``."""
    words = [(match.start(), match.group()) for match in _WORD.finditer(tokenizer.with_blanks(text))]
    segmented = tokenizer.segmented([tokenizer.normalized(word) for _, word in words])
    ids: Ids = []
    offsets: list[tuple[int, int]] = []
    for (start, word), pieces in zip(words, segmented, strict=True):
        ids += [number for number, _ in pieces]
        offsets += _offsets(start, word, [length for _, length in pieces])
    return PlacedTokens(ids, offsets, _words_of(text, offsets))


def windows(
    tokenizer: UnigramTokenizer, first: str, seconds: Sequence[str], max_tokens: int, overlap: int
) -> list[list[PairTokens]]:
    """A text with each of many, in as many windows as the second one needs; neighbours share ``overlap`` tokens."""
    head = placed(tokenizer, first)
    room = max_tokens - _MARKS_OF_A_PAIR - len(head.ids)
    if room <= overlap:
        raise ValueError(f"a first text of {len(head.ids)} tokens leaves no room for a second one")
    return [list(_windows(tokenizer, head, placed(tokenizer, text), room, overlap)) for text in seconds]


def _windows(
    tokenizer: UnigramTokenizer, head: PlacedTokens, tail: PlacedTokens, room: int, overlap: int
) -> Iterator[PairTokens]:
    at = 0
    while True:
        yield _pair(tokenizer, head, tail.part(at, at + room))
        if at + room >= len(tail.ids):
            return
        at += room - overlap


def _pair(tokenizer: UnigramTokenizer, head: PlacedTokens, tail: PlacedTokens) -> PairTokens:
    none, nowhere = [None], [(0, 0)]
    n, m = len(head.ids), len(tail.ids)
    return PairTokens(
        [tokenizer.begin, *head.ids, tokenizer.end, tokenizer.end, *tail.ids, tokenizer.end],
        [*nowhere, *head.offsets, *nowhere, *nowhere, *tail.offsets, *nowhere],
        [*none, *[0] * n, *none, *none, *[1] * m, *none],
        [*none, *head.words, *none, *none, *tail.words, *none],
    )


def _offsets(start: int, word: str, lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Where pieces of these lengths stand in a word; all of it for each where normalizing changed its length."""
    if sum(lengths) != len(word):
        return [(start, start + len(word))] * len(lengths)
    ends = [start + sum(lengths[: n + 1]) for n in range(len(lengths))]
    return [(end - length, end) for end, length in zip(ends, lengths, strict=True)]


def _words_of(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """Numbers of words: pieces that follow each other belong to one as long as letters and digits meet."""
    words: list[int] = []
    last = -1
    for start, end in offsets:
        if not words or not _continues(text, start, last):
            words.append(words[-1] + 1 if words else 0)
        else:
            words.append(words[-1])
        last = end
    return words


def _continues(text: str, start: int, last: int) -> bool:
    if start < last:  # the parts of a word whose places are not known
        return True
    if start > last:
        return False
    before, after = text[start - 1 : start], text[start : start + 1]
    if _SPACELESS.match(before) or _SPACELESS.match(after):
        return unicodedata.category(after or " ")[0] == "M"
    return all(c.isalnum() or unicodedata.category(c)[0] == "M" for c in (before, after) if c) and bool(
        before and after
    )
