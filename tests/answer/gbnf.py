"""Texts of a GBNF grammar: drawn at random, or checked by llama.cpp."""

import random
import re

from assistant.engines.llama import LlamaModel
from assistant.engines.llama_grammar import Grammar

_TOKEN = re.compile(
    r'\s+|"(?P<literal>(?:\\.|[^"\\])*)"|\[(?P<set>(?:\\.|[^\]\\])+)\]|(?P<name>[a-z][\w-]*)|(?P<sign>[|()?*]|\{\d+,\d+\})'
)
_CHARACTERS = [chr(code) for code in (*range(0x20, 0x7F), *range(0xC0, 0x100), *map(ord, "，。、测试🦊"))]
_ESCAPES = {"n": "\n", "t": "\t"}

Node = tuple[str, object]


def accepts(vocabulary: LlamaModel, grammar: str, text: str) -> bool:
    """Whether llama.cpp lets the whole of ``text`` pass, and lets it end there."""
    state = Grammar(vocabulary, grammar)
    try:
        for token in vocabulary.tokenize(text, parse_special=False):
            if not state.allows(token):
                return False
            state.accept(token)
        return state.allows(vocabulary.closing_tokens[1])
    finally:
        state.close()


class Texts:
    """A grammar's language: rules, literals, character classes, groups and repetitions."""

    def __init__(self, grammar: str) -> None:
        rules = dict(line.split(" ::= ", 1) for line in grammar.split("\n"))
        self._rules = {name: _parse(rule) for name, rule in rules.items()}

    def draw(self, seed: int) -> str:
        """One text; the same for the same seed."""
        return self._text(("name", "root"), random.Random(seed))

    def _text(self, node: Node, chance: random.Random) -> str:
        kind, value = node
        match kind:
            case "name":
                return self._text(self._rules[str(value)], chance)
            case "literal" | "set":
                return chance.choice(value)  # type: ignore[arg-type]
            case "any":
                return self._text(chance.choice(value), chance)  # type: ignore[arg-type]
            case "all":
                return "".join(self._text(part, chance) for part in value)  # type: ignore[attr-defined]
        part, low, high = value  # type: ignore[misc]
        return "".join(self._text(part, chance) for _ in range(chance.randint(low, high)))


def _parse(rule: str) -> Node:
    tokens = [match for match in _TOKEN.finditer(rule) if not match[0].isspace()]
    assert "".join(match[0] for match in _TOKEN.finditer(rule)) == rule, rule
    node = _alternatives(tokens)
    assert not tokens, rule
    return node


def _alternatives(tokens: list[re.Match[str]]) -> Node:
    branches: list[list[Node]] = [[]]
    while tokens:
        token = tokens.pop(0)
        sign = token["sign"] or ""
        if sign == ")":
            break
        if sign == "|":
            branches.append([])
        elif sign == "(":
            branches[-1].append(_alternatives(tokens))
        elif sign:
            low, high = {"?": (0, 1), "*": (0, 3)}.get(sign) or map(int, sign[1:-1].split(","))
            branches[-1].append(("repeat", (branches[-1].pop(), low, high)))
        elif token["name"]:
            branches[-1].append(("name", token["name"]))
        elif token["set"] is not None:
            branches[-1].append(("set", [c for c in _CHARACTERS if re.fullmatch(f"[{token['set']}]", c)]))
        else:
            branches[-1].append(("literal", [re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), token["literal"])]))
    return ("any", [("all", branch) for branch in branches])
