"""A tokenizer of the usual kind, ``tokenizer.json``, read once for everything that is asked of it."""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from assistant.errors import ModelBrokenError, ModelMissingError


class LibraryTokenizer:
    """Tokenizes with the library ``tokenizers``; several threads may, one at a time.

    There is one copy of the vocabulary, which may take hundreds of megabytes: where a text is cut is set for each call.
    Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = _load(path)
        self._setting = threading.Lock()

    def encode(self, inputs: Sequence[str] | Sequence[tuple[str, str]], max_tokens: int) -> list[Encoding]:
        """The tokens of texts, or pairs of texts, with special tokens, cut at ``max_tokens``; no offsets."""
        with self._setting:
            self._tokenizer.enable_truncation(max_tokens)
            encodings: list[Encoding] = self._tokenizer.encode_batch_fast(list(inputs))
        return encodings

    def encode_windows(self, first: str, seconds: Sequence[str], max_tokens: int, overlap: int) -> list[list[Encoding]]:
        """A text with each of many, offsets included, in as many windows as the second one needs."""
        with self._setting:
            self._tokenizer.enable_truncation(max_tokens, stride=overlap, strategy="only_second")
            encodings = self._tokenizer.encode_batch([(first, second) for second in seconds])
        return [[encoding, *encoding.overflowing] for encoding in encodings]

    def whole(self, text: str) -> Encoding:
        """The tokens of a text, uncut and without special tokens, with offsets."""
        with self._setting:
            self._tokenizer.no_truncation()
            encoding: Encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, uncut and without special tokens."""
        with self._setting:
            self._tokenizer.no_truncation()
            encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def pieces(self, text: str) -> list[str]:
        """A text's tokens as the vocabulary writes them, uncut and without special tokens."""
        tokens: list[str] = self.whole(text).tokens
        return tokens

    def are_words(self, ids: Sequence[int]) -> NDArray[np.bool_]:
        """For each token whether it holds a letter or digit of the text: not ``.``, ``[CLS]`` or ``<unk>``."""
        are_words: NDArray[np.bool_] = self._is_word[ids]
        return are_words

    @cached_property
    def _is_word(self) -> NDArray[np.bool_]:
        """By number of the vocabulary: a batch that is tokenized fast does not say how its tokens are written."""
        vocabulary = self._tokenizer.get_vocab()
        words = np.zeros(max(vocabulary.values(), default=0) + 1, np.bool_)
        for token, number in vocabulary.items():
            words[number] = any(c.isalnum() for c in token) and token[0] not in "[<"
        return words


def _load(path: Path) -> Any:  # noqa: ANN401 (the library has no types)
    hint = f"assistant models pull {path.parent.name}"
    if not path.is_file():
        raise ModelMissingError(f"{path} is missing", hint=hint)
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises the base class itself
        raise ModelBrokenError(f"{path} is no tokenizer: {error}", hint=hint) from error
    tokenizer.no_padding()
    return tokenizer
