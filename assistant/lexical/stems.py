"""The stem of a word, by the language of its text, or by its script where that language is not written in it."""

import re
from functools import lru_cache

import Stemmer

from assistant.lexical.folding import fold

#: Snowball algorithms by ISO 639-1 code.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

#: Scripts from their first letter on: the languages that are written in one, the first of which stands for the others.
_SCRIPTS = (
    (0x0000, 0x0370, ()),
    (0x0370, 0x0400, ("el",)),
    (0x0400, 0x0530, ("ru", "uk", "be", "bg", "mk", "sr", "kk", "mn")),
    (0x0530, 0x0590, ("hy",)),
    (0x0590, 0x0600, ("he", "yi")),
    (0x0600, 0x0780, ("ar", "fa", "ur", "ps", "sd", "ug")),
    (0x0900, 0x0980, ("hi", "mr", "ne", "sa")),
    (0x0B80, 0x0C00, ("ta",)),
)
_OTHER_SCRIPTS = frozenset(code for _, _, codes in _SCRIPTS for code in codes)
#: "The" and "and" are written as one with the word behind them in Hebrew.
_HEBREW_BEFORE = re.compile("^[הו]+(?=[\u05d0-\u05ea]{3})")
#: What Latin letters are in a note of a language that is not written in them.
_LATIN = "en"
MAX_TERM = 64


def stem(word: str, language: str) -> str:
    """The stem of a word in ``normal`` form, folded."""
    if word.isdigit():
        return fold(word)[:MAX_TERM]
    language = written_in(word, language)
    lowered = _lowered(word, language)
    if language == "he":
        return _HEBREW_BEFORE.sub("", fold(lowered))[:MAX_TERM]
    stemmer = _stemmer(language)
    # What a stemmer leaves nothing of is its own stem.
    return fold((stemmer.stemWord(lowered) if stemmer else "") or lowered)[:MAX_TERM]


def written_in(word: str, language: str) -> str:
    """The language that a word is stemmed in: that of its text, or the one its letters are of."""
    first = ord(word[0])
    for start, end, codes in _SCRIPTS:
        if start <= first < end:
            if not codes:
                return _LATIN if language in _OTHER_SCRIPTS else language
            return language if language in codes else codes[0]
    return language


def _lowered(word: str, language: str) -> str:
    if language == "tr":
        word = word.replace("I", "ı").replace("İ", "i")
    return word.lower()


@lru_cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    algorithm = STEMMERS.get(language)
    return Stemmer.Stemmer(algorithm) if algorithm else None
