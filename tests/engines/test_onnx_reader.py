"""The reader: the model as written by hand, the search against a plain one, and spans of any text."""

import math
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tiny_models import HEADS, VOCABULARY, bert_forward, write_lookup_embedder
from tiny_readers import LETTERS, byte_tokenizer, letter_tokenizer, reader_weights, write_lookup_reader
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from assistant.engines.load import Hardware, load_reader
from assistant.engines.manifest import load_manifests
from assistant.engines.minilm_onnx import reader_graph
from assistant.engines.model_store import ModelStore
from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reader, Reading, SpanFound
from assistant.engines.spans import best_spans, log_total, span_margins
from assistant.errors import ModelBrokenError

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "word", "other", "boiler", "house", "question", "low"]
texts = st.text(st.sampled_from(LETTERS.replace("\ufffd", "") + "   \n\t\u0301\u200d\u00a0xyz123"), max_size=60)


def texts_of(passage: str, reading: Reading) -> list[str]:
    return [passage[span.start : span.end] for span in reading.spans]


def word_reader(
    folder: Path, logits: dict[str, float], max_tokens: int = 24, ends: dict[str, float] | None = None
) -> OnnxReader:
    """A span starts, and ends, with a word as ``logits`` (and ``ends``) say, with others at -5; no answer is 0."""
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    starts, ends = {"[CLS]": 0.0} | logits, {"[CLS]": 0.0} | (ends or logits)
    folder = write_lookup_reader(folder, tokenizer, lambda t: starts.get(t, -5.0), lambda t: ends.get(t, -5.0))
    return OnnxReader(folder, "tiny", max_tokens, threads=1)


# The model


@pytest.mark.parametrize("int8", [False, True])
def test_the_graph_computes_bert_with_two_logits_a_token(int8: bool) -> None:
    weights = reader_weights()
    ids = [
        VOCABULARY[word]
        for word in "[CLS] the beta starts [SEP] anna moved the deadline of march . [SEP]".split()
        if word in VOCABULARY
    ]
    segments = [0] * 5 + [1] * (len(ids) - 5)
    state = bert_forward(weights, ids, segments)
    wanted = state @ weights["qa_outputs.weight"].T + weights["qa_outputs.bias"]
    graph = reader_graph(weights, HEADS, int8=int8)
    onnx.checker.check_model(onnx.load_model_from_string(graph), full_check=True)
    session = ort.InferenceSession(graph)
    feed = {"input_ids": [ids, ids], "attention_mask": np.ones((2, len(ids))), "token_type_ids": [segments, segments]}
    start, end = session.run(["start_logits", "end_logits"], {n: np.array(v, np.int64) for n, v in feed.items()})
    assert start.shape == end.shape == (2, len(ids))
    np.testing.assert_allclose(np.stack((start[0], end[0]), 1), wanted, atol=0.5 if int8 else 1e-4)
    one_segment = dict(feed, token_type_ids=np.zeros((2, len(ids))))
    other, _ = session.run(None, {n: np.array(v, np.int64) for n, v in one_segment.items()})
    assert np.abs(other - start).max() > 0.1


# The search


logits_of = st.integers(1, 14).flatmap(
    lambda n: hnp.arrays(np.float32, (2, n), elements=st.floats(-20, 20, width=32) | st.just(-np.inf))
)


@given(logits_of, st.floats(-10, 10, width=32), st.integers(1, 16), st.integers(1, 6))
def test_spans_are_those_of_a_plain_search(logits: np.ndarray, null: float, longest: int, count: int) -> None:
    start, end = logits.astype(float)
    every = {
        (i, j): float(start[i] + end[j] - null)
        for i in range(len(start))
        for j in range(i, min(i + longest, len(start)))
        if math.isfinite(start[i] + end[j])
    }
    margins = span_margins(start, end, null, longest)
    total = math.log(1 + sum(math.exp(margin) for margin in every.values()))
    assert log_total(margins) == pytest.approx(total)
    found = list(best_spans(margins, count))
    left = dict(every)
    for first, last, margin in found:
        assert margin == pytest.approx(max(left.values()))
        assert margin == pytest.approx(every[first, last])
        left = {(i, j): m for (i, j), m in left.items() if j < first or i > last}
    assert len(found) == count or not left


