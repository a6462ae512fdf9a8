"""Words that a mistyped one may stand for.

Tantivy's fuzzy query says quickly whether there are any, but not which: those are looked up among the terms of
the index, the ones that begin as the word does before others, as reading all of them takes long.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from string import ascii_lowercase
from typing import TYPE_CHECKING

from assistant.language import stop_words
from assistant.lexical.analysis import QueryWord, analyze

if TYPE_CHECKING:
    import tantivy

    from assistant.lexical.query import QueryBuilder

#: Folded words of the texts; stems of the titles and tags, for words that stand nowhere else.
FIELDS = ("exact", "title", "tags")
#: Shorter words are near too many others. Words of so many letters may be two edits away, others one.
SHORTEST, LONG = 4, 8
#: A word stands for so many others at most, and each counts less than one that was typed.
MOST = 3
WEIGHT = 0.5


def near_words(
    searcher: "tantivy.Searcher", queries: "QueryBuilder", word: str, holding: Callable[[str, str], int]
) -> tuple[str, ...]:
    """The nearest terms of the index, of equally near ones the most frequent first; ``word`` is folded.

    ``holding`` says how many entries hold a field's term: the index has terms, too, of entries that were deleted.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ()
    furthest = 1 if len(word) < LONG else 2
    for field in FIELDS:
        if not searcher.search(queries.near(field, word, furthest), limit=1, count=False).hits:
            continue
        for starts in ([word[0]], [word[1]], _other_starts(word)):
            terms = [term for start in starts for term, _ in searcher.terms_with_prefix(field, start)]
            if near := _nearest(word, terms, furthest, partial(holding, field)):
                return near
    return ()


def _other_starts(word: str) -> list[str]:
    """How a Latin word may begin whose first letter was mistyped or left out, and nothing else."""
    if not word.isascii():
        return []
    return [letter + rest for letter in ascii_lowercase for rest in (word[1:3], word[:2])]


def corrected(word: QueryWord, near: Sequence[str], languages: Sequence[str]) -> QueryWord:
    """A word of a question that also stands for the words near it; it has no weight when the likeliest has none."""
    terms = [analyze(term, language) for term in near for language in languages or ("en",)]
    stemmed = dict.fromkeys(term for found in terms for term in found.stemmed)
    weight = 0.0 if near[0] in stop_words() else WEIGHT
    # The terms themselves too: those of titles and tags are stems already.
    return replace(word, stemmed=tuple(dict.fromkeys((*stemmed, *near))), exact=tuple(near), weight=weight)


def _nearest(word: str, terms: Sequence[str], furthest: int, holding: Callable[[str], int]) -> tuple[str, ...]:
    """Of ``terms`` that entries hold those at the smallest distance up to ``furthest``, the most frequent first."""
    letters = set(word)
    found: dict[int, list[tuple[int, str]]] = {}
    for term in terms:
        # Every edit changes the length by one at most, and brings one new letter at most.
        if abs(len(term) - len(word)) > furthest or len(letters.difference(term)) > furthest or not term.isalpha():
            continue
        distance = edits(word, term)
        # Two slips, and in the first letter too: another word.
        if distance <= furthest and (distance < 2 or term[0] == word[0]) and (count := holding(term)):
            found.setdefault(distance, []).append((-count, term))
    return tuple(term for _, term in sorted(found[min(found)])[:MOST]) if found else ()


def edits(a: str, b: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours from ``a`` to ``b``: optimal string alignment."""
    earlier: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a):
        row = [i + 1]
        for j, y in enumerate(b):
            least = min(above[j + 1] + 1, row[j] + 1, above[j] + (x != y))
            if i and j and x == b[j - 1] and a[i - 1] == y:
                least = min(least, earlier[j - 1] + 1)
            row.append(least)
        earlier, above = above, row
    return above[-1]
