"""Having the chat model write: the prompt of one question, its grammar, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from statistics import fmean
from typing import Any

from assistant.answer.evidence import Layout, Order, as_line, flat
from assistant.answer.grammar import Written, copy_grammar, pointer_grammar, read_written
from assistant.domain import Evidence
from assistant.engines.ports import Chat
from assistant.prompts import Prompt

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

    def grammar(self, evidence: Evidence) -> str:
        """The grammar of one question."""
        if self is Style.EXTRACTIVE:
            return copy_grammar([flat(s.sentence.text) for s in evidence.sentences])
        return pointer_grammar(len(evidence.sentences))


@dataclass(frozen=True, slots=True)
class Draught:
    """What the model wrote, its tokens, and the mean log probability of those it wrote."""

    written: Written
    prompt_tokens: int
    completion_tokens: int
    logprob: float


class Writer:
    """One chat model with the prompt of one style; an answer has ``answer_tokens`` at most."""

    def __init__(self, chat: Chat, prompt: Prompt, style: Style, answer_tokens: int) -> None:
        self.chat = chat
        self.style = style
        self._prompt = prompt
        self._answer_tokens = answer_tokens

    def excess(self, question: str, evidence: Evidence) -> int:
        """By how many tokens prompt and answer are longer than the model's context; below 0 there is room."""
        room = self.chat.context_tokens - self._answer_tokens
        return self.chat.count_tokens(self._rendered(question, evidence)) - room

    def write(self, question: str, evidence: Evidence, on_text: OnText) -> Draught:
        """Have it write, showing each state of the text."""
        prompt = self._rendered(question, evidence)
        grammar = self.style.grammar(evidence)
        logprobs: list[float] = []
        so_far = ""
        for piece in self.chat.generate(prompt, grammar=grammar, max_tokens=self._answer_tokens):
            logprobs.append(piece.logprob)
            so_far += piece.text
            if (written := read_written(so_far)).answer:
                on_text(written.answer)
        mean = fmean(logprobs) if logprobs else 0.0
        return Draught(read_written(so_far), self.chat.count_tokens(prompt), len(logprobs), mean)

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
