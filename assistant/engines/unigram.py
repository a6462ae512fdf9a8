"""A unigram tokenizer (Kudo 2018) of a large vocabulary, read in milliseconds and kept in some ten megabytes.

The 250,000 pieces of a multilingual model take the usual library .7 seconds to read and 280 MB to keep. Here they lie
in a hash table that numpy looks all substrings of many words up in at once; only the search for the likeliest pieces
is a loop, and it runs once a word. The ids are those of the library for the same model.
"""

import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save

from assistant.errors import ModelBrokenError, ModelMissingError

#: Stands for the white space before a word.
SPACE = "\u2581"
#: A longer word is read in parts.
LONGEST_WORD = 4096
#: Characters of words that are looked up together.
_TOGETHER = 1 << 15
#: Words whose pieces are remembered, and how long they are at most: most words of a text came before.
_REMEMBERED, _REMEMBERED_LENGTH = 1 << 15, 24
#: How much less likely a character that is no piece is than the least likely piece.
_UNKNOWN_PENALTY = 10.0
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_ARRAYS = ("hashes", "ids", "scores", "letters", "ends", "is_word", "special", "deleted", "blank")

Ids = list[int]
Hashes = NDArray[np.uint64]
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces with their log probabilities, by number.

    ``deleted`` and ``blank`` are characters that count for nothing and for a space. ``special`` pieces stand for no
    text: ``begin``, ``end`` and ``unknown`` are among them.
    """

    pieces: Sequence[str]
    scores: Sequence[float]
    begin: int
    end: int
    unknown: int
    special: frozenset[int]
    deleted: str = ""
    blank: str = ""


@dataclass(frozen=True, slots=True)
class TokenIds:
    """A text's tokens by number, as a model wants them."""

    ids: Ids

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def attention_mask(self) -> Ids:
        """1 for each token."""
        return [1] * len(self.ids)

    @property
    def type_ids(self) -> Ids:
        """0 for each token: there is one text."""
        return [0] * len(self.ids)


def pack_vocabulary(vocabulary: Vocabulary) -> bytes:
    """What `UnigramTokenizer` reads, as a safetensors file. ``ValueError`` where two pieces have one hash."""
    hashes, ids = _hash_table(vocabulary)
    letters = [piece.encode() for piece in vocabulary.pieces]
    arrays: dict[str, Array] = {
        "hashes": hashes,
        "ids": ids,
        "scores": np.array(vocabulary.scores, np.float32),
        "letters": np.frombuffer(b"".join(letters), np.uint8),
        "ends": np.cumsum([len(piece) for piece in letters], dtype=np.uint32),
        "is_word": np.array([_is_word(piece) for piece in vocabulary.pieces], np.bool_),
        "special": np.array([vocabulary.begin, vocabulary.end, vocabulary.unknown], np.int32),
        "deleted": np.array([ord(c) for c in vocabulary.deleted], np.uint32),
        "blank": np.array([ord(c) for c in vocabulary.blank], np.uint32),
    }
    arrays["is_word"][list(vocabulary.special)] = False
    longest = max(map(len, vocabulary.pieces))
    return bytes(save(arrays, {"longest": str(longest)}))


