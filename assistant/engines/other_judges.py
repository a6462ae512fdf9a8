"""Judges made of other models: of a reader, by its best span; of an embedder, by how near a text is to the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.engines.ports import Embedder, Judge, Judgement, Reader, Reading

#: Characters of a text by which its language is known.
KNOWN_BY = 240
#: The log odds of a text in which the reader has nothing to point at.
NOTHING = -15.0


class ReaderJudge:
    """A ``Judge`` over a ``Reader``."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def name(self) -> str:
        """The reader's name."""
        return self._reader.name

    def knows(self, question: str) -> bool:
        """Whether the reader has words for it."""
        return self._reader.knows(question)

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """The best span of each text, and its margin over no answer as the text's log odds."""
        return [_judgement(reading) for reading in self._reader.read(question, texts)]


@dataclass(frozen=True, slots=True)
class Nearness:
    """What an embedder's similarities mean: even odds at the cosine ``even``, and so many logits for each 1 more."""

    even: float
    slope: float


class EmbedderJudge:
    """A ``Judge`` by the similarity of question and text; it points at no short answer."""

    def __init__(self, name: str, embedder: Embedder, nearness: Nearness) -> None:
        self.name = name
        self._embedder = embedder
        self._nearness = nearness

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """A judgement of each text, in the texts' order."""
        if not texts:
            return []
        similar = self._embedder.embed_documents(texts) @ self._embedder.embed_query(question)
        return [Judgement(self._nearness.slope * (float(cosine) - self._nearness.even)) for cosine in similar]


class Knowing(Judge, Protocol):
    """A judge that tells which texts it has words for."""

    def knows(self, question: str) -> bool:
        """Whether it has words for the question, or for a text."""


class ScaledJudge:
    """A ``Judge`` whose log odds are multiplied, so that they count as another judge's do."""

    def __init__(self, judge: Judge, scale: float) -> None:
        self._judge = judge
        self._scale = scale

    @property
    def name(self) -> str:
        """The judge's name."""
        return self._judge.name

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """The judge's judgements, scaled."""
        return [replace(one, logit=one.logit * self._scale) for one in self._judge.judge(question, texts)]


class JudgeByLanguage:
    """A ``Judge`` that leaves what it can't read, a question or a text, to another, if there is one."""

    def __init__(self, first: Knowing, other: Callable[[], Judge | None]) -> None:
        self._first = first
        self._other = other

    @property
    def name(self) -> str:
        """The first one's name."""
        return self._first.name

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """A judgement of each text by the first one where it knows the words of both, else by the other."""
        is_known = self._first.knows(question)
        known = [is_known and self._first.knows(text[:KNOWN_BY]) for text in texts]
        other = None if all(known) else self._other()
        if other is None:
            return self._first.judge(question, texts)
        ours = iter(self._first.judge(question, [text for text, own in zip(texts, known, strict=True) if own]))
        theirs = iter(other.judge(question, [text for text, own in zip(texts, known, strict=True) if not own]))
        return [next(ours if own else theirs) for own in known]


class JudgeWithNearness:
    """A ``Judge`` whose judgements also tell how near a text is to the question by an embedder."""

    def __init__(self, judge: Judge, by_likeness: Judge) -> None:
        self._judge = judge
        self._by_likeness = by_likeness

    @property
    def name(self) -> str:
        """The judge's name."""
        return self._judge.name

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """The judge's judgement of each text, with how near it is."""
        likenesses = self._by_likeness.judge(question, texts)
        judgements = self._judge.judge(question, texts)
        return [replace(one, near=like.logit) for one, like in zip(judgements, likenesses, strict=True)]


def judge_of(reader: Reader) -> Knowing:
    """The reader itself where it judges, else a judge made of it."""
    from assistant.engines.onnx_judge import OnnxJudge

    return reader if isinstance(reader, OnnxJudge) else ReaderJudge(reader)


def _judgement(reading: Reading) -> Judgement:
    best = reading.best
    if best is None:
        return Judgement(NOTHING)
    return Judgement(best.score, best.start, best.end, best.score)


class JudgeReranker:
    """A ``Reranker`` whose scores are a judge's log odds."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """The log odds that each text answers, in the texts' order."""
        return [judgement.logit for judgement in self._judge.judge(query, texts)]

    def close(self) -> None:
        """Nothing of its own to free."""
