"""What a question names and no note found mentions: only names, which a note can't say in other words."""

from collections.abc import Sequence

from assistant.answer.question.parse import Question
from assistant.domain import Passage
from assistant.values import ValueKind, find_values

#: The best passages, in which a name is looked for before it is called missing; and how many are named.
LOOKED_THROUGH, NAMED = 8, 3

UNSURE = "what was found does not say it clearly"


def why_not(question: Question, passages: Sequence[Passage]) -> str:
    """The names in the question that no passage near it holds, or that none answers it surely."""
    missing = _missing(question, passages[:LOOKED_THROUGH])
    return f"nothing found mentions {', '.join(missing[:NAMED])}" if missing else UNSURE


def _missing(question: Question, passages: Sequence[Passage]) -> list[str]:
    held = [False] * len(question.words)
    for passage in passages:
        text = " ".join((passage.title, *passage.chunk.headings, str(passage.date), passage.chunk.text))
        here = question.covered(text, passage.language)
        held = [before or now for before, now in zip(held, here, strict=True)]
    names = {word.casefold() for name in _names(question.text) for word in name.split()}
    pairs = zip(question.words, held, strict=True)
    return [word.surface for word, known in pairs if not known and word.surface.casefold() in names]


def _names(text: str) -> list[str]:
    return [value.surface for value in find_values(text) if value.kind is ValueKind.NAME and value.start > 0]
