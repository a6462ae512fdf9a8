"""Asking a judge about every field of a passage."""

from collections.abc import Sequence

from assistant.engines.ports import Judge, Judgement
from assistant.structured.features import Asked, field_words
from assistant.structured.fields import Field
from assistant.structured.passage import Passage
from assistant.structured.questions import question_of

#: Pieces of a text that a judge is asked about; of a longer one only the whole is read.
_MOST_PIECES = 120


def ask(judge: Judge, field: Field, passage: Passage, within: str = "") -> Asked:
    """What the judge says about a field, of the whole text and of its pieces."""
    pieces = passage.pieces[:_MOST_PIECES]
    judged = judge.judge(question_of(field, within), [passage.text, *(piece.said for piece in pieces)])
    return told(field, passage, judged, within)


def told(field: Field, passage: Passage, judged: Sequence[Judgement], within: str = "") -> Asked:
    """A field with the judgements of the whole text and its pieces, in that order."""
    name, meaning = field_words(field.name, f"{field.meaning} {within}".strip(), passage.language)
    return Asked(field, name, meaning, judged[0], list(zip(passage.pieces, judged[1:], strict=False)))
