"""Why nothing is answered, in words that a user can check."""

from collections.abc import Sequence

from assistant.answer.contrary import contrary_to
from assistant.answer.evidence import Question, passage_context
from assistant.answer.reading import Found
from assistant.domain import Hit

#: The best passages, in which a word is looked for before it is called missing; and how many words are named.
LOOKED_THROUGH = 6
NAMED = 4
#: Words that are searched for, and yet are nothing that a note could be said to be silent about.
FILLERS = frozenset(
    "this that these those much more most any some ever still also just really viel viele diese dieser dieses".split()
)


def why_not(question: Question, hits: Sequence[Hit], found: Sequence[Found]) -> str:
    """Which words of the question no note near it holds, or what the line found says instead."""
    missing = _missing(question, hits)
    for asked, said in contrary_to(question.text, found)[:1]:
        # Without all else of the question near by, or the reader's belief, the line may be about something else.
        if set(missing) == {asked} or (not missing and found[0].margin > 0):
            return f'what was found says "{said}", not "{asked}"' if said else f'what was found does not say "{asked}"'
    if missing:
        return f"nothing found mentions {', '.join(missing[:NAMED])}"
    return "what was found does not say"


def _missing(question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The question's words that none of the best passages hold."""
    held = [False] * len(question.words)
    for hit in hits[:LOOKED_THROUGH]:
        here = question.covered(passage_context(hit.passage), hit.passage.language)
        held = [before or now for before, now in zip(held, here, strict=True)]
    missing = (word.surface for word, known in zip(question.words, held, strict=True) if not known)
    return tuple(word for word in missing if word.lower() not in FILLERS)
