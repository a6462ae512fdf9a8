"""The grammar of one question: first the numbers of sentences that exist, then the answer, or ``none``."""

import re
from dataclasses import dataclass

#: A claim that needs more sentences than this is a summary, not an answer.
MAX_POINTERS = 3
NOTHING = "none"

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


def read_written(text: str) -> Written:
    """Split what was written so far into pointers (without repetition) and answer."""
    match = _WRITTEN.match(text)
    if not match:
        return Written((), "")
    pointers = dict.fromkeys(int(n) for n in _NUMBER.findall(match.group(1)))
    return Written(tuple(pointers), match.group(2).strip())
