"""Having the chat model write: the prompt of one question, its grammar, and what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from statistics import fmean
from typing import Any

from assistant.answer.evidence import Layout, Order, as_line, flat
from assistant.answer.grammar import Written, copy_grammar, pointer_grammar, read_claims, read_written
from assistant.answer.questions import choices, kind_of
from assistant.answer.shapes import answer_rule
from assistant.domain import Evidence
from assistant.engines.ports import Chat
from assistant.prompts import Prompt

#: Statements of an answer in the model's own words, each with its own pointers.
MAX_CLAIMS = 4
#: The token that a model adds before every prompt, and does not count.
PROMPT_BEGINS = 1

#: Called with the whole answer so far, before it has been verified.
OnText = Callable[[str], None]


class Style(StrEnum):
    """How an answer is written: copied out of one sentence, or in the model's own words about several."""

    EXTRACTIVE = "extractive"
    ABSTRACTIVE = "abstractive"

    @property
    def prompt(self) -> str:
        """The name of the prompt that asks for it."""
        return {Style.EXTRACTIVE: "quote", Style.ABSTRACTIVE: "answer"}[self]

    def layout(self, tokens: int, sentences: int) -> Layout:
        """How the evidence is laid out for it: to copy from one sentence, few and the best first."""
        if self is Style.EXTRACTIVE:
            return Layout(tokens, min(sentences, 6), 0.6, Order.BEST_FIRST)
        return Layout(tokens, sentences, 0.25, Order.READING)

    def grammar(self, question: str, evidence: Evidence) -> str:
        """The grammar of one question: what its sentences say, or claims of the kind that it asks for."""
        if self is Style.EXTRACTIVE:
            return copy_grammar([flat(s.sentence.text) for s in evidence.sentences])
        language = evidence.sentences[0].language if evidence.sentences else "en"
        rule = answer_rule(kind_of(question), language, choices(question))
        return pointer_grammar(len(evidence.sentences), rule, MAX_CLAIMS)

    def read(self, text: str) -> Written:
        """What was written so far."""
        return read_written(text) if self is Style.EXTRACTIVE else read_claims(text)


@dataclass(frozen=True, slots=True)
class Draught:
    """What the model wrote, its tokens, the mean log probability of those it wrote, and how long it read."""

    written: Written
    prompt_tokens: int
    completion_tokens: int
    logprob: float
    prompt_seconds: float


class Writer:
    """One chat model with the prompt of one style; an answer has ``answer_tokens`` at most."""

    def __init__(self, chat: Chat, prompt: Prompt, style: Style, answer_tokens: int) -> None:
        self.chat = chat
        self.style = style
        self._prompt = prompt
        self._answer_tokens = answer_tokens

    def excess(self, question: str, evidence: Evidence) -> int:
        """By how many tokens prompt and answer are longer than the model's context; below 0 there is room."""
        room = self.chat.context_tokens - self._answer_tokens - PROMPT_BEGINS
        return self.chat.count_tokens(self._rendered(question, evidence)) - room

    def write(self, question: str, evidence: Evidence, on_text: OnText) -> Draught:
        """Have it write, showing each state of the text."""
        prompt = self._rendered(question, evidence)
        grammar = self.style.grammar(question, evidence)
        logprobs: list[float] = []
        so_far = ""
        started, read_until = time.perf_counter(), 0.0
        for piece in self.chat.generate(prompt, grammar=grammar, max_tokens=self._answer_tokens):
            read_until = read_until or time.perf_counter()
            logprobs.append(piece.logprob)
            so_far += piece.text
            if (written := self.style.read(so_far)).answer:
                on_text(written.answer)
        # What the grammar forces has no probability to speak of.
        chosen = [logprob for logprob in logprobs if logprob]
        mean = fmean(chosen) if chosen else 0.0
        seconds = max(0.0, read_until - started)
        return Draught(self.style.read(so_far), self.chat.count_tokens(prompt), len(logprobs), mean, seconds)

    def _rendered(self, question: str, evidence: Evidence) -> str:
        variables = {"question": flat(question), "passages": _shown(evidence), "today": date.today().isoformat()}
        return self.chat.render(self._prompt.render(variables))


def _shown(evidence: Evidence) -> list[dict[str, Any]]:
    """The evidence as prompts see it: note by note, each sentence on one line."""
    notes = groupby(evidence.sentences, key=lambda s: (s.path, s.title, s.date))
    return [
        {
            "title": title,
            "date": day.isoformat() if day else "",
            "sentences": [{"n": s.n, "text": as_line(s)} for s in sentences],
        }
        for (_, title, day), sentences in notes
    ]
