"""What a question says and the line found for it says otherwise: "who never came", "the smallest", "in 1987".

A reader that looks for the question's words takes "The largest farm is in Ardal" for an answer to "Where is the
smallest farm?". People who are asked for questions without an answer write just such ones (Rajpurkar et al. 2018).
Only what leaves little doubt counts, and only in English, which the reader reads.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.answer.denial import is_negative
from assistant.answer.evidence import passage_context
from assistant.answer.opposites import EXCLUSIVE
from assistant.answer.parts import parts
from assistant.answer.questions import Kind, kind_of
from assistant.answer.reading import Found

_WORD = re.compile(r"[^\W\d_]+")
_ASIDE = re.compile(r"[\"“«].*?[\"”»]|(?<!\w)['‘].*?['’](?!\w)|\(.*?\)")
_CONDITION = re.compile(
    r"(?<=\w) (?:if|when|while|because|since|unless|although|though|that|in case)\b.*", re.IGNORECASE
)
_ASKS = re.compile(r"(?:\w+ )?(?:who|whom|whose|what|when|where|which|how)\b", re.IGNORECASE)
#: "why" asks for a reason, which is told without the "not", and what not to forget is told as what to remember.
_REASON = re.compile(r"\b(?:why|how come|what for|reasons?|caused?|not (?:to )?forget)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no longer|nobody|nothing|[a-z]*n['’]t)\b")
#: Says "not" in other words.
_IMPLIES_NOT = re.compile(
    r"\[ \]|\b(?:without|except|other than|rather|instead|only|still|yet|unable|too \w+ to|hardly|barely|rarely|lack\w*"
    r"|fail\w*|refus\w+|declin\w+|prevent\w*|prohibit\w*|forb[ai]d\w*|avoid\w*|miss(?:ed|ing|es)?|forg[eo]t\w*"
    r"|cancel\w*|den(?:y|ies|ied)|stop\w*|skip\w*|ow(?:e|es|ed|ing)|open|free|pending|outstanding|remain\w*|left|to ?do"
    r"|closed|away|absent|ill|sick|broken?|hat(?:e|es|ed)|dislik\w+|none|neither|nor|non-?[a-z]+|un(?!der|i|less|til)[a-z]{4,})\b",
    re.IGNORECASE,
)
_PREFIXES = ("un", "non")
_APART = re.compile(r"(?<=\bun)-|(?<=\bnon)[- ]", re.IGNORECASE)
#: Letters of a word that one of these can turn round: "union" is no opposite of "ion".
_LEAST = 5
#: "how long" asks for a length, not for something long, and a last name is no end of any.
_PHRASES = re.compile(
    r"\bhow \w+|\b(?:first|last) (?:names?|times?|night|weekend|week|month|year|summer|winter|spring|autumn)\b"
    r"|\bat (?:least|most|first|last)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:1\d|20)\d{2}\b(?![./]\d|\s?(?:[€$£%°]|(?:EUR|USD|GBP|CHF|k?m|[cm]m|k?g|m?l|k?W|[MG]B|h|min|pages|people)\b))"
)
_ASKED_YEAR = re.compile(r"\b(?:in|of|during|by|year)(?: \w+)? $")
#: A sentence about a stretch of time, or about when something began, may hold for other years, too.
_STRETCH = re.compile(r"\b(?:since|until|till|from|between|to|through|born|valid|every)\b|\d[-–/]\d", re.IGNORECASE)


class Contrary(NamedTuple):
    """A word of a question, and what stands for it in the sentence; nothing where a "not" is missing there."""

    asked: str
    said: str


def contrary_to(question: str, found: Sequence[Found]) -> tuple[Contrary, ...]:
    """What the best of ``found`` says otherwise than the (first part of the) question that it was found for."""
    if not found or found[0].passage.language != "en":
        return ()
    best = found[0]
    if best.passage.chunk_id != best.read_with.chunk_id:  # the note's date, which says nothing about the question
        return ()
    asked = parts(question)[0]
    return contraries(asked, kind_of(asked), best.sentence.text, passage_context(best.passage))


def contraries(question: str, kind: Kind, sentence: str, context: str = "") -> tuple[Contrary, ...]:
    """What ``sentence`` says otherwise than ``question``: denied, turned round, of a year that ``context`` lacks."""
    if kind is Kind.YES_NO:  # "Isn't it open?" asks the same as "Is it open?"
        return ()
    return (
        *_denied(question, sentence),
        *_turned(question, sentence),
        *_of_another_year(question, kind, sentence, context),
    )


def _denied(question: str, sentence: str) -> Iterator[Contrary]:
    asked = _CONDITION.sub("", _ASIDE.sub(" ", question))
    asked = next((part for part in re.split(r"[,;:] ", asked) if _ASKS.match(part)), asked)
    if _REASON.search(question) or not is_negative(asked) or is_negative(sentence) or _IMPLIES_NOT.search(sentence):
        return
    if found := _NOT.search(asked):  # in lower case: "Never Let Me Go" is a title
        yield Contrary(found.group(), "")


def _turned(question: str, sentence: str) -> Iterator[Contrary]:
    if is_negative(question) or is_negative(sentence):  # "unequal" is "not equal"
        return
    said = _words(sentence)
    asked = _words(_PHRASES.sub(" ", _ASIDE.sub(" ", question)))
    for key, word in asked.items():
        if key in said or not word.islower():  # the Middle East is not turned round by the West
            continue
        others = (*_TURNED.get(key, ()), *_with_prefix(key))
        if other := next((other for other in others if other in said and other not in asked), ""):
            yield Contrary(word, said[other])


def _of_another_year(question: str, kind: Kind, sentence: str, context: str) -> Iterator[Contrary]:
    asked = list(_YEAR.finditer(question))
    said = _YEAR.findall(sentence)
    if kind in {Kind.WHEN, Kind.HOW_LONG} or len(asked) != 1 or not said or _STRETCH.search(sentence):
        return
    year = asked[0].group()
    if _ASKED_YEAR.search(question[: asked[0].start()]) and year not in f"{sentence} {context}":
        yield Contrary(year, said[0])


def _with_prefix(word: str) -> Iterator[str]:
    """A word turned round by a prefix, or without the one that it has."""
    if len(word) >= _LEAST:
        yield from (prefix + word for prefix in _PREFIXES)
    yield from (word[len(p) :] for p in _PREFIXES if word.startswith(p) and len(word) - len(p) >= _LEAST)


def _words(text: str) -> dict[str, str]:
    """The words of a text, each by its lower-cased form without a plural's or a verb's "s"."""
    return {_without_s(word.lower()): word for word in reversed(_WORD.findall(_APART.sub("", text)))}


def _without_s(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


_TURNED = {_without_s(word): tuple(map(_without_s, others)) for word, others in EXCLUSIVE.items()}
