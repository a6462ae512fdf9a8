"""The grammars of one question: first the numbers of sentences that exist, then the answer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.language.scripts import CJK, is_cjk

#: A claim that needs more sentences than this is a summary, not an answer.
MAX_POINTERS = 3
NOTHING = "none"
#: One line of text, as the rule of an answer. Brackets are kept out of it, so that a pointer can't be made up behind
#: the grammar's back.
TEXT = "answer ::= text"

#: A unit that is copied whole: a word with the space before it, or one CJK character.
_UNIT = re.compile(rf"\s*(?:[{CJK}]|[^\s{CJK}]+)")
_CLAUSE_END = frozenset(",;:.!?)|，；：。！？）、")
_WRITTEN = re.compile(r"\s*((?:\[\d+\])+)\s+(\S.*)", re.DOTALL)
_CLAIM = re.compile(r"((?:\[\d+\])+)\s+([^\s\[\]][^\[\]]*)")
_POINTERS = re.compile(r"\s*((?:\[\d+\])+)")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words, and the numbers of the sentences they rest on."""

    pointers: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """What the model wrote so far, claim by claim."""

    claims: tuple[Claim, ...]

    @property
    def pointers(self) -> tuple[int, ...]:
        """The sentences that any claim points at, in order and without repetition."""
        return tuple(dict.fromkeys(n for claim in self.claims for n in claim.pointers))

    @property
    def answer(self) -> str:
        """The words of all claims."""
        return " ".join(claim.text for claim in self.claims if claim.text)


def pointer_grammar(sentences: int, answer: str = TEXT, claims: int = 1) -> str:
    """GBNF for up to ``claims`` claims, each 1 to ``MAX_POINTERS`` pointers into ``sentences`` and a line of words.

    ``answer`` defines the rule of that name, which the first claim's words follow (see `answer_rule`).
    """
    if sentences < 1:
        raise ValueError("a question without evidence has no grammar")
    more = f' (" "? pointers " " text){{0,{claims - 1}}}' if claims > 1 else ""
    return "\n".join(
        (
            f'root ::= pointers " " answer{more} | "{NOTHING}"',
            f"pointers ::= pointer{{1,{MAX_POINTERS}}}",
            'pointer ::= "[" number "]"',
            f"number ::= {_any(map(str, range(1, sentences + 1)))}",
            answer,
            r"text ::= [^\x00-\x20\x7f\[\]] [^\x00-\x1f\x7f\[\]]*",
        )
    )


def copy_grammar(texts: Sequence[str]) -> str:
    """GBNF for one pointer ``n`` and then one or more consecutive clauses of ``texts[n - 1]``, verbatim."""
    return _runs(texts, [_clauses(_UNIT.findall(text)) for text in texts])


def read_written(text: str) -> Written:
    """Split what was written so far into pointers and an answer that may itself hold brackets: a copied one."""
    if match := _WRITTEN.match(text):
        return Written((_claim(match[1], match[2]),))
    match = _POINTERS.match(text)
    return Written((_claim(match[1], ""),) if match else ())


def read_claims(text: str) -> Written:
    """Split what was written so far into claims; a pointer that is not whole yet, or has no words yet, is left out."""
    return Written(tuple(_claim(match[1], match[2]) for match in _CLAIM.finditer(text)))


def _claim(pointers: str, text: str) -> Claim:
    return Claim(tuple(dict.fromkeys(int(n) for n in _NUMBER.findall(pointers))), text.strip())


@dataclass(frozen=True, slots=True)
class _Units:
    """A text cut into units, and at which of them a copy may start and end."""

    units: Sequence[str]
    starts: Sequence[bool]
    ends: Sequence[bool]


def _runs(texts: Sequence[str], cut: Sequence[_Units]) -> str:
    """One rule a unit: the unit and the rule of the next one, which is optional where a copy may end."""
    if not texts:
        raise ValueError("a question without evidence has no grammar")
    choices: list[str] = []
    rules: list[str] = []
    for n, text in enumerate(cut, start=1):
        rest = [_rest(n, i, text.ends) for i in range(len(text.units))]
        starts = [i for i, may in enumerate(text.starts) if may]
        choices.append(f'"[{n}] " s{n}')
        rules.append(f"s{n} ::= {' | '.join(_literal(text.units[i].strip()) + rest[i] for i in starts)}")
        rules += [f"w{n}-{i} ::= {_literal(unit)}{rest[i]}" for i, unit in enumerate(text.units) if i]
    return "\n".join((f"root ::= {' | '.join(choices)}", *rules))


def _clauses(units: Sequence[str]) -> _Units:
    """From clause to clause; none but the first starts with a sign or a symbol."""
    ends = _clause_ends(units)
    starts = [i == 0 or (ends[i - 1] and any(map(str.isalnum, unit))) for i, unit in enumerate(units)]
    return _Units(units, starts, ends)


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


def _any(texts: Iterable[str]) -> str:
    return " | ".join(map(_literal, texts))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
