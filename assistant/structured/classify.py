"""Which labels fit a text, by the probabilities that the chat model gives them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.engines.ports import Chat
from assistant.errors import UsageError
from assistant.prompts import Prompt
from assistant.structured.extract import check_room

#: What stands in for the text where there is none: how likely a label is by itself.
_NO_TEXT = "N/A"
#: Tokens that a label may take.
_LABEL_ROOM = 64


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the probability that it fits, 0 to 1."""

    name: str
    confidence: float


class Classifier:
    """One chat model with some labels.

    A label's score is its log probability after the text less that after no text: small models prefer some labels
    whatever they read (Zhao et al. 2021, "Calibrate before use"; Holtzman et al. 2021, "Surface form competition").
    Where ``prompt`` ends with words of the assistant, they are the answer's beginning and a label is its rest.
    Raises ``UsageError`` for fewer than two labels, with ``multi`` for none.
    """

    def __init__(self, chat: Chat, prompt: Prompt, labels: Sequence[str], *, multi: bool = False) -> None:
        self._chat = chat
        self._prompt = prompt
        self._labels = [label for label in dict.fromkeys(label.strip() for label in labels) if label]
        self._multi = multi
        if len(self._labels) < (1 if multi else 2):
            raise UsageError("too few labels", hint="assistant classify --labels work,family,money")

    def run(self, text: str) -> list[Label]:
        """Every label with its confidence, the best first.

        The confidences sum to 1. With ``multi``, each is the label's probability after the text as a share of that and
        its probability after none: above 0.5, the text speaks for it. Raises ``ContextOverflowError`` when the text is
        too long to be read whole.
        """
        pairs = zip(self._likelihoods(text.strip()), self._priors, strict=True)
        scores = [after - before for after, before in pairs]
        shares = [_sigmoid(score) for score in scores] if self._multi else _softmax(scores)
        found = [Label(name, share) for name, share in zip(self._labels, shares, strict=True)]
        return sorted(found, key=lambda label: -label.confidence)

    def fitting(self, labels: Sequence[Label]) -> list[Label]:
        """Of what `run` found: the best one, or with ``multi`` each that the text speaks for."""
        return [label for label in labels if label.confidence > 0.5] if self._multi else list(labels[:1])

    @cached_property
    def _priors(self) -> list[float]:
        return self._likelihoods(_NO_TEXT)

    def _likelihoods(self, text: str) -> list[float]:
        messages = self._prompt.render({"labels": self._labels, "text": text})
        beginning = messages.pop().content if messages[-1].role == "assistant" else ""
        prompt = self._chat.render(messages) + beginning
        tokens = self._chat.count_tokens(prompt)
        check_room(self._chat, tokens, self._chat.context_tokens - tokens - _LABEL_ROOM)
        return self._chat.likelihoods(prompt, [f" {label}" if beginning else label for label in self._labels])


def _sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(min(-score, 700)))


def _softmax(scores: Sequence[float]) -> list[float]:
    weights = [math.exp(score - max(scores)) for score in scores]
    return [weight / sum(weights) for weight in weights]
