"""The ports behind which a heavy library stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Rows of float32 numbers.
Vectors: TypeAlias = "NDArray[np.float32]"

#: Characters of a text, ascending, at which something new begins.
Breaks = Sequence[int]


@dataclass(frozen=True, slots=True)
class TextVectors:
    """A text's unit vector, shape ``(dims,)``, and the vectors of its words and parts of words, ``(n, dims)``.

    There are none (``n`` is 0) where the model does not say what a token means.
    """

    whole: Vectors
    tokens: Vectors


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat; ``role`` is ``system``, ``user`` or ``assistant``."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One generated token: its text (may be empty inside a multi-byte character) and log probability.

    That of a token which the grammar forces is 0: the model was not asked.
    """

    text: str
    logprob: float


@dataclass(frozen=True, slots=True)
class SpanFound:
    """Where a passage may answer: ``passage[start:end]``, in characters.

    ``score`` is the margin in logits over the passage holding no answer: above 0 the model believes in the span.
    ``probability`` is the span's share among all spans and no answer, in the part of the passage it was read in.
    """

    start: int
    end: int
    score: float
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one passage: spans that do not overlap, best first; none in an empty passage."""

    spans: tuple[SpanFound, ...]

    @property
    def best(self) -> SpanFound | None:
        """The span with the highest score."""
        return self.spans[0] if self.spans else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge makes of one text: ``logit`` is the log odds that it answers the question.

    Its short answer stands at ``text[start:end]``, in characters, with ``margin`` as its log odds; where ``start`` is
    ``end`` there is none. ``near`` says the same as ``logit`` by the likeness of question and text alone; 0 where
    nobody looked.
    """

    logit: float
    start: int = 0
    end: int = 0
    margin: float = 0.0
    near: float = 0.0


class Embedder(Protocol):
    """Turns text into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Names everything that decides a vector: model hash, pooling, prefixes, precision."""

    @property
    def dims(self) -> int:
        """Length of a vector."""

    @property
    def contrast(self) -> float:
        """How many times as far from 1 its similarities are taken where they meet a threshold; see ``likeness``."""

    @property
    def max_tokens(self) -> int:
        """Longest input in tokens, special tokens included; longer text is cut by the engine."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special tokens."""

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dims)``, float32."""

    def embed_query(self, text: str) -> Vectors:
        """One unit vector, shape ``(dims,)``, float32."""

    def document_vectors(self, texts: Sequence[str]) -> list[TextVectors]:
        """What ``embed_documents`` makes, with the vectors of the tokens."""

    def query_vectors(self, text: str) -> TextVectors:
        """What ``embed_query`` makes, with the vectors of the tokens."""

    def familiarity(self, text: str) -> float:
        """How much of a text is made of words or parts of words that the model knows, 0..1."""

    def close(self) -> None:
        """Free the model."""


class Chat(Protocol):
    """Writes text after a prompt, under an optional grammar."""

    @property
    def name(self) -> str:
        """The model's name as manifests give it."""

    @property
    def context_tokens(self) -> int:
        """Prompt and completion together can't be longer than this."""

    def render(self, messages: Sequence[Message]) -> str:
        """The prompt text that the model's own chat template makes of the messages."""

    def count_tokens(self, text: str) -> int:
        """Tokens of a rendered text, special tokens parsed."""

    def generate(
        self, prompt: str, *, grammar: str | None = None, max_tokens: int = 256, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """Stream the completion.

        Greedy. Ends at the model's end token, at a ``stop`` text, at the grammar's end or after ``max_tokens``.
        Raises ``ContextOverflowError`` when prompt and ``max_tokens`` don't fit,
        ``ValueError`` when the grammar does not compile.
        """

    def likelihoods(self, prompt: str, texts: Sequence[str]) -> list[float]:
        """The log probability of each text as the whole completion of ``prompt``, its end included.

        Raises ``ContextOverflowError`` when prompt and the longest text don't fit.
        """

    def close(self) -> None:
        """Free the model."""


class Reranker(Protocol):
    """Scores how well each text answers a query; higher is better."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """One score a text, in the texts' order."""

    def close(self) -> None:
        """Free the model."""


class Reader(Protocol):
    """Finds where passages answer a question, and how sure it is that they do."""

    @property
    def name(self) -> str:
        """The model's name as manifests give it."""

    @property
    def max_tokens(self) -> int:
        """Question and passage together, special tokens included; a longer passage is read in parts."""

    def knows(self, question: str) -> bool:
        """Whether the model has words for the question: one in a script it was not trained on it can't read."""

    def read(
        self, question: str, passages: Sequence[str], max_answer_tokens: int = 30, breaks: Sequence[Breaks] = ()
    ) -> list[Reading]:
        """A reading of each passage, in the passages' order; each depends on the question and that passage alone.

        No span is longer than ``max_answer_tokens`` or reaches across one of its passage's ``breaks``. Spans begin
        and end with words and numbers, not within them, and have no outer white space.
        """

    def close(self) -> None:
        """Free the model."""


class Judge(Protocol):
    """Says of pieces of notes how likely each answers a question, and where in it the short answer stands."""

    @property
    def name(self) -> str:
        """The model's name as manifests give it."""

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """A judgement of each text, in the texts' order; each depends on the question and that text alone."""
