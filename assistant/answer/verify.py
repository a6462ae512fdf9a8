"""Whether an answer says only what its cited sentences say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.lexical.analysis import CJK, analyze, is_cjk
from assistant.lexical.words import STOP_WORDS

#: The least share of the answer's words that must stand in the cited sentences or the question.
MIN_SUPPORT = 0.6

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(rf"[{CJK}]+|[^\W\d_](?:[^\W_]|['’-](?=[^\W_]))*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is supported; if not, the words, names and numbers that stand nowhere in its evidence."""

    supported: bool
    missing: tuple[str, ...] = ()


def verify(answer: str, cited: Iterable[str], question: str, language: str) -> Verdict:
    """Every number and name of ``answer`` must occur in ``cited``; of its other words most, or in the question."""
    evidence = " ".join(cited)
    numbers = {_number(n) for n in _NUMBER.findall(evidence)}
    missing = [n for n in _NUMBER.findall(answer) if _number(n) not in numbers]
    in_evidence, in_question = _terms(evidence, language), _terms(question, language)
    words = [word for word in _words(answer) if word.lower() not in STOP_WORDS]
    uncited = [word for word in words if not _occurs(word, language, in_evidence)]
    missing += [word for word in uncited if word[0].isupper()]
    unknown = [word for word in uncited if not _occurs(word, language, in_question)]
    support = 1 - len(unknown) / len(words) if words else float(not missing)
    if missing or support < MIN_SUPPORT:
        return Verdict(False, tuple(missing or unknown))
    return Verdict(True)


def _words(text: str) -> list[str]:
    """The words of a text; of CJK, which has none that can be seen, every pair of characters."""
    found: list[str] = []
    for word in _WORD.findall(text):
        if is_cjk(word) and len(word) > 2:
            found += (word[i : i + 2] for i in range(len(word) - 1))
        else:
            found.append(word)
    return found


def _terms(text: str, language: str) -> set[str]:
    found = analyze(text, language)
    return {*found.stemmed, *found.exact}


def _occurs(word: str, language: str, terms: set[str]) -> bool:
    if is_cjk(word):
        return word in terms
    return not terms.isdisjoint(_terms(word, language))


def _number(text: str) -> str:
    """One spelling for ``1,250``, ``1.250`` and ``1250``; ``07`` is ``7``, and ``0.250`` stays as it is."""
    if re.match(r"0+[.,]", text):
        return text.replace(",", ".")
    return re.sub(r"[.,](?=\d{3}(?!\d))", "", text).lstrip("0") or "0"
