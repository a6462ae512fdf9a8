"""Whether a sentence asserts or denies what a question asks: the clause that tells it decides."""

import re
from collections.abc import Iterator

from assistant.answer.question.parse import Question
from assistant.language import language
from assistant.lexical.analysis import analyze_query
from assistant.notes.moods import has_word

#: The shares of the question's words that a clause, with the headings above it, must hold to assert, and to deny;
#: and of those words that the headings do not hold.
ASSERTS, DENIES, OWN = 0.85, 0.6, 0.5
#: The share of a clause's own words that are the question's: what says much else is about something else.
DENSE = 0.34

#: A denial before so few words is at the end of its clause.
AT_END = 2

_BREAKS = re.compile(r"[,;:()\[\]—–，；：（）]|\s-\s")
_ASKS = ("?", "？", "؟", ";")


def is_said(question: Question, words: str, head: str, code: str) -> bool | None:
    """True where a sentence asserts what is asked, false where it denies it, nothing where it does neither.

    Nothing, too, where it is said of a part only, is planned or hangs on something; and where the question itself
    denies. ``code`` is the language of the sentence.
    """
    if words.endswith(_ASKS) or has_word("negation", question.text, code):
        return None
    clause = max(_clauses(words, code), key=lambda part: question.coverage(part, code))
    if _denies(clause, code):
        return False if _is_denied(question, clause, f"{head}\n{words}", code) else None
    share = question.coverage(f"{head}\n{clause}", code)
    is_plain = not _denies(words, code) and not _is_open(words, code)
    is_all = share >= ASSERTS and _is_about(question, clause, head, code) and _is_dense(question, clause, code)
    return True if is_plain and is_all else None


def _is_denied(question: Question, clause: str, whole: str, code: str) -> bool:
    """Whether it is what the question asks that a clause denies; who and where may stand in the rest of ``whole``."""
    if question.coverage(whole, code) < DENIES or _is_open(clause, code):
        return False
    rest = whole.replace(clause, "\n")
    return _is_about(question, clause, rest, code) and _reaches(question, clause, code)


def _denies(words: str, code: str) -> bool:
    return has_word("negation", words, code) or has_word("denial", words, code)


def _is_open(words: str, code: str) -> bool:
    return any(has_word(kind, words, code) for kind in ("limited", "planned", "conditional"))


def _clauses(words: str, code: str) -> Iterator[str]:
    """The parts of a sentence between its marks; a word that asks, within one, opens another: "where", "when"."""
    asking = language(code).question_words
    for part in _BREAKS.split(words):
        clause: list[str] = []
        for word in part.split():
            if word.casefold() in asking and clause:
                yield " ".join(clause)
                clause = []
            clause.append(word)
        yield " ".join(clause)


def _reaches(question: Question, clause: str, code: str) -> bool:
    """Whether what is denied in a clause is a word of the question: behind the denial, or before one at the end."""
    words = clause.split()
    denied = next((n for n in range(1, len(words) + 1) if _denies(" ".join(words[:n]), code)), len(words))
    after = " ".join(words[denied:])
    return any(question.covered(after, code)) or len(words) - denied < AT_END


def _is_about(question: Question, clause: str, head: str, code: str) -> bool:
    """Whether a clause holds all names and numbers of the question that are not above it, and most other words."""
    own = question.covered(clause, code)
    above = question.covered(head, code)
    told = list(zip(question.words, own, above, strict=True))
    if any(_is_name(word.surface) and not (here or there) for word, here, there in told):
        return False
    text = f"{head}\n{clause}".casefold()
    if any(not _stands(word.surface.casefold(), text) for word in question.words if _has_digit(word.surface)):
        return False
    asked = [here for _, here, there in told if not there] or own
    return sum(asked) >= OWN * len(asked) > 0


def _is_name(word: str) -> bool:
    return any(char.isdigit() or char.isupper() for char in word)


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text for itself, and not as a part of another one: ESP32 is not ESP32-C6."""
    return re.search(rf"(?<![a-z0-9-]){re.escape(name)}(?![a-z0-9]|-\w)", text) is not None


def _is_dense(question: Question, clause: str, code: str) -> bool:
    held = sum(question.covered(clause, code))
    return held >= DENSE * sum(word.weight > 0 for word in analyze_query(clause, (code,)))
