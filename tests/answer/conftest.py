"""What the tests of grammars share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.engines.llama import LlamaModel


@pytest.fixture(scope="session")
def vocabulary(models_folder: Path) -> Iterator[LlamaModel]:
    """A real chat model's vocabulary, against which llama.cpp checks grammars."""
    model = LlamaModel(models_folder / "smollm2-135m" / "model.gguf", "smollm2-135m")
    yield model
    model.close()
