"""Chats: whose turn a sentence stands in, and whose doing or saying a question is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain import Passage, Sentence
from assistant.values import ValueKind, find_values

_NAME = r"(?![a-zà-ÿ])[^\W\d_][\w.'’-]*"
_TURN = re.compile(
    rf"^(?:\[[^\]\n]{{4,30}}\]\s*)?(?P<name>{_NAME}(?: [^\W\d_][\w.'’-]*){{0,2}})\s?(?:: |：)(?=.*[^\W\d_])",
    re.MULTILINE,
)
#: What stands before a colon at a note's head, and is nobody.
_LABELS = frozenset("author date day from note subject tags time title to topic when where".split())
#: What leads to the name of somebody whose doing, saying or opinion is asked for, the surest way to say so first.
_LEADS_TO_SUBJECT = (
    re.compile(r"\baccording to\s+", re.IGNORECASE),
    re.compile(
        r"\b(?:does|did|do|is|are|was|were|has|have|had|will|would|can|could|should)(?:n['’]t)?\s+", re.IGNORECASE
    ),
    re.compile(r"\b(?:in|that|makes?|made|reasons?)\s+", re.IGNORECASE),
)
_AND_ANOTHER = re.compile(r"(?:['’]s?)?(?:,| and| or) ")


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a chat: the name at its beginning, and the sentence that holds the name."""

    speaker: str
    opening: Sentence


def characters(passage: Passage) -> Iterator[tuple[int, Sentence]]:
    """Each sentence with its first character in the chunk's text; spans of sentences count the note's bytes."""
    raw = passage.chunk.text.encode()
    for sentence in passage.chunk.sentences:
        yield len(raw[: sentence.span.start - passage.chunk.span.start].decode(errors="ignore")), sentence


def turn_of(passage: Passage, sentence: Sentence) -> Turn | None:
    """The turn a sentence of a passage is in, going by the passage's lines; nothing where nobody is named."""
    places = list(characters(passage))
    at = next((at for at, one in places if one == sentence), 0)
    turns = (turn for turn in _TURN.finditer(passage.chunk.text) if turn.start() <= at)
    before = [turn for turn in turns if turn["name"].casefold() not in _LABELS]
    if not before:
        return None
    opening = next((one for at, one in reversed(places) if at <= before[-1].start("name")), sentence)
    return Turn(before[-1]["name"], opening)


def subjects_of(question: str) -> tuple[str, ...]:
    """The names of those whom a question is about, as the ones who do, say or think something; empty without one.

    "What does Anna Bauer suggest?", "Who is the best according to Anna?", "What is Anna's and Ben's favourite song?".
    """
    names = [value for value in find_values(question, "en") if value.kind is ValueKind.NAME]
    for lead in _LEADS_TO_SUBJECT:
        starts = {found.end() for found in lead.finditer(question)}
        if first := next((name for name in names if name.start in starts), None):
            joint = _AND_ANOTHER.match(question, first.end)
            second = (name.surface for name in names if joint and name.start == joint.end())
            return (first.surface, *second)
    return ()


def same_person(a: str, b: str) -> bool:
    """Whether two names may be one person's: written together or apart, with or without the family name."""
    a, b = (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold() for name in (a, b))
    return a.replace(" ", "") == b.replace(" ", "") or not {*a.split()}.isdisjoint(b.split())
