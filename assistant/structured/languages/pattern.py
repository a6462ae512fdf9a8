"""The regular part of ECMA-262 regular expressions, which JSON Schema's ``pattern`` is written in.

Where ECMA and Python, which checks the result, read a class of characters differently, the smaller one is taken.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NoReturn

from assistant.structured.languages.charset import ANY, DIGITS, NONE, CharSet
from assistant.structured.languages.regular import ANYTHING, Regular, chars, either, repeated, then

_WORD = CharSet.spans(("a", "z"), ("A", "Z"), ("0", "9"), ("_", "_"))
_SPACE = CharSet.of(" \t\n\v\f\r")
_ANY_SPACE = (
    _SPACE | CharSet.of("\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff") | CharSet.spans(("\u2000", "\u200a"))
)
_LINE = ANY - CharSet.of("\n\r\u2028\u2029")
_CLASSES = {"d": DIGITS, "D": ~DIGITS, "w": _WORD, "W": ~_WORD, "s": _SPACE, "S": ~_ANY_SPACE}
_CONTROLS = {"t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "0": "\0"}
_HEX = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})")
_COUNT = re.compile(r"\{(\d+)(,(\d*))?\}")
_TIMES: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_NAMED = {
    "(?=": "a lookahead (?=",
    "(?!": "a lookahead (?!",
    "(?<=": "a lookbehind (?<=",
    "(?<!": "a lookbehind (?<!",
    "(?<": "a named group (?<",
}


class NotRegularError(ValueError):
    """What of a regular expression no grammar of ours can say."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    sign: str


#: Alternatives, each a sequence of what is regular, of anchors, and of groups that hold anchors.
_Branches = list[list["Regular | _Anchor | _Group"]]


@dataclass(frozen=True, slots=True)
class _Group:
    branches: _Branches


def searched(pattern: str) -> Regular:
    """The texts in which ``pattern`` finds something. Raises ``NotRegularError`` with what is in the way."""
    _check_python_reads(pattern)
    parser = _Parser(pattern)
    branches = parser.branches()
    if parser.rest:
        raise NotRegularError("a ) without its (")
    return either(_anchored(sequence) for branch in branches for sequence in _flat(branch))


def matched(pattern: str) -> Regular:
    """The texts that ``pattern``, which has no anchors, matches as a whole."""
    return searched(f"^(?:{pattern})$")


def _check_python_reads(pattern: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError) as error:
        raise NotRegularError(f"what Python calls {error}") from error


def _flat(branch: Sequence["Regular | _Anchor | _Group"]) -> Iterator[list["Regular | _Anchor"]]:
    """The branch without groups: one sequence for each choice of their alternatives."""
    options = [
        [one for inner in item.branches for one in _flat(inner)] if isinstance(item, _Group) else [[item]]
        for item in branch
    ]
    for chosen in product(*options):
        yield [item for part in chosen for item in part]


def _anchored(sequence: list["Regular | _Anchor"]) -> Regular:
    start, end = 0, len(sequence)
    while start < end and sequence[start] == _Anchor("^"):
        start += 1
    while end > start and sequence[end - 1] == _Anchor("$"):
        end -= 1
    parts: list[Regular] = []
    for item in sequence[start:end]:
        if isinstance(item, _Anchor):
            raise NotRegularError(f"{item.sign} within the text")
        parts.append(item)
    before = [] if start else [ANYTHING]
    after = [] if end < len(sequence) else [ANYTHING]
    return then(*before, *parts, *after)


class _Parser:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.rest = pattern

    def branches(self) -> _Branches:
        """Alternatives, up to the end or to an unmatched parenthesis."""
        found: _Branches = [[]]
        while self.rest and not self.rest.startswith(")"):
            if self._takes("|"):
                found.append([])
            else:
                found[-1].append(self._item())
        return found

    def _item(self) -> "Regular | _Anchor | _Group":
        if self.rest[0] in "^$":
            return _Anchor(self._next())
        atom = self._atom()
        times = self._times()
        if times is None:
            return atom
        self._takes("?")
        if self._times():
            raise NotRegularError("a quantifier after a quantifier")
        if isinstance(atom, _Group):
            raise NotRegularError("^ or $ in a group that is repeated")
        return repeated(atom, *times)

    def _atom(self) -> "Regular | _Group":
        if self.rest.startswith("("):
            return self._group()
        if self._takes("["):
            return chars(self._class())
        if self._takes("."):
            return chars(_LINE)
        if self._takes("\\"):
            return chars(self._escaped())
        if self.rest[0] in "*+?":
            raise NotRegularError(f"{self.rest[0]} with nothing before it")
        return chars(CharSet.of(self._next()))

    def _group(self) -> "Regular | _Group":
        if not self._takes("(?:"):
            for start, name in _NAMED.items():
                if self.rest.startswith(start):
                    raise NotRegularError(name)
            self._takes("(")
            if self.rest.startswith("?"):
                raise NotRegularError(f"({self.rest[:2]}")
        branches = self.branches()
        if not self._takes(")"):
            raise NotRegularError("a ( without its )")
        if any(isinstance(item, _Anchor | _Group) for branch in branches for item in branch):
            return _Group(branches)
        return either(then(*(item for item in branch if not isinstance(item, _Anchor | _Group))) for branch in branches)

    def _times(self) -> tuple[int, int | None] | None:
        if self.rest[:1] in _TIMES:
            return _TIMES[self._next()]
        match = _COUNT.match(self.rest)
        if match is None:
            return None
        self.rest = self.rest[match.end() :]
        low = int(match[1])
        if match[2] is None:
            return low, low
        return low, int(match[3]) if match[3] else None

    def _class(self) -> CharSet:
        is_negated = self._takes("^")
        if self.rest.startswith("]"):
            raise NotRegularError("an empty class []")
        found = NONE
        while not self._takes("]"):
            low = self._class_atom()
            if self.rest.startswith("-") and self.rest[1:2] != "]":
                self._next()
                found |= _range(low, self._class_atom())
            else:
                found |= low
        return ~found if is_negated else found

    def _class_atom(self) -> CharSet:
        if self._takes("\\"):
            return CharSet.of("\b") if self._takes("b") else self._escaped()
        return CharSet.of(self._next())

    def _escaped(self) -> CharSet:
        match = _HEX.match(self.rest)
        if match:
            self.rest = self.rest[match.end() :]
            return CharSet.of(chr(int(match[1] or match[2], 16))) & ANY
        character = self._next()
        if character in _CLASSES:
            return _CLASSES[character]
        if character in _CONTROLS and not (character == "0" and self.rest[:1].isdigit()):
            return CharSet.of(_CONTROLS[character])
        if character.isalnum():
            _refuse_escape(character)
        return CharSet.of(character)

    def _takes(self, start: str) -> bool:
        if not self.rest.startswith(start):
            return False
        self.rest = self.rest[len(start) :]
        return True

    def _next(self) -> str:
        character, self.rest = self.rest[0], self.rest[1:]
        return character


def _range(low: CharSet, high: CharSet) -> CharSet:
    """From one character to another."""
    for end in (low, high):
        if len(end.ranges) != 1 or end.ranges[0][0] != end.ranges[0][1]:
            raise NotRegularError("a range from or to a class")
    return CharSet(((low.ranges[0][0], high.ranges[0][1]),)) & ANY


def _refuse_escape(character: str) -> NoReturn:
    kind = "a back reference" if character.isdigit() or character == "k" else "the escape"
    kind = "a word boundary" if character in "bB" else kind
    raise NotRegularError(f"{kind} \\{character}")
