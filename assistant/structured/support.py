"""Whether a text holds a value that was written for it, and in which of its lines."""

import re
from collections.abc import Iterator

from assistant.structured import candidates as found
from assistant.structured.candidates import Candidate
from assistant.structured.fields import Field, Kind
from assistant.structured.options import value_of
from assistant.structured.passage import Passage
from assistant.structured.wording import covered, words_of
from assistant.values import ValueKind

_MOMENTS = (Kind.DATE, Kind.TIME, Kind.DATE_TIME)
_NUMBERS = (Kind.INTEGER, Kind.NUMBER)
_DIGITS = re.compile(r"\d+")
#: The share of a text's words that must stand in one place of the passage.
_ENOUGH = 0.8


def place_of(field: Field, value: object, passage: Passage) -> tuple[int, int] | None:
    """Where a single value stands in the text, in characters; None where it does not."""
    if field.kind in _MOMENTS or field.kind in _NUMBERS:
        return next((span for span, read in _read(field, passage) if read == value), None)
    if not isinstance(value, str):
        return None
    return _said(value, passage)


def _read(field: Field, passage: Passage) -> Iterator[tuple[tuple[int, int], object]]:
    """Every value of the field's kind that the text holds, with its place."""
    for candidate in _of_kind(field, passage):
        yield (candidate.start, candidate.end), value_of(field, candidate, passage)


def _of_kind(field: Field, passage: Passage) -> Iterator[Candidate]:
    if field.kind in _NUMBERS:
        return found.amounts(passage)
    return found.of_kinds(passage, ValueKind.TIME if field.kind is Kind.TIME else ValueKind.DATE)


def _said(value: str, passage: Passage) -> tuple[int, int] | None:
    """Where a text's words stand: word for word, or most of them in one sentence with every number."""
    at = passage.text.casefold().find(value.casefold())
    if at >= 0 and value.strip():
        return at, at + len(value)
    words, numbers = words_of(value, passage.language), set(_DIGITS.findall(value))
    if not words:
        return None
    for start, end in passage.sentences:
        sentence = passage.text[start:end]
        held = covered(words, words_of(sentence, passage.language, plain=True))
        if held >= _ENOUGH and numbers <= set(_DIGITS.findall(sentence)):
            return start, end
    return None
