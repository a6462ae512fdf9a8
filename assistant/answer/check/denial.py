"""Whether an answer denies what a sentence affirms about the same words, or the reverse."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.check.clauses import clauses, content, words_of
from assistant.language.scripts import is_cjk

#: Share of a claim's words that a clause must hold to be about the same; short of it, nothing is said about either.
SAME = 0.8

_IDIOMS = re.compile(
    r"\b(?:or (?:may )?not|not only|not just|not to mention|not least|no problem|no doubt|no wonder|why not|if not"
    r"|no (?:later|more|less|fewer|earlier) than|not (?:later|more|less|fewer|earlier|until)"
    r"|(?:can['’]?t|cannot) wait|don['’]?t (?:worry|forget)"
    r"|nicht nur|nicht zuletzt|kein problem|keine sorge|ob nicht)\b"
    r"|不但|不仅|不过|差不多|不错|不好意思|不客气|对不起|没问题|没关系|不同|是不是|有没有",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:no longer|not|never|no|nobody|none|neither|nor|nothing|nowhere|cannot|[a-z]*n['’]t"
    r"|nicht(?: mehr)?|nie|niemals|niemand|nichts|nirgends|kein(?:e[nmrs]?)?)\b|没有|没|不|未",
    re.IGNORECASE,
)
_YES = re.compile(r"\W*(?P<yes>yes|ja|是的?|对|no|nein|不是|没有|不)\W*", re.IGNORECASE)
_AFFIRMS = ("yes", "ja", "是", "是的", "对")
#: A question with one of these is not answered by whether a sentence affirms its words.
_COMPARES = re.compile(
    r"\b(?:before|after|more|less|than|first|last|still|yet|always|only|all|every|longer|shorter|within"
    r"|bevor|nachdem|vor|nach|mehr|weniger|als|noch|schon|immer|nur|alle|länger|kürzer)\b|之前|之后|以前|以后|还|都|超过",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a clause without negation; of a negative one also those that its negation leads to."""

    words: frozenset[str]
    negated: frozenset[str] | None


def denied(answer: str, question: str, sentences: Iterable[str], language: str) -> tuple[str, ...]:
    """The clauses of an answer whose opposite the sentences say.

    A claim is compared with the clauses that hold (nearly) all its words. It is denied when each of those that hold
    most has a "not", "never", "kein" ... to one of the words they share where the claim has none, or the reverse. A
    bare yes or no claims its question.
    """
    told = [_said(clause.text, language) for sentence in sentences for clause in clauses(sentence)]
    return tuple(surface for surface, claim in _claims(answer, question, language) if _opposite(claim, told))


def is_negative(text: str) -> str:
    """The word that makes a text negative, or nothing; "not only" and its like do not."""
    found = _NEGATION.search(_IDIOMS.sub(" ", text))
    return found.group() if found else ""


def _opposite(claim: _Said, told: Sequence[_Said]) -> bool:
    if not claim.words:
        return False
    shares = [len(claim.words & said.words) / len(claim.words) for said in told]
    best = max(shares, default=0.0)
    same = (said for said, share in zip(told, shares, strict=True) if share == best)
    return best >= SAME and all(_contradict(claim, said) for said in same)


def _contradict(a: _Said, b: _Said) -> bool:
    """Whether just one of two is negative, in a word that the other one holds."""
    negative, positive = (a, b) if a.negated is not None else (b, a)
    if negative.negated is None or positive.negated is not None:
        return False
    return not negative.negated or not negative.negated.isdisjoint(positive.words)


def _claims(answer: str, question: str, language: str) -> Iterator[tuple[str, _Said]]:
    """What is claimed, as it stands in the answer and as words."""
    if match := _YES.fullmatch(answer):
        asked = _said(question, language)
        if asked.negated is None and not _COMPARES.search(question):
            yield answer, _Said(asked.words, None if match["yes"].lower() in _AFFIRMS else frozenset())
        return
    parts = clauses(answer)
    for part in parts:
        said = _said(part.text, language)
        if len(parts) == 1 or len(said.words) > 1:
            yield part.text, said


def _said(text: str, language: str) -> _Said:
    text = _IDIOMS.sub(" ", text)
    negation = _NEGATION.search(text)
    words = content(_NEGATION.sub(" ", text), language)
    return _Said(words, _first(text[negation.end() :], language) if negation else None)


def _first(text: str, language: str) -> frozenset[str]:
    """The first word that tells something, or nothing: a German negation may come last."""
    for word in words_of(text):
        if found := content(word[0][:2] if is_cjk(word[0]) else word[0], language):
            return found
    return frozenset() if language == "de" else frozenset(("",))
