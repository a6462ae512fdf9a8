"""What a sentence does not say to be so: what is meant to be, what hangs on something, what is asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.domain import State
from assistant.language import language
from assistant.language.scripts import CJK
from assistant.language.states import state_of_heading

_ASKS = re.compile(r"[?？؟;;՞፧⁇⁈][\"'”’»)\]*_\s]*\Z")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_OPTION = re.compile(r"(?<!\w)--?[^\W\d_][\w-]*")
_CAPITAL = re.compile(r"(?<=\s)[A-Z][^\W\d_]+|^[A-Z][^\W\d_]+(?=\s+\d)")
_GREEK = "el"
_UNSPACED = re.compile(rf"[{CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def mood(sentence: str, code: str) -> State | None:
    """Whether a sentence asks, tells on what condition, or tells what is planned; nothing where it tells what is so.

    ``code`` is the language of the note.
    """
    text = " ".join(sentence.split())
    if (asked := _ASKS.search(text[-8:])) and (asked[0][0] not in ";;" or code == _GREEK):
        return State.ASKED
    folded = _lowered(text, code)
    words = _WORD.findall(folded)
    if _MoodWords.of("conditional", code).any_in(folded, words):
        return State.CONDITIONAL
    return State.PLANNED if _MoodWords.of("planned", code).any_in(folded, words) else None


def has_word(kind: str, text: str, code: str) -> bool:
    """Whether a text has a word that a language has of one kind, a field of its table; options of programs are none."""
    folded = _lowered(_OPTION.sub(" ", text), code)
    return _MoodWords.of(kind, code).any_in(folded, _WORD.findall(folded))


def heading_mood(heading: str, code: str) -> State | None:
    """What the items below a heading such as "Next steps" or "Ideas" are, where it says nothing else."""
    if (called := state_of_heading(heading)) and called != State.DONE:
        return State.PLANNED if called == State.OPEN else State(called)
    words = heading.casefold().strip(" :?!.")
    for kind, state in (("planned", State.PLANNED), ("conditional", State.CONDITIONAL)):
        known = getattr(language(code), kind)
        if known & {words, words.removesuffix("s"), words.removesuffix("en")}:
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


@dataclass(frozen=True, slots=True)
class _MoodWords:
    """The words of a language that put a sentence in a mood: single ones, ends drawn to a word, phrases, scripts."""

    single: frozenset[str]
    drawn: tuple[str, ...]
    phrases: Mapping[str, tuple[str, ...]]
    unspaced: tuple[str, ...]

    @staticmethod
    @cache
    def of(kind: str, code: str) -> "_MoodWords":
        """Those of one kind, which is a field of the languages' tables."""
        words: frozenset[str] = getattr(language(code), kind)
        unspaced = tuple(word for word in words if _UNSPACED.search(word))
        spaced = words.difference(unspaced)
        phrases: dict[str, tuple[str, ...]] = {}
        for phrase in (word for word in spaced if len(_WORD.findall(word)) > 1):
            first = _WORD.findall(phrase)[0]
            phrases[first] = (*phrases.get(first, ()), phrase)
        drawn = tuple(word for word in spaced if word.startswith("'"))
        return _MoodWords(frozenset(word for word in spaced if " " not in word), drawn, phrases, unspaced)

    def any_in(self, text: str, words: Sequence[str]) -> bool:
        """Whether a text in small letters, of these words, has one of them."""
        if not self.single.isdisjoint(words) or any(word in text for word in self.unspaced):
            return True
        if self.drawn and "'" in text and any(word.endswith(self.drawn) for word in words):
            return True
        plain = f" {' '.join(words)} "
        first = self.phrases.keys() & set(words)
        return any(f" {phrase} " in plain for word in first for phrase in self.phrases[word])
