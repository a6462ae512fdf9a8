"""The grammars of one question: first the numbers of sentences that exist, then the answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexical.analysis import CJK, is_cjk

#: A claim that needs more sentences than this is a summary, not an answer.
MAX_POINTERS = 3
NOTHING = "none"

#: A unit that is copied whole: a word with the space before it, or one CJK character.
_UNIT = re.compile(rf"\s*(?:[{CJK}]|[^\s{CJK}]+)")
_CLAUSE_END = frozenset(",;:.!?)|，；：。！？）、")
_WRITTEN = re.compile(r"\s*((?:\[\d+\])+)\s*(.*)", re.DOTALL)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Written:
    """What the model wrote: the sentences it points at, and the answer so far."""

    pointers: tuple[int, ...]
    answer: str


def pointer_grammar(sentences: int) -> str:
    """GBNF for 1 to ``MAX_POINTERS`` pointers into ``sentences`` numbered sentences and one line of answer.

    Brackets are kept out of the answer, so that a pointer can't be made up behind the grammar's back.
    """
    if sentences < 1:
        raise ValueError("a question without evidence has no grammar")
    numbers = " | ".join(f'"{n}"' for n in range(1, sentences + 1))
    return "\n".join(
        (
            f'root ::= pointer{{1,{MAX_POINTERS}}} " " answer | "{NOTHING}"',
            'pointer ::= "[" number "]"',
            f"number ::= {numbers}",
            r"answer ::= [^\x00-\x20\x7f\[\]] [^\x00-\x1f\x7f\[\]]*",
        )
    )


def copy_grammar(texts: Sequence[str]) -> str:
    """GBNF for one pointer ``n`` and then one or more consecutive clauses of ``texts[n - 1]``, verbatim.

    One rule a word: the word and the rule of the next one, which is optional where a clause ends. No clause but the
    first starts with a sign or a symbol.
    """
    if not texts:
        raise ValueError("a question without evidence has no grammar")
    choices: list[str] = []
    rules: list[str] = []
    for n, text in enumerate(texts, start=1):
        units = _UNIT.findall(text)
        ends = _clause_ends(units)
        rest = [_rest(n, i, ends) for i in range(len(units))]
        starts = [i for i, unit in enumerate(units) if i == 0 or (ends[i - 1] and any(c.isalnum() for c in unit))]
        choices.append(f'"[{n}] " s{n}')
        rules.append(f"s{n} ::= {' | '.join(_literal(units[i].strip()) + rest[i] for i in starts)}")
        rules += [f"w{n}-{i} ::= {_literal(units[i])}{rest[i]}" for i in range(1, len(units))]
    return "\n".join((f"root ::= {' | '.join(choices)}", *rules))


def read_written(text: str) -> Written:
    """Split what was written so far into pointers (without repetition) and answer."""
    match = _WRITTEN.match(text)
    if not match:
        return Written((), "")
    pointers = dict.fromkeys(int(n) for n in _NUMBER.findall(match.group(1)))
    return Written(tuple(pointers), match.group(2).strip())


def _clause_ends(units: Sequence[str]) -> list[bool]:
    """Where a clause ends: after punctuation, once there are words and not only a number or a table's bar."""
    ends: list[bool] = []
    letters = 0
    for unit in units:
        letters += sum(2 if is_cjk(c) else 1 for c in unit if c.isalpha())
        ends.append(unit[-1] in _CLAUSE_END and letters > 1)
        letters = 0 if ends[-1] else letters
    return ends


def _rest(n: int, i: int, ends: Sequence[bool]) -> str:
    if i + 1 == len(ends):
        return ""
    return f" w{n}-{i + 1}{'?' if ends[i] else ''}"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
