"""Texts of a grammar, drawn at random."""

import random

from assistant.structured.languages.charset import CharSet
from assistant.structured.languages.grammar import All, Any, Grammar, OneOf, Part, Rule, Text

_SIGNS = [*map(chr, range(0x20, 0x7F)), *"\x00\x1f\x7fé日🦊\u2028\ufffd\U0010ffff"]


def draw(grammar: Grammar, seed: int, length: int = 80) -> str:
    """A text of the grammar; once it is ``length`` long it is ended in the shortest way."""
    chance = random.Random(seed)
    written = ""
    stack: list[Part] = [Rule("root")]
    while stack:
        if len(written) > length:
            return written + grammar.completion(written)
        match stack.pop():
            case Text(text):
                written += text
            case OneOf(chars):
                written += _character(chars, chance)
            case Rule(name):
                stack.append(grammar.rules[name])
            case All(parts):
                stack += reversed(parts)
            case Any(parts):
                stack.append(chance.choice(parts))
    return written


def _character(chars: CharSet, chance: random.Random) -> str:
    usual = [sign for sign in _SIGNS if sign in chars]
    low, high = chance.choice(chars.ranges)
    return chance.choice(usual) if usual and chance.random() < 0.9 else chr(chance.randint(low, high))
