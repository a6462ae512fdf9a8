"""Growing what the reader points at to what belongs together: a whole quotation, a day with its time."""

import re

from assistant.answer.questions import Kind
from assistant.values import ValueKind, find_values

#: What is quoted, or put in brackets, as one thing.
_QUOTED = re.compile(r'"[^"\n]+"|“[^”\n]+”|„[^“”\n]+[“”]|«[^»\n]+»|\([^()\n]+\)')
#: What stands between a day and its time, and a part of the day behind it.
_JOINS = re.compile(r"[\s,]*(?:(?:at|on|around|um|gegen)\s+)?")
_PART = re.compile(r" (?:morning|noon|afternoon|evening|night|früh|vormittag|nachmittag|abend)\b", re.IGNORECASE)
_ONE_OF_BOTH = re.compile(
    r"\b(?:what|which|at what) (?:time|hour|day|date)\b|\b(?:um wie ?viel uhr|an welchem tag)\b", re.IGNORECASE
)
_MOMENT = (ValueKind.DATE, ValueKind.TIME)


def grown(text: str, span: tuple[int, int], kind: Kind, question: str, language: str) -> tuple[int, int]:
    """A span of a sentence's characters, first and behind the last, with what belongs to it.

    It is grown to a quotation or bracket of which it holds one end only: a title is not cut at its quote. To when
    something is, a day gets its time, and a time its day, unless one of both is asked for.
    """
    start, end = span
    for quoted in _QUOTED.finditer(text):
        if (start <= quoted.start() < end) != (start < quoted.end() <= end):
            start, end = min(start, quoted.start()), max(end, quoted.end())
    if kind is Kind.WHEN and not _ONE_OF_BOTH.search(question):
        return _whole_moment(text, start, end, language)
    return start, end


def _whole_moment(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    moments = [value for value in find_values(text, language) if value.kind in _MOMENT]
    held = {value.kind for value in moments if start <= value.start and value.end <= end}
    if len(held) != 1:
        return start, end
    if held == {ValueKind.DATE} and (part := _PART.match(text, end)):
        end = part.end()
    for value in moments:
        if value.kind in held:
            continue
        if value.start >= end and _JOINS.fullmatch(text, end, value.start):
            return start, value.end
        if value.end <= start and _JOINS.fullmatch(text, value.end, start):
            return value.start, end
    return start, end
