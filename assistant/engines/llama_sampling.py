"""Greedy choice of the next token, free or under a grammar.

Checking a grammar against the whole vocabulary takes about half as long as a small model takes for a token.
Nearly always the best token is allowed, so it alone is checked first; on a miss its near rivals are, and
everything only when all of those miss.
"""

import string
from typing import NamedTuple, Protocol

import numpy as np

from assistant.engines.llama import LlamaModel
from assistant.engines.llama_context import Logits
from assistant.engines.llama_grammar import Grammar

_MARGINS = (8.0, 16.0, np.inf)
"""How far below the best score, in nats, a token may be to be looked at in each round."""


class Choice(NamedTuple):
    """A token, the log probability the model gave it (grammar aside), and whether it ends the text."""

    token: int
    logprob: float
    ends: bool


class Sampler(Protocol):
    """Chooses one token after another."""

    @property
    def finished(self) -> bool:
        """Whether nothing can follow."""

    def choose(self, logits: Logits) -> Choice:
        """The next token for these scores."""

    def close(self) -> None:
        """Free what is held."""


class FreeSampler:
    """Takes the best token."""

    finished = False

    def __init__(self, model: LlamaModel) -> None:
        self._model = model

    def choose(self, logits: Logits) -> Choice:
        """The token with the highest score."""
        token = int(logits.argmax())
        return Choice(token, _logprob(logits, token), self._model.is_end(token))

    def close(self) -> None:
        """Nothing is held."""


class GrammarSampler:
    """Takes the best token that a grammar allows: never a control token, an end token only where the text is whole.

    Raises ``ValueError`` when the grammar does not compile.
    """

    def __init__(self, model: LlamaModel, source: str) -> None:
        self._model = model
        self._grammar = Grammar(model, source)
        self._end = next((token for token in model.control_tokens if model.is_end(token)), None)
        self._usable = np.ones(model.n_vocab, np.bool_)
        self._usable[[token for token in model.control_tokens if not model.is_end(token)]] = False
        self._characters = np.array(_character_tokens(model), np.int32)
        self.finished = self._nothing_follows()

    def choose(self, logits: Logits) -> Choice:
        """The allowed token with the highest score; ``ValueError`` if the vocabulary can't spell what has to come."""
        token = int(logits.argmax())
        if not self._allows(token):
            token = self._best_allowed(logits)
        ends = self._model.is_end(token)
        if not ends:
            self._grammar.accept(token)
            self.finished = self._nothing_follows()
        return Choice(token, _logprob(logits, token), ends)

    def close(self) -> None:
        """Free the grammar."""
        self._grammar.close()

    def _allows(self, token: int) -> bool:
        return bool(self._usable[token]) and self._grammar.allows(token)

    def _best_allowed(self, logits: Logits) -> int:
        best = logits.max()
        for margin in _MARGINS:
            tokens = np.flatnonzero((logits >= best - margin) & self._usable)
            allowed = self._grammar.allowed(tokens)
            if allowed.size:
                return int(allowed[logits[allowed].argmax()])
        raise ValueError("no token of this model continues the grammar")

    def _nothing_follows(self) -> bool:
        """Whether only an end token is allowed; knowing it spares computing one more token."""
        if self._end is None or not self._grammar.allows(self._end):
            return False
        if self._grammar.allowed(self._characters).size:
            return False
        rest = self._grammar.allowed(np.flatnonzero(self._usable))
        return all(self._model.is_end(int(token)) for token in rest)


def _character_tokens(model: LlamaModel) -> list[int]:
    """Tokens of the printable ASCII characters and white space: with most grammars, one of them goes on a text."""
    return [tokens[-1] for character in string.printable if (tokens := model.tokenize(character))]


def _logprob(logits: Logits, token: int) -> float:
    best = logits.max()
    return float(logits[token] - best - np.log(np.exp(logits - best).sum()))
