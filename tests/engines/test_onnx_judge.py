"""The judge's engine: a logit a text, and the reader's span in it, from one pass."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tiny_models import HIDDEN
from tiny_readers import write_trained_reader

from assistant.engines.fakes import FakeEmbedder, FakeJudge, FakeReader
from assistant.engines.minilm_onnx import HEAD_WIDTH, judge_graph
from assistant.engines.onnx_judge import OnnxJudge
from assistant.engines.other_judges import (
    NOTHING,
    EmbedderJudge,
    JudgeByLanguage,
    JudgeWithNearness,
    Nearness,
    ReaderJudge,
    ScaledJudge,
    judge_of,
)
from assistant.engines.ports import Judge
from assistant.errors import ModelBrokenError

TEXTS = ["the boiler was replaced in october", "anna and tom agreed", "", "rent: 1,240 a month"]


def write_judge(folder: Path) -> Path:
    """A small judge with random weights."""
    write_trained_reader(folder)
    random = np.random.default_rng(7)
    weights = {name: value.astype(np.float32) for name, value in load_file(folder / "model.safetensors").items()}
    weights["answers.weight"] = random.normal(0, 0.3, (1, HIDDEN)).astype(np.float32)
    weights["answers.bias"] = np.array([0.25], np.float32)
    (folder / "model.onnx").write_bytes(judge_graph(weights, HIDDEN // HEAD_WIDTH, int8=False))
    return folder


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> OnnxJudge:
    return OnnxJudge(write_judge(tmp_path_factory.mktemp("judge")), "tiny", 64, 1)


def test_each_text_is_judged_by_itself(judge: OnnxJudge) -> None:
    together = judge.judge("when was the boiler replaced", TEXTS)
    alone = [judge.judge("when was the boiler replaced", [text])[0] for text in TEXTS]
    assert [one.logit for one in together] == pytest.approx([one.logit for one in alone], abs=1e-5)
    assert len({round(one.logit, 6) for one in together}) > 1


def test_the_short_answer_is_the_readers_best_span(judge: OnnxJudge) -> None:
    for text, one in zip(TEXTS, judge.judge("who agreed", TEXTS), strict=True):
        best = judge.read("who agreed", [text])[0].best
        assert (one.start, one.end) == ((best.start, best.end) if best else (0, 0))
        assert 0 <= one.start <= one.end <= len(text)


def test_a_long_text_is_judged_by_its_beginning(judge: OnnxJudge) -> None:
    (whole,) = judge.judge("boiler", ["the boiler " * 200])
    (longer,) = judge.judge("boiler", ["the boiler " * 400])
    assert whole == longer


def test_nothing_to_judge_gives_nothing(judge: OnnxJudge) -> None:
    assert judge.judge("boiler", []) == []


def test_a_reader_without_the_judges_output_is_refused(tmp_path: Path) -> None:
    from assistant.engines.minilm_onnx import load_weights, reader_graph

    folder = write_trained_reader(tmp_path / "reader")
    graph = reader_graph(load_weights(folder / "model.safetensors"), HIDDEN // HEAD_WIDTH, int8=False)
    (folder / "model.onnx").write_bytes(graph)
    with pytest.raises(ModelBrokenError, match="answers"):
        OnnxJudge(folder, "tiny", 64, 1)


def test_any_reader_can_serve_as_a_judge(judge: OnnxJudge) -> None:
    assert judge_of(judge) is judge
    made = judge_of(FakeReader(said={"october": 2.5}))
    assert isinstance(made, ReaderJudge)
    first, second = made.judge("when was the boiler replaced", TEXTS[:2])
    assert TEXTS[0][first.start : first.end] == "october"
    assert first.logit == 2.5
    assert second.logit == NOTHING


def test_the_fake_judge_goes_by_words() -> None:
    judges: list[Judge] = [FakeJudge()]
    right, wrong = judges[0].judge("when was the boiler replaced", ["the boiler was replaced in October", "the soup"])
    assert right.logit > 0 > wrong.logit


class SpellingReader(FakeReader):
    """A reader that has words for ASCII alone."""

    def knows(self, question: str) -> bool:
        return question.isascii()


def test_a_question_that_a_judge_can_not_read_goes_to_the_embedder() -> None:
    nearness = Nearness(even=0.5, slope=10.0)
    other = EmbedderJudge("embedder", FakeEmbedder(), nearness)
    both = JudgeByLanguage(ReaderJudge(SpellingReader(said={"october": 2.5})), lambda: other)
    assert both.judge("when was the boiler replaced", TEXTS[:1])[0].logit == 2.5
    texts = ["同步间隔改成五分钟", "the soup was good"]
    first, second = both.judge("同步间隔改成五分钟", texts)
    assert first.logit == pytest.approx(5.0)
    assert first.logit > second.logit


def test_each_text_goes_to_the_judge_that_can_read_it() -> None:
    first = ReaderJudge(SpellingReader(said={"october": 2.5}))
    other = ScaledJudge(ReaderJudge(FakeReader(said={"五分钟": 2.0, "october": 9.0})), 0.5)
    both = JudgeByLanguage(first, lambda: other)
    texts = ["同步间隔改成五分钟", TEXTS[0], "同步间隔"]
    assert [round(one.logit, 6) for one in both.judge("what is every five minutes", texts)][:2] == [1.0, 2.5]


def test_nearness_stands_beside_what_the_judge_says() -> None:
    by_likeness = EmbedderJudge("embedder", FakeEmbedder(), Nearness(even=0.5, slope=10.0))
    judge = JudgeWithNearness(ReaderJudge(FakeReader(said={"october": 2.5})), by_likeness)
    (one,) = judge.judge("when was the boiler replaced", TEXTS[:1])
    assert one.logit == 2.5
    assert one.near == pytest.approx(by_likeness.judge("when was the boiler replaced", TEXTS[:1])[0].logit)


def test_without_another_a_judge_does_what_it_can() -> None:
    alone = JudgeByLanguage(ReaderJudge(SpellingReader(said={"五分钟": 1.5})), lambda: None)
    assert alone.judge("同步间隔", ["同步间隔改成五分钟"])[0].logit == 1.5


def test_an_embedder_judges_nothing_of_nothing() -> None:
    assert EmbedderJudge("embedder", FakeEmbedder(), Nearness(0.5, 10.0)).judge("boiler", []) == []
