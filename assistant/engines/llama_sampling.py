"""Greedy choice of the next token, free or under a grammar, and what a grammar leaves no choice about.

Checking a grammar against the whole vocabulary takes about half as long as a small model takes for a token.
Nearly always the best token is allowed, so it alone is checked first; on a miss its near rivals are, and
everything only when all of those miss.
"""

from codecs import getincrementaldecoder
from typing import NamedTuple, Protocol

import numpy as np

from assistant.engines.llama import LlamaModel
from assistant.engines.llama_context import Logits
from assistant.engines.llama_grammar import Grammar

_MARGINS = (8.0, 16.0, np.inf)
"""How far below the best score, in nats, a token may be to be looked at in each round."""


_LONGEST_RUN = 512
"""Bytes that are looked ahead for what a grammar forces."""


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

    def forced(self, limit: int) -> list[int]:
        """Up to ``limit`` tokens that come next whatever the scores are; they count as chosen."""

    def choose(self, logits: Logits) -> Choice:
        """The next token for these scores."""

    def close(self) -> None:
        """Free what is held."""


class FreeSampler:
    """Takes the best token."""

    finished = False

    def __init__(self, model: LlamaModel) -> None:
        self._model = model

    def forced(self, limit: int) -> list[int]:  # noqa: ARG002 - the port's signature
        """None: any token may come."""
        return []

    def choose(self, logits: Logits) -> Choice:
        """The token with the highest score."""
        token = int(logits.argmax())
        return Choice(token, logprob(logits, token), self._model.is_end(token))

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
        self._byte_of = {token: byte for byte, token in model.byte_tokens.items() if self._usable[token]}
        self._byte_tokens = np.array(list(self._byte_of), np.int32)
        # The bytes of a character that is not whole yet: llama.cpp lets any character follow them.
        self._open = b""
        self._look()

    def forced(self, limit: int) -> list[int]:
        """Tokens that spell what the grammar leaves no choice about, as the vocabulary spells it by itself.

        Without the last of them where more follows: with what comes then it may make one token.
        """
        run, ends = self._forced_text()
        tokens = self._model.tokenize(run)
        if b"".join(map(self._model.piece, tokens)) != run.encode():
            return []
        tokens = (tokens if ends else tokens[:-1])[:limit]
        for token in tokens:
            self._accept(token)
        if tokens:
            self._look()
        return tokens

    def choose(self, logits: Logits) -> Choice:
        """The allowed token with the highest score; ``ValueError`` if the vocabulary can't spell what has to come."""
        token = int(logits.argmax())
        if not self._allows(token):
            token = self._best_allowed(logits)
        ends = self._model.is_end(token)
        if not ends:
            self._accept(token)
            self._look()
        return Choice(token, logprob(logits, token), ends)

    def close(self) -> None:
        """Free the grammar."""
        self._grammar.close()

    def _allows(self, token: int) -> bool:
        return bool(self._usable[token]) and self._grammar.allows(token) and self._continues(token)

    def _accept(self, token: int) -> None:
        self._grammar.accept(token)
        self._open = _unfinished(self._open + self._model.piece(token)) or b""

    def _continues(self, token: int) -> bool:
        """Whether a token goes on with the character that is not whole yet."""
        return not self._open or _unfinished(self._open + self._model.piece(token)) is not None

    def _best_allowed(self, logits: Logits) -> int:
        best = logits.max()
        for margin in _MARGINS:
            tokens = np.flatnonzero((logits >= best - margin) & self._usable)
            allowed = self._grammar.allowed(tokens)
            if self._open:
                allowed = allowed[[self._continues(int(token)) for token in allowed]]
            if allowed.size:
                return int(allowed[logits[allowed].argmax()])
        raise ValueError("no token of this model continues the grammar")

    def _look(self) -> None:
        """See what may come next: which bytes, or whether nothing can; knowing that spares computing one more token."""
        self._may_end = self._end is not None and self._grammar.allows(self._end)
        self._next = self._grammar.allowed(self._byte_tokens)
        self.finished = self._may_end and not self._next.size and self._only_ends()

    def _only_ends(self) -> bool:
        if self._byte_tokens.size:
            return True
        rest = self._grammar.allowed(np.flatnonzero(self._usable))
        return all(self._model.is_end(int(token)) for token in rest)

    def _forced_text(self) -> tuple[str, bool]:
        """The characters that have to come next, and whether the text ends with them."""
        if self._may_end or self._next.size != 1:
            return "", False
        ahead, follows, ends = self._grammar.copy(), self._next, False
        run = bytearray()
        while follows.size == 1 and not ends and len(run) < _LONGEST_RUN:
            token = int(follows[0])
            run.append(self._byte_of[token])
            ahead.accept(token)
            follows = ahead.allowed(self._byte_tokens)
            ends = self._end is not None and ahead.allows(self._end)
        ahead.close()
        text = run.decode("utf-8", "ignore")
        # Where the token before ended within a character, the rest of that character is no text by itself.
        return (text, ends and not follows.size) if run.startswith(text.encode()) else ("", False)


def _unfinished(text: bytes) -> bytes | None:
    """The bytes at the end of UTF-8 text that begin a character; None when it is no UTF-8."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        decoder.decode(text)
    except UnicodeDecodeError:
        return None
    return decoder.getstate()[0]


def logprob(logits: Logits, token: int) -> float:
    """The log probability of a token by these scores."""
    best = logits.max()
    return float(logits[token] - best - np.log(np.exp(logits - best).sum()))
