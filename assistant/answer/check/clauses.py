"""Answers and sentences cut into clauses and words."""

import re
from dataclasses import dataclass

from assistant.language import is_plain
from assistant.language.scripts import CJK, is_cjk
from assistant.lexical.analysis import analyze

_JOINTS = (
    "and then|and|or|but|because|since|so that|although|while|as well as|"
    "und dann|und|oder|aber|weil|sondern|obwohl|während|sowie|&"
)
_SEPARATOR = re.compile(
    rf"(?:[,;:.!?…|]+(?=\s|$)|[，；：。！？、])\s*(?:(?:{_JOINTS})\s+)?|\s+(?:{_JOINTS})\s+|\s+[–—]\s+|\n+",
    re.IGNORECASE,
)
_WORD = re.compile(rf"[{CJK}]+|[^\W\d_](?:[^\W_]|['’-](?=[^\W_]))*")
#: What counts when words are compared word for word: with signs that change a number.
_TOKEN = re.compile(rf"[{CJK}]|(?:(?![{CJK}])[^\W_])+(?:[.,:/'’-](?:(?![{CJK}])[^\W_])+)*|[%€$£¥°]|(?<!\w)[-−](?=\d)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text between two separators; ``before`` is the separator that leads to it."""

    text: str
    start: int
    end: int
    before: str


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, cut at punctuation and at conjunctions."""
    found: list[Clause] = []
    start, before = 0, ""
    for separator in _SEPARATOR.finditer(text):
        if text[start : separator.start()].strip():
            found.append(Clause(text[start : separator.start()], start, separator.start(), before))
            before = ""
        start, before = separator.end(), before + separator[0]
    if text[start:].strip():
        found.append(Clause(text[start:], start, len(text), before))
    return tuple(found)


def words_of(text: str) -> list[re.Match[str]]:
    """The words of a text, without numbers; a run of CJK characters, in which no words can be seen, is one."""
    return list(_WORD.finditer(text))


def tokens(text: str) -> str:
    """A text's words and numbers in lower case between single spaces, for comparing word for word."""
    return f" {' '.join(_TOKEN.findall(text.casefold()))} "


def terms(text: str, language: str) -> frozenset[str]:
    """Every term of a text, stemmed and as written."""
    found = analyze(text, language)
    return frozenset((*found.stemmed, *found.exact))


def content(text: str, language: str) -> frozenset[str]:
    """The stems of the words that say something; of CJK, its pairs of characters."""
    said = " ".join(word[0] for word in words_of(text) if not is_plain(word[0]))
    stems = analyze(said, language).stemmed
    return frozenset(stem for stem in stems if not is_cjk(stem) or len(stem) == 2)
