"""The grammar of a worded answer: first the numbers of lines that exist, then what they say."""

import re
from dataclasses import dataclass

#: A claim that needs more lines than this is a summary, not an answer.
MAX_POINTERS = 3
NOTHING = "none"

_CLAIM = re.compile(r"((?:\[\d+\])+)\s+([^\s\[\]][^\[\]]*)")


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words, and the numbers of the lines they rest on."""

    pointers: tuple[int, ...]
    text: str


def pointer_grammar(lines: int, claims: int = 1) -> str:
    """GBNF for up to ``claims`` claims, each 1 to ``MAX_POINTERS`` pointers into ``lines`` and a line of words.

    Brackets are kept out of the words, so that a pointer can't be made up behind the grammar's back.
    """
    if lines < 1:
        raise ValueError("a question without evidence has no grammar")
    more = f' (" "? pointers " " text){{0,{claims - 1}}}' if claims > 1 else ""
    numbers = " | ".join(f'"{n}"' for n in range(1, lines + 1))
    return "\n".join(
        (
            f'root ::= pointers " " text{more} | "{NOTHING}"',
            f"pointers ::= pointer{{1,{MAX_POINTERS}}}",
            'pointer ::= "[" number "]"',
            f"number ::= {numbers}",
            r"text ::= [^\x00-\x20\x7f\[\]] [^\x00-\x1f\x7f\[\]]*",
        )
    )


def read_claims(text: str) -> tuple[Pointed, ...]:
    """Split what was written so far into claims; a pointer that is not whole yet, or has no words yet, is left out."""
    return tuple(
        Pointed(tuple(dict.fromkeys(map(int, match[1].strip("[]").split("][")))), match[2].strip())
        for match in _CLAIM.finditer(text)
    )
