"""What a question says and its sentence says otherwise: "who never came", "the smallest", "in 1987".

A reader that looks for the question's words takes "The largest farm is in Ardal" for an answer to "Where is the
smallest farm?". People who are asked for questions without an answer write just such ones (Rajpurkar et al. 2018).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from assistant.answer.denial import is_negative
from assistant.answer.opposites import OPPOSITES
from assistant.answer.questions import Kind
from assistant.lexical.analysis import analyze

_WORD = re.compile(r"[^\W\d_]+")
_APART = re.compile(r"(?<=\bun)-|(?<=\bnon)[- ]|(?<=\bin)-|(?<=\bdis)-", re.IGNORECASE)
#: "how long" asks for a length, not for something long, and a last name is no end of any.
_PHRASES = re.compile(
    r"\bhow \w+|\b(?:first|last) (?:names?|times?|night|weekend|week|month|year|summer|winter|spring|autumn)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")
#: "why" asks for a reason, which is told without the "not".
_WHY = re.compile(r"\b(?:why|how come|what for|reason)\b", re.IGNORECASE)
#: Says "not" in other words.
_IMPLIES_NOT = re.compile(
    r"\b(?:without|except|other than|rather than|instead of|unable|fail(?:s|ed|ing|ure)?|refus\w+|lack\w*|declin\w+"
    r"|prevent\w*|prohibit\w*|forb[ai]d\w*|avoid\w*|miss(?:ed|ing|es)?|forgot\w*|cancel\w*|den(?:y|ies|ied)|hardly"
    r"|barely|rarely|too \w+ to|stop(?:s|ped)?|instead)\b|\b(?:un|non|dis|ir|il|im)-?[a-z]{4,}",
    re.IGNORECASE,
)
_PREFIXES = ("un", "non", "dis", "in", "im", "ir", "il", "mis")
#: Letters of a word that one of these can turn round: "come" is not in "income".
_LEAST = 5


class Contrary(NamedTuple):
    """A word of a question, and what stands for it in the sentence; nothing where a "not" is missing there."""

    asked: str
    said: str


def contraries(question: str, kind: Kind, sentence: str) -> tuple[Contrary, ...]:
    """What ``sentence`` says otherwise than the English ``question``: denied, turned round, of another year."""
    if kind is Kind.YES_NO:  # "Isn't it open?" asks the same as "Is it open?"
        return ()
    return (*_denied(question, sentence), *_turned(question, sentence), *_of_another_year(question, sentence))


def _denied(question: str, sentence: str) -> Iterator[Contrary]:
    if _WHY.search(question) or _IMPLIES_NOT.search(sentence) or is_negative(sentence):
        return
    if word := is_negative(question):
        yield Contrary(word, "")


def _turned(question: str, sentence: str) -> Iterator[Contrary]:
    if is_negative(question) or is_negative(sentence):  # "unequal" is "not equal"
        return
    said = _stems(sentence)
    asked = _stems(_PHRASES.sub(" ", question))
    for stem, word in asked.items():
        if stem in said or not word.islower():  # the Middle East is not turned round by the West
            continue
        others = (*_opposites().get(stem, ()), *_with_prefix(word))
        if other := next((other for other in others if other in said and other not in asked), ""):
            yield Contrary(word, said[other])


def _of_another_year(question: str, sentence: str) -> Iterator[Contrary]:
    said = _YEAR.findall(sentence)
    for year in _YEAR.findall(question):
        if said and year not in said:
            yield Contrary(year, said[0])


def _with_prefix(word: str) -> Iterator[str]:
    """The stems of a word turned round by a prefix, and without the one that it has."""
    if len(word) >= _LEAST:
        yield from (_stem(prefix + word) for prefix in _PREFIXES)
    yield from (_stem(word[len(p) :]) for p in _PREFIXES if word.startswith(p) and len(word) - len(p) >= _LEAST)


def _stems(text: str) -> dict[str, str]:
    """The words of a text by their stems."""
    return {_stem(word): word for word in reversed(_WORD.findall(_APART.sub("", text)))}


def _stem(word: str) -> str:
    return next(iter(analyze(word, "en").stemmed), word.lower())


@cache
def _opposites() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word, others in OPPOSITES.items():
        found[_stem(word)].update(map(_stem, others))
    return {stem: frozenset(others) for stem, others in found.items()}