class UnigramTokenizer:
    """Tokenizes with a packed vocabulary; several threads may. Text is never taken for a special token.

    Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    def __init__(self, path: Path) -> None:
        arrays, longest = _read(path)
        self._hashes, self._ids, self._scores = arrays["hashes"], arrays["ids"], arrays["scores"]
        self._letters, self._ends = arrays["letters"], arrays["ends"]
        self._is_word = arrays["is_word"].astype(np.bool_)
        self.begin, self.end, self._unknown = map(int, arrays["special"])
        self._translation: dict[int, str] = dict.fromkeys(arrays["deleted"].tolist(), "")
        self._blanks = dict.fromkeys(arrays["blank"].tolist(), " ")
        self._translation |= self._blanks
        self._longest = longest
        self._unknown_score = float(self._scores.min()) - _UNKNOWN_PENALTY
        self._known: dict[str, Ids] = {}
        self._learning = threading.Lock()

    def encode(self, texts: Sequence[str], max_tokens: int) -> list[TokenIds]:
        """The tokens of each text with the two special ones about them, cut at ``max_tokens``."""
        room = max_tokens - 2
        return [TokenIds([self.begin, *ids[:room], self.end]) for ids in self._all(texts)]

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, uncut and without special ones."""
        return [len(ids) for ids in self._all(texts)]

    def pieces(self, text: str) -> list[str]:
        """A text's tokens as the vocabulary writes them."""
        (ids,) = self._all([text])
        spans = [(int(self._ends[n - 1]) if n else 0, int(self._ends[n])) for n in ids]
        return [bytes(self._letters[start:end]).decode() for start, end in spans]

    def are_words(self, ids: Sequence[int]) -> NDArray[np.bool_]:
        """For each token whether it holds a letter or digit."""
        are_words: NDArray[np.bool_] = self._is_word[ids]
        return are_words

    def with_blanks(self, text: str) -> str:
        """The text with a space for each character that counts for one: as long as before."""
        return text.translate(self._blanks)

    def normalized(self, word: str) -> str:
        """A word as its pieces spell it; it may come apart into several."""
        return unicodedata.normalize("NFKC", word.translate(self._translation))

    def segmented(self, words: Sequence[str]) -> list[list[tuple[int, int]]]:
        """For each normalized word its pieces: number and length in characters, white space aside."""
        return [[(n, self._length(n)) for n in ids] for ids in self._all_of([word.split() for word in words])]

    def _length(self, number: int) -> int:
        start = int(self._ends[number - 1]) if number else 0
        piece = bytes(self._letters[start : int(self._ends[number])]).decode()
        return 1 if number == self._unknown else len(piece.removeprefix(SPACE))

    def _all(self, texts: Sequence[str]) -> list[Ids]:
        return self._all_of([list(self._words(text)) for text in texts])

    def _all_of(self, words: Sequence[Sequence[str]]) -> list[Ids]:
        known = self._known
        new = {word for some in words for word in some if word not in known}
        # What is remembered may be forgotten by another thread, not what this one holds.
        found = self._learned(new) if new else {}
        return [[n for word in some for n in (found.get(word) or known[word])] for some in words]

    def _words(self, text: str) -> Iterator[str]:
        for word in unicodedata.normalize("NFKC", text.translate(self._translation)).split():
            yield from (word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))

    def _learned(self, words: Iterable[str]) -> dict[str, Ids]:
        """The pieces of words, of which those that may come again are remembered."""
        found = {word: ids for some in _portions(sorted(words)) for word, ids in self._segmented(some)}
        with self._learning:
            if len(self._known) > _REMEMBERED:
                self._known = {}
            self._known.update((word, ids) for word, ids in found.items() if len(word) <= _REMEMBERED_LENGTH)
        return found

    def _segmented(self, words: Sequence[str]) -> Iterator[tuple[str, Ids]]:
        """Each word with its likeliest pieces (Viterbi 1967), all words in one pass."""
        text = "".join(SPACE + word for word in words)
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
        ends = np.cumsum([1 + len(word) for word in words])
        ids = self._pieces_from(codes, ends)
        starts, lengths = np.nonzero(ids.T >= 0)
        numbers = ids.T[starts, lengths]
        scores = np.where(numbers == self._unknown, self._unknown_score, self._scores[numbers])
        steps = list(
            zip(starts.tolist(), (starts + lengths + 1).tolist(), numbers.tolist(), scores.tolist(), strict=True)
        )
        came_by = _likeliest(steps, len(codes))
        for word, end in zip(words, ends.tolist(), strict=True):
            yield word, _traced(steps, came_by, end - len(word) - 1, end, self._unknown)

    def _pieces_from(self, codes: Hashes, ends: Array) -> Array:
        """Which piece begins at each character with each length, shape ``(lengths, characters)``; -1 for none."""
        places = np.arange(len(codes))
        room = ends[np.searchsorted(ends, places, side="right")] - places
        hashes = _running_hashes(codes, self._longest)
        found = np.full(hashes.shape, -1, np.int32)
        possible = np.arange(1, len(hashes) + 1)[:, None] <= room[None, :]
        found[possible] = self._looked_up(hashes[possible])
        found[0] = np.where(found[0] < 0, self._unknown, found[0])
        return found

    def _looked_up(self, hashes: Hashes) -> Array:
        found = np.full(len(hashes), -1, np.int32)
        pending, slots = np.arange(len(hashes)), _slots(hashes, len(self._hashes))
        while len(pending):
            there = self._hashes[slots]
            equal = there == hashes[pending]
            found[pending[equal]] = self._ids[slots[equal]]
            going_on = ~equal & (there != 0)
            pending, slots = pending[going_on], (slots[going_on] + 1) % len(self._hashes)
        return found


