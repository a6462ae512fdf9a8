"""Requantizing a GGUF file in a process of its own."""

from pathlib import Path

import pytest

from assistant.engines.manifest import Requantize
from assistant.engines.model_store import ModelStore
from assistant.engines.requantize import requantize


def test_what_llama_cpp_cannot_read_leaves_nothing_and_says_why(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "model.gguf"
    source.write_bytes(b"GGUF" + b"nonsense" * 100)
    assert requantize(source, tmp_path / "made.gguf", Requantize.Q4_0) != ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.gguf"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.models
def test_the_embedded_model_is_made_again(embedded_models: ModelStore, tmp_path: Path) -> None:
    source = embedded_models.require("smollm2-135m").path("model.gguf")
    assert requantize(source, tmp_path / "made.gguf", Requantize.Q4_0) == ""
    assert (tmp_path / "made.gguf").read_bytes()[:4] == b"GGUF"
