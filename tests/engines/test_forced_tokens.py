"""What a grammar leaves no choice about is written without asking the model, and reads as if it had been asked."""

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.engines.llama_chat import LlamaChat
from assistant.engines.llama_sampling import GrammarSampler
from assistant.engines.ports import Message, Piece

pytestmark = pytest.mark.models

LINES = (
    "The release moved to 14 September, because Priyamvada Raghunathan found a leak in the Cöthen boiler room.",
    "Tickets cost 12.50, or 9.00 for members; bring your card.",
    "测试版的发布推迟到九月十四日，由陈伟决定。",
    'She wrote: "Zürich 🦊 is fine", then left.',
)
QUESTIONS = ("When is the release?", "What do tickets cost?", "谁决定的？", "Where is Zürich?", "Say something.")


def clauses() -> str:
    """A pointer and one line, cut after its first comma or not at all."""
    rules = []
    for n, line in enumerate(LINES, start=1):
        first, rest = (part.replace('"', '\\"') for part in line.split(",", 1)) if "," in line else (line, "")
        rules.append(f'"[{n}] {first}" (",{rest}")?' if rest else f'"[{n}] {first}"')
    return "root ::= " + " | ".join(rules)


def written(chat: LlamaChat, question: str, grammar: str, max_tokens: int = 80) -> list[Piece]:
    prompt = chat.render([Message("user", "\n".join((*LINES, question)))])
    return list(chat.generate(prompt, grammar=grammar, max_tokens=max_tokens))


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("grammar", [clauses(), 'root ::= "[" [1-4] "] " ("Yes" | "No") "."'], ids=["lines", "yes"])
def test_the_text_is_the_one_without_it(shared_chat: LlamaChat, monkeypatch, question: str, grammar: str):
    quick = text_of(written(shared_chat, question, grammar))
    monkeypatch.setattr(GrammarSampler, "forced", lambda _self, _limit: [])
    assert quick == text_of(written(shared_chat, question, grammar))


def test_forced_tokens_are_computed_together_or_not_at_all(shared_chat: LlamaChat, monkeypatch):
    computed: list[int] = []
    decode = shared_chat._context.decode
    monkeypatch.setattr(shared_chat._context, "decode", lambda tokens: (computed.append(len(tokens)), decode(tokens)))
    pieces = written(shared_chat, "Which?", f'root ::= "1. {LINES[0]} " [ab] " {LINES[1]}"')
    asked = [piece for piece in pieces if piece.logprob != 0.0]
    assert len(pieces) > 40
    assert len(computed) == len(asked) <= 4
    whole = written(shared_chat, "Which?", f'root ::= "{LINES[0]}"')
    assert text_of(whole) == LINES[0]
    assert len(computed) == len(asked)


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_the_limit_of_tokens_holds_within_a_forced_run(shared_chat: LlamaChat, limit: int):
    pieces = written(shared_chat, "Which?", f'root ::= "{LINES[0]}"', max_tokens=limit)
    assert len(pieces) == limit
    assert LINES[0].startswith(text_of(pieces))


TEXTS = st.lists(
    st.text(st.sampled_from("ab c,.1é字🦊"), min_size=1, max_size=12)
    | st.sampled_from(["the cat sat", "the cat sang", "the catalogue", "字典", "字母"]),
    min_size=1,
    max_size=5,
    unique=True,
)


@example(["🦊", "字典"], 28471)
@given(TEXTS, st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_what_every_continuation_shares_is_forced(shared_chat: LlamaChat, texts: list[str], seed: int):
    model = shared_chat._model
    sampler = GrammarSampler(model, "root ::= " + " | ".join(f'"{text}"' for text in texts))
    random = np.random.default_rng(seed)
    said = b""
    try:
        while not sampler.finished:
            possible = [text.encode() for text in texts if text.encode().startswith(said)]
            said += b"".join(map(model.piece, sampler.forced(100)))
            assert all(text.startswith(said) for text in possible)
            if sampler.finished:
                break
            choice = sampler.choose(random.normal(0, 4, model.n_vocab).astype(np.float32))
            if choice.ends:
                break
            said += model.piece(choice.token)
    finally:
        sampler.close()
    assert said.decode() in texts
