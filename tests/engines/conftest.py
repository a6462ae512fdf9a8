"""What the tests of engines share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """Where the embedded models are: ``ASSISTANT_TEST_MODELS``, or the checkout's own data folder."""
    checkout = Path(__file__).parents[2]
    return Path(os.environ.get("ASSISTANT_TEST_MODELS") or checkout / ".home/data/models")


@pytest.fixture(scope="session")
def chat_model(models_folder: Path) -> Path:
    path = models_folder / "smollm2-135m" / "model.gguf"
    if not path.is_file():
        pytest.fail(f"{path} is missing: run `make models`")
    return path


@pytest.fixture(scope="session")
def shared_chat(chat_model: Path) -> Iterator["LlamaChat"]:
    """One loaded model for all tests that leave it as it was."""
    from assistant.engines.llama_chat import LlamaChat

    chat = LlamaChat(chat_model, name="smollm2-135m")
    yield chat
    chat.close()
