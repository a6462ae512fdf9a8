"""When there is nothing to rest an answer on.

A first rule: a question can be answered when the passages found hold enough of its words, counted by how rare
they are, or mean nearly the same. The model is not asked: small ones always find something to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.evidence import Question
from assistant.domain import Hit

#: Passages that are looked at.
TOP = 3
#: Similarity that counts as "about something else" and as "says the same"; between them it counts in part.
FAR, NEAR = 0.15, 0.65
#: Least confidence to answer.
MIN_CONFIDENCE = 0.55


@dataclass(frozen=True, slots=True)
class Support:
    """How well the notes found carry the question: a confidence, 0..1, and the words that no passage holds."""

    confidence: float
    missing: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether to go on and answer."""
        return self.confidence >= MIN_CONFIDENCE


def support(question: Question, hits: Sequence[Hit]) -> Support:
    """Mean of the best passage's coverage of the question and of its closeness in meaning, when that is known."""
    best = 0.0
    for hit in hits[:TOP]:
        coverage = question.coverage(_context(hit), hit.passage.language)
        closeness = _closeness(hit)
        best = max(best, coverage if closeness is None else 0.65 * coverage + 0.35 * closeness)
    return Support(round(min(1.0, best), 3), _missing(question, hits))


def _closeness(hit: Hit) -> float | None:
    similarity = next((rank.score for rank in hit.ranks if rank.name == "vector"), None)
    if similarity is None:
        return None
    return min(1.0, max(0.0, (similarity - FAR) / (NEAR - FAR)))


def _missing(question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The question's words that none of the passages hold."""
    held = [False] * len(question.words)
    for hit in hits[: 2 * TOP]:
        here = question.covered(_context(hit), hit.passage.language)
        held = [before or now for before, now in zip(held, here, strict=True)]
    return tuple(word.surface for word, known in zip(question.words, held, strict=True) if not known)


def _context(hit: Hit) -> str:
    passage = hit.passage
    return " ".join((passage.title, *passage.chunk.headings, str(passage.date), passage.chunk.text))
