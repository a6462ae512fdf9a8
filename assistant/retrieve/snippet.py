"""The part of a passage that is shown for a hit."""

from collections.abc import Sequence

from assistant.domain import Hit, Passage, Sentence
from assistant.lexical.analysis import QueryWord, analyze

#: From this many characters on, a sentence is not short.
FULL_LENGTH = 40


def best_sentence(passage: Passage, words: Sequence[QueryWord]) -> Sentence | None:
    """The sentence that holds most of a question's words; of equals the first that is not short."""
    sentences = passage.content() or passage.chunk.sentences
    return max(
        sentences, key=lambda s: (_held(s.text, passage.language, words), min(len(s.text), FULL_LENGTH)), default=None
    )


def best_of_each_note(hits: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    """The first hit of every note, in order; one that only repeats title and headings gives way to the note's next."""
    first: dict[str, Hit] = {}
    for hit in hits:
        known = first.get(hit.passage.path)
        if known is None or not known.passage.content():
            first[hit.passage.path] = known if known and not hit.passage.content() else hit
    return tuple(first.values())[:limit]


def _held(text: str, language: str, words: Sequence[QueryWord]) -> int:
    terms = analyze(text, language)
    present = {*terms.stemmed, *terms.exact}
    return sum(1 for word in words if word.weight and not present.isdisjoint((*word.stemmed, *word.exact)))
