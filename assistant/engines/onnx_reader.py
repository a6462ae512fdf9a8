"""Reading with an extractive question-answering model in ONNX: where in a passage the answer stands, if it does.

The model is one trained as for SQuAD 2.0 (Rajpurkar et al. 2018; Devlin et al. 2018, 4.3): a logit of every token
for the answer's beginning and one for its end; those of the first token stand for no answer.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.engines.ports import Breaks, Reading, SpanFound
from assistant.engines.spans import best_spans, log_total, span_margins, within_parts
from assistant.engines.text_session import Output, TextSession, Window, tokenizer_in

_PASSAGE = 1
_QUESTION_TOKENS = 64
_OVERLAP_TOKENS = 128
_SPANS = 5
_UNKNOWN = "[UNK]"
_STRANGE_SHARE = 0.2
#: Of 7,382 English questions 94 % have no more pieces a word than this, of German ones 8 %, of Spanish ones 20 %.
_PIECES_A_WORD = 1.5
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)+")

Marks = NDArray[np.bool_]
Places = NDArray[np.intp]


class OnnxReader:
    """A ``Reader`` of a folder with ``model.onnx`` and ``tokenizer.json``.

    A question longer than 64 tokens, or than a quarter of ``max_tokens``, is cut. A passage that does not fit is read
    in windows that overlap by 128 tokens, or a third of ``max_tokens``; a span's margin is that over no answer in its
    own window. ``threads`` 0 stands for the cores there are. Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    outputs: Sequence[str] = ("start_logits", "end_logits")

    def __init__(self, folder: Path, name: str, max_tokens: int, threads: int = 0) -> None:
        self.name = name
        self.max_tokens = max_tokens
        self._session = TextSession(folder / "model.onnx", tokenizer_in(folder), max_tokens, threads, self.outputs)

    def knows(self, question: str) -> bool:
        """Whether at most a fifth of its tokens are unknown or single characters beyond ASCII, and words stay whole.

        A vocabulary of another language than the question's cuts its words into pieces.
        """
        pieces = [piece for piece in self._session.pieces(question) if any(c.isalnum() for c in piece)]
        strange = sum(piece == _UNKNOWN or (len(piece) == 1 and not piece.isascii()) for piece in pieces)
        words = len(_WORD.findall(question))
        return strange <= _STRANGE_SHARE * len(pieces) and len(pieces) <= _PIECES_A_WORD * max(words, 1)

    def read(
        self, question: str, passages: Sequence[str], max_answer_tokens: int = 30, breaks: Sequence[Breaks] = ()
    ) -> list[Reading]:
        """A reading of each passage, in the passages' order, with five spans at most."""
        windows = self._windows(question, passages)
        logits = iter(self._session.run([window for parts in windows for window in parts], _both))
        return [
            _reading(passage, [_Window(window, next(logits), at) for window in parts], max_answer_tokens)
            for passage, parts, at in zip(passages, windows, breaks or [()] * len(passages), strict=True)
        ]

    def close(self) -> None:
        """Free the model."""
        self._session.close()

    def _windows(self, question: str, passages: Sequence[str]) -> Sequence[Sequence[Window]]:
        question = self._session.cut(question, min(_QUESTION_TOKENS, self.max_tokens // 4))
        return self._session.encode_windows(question, passages, min(_OVERLAP_TOKENS, self.max_tokens // 3))


def reading_of(passage: str, window: Window, logits: Output, longest: int) -> Reading:
    """What the logits (2, tokens) of one window say of its passage."""
    return _reading(passage, [_Window(window, logits, ())], longest)


class _Window:
    """The tokens of a passage in one window: their characters, words and parts, and their logits (2, tokens)."""

    def __init__(self, encoding: Window, logits: Output, breaks: Breaks) -> None:
        here = np.array(encoding.sequence_ids, float) == _PASSAGE
        self.offsets = np.array(encoding.offsets, np.intp)[here]
        self.words = np.array(encoding.word_ids, float)[here].astype(np.intp)
        self.parts = np.searchsorted(np.array(breaks, np.intp), self.offsets[:, 0], side="right")
        self.logits = logits[:, here]
        self.null = float(logits[:, 0].sum())


class _Edges:
    """Which tokens of a passage a span may begin or end with: those at the edge of a word, and not in a number."""

    def __init__(self, passage: str, windows: Sequence[_Window]) -> None:
        # A window may begin within a word: only all of them together tell where it begins.
        words = np.concatenate([window.words for window in windows])
        offsets = np.concatenate([window.offsets for window in windows])
        self._first = np.full(words.max(initial=-1) + 1, len(passage))
        self._last = np.zeros_like(self._first)
        np.minimum.at(self._first, words, offsets[:, 0])
        np.maximum.at(self._last, words, offsets[:, 1])
        self._in_number = np.zeros(len(passage) + 1, np.bool_)
        for number in _NUMBER.finditer(passage):
            self._in_number[number.start() + 1 : number.end()] = True

    def starts(self, window: _Window) -> Marks:
        return self._clear(window.offsets[:, 0], self._first[window.words])

    def ends(self, window: _Window) -> Marks:
        return self._clear(window.offsets[:, 1], self._last[window.words])

    def _clear(self, places: Places, edges: Places) -> Marks:
        marks: Marks = (places == edges) & ~self._in_number[places]
        return marks


def _reading(passage: str, windows: Sequence[_Window], longest: int) -> Reading:
    windows = [window for window in windows if len(window.words)]
    if not windows:
        return Reading(())
    edges = _Edges(passage, windows)
    found = [span for window in windows for span in _spans(passage, window, edges, longest)]
    kept: list[SpanFound] = []
    for span in sorted(found, key=lambda span: -span.score):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return Reading(tuple(kept[:_SPANS]))


def _spans(passage: str, window: _Window, edges: _Edges, longest: int) -> Iterator[SpanFound]:
    start = np.where(edges.starts(window), window.logits[0], -np.inf)
    end = np.where(edges.ends(window), window.logits[1], -np.inf)
    margins = within_parts(span_margins(start, end, window.null, longest), window.parts)
    total = log_total(margins)
    for first, last, margin in best_spans(margins, _SPANS):
        a, b = _trimmed(passage, int(window.offsets[first, 0]), int(window.offsets[last, 1]))
        if a < b:
            yield SpanFound(a, b, margin, math.exp(margin - total))


def _trimmed(passage: str, start: int, end: int) -> tuple[int, int]:
    """The span without outer white space and with whole letters: tokenizers part them from combining accents."""
    while start < end and (passage[start].isspace() or _is_mark(passage[start])):
        start += 1
    while start < end and passage[end - 1].isspace():
        end -= 1
    while start < end < len(passage) and _is_mark(passage[end]):
        end += 1
    return start, end


def _is_mark(letter: str) -> bool:
    """Whether it is part of the letter before it."""
    return unicodedata.category(letter)[0] == "M"


def _both(start: Output, end: Output, *_others: Output) -> Output:
    return np.stack((start, end))
