"""What the tests of structured output share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.engines.llama import LlamaModel
from assistant.engines.llama_chat import LlamaChat


@pytest.fixture(scope="session")
def vocabulary(models_folder: Path) -> Iterator[LlamaModel]:
    """A real chat model's vocabulary, against which llama.cpp checks grammars."""
    model = LlamaModel(models_folder / "smollm2-135m" / "model.gguf", "smollm2-135m")
    yield model
    model.close()


@pytest.fixture(scope="session")
def real_chat(models_folder: Path) -> Iterator[LlamaChat]:
    """The real small model, loaded once."""
    chat = LlamaChat(models_folder / "smollm2-135m" / "model.gguf", name="smollm2-135m")
    yield chat
    chat.close()
