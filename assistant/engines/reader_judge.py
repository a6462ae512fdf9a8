"""A judge made of a reader: a text answers a question as surely as its best span does."""

from collections.abc import Sequence

from assistant.engines.ports import Judge, Judgement, Reader, Reading

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

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """The best span of each text, and its margin over no answer as the text's log odds."""
        return [_judgement(reading) for reading in self._reader.read(question, texts)]


def judge_of(reader: Reader) -> Judge:
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
