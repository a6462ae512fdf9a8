"""What a sentence does not say to be so: what is meant to be, what hangs on something, what is asked."""

import re
from functools import cache

from assistant.domain import State
from assistant.language import language
from assistant.language.scripts import CJK

_ASKS = re.compile(r"[?？؟;;՞፧⁇⁈][\"'”’»)\]*_\s]*\Z")
_CAPITAL = re.compile(r"(?<=\s)[A-Z][^\W\d_]+|^[A-Z][^\W\d_]+(?=\s+\d)")
_GREEK = "el"
_UNSPACED = re.compile(rf"[{CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def mood(sentence: str, code: str) -> State | None:
    """Whether a sentence asks, tells on what condition, or tells what is planned; nothing where it tells what is so.

    ``code`` is the language of the note.
    """
    text = sentence.strip()
    if (asked := _ASKS.search(text)) and (asked[0][0] not in ";;" or code == _GREEK):
        return State.ASKED
    folded = _lowered(text, code)
    if (pattern := _words("conditional", code)) and pattern.search(folded):
        return State.CONDITIONAL
    if (pattern := _words("planned", code)) and pattern.search(folded):
        return State.PLANNED
    return None


def heading_mood(heading: str, code: str) -> State | None:
    """What the items below a heading such as "Next steps" or "Ideas" are, where it says nothing else."""
    words = heading.casefold().strip(" :?!.")
    if len(words.split()) > 3:
        return None
    for kind, state in (("planned", State.PLANNED), ("conditional", State.CONDITIONAL)):
        if (pattern := _words(kind, code)) and (found := pattern.match(words)) and len(words) - found.end() < 2:
            return state
    return None


def _lowered(text: str, code: str) -> str:
    """A sentence in small letters; what is also the name of a month or day, and written like one, is taken for it."""
    shared = language(code).shared
    if shared:
        text = _CAPITAL.sub(
            lambda found: "_" if found[0][:1].isupper() and found[0].lower() in shared else found[0], text
        )
    return text.casefold().replace("’", "'")


@cache
def _words(kind: str, code: str) -> re.Pattern[str] | None:
    """The words of a language that put a sentence in a mood, at their bounds where a script has bounds."""
    words = sorted(getattr(language(code), kind), key=len, reverse=True)
    forms = [
        re.escape(word) if _UNSPACED.search(word) else rf"{_before(word)}{re.escape(word)}(?!\w)" for word in words
    ]
    return re.compile("|".join(forms)) if forms else None


def _before(word: str) -> str:
    """What must not stand before a word; "'ll" is drawn to the one before it."""
    return "" if word.startswith("'") else r"(?<!\w)"