# Spans in texts


@pytest.fixture(scope="module", params=["bert", "roberta"])
def any_reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnnxReader]:
    """A reader whose logits follow from the token alone, in no order that a test knows."""
    tokenizer = {"bert": letter_tokenizer, "roberta": byte_tokenizer}[request.param]()

    def logit(token: str, factor: int) -> float:
        return sum(map(ord, token)) * factor % 97 / 10

    folder = write_lookup_reader(
        tmp_path_factory.mktemp("reader"), tokenizer, lambda t: logit(t, 31), lambda t: logit(t, 57)
    )
    made = OnnxReader(folder, request.param, max_tokens=48, threads=2)
    yield made
    made.close()


def is_within_a_word(text: str, at: int) -> bool:
    """Whether letters of the Latin or Cyrillic alphabet, or digits, stand on both sides."""
    before, after = text[at - 1 : at], text[at : at + 1]
    return all(c.isalnum() and not unicodedata.name(c, "").startswith(("CJK", "HIRAGANA")) for c in (before, after))


@settings(max_examples=150, deadline=None)
@given(st.lists(texts, min_size=1, max_size=3))
def test_spans_are_whole_words_of_the_passage(any_reader: OnnxReader, passages: list[str]) -> None:
    readings = any_reader.read("who ab?", passages, max_answer_tokens=12)
    for passage, reading in zip(passages, readings, strict=True):
        assert len(reading.spans) <= 5
        assert [span.score for span in reading.spans] == sorted((s.score for s in reading.spans), reverse=True)
        in_order = sorted(reading.spans, key=lambda span: span.start)
        assert all(a.end <= b.start for a, b in pairwise(in_order))
        for span in reading.spans:
            text = passage[span.start : span.end]
            assert text
            assert text == text.strip()
            assert 0 < span.probability < 1
            assert not (is_within_a_word(passage, span.start) and any_reader.name == "bert")
            assert not (is_within_a_word(passage, span.end) and any_reader.name == "bert")
            for number in re.finditer(r"\d+[.,:]\d+", passage):
                assert not number.start() < span.start < number.end()
                assert not number.start() < span.end < number.end()
            for edge in (text[0], passage[span.end : span.end + 1]):
                assert not (edge and unicodedata.category(edge).startswith("M"))
        assert any_reader.read("who ab?", [passage], max_answer_tokens=12) == [reading]


@pytest.mark.parametrize(
    "word",
    ["zürich", "cafe\u0301", "東", "👩\u200d👧", "3,000.50", "14:30", "internationalization", "naïve", "ab"],
)
def test_offsets_count_characters(any_reader: OnnxReader, word: str) -> None:
    passage = f"あ🎉 {word}"
    (reading,) = any_reader.read("a?", [passage], max_answer_tokens=99)
    ends = [span for span in reading.spans if span.end == len(passage)]
    assert all(word in passage[span.start :] for span in ends)
    (alone,) = any_reader.read("a?", [word], max_answer_tokens=99)
    assert texts_of(word, alone) == [word]


def test_a_long_answer_is_not_found(any_reader: OnnxReader) -> None:
    passage = "abcdef gh"
    (reading,) = any_reader.read("a?", [passage], max_answer_tokens=3)
    assert texts_of(passage, reading) == ["gh"]


def test_nothing_is_read_in_nothing(any_reader: OnnxReader) -> None:
    assert any_reader.read("who?", []) == []
    readings = any_reader.read("who?", ["", " \n\t"])
    assert readings == [Reading(()), Reading(())]
    assert readings[0].best is None


# Scores


