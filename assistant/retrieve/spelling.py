"""Mistyped words: one that no note has stands for words that notes have."""

from collections.abc import Sequence

from assistant.lexical.analysis import QueryWord
from assistant.lexical.index import LexicalIndex
from assistant.lexical.near import corrected
from assistant.retrieve.explain import Explanation
from assistant.retrieve.said import surfaces


def corrected_words(
    words: Sequence[QueryWord], lexical: LexicalIndex, languages: Sequence[str], explanation: Explanation
) -> list[QueryWord]:
    """The words as they are looked for. Identifiers, numbers, Chinese and names of days are taken as they are."""
    days = surfaces(explanation.query.said)
    looked_for = []
    for word in words:
        known = not word.weight or len(word.exact) > 1 or word.surface.lower() in days or lexical.has(word)
        near = () if known else lexical.near_words(word.exact[0])
        if near:
            explanation.corrections[word.surface] = near
        looked_for.append(corrected(word, near, languages) if near else word)
    return looked_for
