"""Whether an answer is of the kind that its question asks for."""

from assistant.answer.questions import Kind
from assistant.values import ValueKind, find_values

_NUMBERS = frozenset((ValueKind.NUMBER, ValueKind.QUANTITY, ValueKind.MONEY, ValueKind.CODE))
_WANTED = {
    Kind.WHEN: frozenset((ValueKind.DATE, ValueKind.TIME)),
    Kind.HOW_LONG: _NUMBERS,
    Kind.NUMBER: _NUMBERS,
    Kind.WHO: frozenset((ValueKind.NAME,)),
}


def fits(answer: str, kind: Kind, language: str) -> bool:
    """Whether it holds a date or time, a number, or a name, where that is asked for."""
    wanted = _WANTED.get(kind)
    if wanted is None:
        return False
    if kind is Kind.WHO and language != "de":
        # A first name alone is told from a word that opens a sentence by what stands before it.
        answer = f"with {answer}"
    return any(value.kind in wanted for value in find_values(answer, language))
