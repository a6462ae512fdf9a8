"""Rerankers by ONNX Runtime and by llama.cpp, on one small cross-encoder that prefers texts sharing words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_gguf_embedder import write_bert
from tiny_models import VOCABULARY, WORDS, bert_weights
from tiny_reranker import overlap_weights, rank_by_hand, write_gguf_reranker, write_onnx_reranker

from assistant.engines.gguf_reranker import GgufReranker
from assistant.engines.minilm_onnx import minilm_graph
from assistant.engines.onnx_reranker import OnnxReranker
from assistant.engines.ports import Reranker
from assistant.errors import ModelBrokenError, ModelMissingError
from benchmarks.minilm_gguf import BOOL, STRING, UINT32

MAX_TOKENS = 24
WEIGHTS = overlap_weights()
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


@pytest.fixture(scope="module", params=["onnx", "gguf"])
def reranker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reranker]:
    folder = tmp_path_factory.mktemp("reranker")
    made: Reranker = (
        OnnxReranker(write_onnx_reranker(folder), MAX_TOKENS, threads=2)
        if request.param == "onnx"
        else GgufReranker(write_gguf_reranker(folder / "model.gguf"), name="tiny", max_tokens=MAX_TOKENS)
    )
    yield made
    made.close()


def test_texts_that_share_words_with_the_query_come_first(reranker: Reranker) -> None:
    found = ["anna moved the boiler", "the deadline is on march", "the beta starts on march", "garden"]
    scores = reranker.score("beta starts", found)
    assert max(zip(scores, found, strict=True))[1] == "the beta starts on march"
    assert reranker.score("boiler costs", found).index(max(reranker.score("boiler costs", found))) == 0


@given(query=texts, found=st.lists(texts, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_score_is_what_the_arithmetic_says_whatever_its_neighbours(
    reranker: Reranker, query: str, found: list[str]
) -> None:
    expected = [rank_by_hand(WEIGHTS, query, text) for text in found]
    assert reranker.score(query, found) == pytest.approx(expected, abs=0.05)


def test_no_text_no_score_and_an_empty_one_has_one(reranker: Reranker) -> None:
    assert reranker.score("beta", []) == []
    assert len(reranker.score("", ["", "beta"])) == 2


def test_what_does_not_fit_is_cut(reranker: Reranker) -> None:
    room = MAX_TOKENS - 3 - 2
    fits, longer = " ".join(["garden"] * (room - 1) + ["beta"]), "garden " * room + "beta starts"
    scores = reranker.score("beta starts", [fits, longer, "garden " * room])
    assert scores[1] == scores[2] < scores[0]
    assert len(reranker.score("the boiler " * 50, ["the boiler"])) == 1


def gguf(path: Path, **changes: tuple[int, object]) -> GgufReranker:
    return GgufReranker(write_gguf_reranker(path / "model.gguf", **changes), name="tiny", max_tokens=MAX_TOKENS)


def test_a_template_of_the_file_says_how_query_and_text_are_put_together(tmp_path: Path) -> None:
    template = {"tokenizer.chat_template.rerank": (STRING, "[CLS]the {query}[SEP]{document} beta[SEP]")}
    reranker = gguf(tmp_path, **template)
    expected = rank_by_hand(WEIGHTS, "the costs", "the boiler beta")
    assert reranker.score("costs", ["the boiler"]) == pytest.approx([expected], abs=0.02)
    reranker.close()


def test_a_template_without_a_place_for_the_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelBrokenError, match="template for reranking"):
        gguf(tmp_path, **{"tokenizer.chat_template.rerank": (STRING, "{document} {query}")})


def test_a_model_that_ends_texts_by_itself_has_two_marks_between_them(tmp_path: Path) -> None:
    ends = {"add_eos_token": (BOOL, True), "eos_token_id": (UINT32, VOCABULARY["[SEP]"])}
    reranker = gguf(tmp_path, **{f"tokenizer.ggml.{key}": value for key, value in ends.items()})
    expected = rank_by_hand(WEIGHTS, "boiler costs", "[SEP] the boiler")
    assert reranker.score("boiler costs", ["the boiler"]) == pytest.approx([expected], abs=0.02)
    reranker.close()


def test_an_onnx_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    folder = write_onnx_reranker(tmp_path)
    (folder / "model.onnx").write_bytes(minilm_graph(bert_weights(), heads=2))
    with pytest.raises(ModelBrokenError, match="does not rank"):
        OnnxReranker(folder, MAX_TOKENS)


def test_a_gguf_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    start = {"tokenizer.ggml.bos_token_id": (UINT32, VOCABULARY["[CLS]"])}
    with pytest.raises(ModelBrokenError, match="no head that ranks"):
        GgufReranker(write_bert(tmp_path / "model.gguf", **start), name="tiny", max_tokens=MAX_TOKENS)
    with pytest.raises(ModelMissingError, match="tiny is not installed"):
        GgufReranker(tmp_path / "none.gguf", name="tiny", max_tokens=MAX_TOKENS)
