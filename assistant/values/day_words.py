"""The words of every language that name days, looked up in a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cache

from assistant.language import CODES, Language, language
from assistant.language.scripts import folded
from assistant.values.numerals import ZH_NUMERAL, any_of, read_numeral


class Role(IntEnum):
    """What a word does among the words for a day."""

    MONTH = auto()
    WEEKDAY = auto()
    OFFSET = auto()
    WHICH = auto()
    UNIT = auto()
    AGO = auto()
    AHEAD = auto()
    PERIOD = auto()
    NUMBER = auto()
    ORDINAL = auto()
    BEFORE = auto()
    PART = auto()
    SEASON = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a word: its role, its value, and the languages that have it.

    ``alone`` tells that it names days without any other word beside it.
    """

    role: Role
    value: int | str
    codes: frozenset[str]
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text: a number, a word or a sign; ``key`` is how it is looked up."""

    key: str
    start: int
    end: int
    number: int | None = None


_Phrase = tuple[str, ...]
#: Letters of scripts that leave no space between words: where a word ends cannot be seen.
_ALONE = "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
#: Letters with the signs that are written around them.
_LETTERS = (
    rf"(?:[^\W\d_](?:[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0981-\u0de5\u0e31"
    rf"\u0e34-\u0e3a\u0e47-\u0e4e]|(?![{_ALONE}])[^\W\d_])*)"
)
_UNSPACED = ("zh", "ja", "th")


#: Languages that are not written in Latin letters: their tables are read when such a letter occurs.
_OTHER_SCRIPTS = frozenset("ru uk el zh ja ko ar he hi th".split())
_LAST_LATIN = "\u024f"


def is_latin(text: str) -> bool:
    """Whether a text has no letters but Latin ones."""
    return text.isascii() or not any(sign > _LAST_LATIN and sign.isalpha() for sign in text)


@cache
def tables(latin: bool) -> tuple[Language, ...]:
    """The tables of the languages in Latin letters, or of all others."""
    return tuple(language(code) for code in CODES if (code not in _OTHER_SCRIPTS) is latin)


@cache
def _pattern(latin: bool) -> re.Pattern[str]:
    if latin:
        return re.compile(r"(?P<number>\d+)|[^\W\d_]+|[^\s\w]|_")
    words = {word for table in tables(False) if table.code in _UNSPACED for word in _unspaced(table)}
    return re.compile(
        rf"(?P<known>{any_of(sorted(words))})|(?P<number>\d+|{ZH_NUMERAL})|[{_ALONE}]|{_LETTERS}|[^\s\w]|_"
    )


def _unspaced(table: Language) -> Iterator[str]:
    months = () if table.code in ("zh", "ja") else (name for names in table.months for name in names)
    weekdays = (name for names in table.weekdays for name in names)
    days = table.days
    yield from months
    yield from weekdays
    for words in (days.offsets, days.which, days.units, days.ago, days.ahead, days.parts, days.seasons):
        yield from words


def tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a text, in order."""
    found: list[Token] = []
    for match in _pattern(is_latin(text)).finditer(text):
        number = _number(match["number"]) if match["number"] else None
        found.append(Token(folded(match[0]), match.start(), match.end(), number))
    return found


def _number(written: str) -> int | None:
    if len(written) > 9:
        return None
    found = read_numeral(written, "zh") if not written.isdecimal() else (int(written),)
    return int(found[0]) if found else None


def meanings(text: list[Token], at: int) -> list[tuple[int, tuple[Meaning, ...]]]:
    """What the words from a token on may mean, each with the place behind it, the longest phrase first."""
    found = []
    first = text[at].key
    latin = is_latin(first)
    for phrase in _phrases(latin).get(first, ()):
        end = at + len(phrase)
        if end <= len(text) and all(text[at + i].key == key for i, key in enumerate(phrase)):
            found.append((end, _lexicon(latin)[phrase]))
    return found


def _phrase(word: str) -> _Phrase:
    return (folded(word),) if word.isalpha() and is_latin(word) else tuple(token.key for token in tokens(word))


@cache
def _lexicon(latin: bool) -> dict[_Phrase, tuple[Meaning, ...]]:
    merged: dict[_Phrase, dict[tuple[Role, int | str], tuple[set[str], bool]]] = {}
    for table in tables(latin):
        for word, role, value, alone in _entries(table):
            phrase = _phrase(word)
            codes, was_alone = merged.setdefault(phrase, {}).get((role, value), (set(), True))
            merged[phrase][role, value] = (codes | {table.code}, was_alone and alone)
    return {
        phrase: tuple(Meaning(role, value, frozenset(codes), alone) for (role, value), (codes, alone) in known.items())
        for phrase, known in merged.items()
    }


@cache
def _phrases(latin: bool) -> dict[str, tuple[_Phrase, ...]]:
    """The phrases by their first word, longest first."""
    by_first: dict[str, list[_Phrase]] = {}
    for phrase in _lexicon(latin):
        by_first.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in by_first.items()}


@cache
def _common(latin: bool) -> frozenset[str]:
    """Words of any language that are too common to be a month or a weekday by themselves."""
    return frozenset(
        folded(word) for table in tables(latin) for word in (*table.stop_words, *table.shared, *table.conditional)
    )


def _entries(table: Language) -> Iterator[tuple[str, Role, int | str, bool]]:
    days = table.days
    for role, names_of in ((Role.MONTH, table.months), (Role.WEEKDAY, table.weekdays)):
        if role is Role.MONTH and table.code in ("zh", "ja"):
            continue  # 三月 is a number and its sign
        for number, names in enumerate(names_of, 1 if role is Role.MONTH else 0):
            for name in names:
                yield name, role, number, _names_alone(name)
    named: tuple[tuple[Role, Mapping[str, int] | Mapping[str, str]], ...] = (
        (Role.OFFSET, days.offsets), (Role.PERIOD, days.periods), (Role.WHICH, days.which), (Role.UNIT, days.units),
        (Role.NUMBER, days.numbers), (Role.ORDINAL, days.ordinals),
        (Role.PART, days.parts), (Role.SEASON, days.seasons),
    )  # fmt: skip
    for role, meant in named:
        for word, value in meant.items():
            if role is not Role.NUMBER or not re.fullmatch(ZH_NUMERAL, word):
                yield word, role, value, role in (Role.OFFSET, Role.PERIOD)
    for role, words in ((Role.AGO, days.ago), (Role.AHEAD, days.ahead), (Role.BEFORE, days.before)):
        for word in words:
            yield word, role, 0, False


def _names_alone(name: str) -> bool:
    """Whether a month or weekday is known by its name alone: no short form, no other word in any language."""
    is_short = len(name) <= 3 if folded(name).isascii() else len(name) < 2
    return not is_short and folded(name) not in _common(is_latin(name))
