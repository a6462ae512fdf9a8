"""The fakes keep the promises of the ports."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engines.fakes import FakeChat, FakeEmbedder, FakeReader, FakeReranker
from assistant.engines.ports import Chat, Embedder, Message, Reader, Reranker
from assistant.errors import ContextOverflowError


def text_of(chat: Chat, prompt: str = "p", **kwargs: object) -> str:
    return "".join(piece.text for piece in chat.generate(prompt, **kwargs))  # type: ignore[arg-type]


@given(st.text(max_size=200))
def test_chat_says_its_reply_whole(reply: str) -> None:
    assert text_of(FakeChat(reply)) == reply


def test_chat_ends_where_a_real_one_would() -> None:
    chat: Chat = FakeChat("one two three four")
    assert text_of(chat, max_tokens=2) == "one two"
    assert text_of(chat, stop=(" three",)) == "one two"


def test_chat_can_answer_the_prompt_and_remembers_it() -> None:
    chat = FakeChat(str.upper)
    prompt = chat.render([Message("user", "hello")])
    assert text_of(chat, prompt, grammar='root ::= "x"') == "USER: HELLO\nASSISTANT:"
    assert (chat.prompts, chat.grammars) == ([prompt], ['root ::= "x"'])


def test_chat_refuses_what_does_not_fit() -> None:
    with pytest.raises(ContextOverflowError):
        FakeChat("x", context_tokens=10).generate("a b c", max_tokens=8)


@given(st.lists(st.text(max_size=50), max_size=5))
def test_embedder_makes_unit_vectors(texts: list[str]) -> None:
    embedder: Embedder = FakeEmbedder(dims=16)
    vectors = embedder.embed_documents(texts)
    assert vectors.shape == (len(texts), 16)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert all(np.array_equal(vector, embedder.embed_query(text)) for vector, text in zip(vectors, texts, strict=True))


def test_embedder_puts_shared_words_near() -> None:
    embedder = FakeEmbedder()
    query = embedder.embed_query("the vellum beta")
    near, far = embedder.embed_documents(["Vellum beta starts in May", "a recipe for bread"])
    assert query @ near > query @ far


def test_reranker_counts_the_querys_words() -> None:
    reranker: Reranker = FakeReranker()
    assert reranker.score("red apple", ["a red apple", "apple pie", "none"]) == [1.0, 0.5, 0.0]
    assert reranker.score("", ["anything"]) == [0.0]


NOTES = ["The Vellum beta starts on May 12, 2026. Anna Lee decided it.", "Tom met Mr Okafor at 15:30.", "all quiet", ""]


def test_reader_finds_what_stands_out_near_the_questions_words() -> None:
    reader: Reader = FakeReader()
    when, other, quiet, empty = reader.read("When does the Vellum beta start?", NOTES)
    assert [NOTES[0][span.start : span.end] for span in when.spans] == ["May 12", "2026", "Anna Lee"]
    assert when.best is not None
    assert other.best is not None
    assert when.best.score > 0 > other.best.score
    assert (quiet.spans, empty.spans) == ((), ())
    assert reader.read("When does the Vellum beta start?", NOTES[:1], max_answer_tokens=1)[0] != when


@given(st.text(max_size=60), st.lists(st.text(max_size=80) | st.text("Ab 1.\n", max_size=40), max_size=4))
def test_reader_gives_spans_of_each_passage(question: str, passages: list[str]) -> None:
    readings = FakeReader().read(question, passages)
    assert len(readings) == len(passages)
    for passage, reading in zip(passages, readings, strict=True):
        scores = [span.score for span in reading.spans]
        assert scores == sorted(scores, reverse=True)
        assert sum(span.probability for span in reading.spans) < 1
        for span in reading.spans:
            text = passage[span.start : span.end]
            assert text == text.strip() != ""