def test_a_score_is_the_margin_over_no_answer(tmp_path: Path) -> None:
    reader: Reader = word_reader(tmp_path, {"[CLS]": 1.5, "boiler": 4.0, "house": 1.0})
    (reading,) = reader.read("question ?", ["other boiler word house"], max_answer_tokens=1)
    spans = {"boiler": 8.0 - 3.0, "house": 2.0 - 3.0, "other": -10.0 - 3.0, "word": -10.0 - 3.0}
    total = 1 + sum(map(math.exp, spans.values()))
    assert texts_of("other boiler word house", reading)[:2] == ["boiler", "house"]
    for span in reading.spans:
        margin = spans["other boiler word house"[span.start : span.end]]
        assert span.score == pytest.approx(margin)
        assert span.probability == pytest.approx(math.exp(margin) / total)
    assert reading.best == reading.spans[0]
    reader.close()


def test_the_question_is_never_the_answer(tmp_path: Path) -> None:
    reader = word_reader(tmp_path, {"boiler": 9.0, "word": 1.0})
    (reading,) = reader.read("boiler boiler", ["word other"])
    assert texts_of("word other", reading)[0] == "word"
    reader.close()


# Windows


@pytest.mark.parametrize("place", [0, 11, 12, 13, 30, 49])
def test_a_long_passage_is_read_to_its_end(tmp_path: Path, place: int) -> None:
    words = ["word"] * 50
    words[place] = "boiler"
    passage = " ".join(words)
    reader = word_reader(tmp_path, {"boiler": 4.0, "word": -5.0})
    (reading,) = reader.read("question", [passage], max_answer_tokens=2)
    assert texts_of(passage, reading).count("boiler") == 1
    assert reading.best == SpanFound(place * 5, place * 5 + 6, pytest.approx(8.0), reading.spans[0].probability)
    reader.close()


@pytest.mark.parametrize("place", range(10, 40))
def test_an_answer_at_a_windows_edge_stays_whole(tmp_path: Path, place: int) -> None:
    passage = " ".join(["word"] * place + ["boiler", "low", "house"] + ["word"] * (47 - place))
    reader = word_reader(tmp_path, {"boiler": 4.0}, ends={"house": 4.0})
    (reading,) = reader.read("question", [passage], max_answer_tokens=3)
    assert texts_of(passage, reading)[0] == "boiler low house"
    reader.close()


def test_a_word_at_a_windows_edge_stays_whole(tmp_path: Path) -> None:
    passage = " ".join("abcdefghijklmnop"[n % 5 : n % 5 + 7] for n in range(30))
    folder = write_lookup_reader(tmp_path, letter_tokenizer(), lambda t: len(t) % 3, lambda t: len(t) % 3)
    reader = OnnxReader(folder, "tiny", max_tokens=24, threads=1)
    (reading,) = reader.read("a", [passage], max_answer_tokens=7)
    assert len(reading.spans) == 5
    assert set(texts_of(passage, reading)) <= set(passage.split())
    reader.close()


def test_a_long_question_keeps_its_beginning(tmp_path: Path) -> None:
    passage = "other boiler word " * 4
    reader = word_reader(tmp_path, {"boiler": 4.0}, max_tokens=40)
    kept = reader.read("question " * 10, [passage])
    assert reader.read("question " * 500 + "low", [passage]) == kept
    assert kept[0].best is not None
    reader.close()


# Loading


def test_a_model_without_the_two_outputs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelBrokenError, match="lacks the output end_logits, start_logits"):
        OnnxReader(write_lookup_embedder(tmp_path / "m"), "m", 64)


def test_the_reader_that_ships_is_installed_without_a_network(tmp_path: Path) -> None:
    manifest = load_manifests([Path(__file__).parents[2] / "models"])["judge-minilm"]
    store = ModelStore(tmp_path / "models")
    reader = load_reader(store.pull(manifest), manifest, Hardware(threads=1))
    assert (reader.name, reader.max_tokens) == ("judge-minilm", 384)
    passage = "The beta of Vellum starts on the third of March 2026; Anna decided it. " * 20
    (reading,) = reader.read("When does the beta start?", [passage])
    assert len(reading.spans) == 5
    assert all(math.isfinite(span.score) for span in reading.spans)
    reader.close()
