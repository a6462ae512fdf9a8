"""Whether a model knows a text's words: one that does not spells them out, letter by letter."""

import re
from collections.abc import Iterable

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
#: What stands for a piece that is not in the vocabulary, or is none of the text: ``[UNK]``, ``<unk>``.
_SPECIAL = re.compile(r"[\[<].+[\]>]")


def familiarity(text: str, pieces: Iterable[str]) -> float:
    """Share of a text's letters that stand in pieces of two letters or more, or are Chinese characters.

    ``pieces`` are the text's tokens as their tokenizer shows them. 1.0 for a text without letters.
    """
    known = 0
    for piece in pieces:
        letters = 0 if _SPECIAL.fullmatch(piece) else sum(c.isalpha() for c in piece)
        known += letters if letters > 1 or _HAN.search(piece) else 0
    return min(1.0, known / max(1, sum(c.isalpha() for c in text))) if any(c.isalpha() for c in text) else 1.0
