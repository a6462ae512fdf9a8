"""The words of languages: one small table each, which every other room asks."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from assistant.language.table import DayWords, Language

__all__ = [
    "CODES",
    "DayWords",
    "Language",
    "all_languages",
    "is_known",
    "is_plain",
    "language",
    "stop_words",
    "words_of",
]

#: The languages that have a table, by their ISO 639-1 codes.
CODES = tuple("en de fr es it pt nl sv da fi pl cs ru uk tr el ro hu id vi zh ja ko ar he hi th".split())
#: Codes of languages that share another's table.
SHARED = {"no": "da", "nb": "da", "nn": "da", "sk": "cs", "ms": "id", "be": "ru"}
#: The languages whose small words carry no weight in a question, whatever language it is in.
PLAIN = ("en", "de", "fr", "es")
#: English verbs that are drawn to the word before: "they'll".
_DRAWN = ("n't", "'s", "'d", "'m", "'ll", "'re", "'ve")


def is_known(code: str) -> bool:
    """Whether a language has a table."""
    return SHARED.get(code, code) in CODES


@cache
def language(code: str) -> Language:
    """The table of a language, by its code; that of English where there is none."""
    code = SHARED.get(code, code)
    table: Language = import_module(f"assistant.language.{code if code in CODES else 'en'}").TABLE
    return table


@cache
def all_languages() -> tuple[Language, ...]:
    """Every table, in the order of ``CODES``."""
    return tuple(language(code) for code in CODES)


@cache
def stop_words(codes: tuple[str, ...] = PLAIN) -> frozenset[str]:
    """The words of these languages that carry no weight in a question."""
    return frozenset().union(*(language(code).stop_words for code in codes))


def words_of(kind: str, codes: Iterable[str] = CODES) -> frozenset[str]:
    """The words that languages have of one kind, which is a field of their tables: ``negation``, ``planned`` ..."""
    return frozenset().union(*(getattr(language(code), kind) for code in codes))


def is_plain(word: str) -> bool:
    """Whether a word says nothing by itself, be it with a verb drawn to it: "I'd", "they’ll"."""
    folded = word.casefold().replace("’", "'")
    bare = next((folded.removesuffix(verb) for verb in _DRAWN if folded.endswith(verb)), folded)
    return not stop_words().isdisjoint((folded, bare))
