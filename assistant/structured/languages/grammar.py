"""Context-free grammars as values: written as GBNF, freed of what can't be finished, and read along a text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TypeAlias

from assistant.structured.languages.charset import CharSet

ROOT = "root"


@dataclass(frozen=True, slots=True)
class Text:
    """This text."""

    text: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """One character of a set."""

    chars: CharSet


@dataclass(frozen=True, slots=True)
class Rule:
    """What the rule of this name says."""

    name: str


@dataclass(frozen=True, slots=True)
class All:
    """The parts in their order."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    """One of the parts; none of them is what can't be written at all."""

    parts: "tuple[Part, ...]"


Part: TypeAlias = Text | OneOf | Rule | All | Any

NEVER = Any(())

#: What is still to come, from the next part on: the part and what follows it.
_Stack: TypeAlias = "tuple[Part, _Stack] | None"


@dataclass(frozen=True)
class Grammar:
    """Rules by name, the first of them ``root``; none refers to itself before it has read a character."""

    rules: Mapping[str, Part]

    @cached_property
    def gbnf(self) -> str:
        """The grammar as llama.cpp reads it."""
        return "\n".join(f"{name} ::= {_gbnf(part)}" for name, part in self.rules.items())

    @cached_property
    def is_empty(self) -> bool:
        """Whether no text at all fits."""
        return self._size(Rule(ROOT)) == inf

    def pruned(self) -> "Grammar":
        """The same language without what can't be finished, and without rules that nothing leads to."""
        alive = {name: self._finishable(part) for name, part in self.rules.items() if self._sizes[name] < inf}
        reached = dict.fromkeys([ROOT])
        waiting = [ROOT]
        while waiting:
            found = [name for name in _names(alive.get(waiting.pop(), NEVER)) if name not in reached]
            reached |= dict.fromkeys(found)
            waiting += found
        return Grammar({name: alive[name] for name in reached if name in alive})

    def accepts(self, text: str) -> bool:
        """Whether a text is whole and fits."""
        return None in self._after(text)

    def completion(self, text: str) -> str:
        """The shortest text that makes ``text`` whole. Raises ``ValueError`` where it is no beginning of one."""
        stacks = self._after(text)
        if not stacks:
            raise ValueError("the text does not begin as the grammar says")
        return self._shortest(min(stacks, key=self._stack_size))

    def may_finish(self, name: str) -> bool:
        """Whether there is a text that fits the rule of this name."""
        return self._sizes[name] < inf

    def example(self, name: str) -> str:
        """One of the shortest texts of a rule that may be finished."""
        return self._shortest((Rule(name), None))

    @cached_property
    def _sizes(self) -> Mapping[str, float]:
        """The length of each rule's shortest text."""
        sizes = dict.fromkeys(self.rules, inf)
        users: dict[str, list[str]] = {}
        for name, part in self.rules.items():
            for used in _names(part):
                users.setdefault(used, []).append(name)
        waiting = list(self.rules)
        while waiting:
            name = waiting.pop()
            size = _size(self.rules[name], sizes)
            if size < sizes[name]:
                sizes[name] = size
                waiting += users.get(name, ())
        return sizes

    def _size(self, part: Part) -> float:
        return _size(part, self._sizes)

    def _stack_size(self, stack: _Stack) -> float:
        size = 0.0
        while stack:
            size += self._size(stack[0])
            stack = stack[1]
        return size

    def _shortest(self, stack: _Stack) -> str:
        written: list[str] = []
        while stack:
            part, stack = stack
            match part:
                case Text(text):
                    written.append(text)
                case OneOf(chars):
                    written.append(next((c for c in "a0 " if c in chars), chars.first))
                case Rule(name):
                    stack = (self.rules[name], stack)
                case All(parts):
                    stack = _pushed(parts, stack)
                case Any(parts):
                    stack = (min(parts, key=self._size), stack)
        return "".join(written)

    def _finishable(self, part: Part) -> Part:
        match part:
            case All(parts):
                written = tuple(one for one in map(self._finishable, parts) if one != Text(""))
                return written[0] if len(written) == 1 else All(written)
            case Any(parts):
                kept = tuple(dict.fromkeys(self._finishable(one) for one in parts if self._size(one) < inf))
                return kept[0] if len(kept) == 1 else Any(kept)
        return part

    def _after(self, text: str) -> set[_Stack]:
        stacks = self._opened([(Rule(ROOT), None)])
        for character in text:
            stacks = self._opened(_read(stacks, character))
        return stacks

    def _opened(self, stacks: Iterable[_Stack]) -> set[_Stack]:
        """The same stacks, each up to its next character."""
        opened: set[_Stack] = set()
        waiting = list(stacks)
        while waiting:
            stack = waiting.pop()
            match stack:
                case (Rule(name), rest):
                    waiting.append((self.rules[name], rest))
                case (All(parts), rest):
                    waiting.append(_pushed(parts, rest))
                case (Any(parts), rest):
                    waiting += [(part, rest) for part in parts]
                case (Text(""), rest):
                    waiting.append(rest)
                case _:
                    opened.add(stack)
        return opened


def _read(stacks: Iterable[_Stack], character: str) -> Iterator[_Stack]:
    for stack in stacks:
        match stack:
            case (Text(text), rest) if text.startswith(character):
                yield (Text(text[1:]), rest)
            case (OneOf(chars), rest) if character in chars:
                yield rest


def _pushed(parts: Sequence[Part], stack: _Stack) -> _Stack:
    for part in reversed(parts):
        stack = (part, stack)
    return stack


def _size(part: Part, sizes: Mapping[str, float]) -> float:
    match part:
        case Text(text):
            return len(text)
        case OneOf(chars):
            return 1 if chars else inf
        case Rule(name):
            return sizes[name]
        case All(parts):
            return sum(_size(one, sizes) for one in parts)
        case Any(parts):
            return min((_size(one, sizes) for one in parts), default=inf)


def _names(part: Part) -> Iterator[str]:
    match part:
        case Rule(name):
            yield name
        case All(parts) | Any(parts):
            for one in parts:
                yield from _names(one)


def _gbnf(part: Part, *, inside: bool = False) -> str:
    match part:
        case Text(text):
            return '"' + "".join(_in_literal(c) for c in text) + '"'
        case OneOf(chars):
            return f"[{''.join(_in_class(low, high) for low, high in chars.ranges)}]"
        case Rule(name):
            return name
        case All(parts):
            return " ".join(_gbnf(one, inside=True) for one in parts) or '""'
        case Any(parts):
            either = " | ".join(_gbnf(one) for one in parts)
            return f"({either})" if inside else either


def _in_literal(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else _by_number(ord(character))


def _in_class(low: int, high: int) -> str:
    return _in_range(low) if low == high else f"{_in_range(low)}-{_in_range(high)}"


def _in_range(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and character.isalnum() else _by_number(code)


def _by_number(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
