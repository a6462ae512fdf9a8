"""Having a chat model word an answer from the pieces: the prompt, its grammar, and what came of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from statistics import fmean
from typing import Any

from assistant.answer.draft.evidence import Shown, as_line, numbered
from assistant.answer.draft.grammar import pointer_grammar, read_claims
from assistant.answer.draft.model import Claim, Draft
from assistant.answer.question.forms import Form
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.domain import Evidence
from assistant.engines.ports import Chat
from assistant.guards.terminal import one_line
from assistant.prompts import Prompt

#: Statements of an answer in the model's own words, each with its own pointers.
MAX_CLAIMS = 4
#: The token that a model adds before every prompt, and does not count.
PROMPT_BEGINS = 1

#: Called with the whole answer so far, before it has been verified.
OnText = Callable[[str], None]


class Style(StrEnum):
    """How an answer is written: out of the notes' own words, or in the chat model's."""

    EXTRACTIVE = "extractive"
    ABSTRACTIVE = "abstractive"

    @property
    def prompt(self) -> str:
        """The name of the prompt that asks for it."""
        return "answer"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a chat model is shown, in tokens and lines."""

    tokens: int
    lines: int


@dataclass(frozen=True, slots=True)
class Written:
    """A draft in a model's words, its tokens, and how long it read."""

    draft: Draft | None
    evidence: Evidence
    prompt_tokens: int
    completion_tokens: int
    prompt_seconds: float


class Writer:
    """One chat model with its prompt; an answer has ``answer_tokens`` at most."""

    def __init__(self, chat: Chat, prompt: Prompt, answer_tokens: int) -> None:
        self.chat = chat
        self._prompt = prompt
        self._answer_tokens = answer_tokens

    def write(self, question: Question, reads: Sequence[Read], limits: Limits, on_text: OnText) -> Written:
        """Have it write from the best pieces, showing each state of the text."""
        shown = self._fitting(question, reads, limits)
        if not shown.places:
            return Written(None, shown.evidence, 0, 0, 0.0)
        prompt = self._rendered(question.text, shown.evidence)
        grammar = pointer_grammar(len(shown.places), claims=MAX_CLAIMS)
        logprobs: list[float] = []
        so_far, started, read_until = "", time.perf_counter(), 0.0
        for piece in self.chat.generate(prompt, grammar=grammar, max_tokens=self._answer_tokens):
            read_until = read_until or time.perf_counter()
            logprobs.append(piece.logprob)
            so_far += piece.text
            if claims := read_claims(so_far):
                on_text(" ".join(claim.text for claim in claims))
        # What the grammar forces has no probability to speak of.
        mean = fmean([each for each in logprobs if each] or [0.0])
        seconds = max(0.0, read_until - started)
        draft = _draft(so_far, shown, reads, mean)
        return Written(draft, shown.evidence, self.chat.count_tokens(prompt), len(logprobs), seconds)

    def _fitting(self, question: Question, reads: Sequence[Read], limits: Limits) -> Shown:
        """As many lines as fit the model's context with the prompt's own words and the answer."""
        room = self.chat.context_tokens - self._answer_tokens - PROMPT_BEGINS
        tokens = min(limits.tokens, room - self.chat.count_tokens(self._rendered(question.text, Evidence(()))))
        while True:
            shown = numbered(reads, tokens, limits.lines, self.chat.count_tokens)
            excess = self.chat.count_tokens(self._rendered(question.text, shown.evidence)) - room
            if excess <= 0 or not shown.places:
                return shown
            tokens -= excess

    def _rendered(self, question: str, evidence: Evidence) -> str:
        variables = {"question": one_line(question), "passages": _shown(evidence), "today": date.today().isoformat()}
        return self.chat.render(self._prompt.render(variables))


def _draft(text: str, shown: Shown, reads: Sequence[Read], logprob: float) -> Draft | None:
    made = [
        Claim(claim.text, tuple(shown.places[n - 1] for n in claim.pointers if n <= len(shown.places)))
        for claim in read_claims(text)
    ]
    claims = tuple(claim for claim in made if claim.text and claim.quoted)
    if not claims:
        return None
    quoted = tuple(dict.fromkeys(place for claim in claims for place in claim.quoted))
    first = quoted[0]
    read = next((read for read in reads if first.unit in read.piece.units), reads[0])
    answer = " ".join(claim.text for claim in claims)
    return Draft(Form.SENTENCES, answer, quoted, read, claims=claims, written=logprob)


def _shown(evidence: Evidence) -> list[dict[str, Any]]:
    """The evidence as prompts see it: note by note, each line on one line."""
    notes = groupby(evidence.sentences, key=lambda s: (s.path, s.title, s.date))
    return [
        {
            "title": title,
            "date": day.isoformat() if day else "",
            "sentences": [{"n": s.n, "text": as_line(s)} for s in sentences],
        }
        for (_, title, day), sentences in notes
    ]
