"""Words that are compared by what they mean: a field's name with a label in the text, in whatever language each is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language import stop_words
from assistant.language.scripts import CJK
from assistant.language.things import Sort, sorts, things
from assistant.lexical.analysis import analyze
from assistant.lexical.stems import STEMMERS

_WORD = re.compile(rf"[{CJK}]+|(?:(?![{CJK}])[^\W\d_])+(?:['’](?:(?![{CJK}])[^\W\d_])+)?")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
#: A word within a longer one says something about it from this many letters on.
_WITHIN = 4
_LONGEST = 6
#: How far words are alike that have the same stem, mean the same thing, or one of which is a part of the other.
_SAME, _MEANT, _PART = 1.0, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its forms that may be compared, and the things that it may mean."""

    text: str
    forms: frozenset[str]
    things: frozenset[str]

    @property
    def sorts(self) -> frozenset[Sort]:
        """The kinds of values that what it means has."""
        return frozenset(sorts()[thing] for thing in self.things)


@lru_cache(maxsize=1 << 13)
def words_of(text: str, language: str, *, plain: bool = False) -> tuple[Word, ...]:
    """The words of a text that say something; with ``plain`` also those small ones that mean a thing ("from")."""
    found: list[Word] = []
    for run in _WORD.findall(_CAMEL.sub(" ", text)):
        pieces = _cjk_pieces(run) if re.match(f"[{CJK}]", run) else (run,)
        found += (word for piece in pieces if (word := _word(piece, language)) and _counts(word, plain=plain))
    return tuple(found)


def _counts(word: Word, *, plain: bool) -> bool:
    return word.text not in stop_words() or (plain and bool(word.things))


@lru_cache(maxsize=1 << 14)
def _word(text: str, language: str) -> Word:
    """One word with its forms in its own language and in English."""
    lowered = text.casefold()
    known = things()
    forms = {lowered, *_stems(lowered, language)}
    meant = known.get(lowered) or frozenset[str]().union(*(_by_stem().get(form, frozenset()) for form in forms))
    return Word(lowered, frozenset(forms), meant)


def _stems(word: str, language: str) -> set[str]:
    stems = {stem for code in (language, "en") for stem in analyze(word, code).stemmed}
    return {stem for stem in stems if len(stem) > 1 or len(word) == 1}


@lru_cache(maxsize=1)
def _by_stem() -> dict[str, frozenset[str]]:
    """The things of the table by the stems of their words in the languages it is written in."""
    found: dict[str, frozenset[str]] = {}
    for word, names in things().items():
        if re.match(f"[{CJK}]", word) or len(word) < _WITHIN:
            continue
        for code in ("en", "de", "es", "fr"):
            for stem in analyze(word, code).stemmed if code in STEMMERS else ():
                if len(stem) >= _WITHIN - 1:
                    found[stem] = found.get(stem, frozenset()) | names
    return found


def _cjk_pieces(run: str) -> Sequence[str]:
    """A run of Chinese or Japanese cut at the words of the table, longest first; the rest in pairs of characters."""
    known, pieces, at, rest = things(), list[str](), 0, ""
    while at < len(run):
        length = next((n for n in range(min(_LONGEST, len(run) - at), 0, -1) if run[at : at + n] in known), 0)
        if length:
            pieces += _pairs(rest)
            pieces.append(run[at : at + length])
            rest = ""
        else:
            rest += run[at]
        at += length or 1
    return [*pieces, *_pairs(rest)]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or ([run] if run else [])


def alike(a: Word, b: Word) -> float:
    """How far two words mean the same, 0 to 1."""
    if a.text == b.text or not a.forms.isdisjoint(b.forms):
        return _SAME
    if not a.things.isdisjoint(b.things):
        return _MEANT
    short, long = (a.text, b.text) if len(a.text) <= len(b.text) else (b.text, a.text)
    return _PART if len(short) >= _WITHIN and short in long else 0.0


def covered(words: Iterable[Word], by: Sequence[Word]) -> float:
    """The mean share of ``words`` that one of ``by`` means, too; 0 where there are none."""
    best = [max((alike(word, other) for other in by), default=0.0) for word in words]
    return sum(best) / len(best) if best else 0.0
