"""Regular languages by derivatives: intersection and complement cost no more than union.

A language is a term; ``derivative(term, c)`` is the language of what may follow once ``c`` has been read. Terms are
kept in a normal form in which a language has few different derivatives, which are then the states of its automaton
(Brzozowski 1964; Owens, Reppy and Turon, "Regular-expression derivatives re-examined", 2009).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from assistant.structured.languages.charset import ANY, NONE, CharSet, partition

_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of a set."""

    chars: CharSet


@dataclass(frozen=True, slots=True)
class Then:
    """The first, then the second. No parts are the empty text."""

    parts: "tuple[Regular, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these. No parts are the empty language."""

    parts: "frozenset[Regular]"


@dataclass(frozen=True, slots=True)
class Both:
    """What is in all of these."""

    parts: "frozenset[Regular]"


@dataclass(frozen=True, slots=True)
class Not:
    """What is not in this."""

    part: "Regular"


@dataclass(frozen=True, slots=True)
class Repeat:
    """From ``low`` to ``high`` times this; ``None`` for without end."""

    part: "Regular"
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Multiple:
    """Digits of a whole number that, read after ``rest`` (a remainder), is divisible by ``by``."""

    by: int
    rest: int = 0


Regular: TypeAlias = Chars | Then | Either | Both | Not | Repeat | Multiple

EMPTY_TEXT = Then(())
NOTHING = Either(frozenset())
ANY_CHARACTER = Chars(ANY)
ANYTHING = Repeat(ANY_CHARACTER, 0, None)


def literal(text: str) -> Regular:
    """This text alone."""
    return then(*(Chars(CharSet.of(c)) for c in text))


def chars(characters: CharSet) -> Regular:
    """One of these characters."""
    return Chars(characters) if characters else NOTHING


def then(*parts: Regular) -> Regular:
    """One after the other."""
    flat: list[Regular] = []
    for part in parts:
        if part == NOTHING:
            return NOTHING
        flat += part.parts if isinstance(part, Then) else [part]
    return flat[0] if len(flat) == 1 else Then(tuple(flat))


def either(parts: Iterable[Regular]) -> Regular:
    """Any of these."""
    flat: set[Regular] = set()
    single = NONE
    for part in parts:
        for one in part.parts if isinstance(part, Either) else (part,):
            if isinstance(one, Chars):
                single |= one.chars
            else:
                flat.add(one)
    if ANYTHING in flat:
        return ANYTHING
    if single:
        flat.add(Chars(single))
    return flat.pop() if len(flat) == 1 else Either(frozenset(flat))


def both(parts: Iterable[Regular]) -> Regular:
    """What is in all of these; no parts are every text."""
    flat: set[Regular] = set()
    for part in parts:
        flat |= part.parts if isinstance(part, Both) else {part}
    flat.discard(ANYTHING)
    if NOTHING in flat:
        return NOTHING
    if not flat:
        return ANYTHING
    return flat.pop() if len(flat) == 1 else Both(frozenset(flat))


def negated(part: Regular) -> Regular:
    """What is not in this."""
    if part == NOTHING:
        return ANYTHING
    if part == ANYTHING:
        return NOTHING
    return part.part if isinstance(part, Not) else Not(part)


def repeated(part: Regular, low: int, high: int | None) -> Regular:
    """From ``low`` to ``high`` times this."""
    if high == 0 or part == EMPTY_TEXT:
        return EMPTY_TEXT
    if part == NOTHING:
        return EMPTY_TEXT if low == 0 else NOTHING
    if (low, high) == (1, 1):
        return part
    return Repeat(part, low, high)


def optional(part: Regular) -> Regular:
    """This, or the empty text."""
    return repeated(part, 0, 1)


@lru_cache(_REMEMBERED)
def nullable(term: Regular) -> bool:
    """Whether the empty text is in the language."""
    match term:
        case Chars():
            return False
        case Then(parts) | Both(parts):
            return all(map(nullable, parts))
        case Either(parts):
            return any(map(nullable, parts))
        case Not(part):
            return not nullable(part)
        case Multiple(_, rest):
            return rest == 0
        case Repeat(part, low, _):
            return low == 0 or nullable(part)


@lru_cache(_REMEMBERED)
def derivative(term: Regular, character: str) -> Regular:
    """What may follow ``character``."""
    found: Regular
    match term:
        case Chars(characters):
            found = EMPTY_TEXT if character in characters else NOTHING
        case Then(parts):
            found = _derivative_of_sequence(parts, character)
        case Either(parts):
            found = either(derivative(part, character) for part in parts)
        case Both(parts):
            found = both(derivative(part, character) for part in parts)
        case Not(part):
            found = negated(derivative(part, character))
        case Multiple(by, rest):
            found = Multiple(by, (rest * 10 + int(character)) % by) if character in "0123456789" else NOTHING
        case Repeat(part, low, high):
            left = repeated(part, max(0, low - 1), None if high is None else high - 1)
            found = then(derivative(part, character), left)
    return found


def _derivative_of_sequence(parts: tuple[Regular, ...], character: str) -> Regular:
    branches: list[Regular] = []
    for i, part in enumerate(parts):
        branches.append(then(derivative(part, character), *parts[i + 1 :]))
        if not nullable(part):
            break
    return either(branches)


@lru_cache(_REMEMBERED)
def classes(term: Regular) -> tuple[CharSet, ...]:
    """Sets of characters that together hold all of them; the characters of one have the same derivative."""
    return tuple(partition(_told_apart(term)))


def _told_apart(term: Regular) -> frozenset[CharSet]:
    """The sets that ``term`` looks its next character up in."""
    match term:
        case Chars(characters):
            return frozenset({characters})
        case Then(parts):
            return _of_sequence(parts)
        case Either(parts) | Both(parts):
            return frozenset[CharSet]().union(*map(_told_apart, parts))
        case Not(part) | Repeat(part, _, _):
            return _told_apart(part)
        case Multiple():
            return frozenset(CharSet.of(digit) for digit in "0123456789")


def _of_sequence(parts: tuple[Regular, ...]) -> frozenset[CharSet]:
    found: frozenset[CharSet] = frozenset()
    for part in parts:
        found |= _told_apart(part)
        if not nullable(part):
            break
    return found


def matches(term: Regular, text: str) -> bool:
    """Whether a text is in the language."""
    for character in text:
        term = derivative(term, character)
    return nullable(term)
