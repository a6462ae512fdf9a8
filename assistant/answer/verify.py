"""Whether an answer says only what its cited sentences say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.lexical.analysis import CJK, analyze
from assistant.lexical.words import STOP_WORDS

#: The least share of the answer's words that must stand in the cited sentences or the question.
MIN_SUPPORT = 0.6

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(rf"[{CJK}]+|[^\W\d_](?:[^\W_]|['’-](?=[^\W_]))*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+)[\"'“„«(]*(\w+)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is supported; if not, the words, names and numbers that stand nowhere in its evidence."""

    supported: bool
    missing: tuple[str, ...] = ()


def verify(answer: str, cited: Iterable[str], question: str, language: str) -> Verdict:
    """Every number and name of ``answer`` must occur in ``cited`` (or the question), and most other words too."""
    known_text = " ".join((*cited, question))
    numbers = {_number(n) for n in _NUMBER.findall(known_text)}
    missing = [n for n in _NUMBER.findall(answer) if _number(n) not in numbers]
    known = analyze(known_text, language)
    terms = {*known.stemmed, *known.exact}
    words = [word for word in _WORD.findall(answer) if word.lower() not in STOP_WORDS]
    unknown = [word for word in words if not _occurs(word, language, terms)]
    starts = {match.group(1) for match in _SENTENCE_START.finditer(answer)}
    missing += [word for word in unknown if word[0].isupper() and word not in starts]
    support = 1 - len(unknown) / len(words) if words else float(not missing)
    if missing or support < MIN_SUPPORT:
        return Verdict(False, tuple(missing or unknown))
    return Verdict(True)


def _occurs(word: str, language: str, terms: set[str]) -> bool:
    found = analyze(word, language)
    return not terms.isdisjoint(found.exact) or not terms.isdisjoint(found.stemmed)


def _number(text: str) -> str:
    """One spelling for ``1,250``, ``1.250`` and ``1250``; ``07`` is ``7``."""
    return re.sub(r"[.,](?=\d{3}(?!\d))", "", text).lstrip("0") or "0"