def _likeliest(steps: Sequence[tuple[int, int, int, float]], length: int) -> list[int]:
    """For each place by which step the likeliest way comes to it; steps are in the order of their starts."""
    total = [0.0] + [-np.inf] * length
    came_by = [-1] * (length + 1)
    for n, (start, end, _, score) in enumerate(steps):
        candidate = total[start] + score
        if candidate > total[end]:
            total[end], came_by[end] = candidate, n
    return came_by


def _traced(
    steps: Sequence[tuple[int, int, int, float]], came_by: Sequence[int], first: int, last: int, unknown: int
) -> Ids:
    """The pieces between two places; characters that are none, one after the other, are one unknown piece."""
    ids: Ids = []
    while last > first:
        last, _, number, _ = steps[came_by[last]]
        if not (number == unknown and ids and ids[-1] == unknown):
            ids.append(number)
    return ids[::-1]


def _portions(words: Sequence[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    size = 0
    for word in words:
        portion.append(word)
        size += len(word)
        if size >= _TOGETHER:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _running_hashes(codes: Hashes, longest: int) -> Hashes:
    """Hashes of the strings of 1 to ``longest`` characters at each place; what reaches over the end is meaningless."""
    hashes = np.zeros((longest, len(codes)), np.uint64)
    running = np.zeros_like(codes)
    for n in range(min(longest, len(codes))):
        running[: len(codes) - n] = running[: len(codes) - n] * _BASE + codes[n:]
        hashes[n] = running
    return hashes


def _slots(hashes: Hashes, size: int) -> Array:
    """Where each hash is looked for first in a table of ``size``, a power of two."""
    mixed = (hashes ^ (hashes >> np.uint64(32))) * _MIX
    return (mixed >> np.uint64(64 - size.bit_length() + 1)).astype(np.int64)


def _hash_table(vocabulary: Vocabulary) -> tuple[Hashes, Array]:
    """An open table, half full at most: hashes (0 for an empty slot) and the pieces' numbers."""
    ordinary = [n for n, piece in enumerate(vocabulary.pieces) if piece and n not in vocabulary.special]
    hashes = np.array([_hash_of(vocabulary.pieces[n]) for n in ordinary], np.uint64)
    if len(np.unique(hashes)) < len(hashes) or (hashes == 0).any():
        raise ValueError("two pieces of the vocabulary can't be told apart")
    size = 1 << (2 * max(len(ordinary), 1) - 1).bit_length()
    table, ids = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
    for number, value, slot in zip(ordinary, hashes, _slots(hashes, size).tolist(), strict=True):
        at = slot
        while table[at]:
            at = (at + 1) % size
        table[at], ids[at] = value, number
    return table, ids


def _hash_of(piece: str) -> int:
    value = 0
    for letter in piece:
        value = (value * int(_BASE) + ord(letter)) % (1 << 64)
    return value


def _is_word(piece: str) -> bool:
    return any(letter.isalnum() for letter in piece)


def _read(path: Path) -> tuple[dict[str, Array], int]:
    hint = f"assistant models pull {path.parent.name}"
    if not path.is_file():
        raise ModelMissingError(f"{path} is missing", hint=hint)
    try:
        with safe_open(path, framework="numpy") as file:
            arrays = {name: file.get_tensor(name) for name in _ARRAYS}
            longest = int(file.metadata()["longest"])
        _check(arrays, longest)
    except Exception as error:  # the library has one class of its own, and numpy's come through
        raise ModelBrokenError(f"{path} is no vocabulary: {error}", hint=hint) from error
    return arrays, longest


def _check(arrays: dict[str, Array], longest: int) -> None:
    """``ValueError`` where an array would be read beyond its end, or a search would not end."""
    size, count = len(arrays["hashes"]), len(arrays["scores"])
    if size & (size - 1) or len(arrays["ids"]) != size or not (arrays["hashes"] == 0).any():
        raise ValueError("its table is not whole")
    if not 0 < count == len(arrays["ends"]) == len(arrays["is_word"]) or not 0 < longest <= LONGEST_WORD:
        raise ValueError("its pieces are not whole")
    if arrays["ids"].max() >= count or not all(0 <= n < count for n in arrays["special"]):
        raise ValueError("it names pieces that are not there")
