"""The plainest way to answer from notes, to measure the other against: the best notes in a prompt, and free writing."""

import re
import time
from dataclasses import dataclass
from math import exp
from pathlib import Path

from assistant.domain import Answer, Hit
from assistant.engines.ports import Chat, Piece
from assistant.prompts import Prompt
from assistant.retrieve.places import best_of_each_note
from assistant.retrieve.search import Search

NOTES = 5
#: Most tokens of notes and of an answer.
NOTE_TOKENS = 2_000
ANSWER_TOKENS = 64
PASSAGES = 20

#: How models say that they have no answer.
_GIVES_UP = re.compile(
    r"\b(?:i(?: do not|'m not| am not| don't| cannot| can't| can not)\b.{0,20}\b(?:know|sure|find|answer|determine)"
    r"|(?:do|does|did|is|are|was|were)(?: not|n't) (?:mention|state|say|specif|provide|contain|include|give|hold)"
    r"|(?:not|isn't|aren't) (?:mentioned|stated|specified|provided|given|found|in (?:the|your) notes)"
    r"|(?:no|insufficient|not enough) information|unanswerable|unknown)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NaiveAsker:
    """Answers from the text of the notes in ``folder`` that a search finds; cites nothing."""

    search: Search
    chat: Chat
    prompt: Prompt
    folder: Path

    def ask(self, question: str) -> Answer:
        """Answer greedily in at most ``ANSWER_TOKENS``; ``confidence`` is the mean probability of a token."""
        started = time.perf_counter()
        hits = best_of_each_note(self.search.run(question, PASSAGES).hits, NOTES)
        found = time.perf_counter()
        prompt = self._rendered(question, self._notes(question, hits))
        pieces = list(self.chat.generate(prompt, max_tokens=ANSWER_TOKENS))
        text = "".join(piece.text for piece in pieces).strip()
        answered = bool(text) and not gives_up(text)
        return Answer(
            question=question,
            answered=answered,
            answer=text if answered else "",
            citations=(),
            nearest=(),
            confidence=_probability(pieces),
            reason="" if answered else text,
            model=self.chat.name,
            prompt_tokens=self.chat.count_tokens(prompt),
            completion_tokens=len(pieces),
            timings_ms={"retrieve": _ms(started, found), "generate": _ms(found, time.perf_counter())},
        )

    def _notes(self, question: str, hits: tuple[Hit, ...]) -> str:
        """The notes' text, best first, cut where the context or ``NOTE_TOKENS`` ends."""
        texts = ((self.folder / hit.passage.path).read_text(encoding="utf-8", errors="replace") for hit in hits)
        text = "\n\n".join(texts)
        while text and (excess := self._excess(question, text)) > 0:
            tokens = self.chat.count_tokens(text)
            text = text[: min(len(text) - 1, len(text) * max(0, tokens - excess) // tokens)]
        return text

    def _excess(self, question: str, text: str) -> int:
        """By how many tokens the notes are longer than they may be, or the whole than the context."""
        count, begins = self.chat.count_tokens, 1  # the token before every prompt, which is not counted
        whole = begins + count(self._rendered(question, text)) + ANSWER_TOKENS
        return max(count(text) - NOTE_TOKENS, whole - self.chat.context_tokens)

    def _rendered(self, question: str, notes: str) -> str:
        return self.chat.render(self.prompt.render({"question": question, "notes": notes}))


def gives_up(text: str) -> bool:
    """Whether an answer says that there is none."""
    return bool(_GIVES_UP.search(text.replace("’", "'")))


def _probability(pieces: list[Piece]) -> float:
    return min(1.0, exp(sum(piece.logprob for piece in pieces) / len(pieces))) if pieces else 0.0


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 1)
