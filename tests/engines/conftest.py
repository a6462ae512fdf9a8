"""What the tests of engines share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_server import ModelServer

from assistant.engines.llama_chat import LlamaChat
from assistant.engines.model_store import ModelStore


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture(scope="session")
def embedded_models() -> ModelStore:
    """The store with the two embedded models: ``ASSISTANT_TEST_MODELS``, or the checkout's own."""
    checkout = Path(__file__).parents[2]
    store = ModelStore(Path(os.environ.get("ASSISTANT_TEST_MODELS") or checkout / ".home/data/models"))
    for name in ("smollm2-135m", "minilm-l6", "judge-minilm"):
        if store.installed(name) is None:
            pytest.fail(f"{store.folder / name} is missing or broken: run `make models`")
    return store


@pytest.fixture(scope="session")
def chat_model(embedded_models: ModelStore) -> Path:
    return embedded_models.require("smollm2-135m").path("model.gguf")


@pytest.fixture(scope="session")
def shared_chat(chat_model: Path) -> Iterator[LlamaChat]:
    """One loaded model for all tests that leave it fit for the next."""
    chat = LlamaChat(chat_model, name="smollm2-135m")
    yield chat
    chat.close()
