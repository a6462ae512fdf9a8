"""From text to index terms: case and accents folded, words stemmed, identifiers split, CJK cut into bigrams.

The same function makes the terms of a note and of a question, so they meet. A term of a field is *stemmed*
in the note's language; the *exact* form beside it is only folded.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from assistant.language import language as table_of
from assistant.language import stop_words
from assistant.language.scripts import CJK

#: Snowball algorithms by ISO 639-1 code.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip

#: Letters, digits, and the signs that Indic scripts, Thai and Lao write around a letter.
_SIGN = rf"(?:(?![{CJK}])[\w\u0300-\u036f\u0900-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd])"
_RUN = re.compile(rf"[{CJK}]+|(?=\w){_SIGN}+(?:[-.'’/](?=\w){_SIGN}+)*[+#]*")
_IS_CJK = re.compile(f"[{CJK}]")
_PARTS = re.compile(r"[A-ZÄÖÜ]+(?![a-zäöüß])|[A-ZÄÖÜ]?[^\W\d_A-ZÄÖÜ]+|\d+")
_CLITIC = re.compile(r"^(?:[cdjlmnst]|qu)['’]|['’](?:s|t|d|m|ll|re|ve)$", re.IGNORECASE)
MAX_TERM = 64


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text, in order: stemmed, and as written but folded."""

    stemmed: tuple[str, ...]
    exact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of a question with every term it may appear as; a stop word has ``weight`` 0."""

    surface: str
    stemmed: tuple[str, ...]
    exact: tuple[str, ...]
    weight: float


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
    for run in _runs(_without_phrases(unicodedata.normalize("NFKC", text))):
        if _IS_CJK.match(run):
            grams = _grams(run)
            for gram in [g for g in grams if len(g) == 2] or grams:
                words.setdefault(gram, QueryWord(gram, (gram,), (gram,), 1.0))
            continue
        folded = _fold(run)
        if folded not in words:
            words[folded] = _query_word(run, folded, languages)
    found = list(words.values())
    if any(word.weight for word in found):
        return found
    return [QueryWord(w.surface, w.stemmed, w.exact, 1.0) for w in found]


def _query_word(run: str, folded: str, languages: tuple[str, ...]) -> QueryWord:
    variants = [_terms(run, language) for language in languages or ("en",)]
    weight = 0.0 if folded in stop_words() or run.lower() in stop_words() else 1.0
    stemmed = dict.fromkeys(term for terms in variants for term in terms.stemmed)
    exact = dict.fromkeys(term for terms in variants for term in terms.exact)
    return QueryWord(run, tuple(stemmed), tuple(exact), weight)


def _runs(text: str) -> list[str]:
    runs: list[str] = _RUN.findall(unicodedata.normalize("NFKC", text))
    return runs


@lru_cache(maxsize=1 << 16)
def _terms(run: str, language: str) -> Terms:
    if _IS_CJK.match(run):
        grams = tuple(_grams(run))
        return Terms(grams, grams)
    run = _CLITIC.sub("", run)
    whole = _fold(run)[:MAX_TERM]
    parts = _PARTS.findall(run)
    if len(parts) < 2:
        return Terms((_stem(run, language),), (whole,))
    folded = tuple(_fold(part)[:MAX_TERM] for part in parts)
    return Terms((whole, *(_stem(part, language) for part in parts)), (whole, *folded))


def _grams(run: str) -> list[str]:
    """Bigrams of a CJK run with its single characters between them."""
    grams: list[str] = []
    for i, character in enumerate(run):
        grams.append(character)
        if i + 1 < len(run):
            grams.append(run[i : i + 2])
    return grams


def _stem(word: str, language: str) -> str:
    lowered = word.lower()
    stemmer = _stemmer(language)
    return _fold(stemmer.stemWord(lowered) if stemmer else lowered)[:MAX_TERM]


@lru_cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    algorithm = STEMMERS.get(language)
    return Stemmer.Stemmer(algorithm) if algorithm else None


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    folded = word.casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def _without_phrases(text: str) -> str:
    if not _IS_CJK.search(text):
        return text
    for phrase in table_of("zh").phrases:
        text = text.replace(phrase, " ")
    return text
