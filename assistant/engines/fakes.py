"""Engines without models, for tests and for trying the program: fast, deterministic, honest about the ports."""

import hashlib
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from assistant.engines.ports import Breaks, Judgement, Message, Piece, Reading, SpanFound, TextVectors, Vectors
from assistant.errors import ContextOverflowError

_WORD = re.compile(r"\w+")
_VALUE = re.compile(r"[A-Z\d](?:[\w.,:-]*\w)?")
_TOKEN = re.compile(r"\s*\S+|\s+")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class FakeChat:
    """A ``Chat`` that says ``reply``, or what ``reply`` makes of the prompt, a word at a time.

    A token is a word with the white space before it. The grammar is taken down and not applied. ``likelihood`` says the
    log probability of a text after a prompt.
    ``prompts`` and ``grammars`` hold what it was asked, in order.
    """

    name = "fake-chat"

    def __init__(
        self,
        reply: str | Callable[[str], str],
        *,
        context_tokens: int = 4096,
        logprob: float = 0.0,
        likelihood: Callable[[str, str], float] = lambda _prompt, _text: 0.0,
    ) -> None:
        self._likelihood = likelihood
        self.context_tokens = context_tokens
        self.prompts: list[str] = []
        self.grammars: list[str | None] = []
        self._reply = reply
        self._logprob = logprob

    def render(self, messages: Sequence[Message]) -> str:
        """Each message under its role, then the assistant's turn."""
        return "".join(f"{message.role}: {message.content}\n" for message in messages) + "assistant:"

    def count_tokens(self, text: str) -> int:
        """Words of the text."""
        return len(_TOKEN.findall(text))

    def generate(
        self, prompt: str, *, grammar: str | None = None, max_tokens: int = 256, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """Stream the reply; ends like a real model at a ``stop`` text or after ``max_tokens``."""
        if self.count_tokens(prompt) + max_tokens > self.context_tokens:
            raise ContextOverflowError(f"the prompt does not fit {self.context_tokens} tokens", "ask with fewer notes")
        self.prompts.append(prompt)
        self.grammars.append(grammar)
        reply = self._reply if isinstance(self._reply, str) else self._reply(prompt)
        ends = [at for text in stop if text and (at := reply.find(text)) >= 0]
        words = _TOKEN.findall(reply[: min(ends, default=len(reply))])
        return (Piece(word, self._logprob) for word in words[:max_tokens])

    def likelihoods(self, prompt: str, texts: Sequence[str]) -> list[float]:
        """What ``likelihood`` says of the prompt and each text."""
        if self.count_tokens(prompt) > self.context_tokens:
            raise ContextOverflowError(f"the prompt does not fit {self.context_tokens} tokens", "ask with fewer notes")
        self.prompts.append(prompt)
        return [self._likelihood(prompt, text) for text in texts]

    def close(self) -> None:
        """Nothing to free."""


class FakeEmbedder:
    """An ``Embedder`` of words: texts are as near as they have words in common.

    Each word adds 1 or -1 to one of ``dims`` places that its hash chooses; the sum is made a unit vector.
    """

    def __init__(self, dims: int = 64, max_tokens: int = 256) -> None:
        self.dims = dims
        self.max_tokens = max_tokens
        self.contrast = 1.0
        self.fingerprint = f"fake-{dims}-{max_tokens}"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words of each text."""
        return [len(_words(text)) for text in texts]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dims)``, float32."""
        return np.array([self.embed_query(text) for text in texts], np.float32).reshape(len(texts), self.dims)

    def embed_query(self, text: str) -> Vectors:
        """One unit vector, shape ``(dims,)``, float32; without words, or if they cancel out, the first axis."""
        vector = np.zeros(self.dims, np.float32)
        for word in _words(text)[: self.max_tokens]:
            digest = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
            vector[(digest >> 1) % self.dims] += 1 if digest & 1 else -1
        if not vector.any():
            vector[0] = 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit

    def document_vectors(self, texts: Sequence[str]) -> list[TextVectors]:
        """The texts' vectors, and for each word one that its hash draws: equal words are as near as can be."""
        vectors = self.embed_documents(texts)
        return [TextVectors(vector, self._tokens(text)) for text, vector in zip(texts, vectors, strict=True)]

    def query_vectors(self, text: str) -> TextVectors:
        """As ``document_vectors``, of one text."""
        return TextVectors(self.embed_query(text), self._tokens(text))

    def familiarity(self, text: str) -> float:
        """It knows every word that is written in ASCII letters."""
        words = _words(text)
        return sum(word.isascii() for word in words) / len(words) if words else 1.0

    def _tokens(self, text: str) -> Vectors:
        seeds = [int.from_bytes(hashlib.blake2b(w.encode(), digest_size=8).digest()) for w in _words(text)]
        drawn = [np.random.default_rng(seed).normal(size=self.dims) for seed in seeds[: self.max_tokens]]
        return np.array(drawn, np.float32).reshape(-1, self.dims)

    def close(self) -> None:
        """Nothing to free."""


class FakeReranker:
    """A ``Reranker`` by the share of the query's words that a text has."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """One score a text, from 0 to 1, in the texts' order."""
        wanted = set(_words(query))
        return [len(wanted & set(_words(text))) / max(1, len(wanted)) for text in texts]

    def close(self) -> None:
        """Nothing to free."""


class FakeReader:
    """A ``Reader`` by words: what stands out near words of the question is the answer.

    Numbers and capitalised words that the question does not have stand out, a few common ones aside; of adjacent
    ones the run is taken. The score is from -4 to 4 by the share of the question's longer words that the passage
    has, words with the same first four letters being the same, less a little for each character between the run and
    the nearest of them. Where nothing stands out, nothing is found.

    Given ``said``, texts with their scores, it finds these wherever they stand, and nothing else.
    """

    name = "fake-reader"
    max_tokens = 384

    def __init__(self, said: Mapping[str, float] | None = None) -> None:
        self.questions: list[str] = []
        self._said = said

    def knows(self, question: str) -> bool:
        """Whether it is written in ASCII, more or less."""
        return sum(not c.isascii() for c in question) <= len(question) / 5

    def read(
        self, question: str, passages: Sequence[str], max_answer_tokens: int = 30, breaks: Sequence[Breaks] = ()
    ) -> list[Reading]:
        """A reading of each passage; a token is a word. ``questions`` holds what was asked, in order."""
        self.questions.append(question)
        wanted = {_stem(word) for word in _words(question) if len(word) > 3} - _ASKING
        margins = [
            self._margins(wanted, passage, max_answer_tokens) if self._said is None else _places(self._said, passage)
            for passage in passages
        ]
        return [_reading(of, at) for of, at in zip(margins, breaks or [()] * len(margins), strict=True)]

    def close(self) -> None:
        """Nothing to free."""

    def _margins(self, wanted: set[str], passage: str, longest: int) -> dict[tuple[int, int], float]:
        places = {match.start(): _stem(match.group().lower()) for match in _WORD.finditer(passage)}
        shared = [place for place, word in places.items() if word in wanted]
        base = 8 * len(wanted & set(places.values())) / max(1, len(wanted)) - 4
        return {
            run: base - min((abs(run[0] - place) for place in shared), default=0) / 1000
            for run in _runs(passage, wanted, longest)
        }


_ASKING = {"what", "when", "wher", "whic", "whos", "does", "have", "with", "from", "that", "this"}
_COMMON = set("a an and at but by for he her his i if in is it its my no not on or she so the they to we you".split())


def _stem(word: str) -> str:
    return word[:4]


def _reading(margins: Mapping[tuple[int, int], float], breaks: Breaks) -> Reading:
    """The five best spans that reach across no break and do not overlap."""
    total = 1 + sum(map(math.exp, margins.values()))
    found: list[SpanFound] = []
    for (start, end), margin in sorted(margins.items(), key=lambda item: -item[1]):
        broken = any(start < place < end for place in breaks)
        if not broken and all(end <= other.start or other.end <= start for other in found):
            found.append(SpanFound(start, end, margin, math.exp(margin) / total))
    return Reading(tuple(found[:5]))


def _places(said: Mapping[str, float], passage: str) -> dict[tuple[int, int], float]:
    """Where the texts first stand in a passage."""
    starts = {text: passage.find(text) for text in said}
    return {(at, at + len(text)): said[text] for text, at in starts.items() if at >= 0}


def _runs(passage: str, wanted: set[str], longest: int) -> list[tuple[int, int]]:
    """Character spans of adjacent names and numbers."""
    runs: list[list[int]] = []
    for match in _VALUE.finditer(passage):
        word = match.group().lower()
        if word in _COMMON or _stem(word) in wanted:
            continue
        if runs and passage[runs[-1][1] : match.start()] == " " and runs[-1][2] < longest:
            runs[-1][1:] = [match.end(), runs[-1][2] + 1]
        else:
            runs.append([match.start(), match.end(), 1])
    return [(start, end) for start, end, _ in runs]


class FakeJudge:
    """A ``Judge`` to which a text answers as far as it holds the question's words; half of them are even odds.

    Its short answer is the first name or number that the question does not hold.
    """

    name = "fake-judge"

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """A judgement of each text, in the texts' order."""
        return [_judged(set(_words(question)), question, text) for text in texts]


def _judged(asked: set[str], question: str, text: str) -> Judgement:
    share = len(asked & set(_words(text))) / max(1, len(asked))
    logit = 8.0 * (share - 0.5)
    value = next((match for match in _VALUE.finditer(text) if match[0] not in question), None)
    return Judgement(logit, value.start(), value.end(), logit) if value else Judgement(logit)
