"""The part of a passage that is shown for a hit."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.domain import Chunk, Passage, Sentence, UnitKind
from assistant.lexical.analysis import QueryWord, analyze

#: From this many characters on, a sentence is not short.
FULL_LENGTH = 40

_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def best_sentence(passage: Passage, words: Sequence[QueryWord]) -> Sentence | None:
    """The sentence that holds most of a question's words; of equals the first below front matter that is not short.

    Where that is a heading, what stands below it is shown.
    """
    best = _fullest(passage, words)
    return _below(passage.chunk, best) or best if best else None


def _below(chunk: Chunk, sentence: Sentence) -> Sentence | None:
    """What comes right after a sentence, when that is a heading and this is none."""
    units = [unit for unit in chunk.units if unit.is_said and any(letter.isalnum() for letter in unit.said)]
    for unit, after in pairwise(units):
        if unit.kind is UnitKind.HEADING and unit.span.start <= sentence.span.start < unit.span.end:
            return None if after.kind is UnitKind.HEADING else next(iter(after.sentences), None)
    return None


def _fullest(passage: Passage, words: Sequence[QueryWord]) -> Sentence | None:
    start = passage.chunk.span.start + _front_matter(passage.chunk)
    return max(
        passage.content() or passage.chunk.sentences,
        key=lambda s: (
            _held(s.text, passage.language, words),
            s.span.start >= start,
            min(len(s.text), FULL_LENGTH),
        ),
        default=None,
    )


def _front_matter(chunk: Chunk) -> int:
    """How many bytes of a chunk are front matter."""
    match = _FRONT_MATTER.match(chunk.text) if chunk.span.start == 0 else None
    return len(match[0].encode()) if match else 0


def _held(text: str, language: str, words: Sequence[QueryWord]) -> int:
    terms = analyze(text, language)
    present = {*terms.stemmed, *terms.exact}
    return sum(1 for word in words if word.weight and not present.isdisjoint((*word.stemmed, *word.exact)))
