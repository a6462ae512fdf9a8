"""Words alike in meaning, from the embedder's own table of token vectors."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress
from re import findall

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.changes import ending, is_telling, stem
from training.records import Record

#: Cosines between which two words are alike and yet not the same. Forms of one word and synonyms lie above; the bounds
#: were read off such lists as that of "buy": purchase .74, bought .72, sell .41, owning .37.
ALIKE = (0.28, 0.4)
#: Words kept for a word.
KEPT = 12
#: In how many questions a word stands: rarer ones are hardly known, and the most frequent (located, called, used) say
#: so little that what is alike says the same.
OFTEN = (5, 400)


def words_of(records: Iterable[Record], tokenizer: Tokenizer) -> list[str]:
    """Telling words that several questions hold, not too many, and that are one token each."""
    counts = Counter(w for record in records for w in findall(r"[^\W\d_]+", record.question) if is_telling(w))
    return sorted(w for w, n in counts.items() if OFTEN[0] <= n <= OFTEN[1] and tokenizer.token_to_id(w) is not None)


def alike_words(words: Sequence[str], vectors: NDArray[np.float32]) -> dict[str, list[str]]:
    """For each word others alike it, used like it and of another stem, nearest first. ``vectors``: (words, width)."""
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    endings = np.array([ending(word) for word in words])
    stems = np.array([stem(word) for word in words])
    found = {}
    for i, word in enumerate(words):
        cosines = vectors @ vectors[i]
        fits = (cosines > ALIKE[0]) & (cosines < ALIKE[1]) & (endings == endings[i]) & (stems != stems[i])
        order = np.argsort(-cosines, kind="stable")
        found[word] = [words[j] for j in compress(order.tolist(), fits[order].tolist())][:KEPT]
    return {word: others for word, others in found.items() if others}
