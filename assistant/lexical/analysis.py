"""From text to index terms: spellings folded, words stemmed, identifiers split, scripts without spaces cut into grams.

The same function makes the terms of a note and of a question, so they meet. A term of a field is *stemmed*
in the note's language; the *exact* form beside it is only folded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.language import CODES, PLAIN, is_known, stop_words
from assistant.lexical.folding import MARKS, NON_JOINER, fold, normal
from assistant.lexical.spaceless import RUN, index_grams, query_grams
from assistant.lexical.stems import MAX_TERM, stem

#: Letters, digits and the signs around them, with what joins the parts of a name.
_SIGNS = rf"[\w{MARKS}]+"
_WORDS = re.compile(rf"(?=\w){_SIGNS}(?:[-.'’/{NON_JOINER}](?=\w){_SIGNS})*[+#]*")
#: What of that is in a script without spaces, and the words between.
_PIECES = re.compile(rf"(?P<run>{RUN})|(?=\w)(?:(?!{RUN})[\w{MARKS}\-.'’/])+[+#]*")
_IS_MARK = re.compile(f"[{MARKS}]")
_HAS_RUN = re.compile(RUN)
_CLITIC = re.compile(r"^(?:[cdjlmnst]|qu)['’]|['’](?:s|t|d|m|ll|re|ve)$", re.IGNORECASE)
#: Parts of a name by the kinds of its characters: ``getUserName2`` has four.
_PARTS = re.compile("U+(?!l)|U?l+|d+")
#: Languages with letters of their own: their small words are known whatever the notes are in.
_OWN_LETTERS = tuple(code for code in CODES if code in {"ru", "uk", "el", "ar", "he", "hi"})


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text, in order: stemmed, and as written but folded."""

    stemmed: tuple[str, ...]
    exact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of a question with every term it may appear as; a stop word has ``weight`` 0.

    Of the words with the same ``stretch``, a stretch of a script without spaces, a text has to hold ``least``.
    """

    surface: str
    stemmed: tuple[str, ...]
    exact: tuple[str, ...]
    weight: float
    stretch: str = ""
    least: int = 1


def analyze(text: str, language: str) -> Terms:
    """The terms of a note's text."""
    stemmed: list[str] = []
    exact: list[str] = []
    for run in _runs(text):
        terms = _terms(run, language)
        stemmed += terms.stemmed
        exact += terms.exact
    return Terms(tuple(stemmed), tuple(exact))


def analyze_query(text: str, languages: tuple[str, ...]) -> list[QueryWord]:
    """The words of a question, each stemmed in every language of the notes, without repetition."""
    words: dict[str, QueryWord] = {}
    for run in _runs(text):
        if _HAS_RUN.match(run):
            for stretch in query_grams(run):
                for gram in stretch.grams:
                    word = QueryWord(gram, (gram,), (gram,), 1.0, stretch.stretch, stretch.least)
                    words.setdefault(gram, word)
            continue
        folded = fold(run)
        if folded not in words:
            words[folded] = _query_word(run, folded, languages)
    found = list(words.values()) or [_as_it_is(run) for run in _runs(text)]
    if any(word.weight for word in found):
        return found
    return [replace(word, weight=1.0) for word in found]


def _as_it_is(run: str) -> QueryWord:
    """A run that holds nothing but question words."""
    grams = index_grams(run)
    return QueryWord(run, grams, grams, 1.0)


def _query_word(run: str, folded: str, languages: tuple[str, ...]) -> QueryWord:
    variants = [_terms(run, language) for language in languages or ("en",)]
    plain = _plain(*languages[:1])
    weight = 0.0 if folded in plain or run.lower() in plain else 1.0
    stemmed = dict.fromkeys(term for terms in variants for term in terms.stemmed)
    exact = dict.fromkeys(term for terms in variants for term in terms.exact)
    return QueryWord(run, tuple(stemmed), tuple(exact), weight)


@cache
def _plain(*first: str) -> frozenset[str]:
    """Words that carry no weight: of the languages everyone meets, of those with letters of their own, of the notes."""
    return stop_words(tuple(dict.fromkeys((*PLAIN, *_OWN_LETTERS, *(code for code in first if is_known(code))))))


def _runs(text: str) -> Iterator[str]:
    for match in _WORDS.finditer(normal(text)):
        word = match[0]
        if word.isascii() or not _HAS_RUN.search(word):
            yield word
        else:
            yield from (piece[0].rstrip("-.'’/") for piece in _PIECES.finditer(word))


@lru_cache(maxsize=1 << 16)
def _terms(run: str, language: str) -> Terms:
    if _HAS_RUN.match(run):
        grams = index_grams(run)
        return Terms(grams, grams)
    run = _CLITIC.sub("", run)
    whole = fold(run)[:MAX_TERM]
    parts = _parts(run)
    if len(parts) < 2:
        return Terms((stem(run, language),), (whole,))
    folded = tuple(fold(part)[:MAX_TERM] for part in parts)
    return Terms((whole, *(stem(part, language) for part in parts)), (whole, *folded))


def _parts(run: str) -> list[str]:
    """The words and numbers that a name is made of."""
    if run.isalpha() and (run[1:].islower() or run.isupper()):
        return [run]
    kinds = "".join(map(_kind, run))
    # A sign belongs to the letter before it.
    kinds = re.sub("([Uld])m+", lambda match: match[1] * len(match[0]), kinds)
    return [run[match.start() : match.end()] for match in _PARTS.finditer(kinds)]


def _kind(character: str) -> str:
    """U: a capital, l: another letter, d: a digit, m: a sign around a letter, ``-``: what parts or joins."""
    if character.isupper() or character.istitle():
        return "U"
    if character.isalpha():
        return "l"
    if character.isdecimal():
        return "d"
    return "m" if _IS_MARK.match(character) else "-"
