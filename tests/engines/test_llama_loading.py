"""A model file that is missing, cut or foreign is an error with a next step, never a crash, and never noise."""

import signal
from pathlib import Path

import pytest

from assistant.engines.llama import LlamaModel, LlamaParams
from assistant.engines.llama_chat import LlamaChat
from assistant.engines.llama_native import interrupted_later
from assistant.errors import ModelBrokenError, ModelMissingError

pytestmark = pytest.mark.models


def test_an_interrupt_comes_when_native_code_has_returned() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), interrupted_later():
        signal.raise_signal(signal.SIGINT)
        done.append("the rest")
    assert done == ["the rest"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_that_is_not_wanted_stays_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupted_later():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError) as caught:
        LlamaModel(tmp_path / "model.gguf", "tiny")
    assert caught.value.hint == "assistant models pull tiny"


@pytest.mark.parametrize(
    "content", [b"", b"GG", b"not a model", b"GGUF", b"GGUF\xff" * 100, b"GGUF\x03\0\0\0" + b"\xff" * 64]
)
def test_a_file_that_is_no_model(tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelBrokenError) as caught:
        LlamaModel(path, "tiny")
    assert caught.value.hint == "assistant models verify tiny"
    assert capfd.readouterr() == ("", "")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelBrokenError):
        LlamaModel(tmp_path, "tiny")


@pytest.mark.parametrize("size", [1_000, 1_000_000, 50_000_000])
def test_a_cut_file_says_why(chat_model: Path, tmp_path: Path, size: int, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "model.gguf"
    with chat_model.open("rb") as file:
        path.write_bytes(file.read(size))
    with pytest.raises(ModelBrokenError, match=r"cannot be loaded: .+"):
        LlamaModel(path, "tiny")
    assert capfd.readouterr() == ("", "")


def test_loading_and_writing_is_silent(chat_model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chat = LlamaChat(chat_model, name="smollm2-135m", params=LlamaParams(n_ctx=256, threads=1))
    list(chat.generate("Once upon a time", max_tokens=2))
    chat.close()
    assert capfd.readouterr() == ("", "")


def test_a_closed_model_refuses_work(chat_model: Path) -> None:
    chat = LlamaChat(chat_model, name="smollm2-135m", params=LlamaParams(n_ctx=256))
    running = chat.generate("Once upon a time", max_tokens=9)
    next(running)
    chat.close()
    chat.close()
    with pytest.raises(RuntimeError, match="closed"):
        next(running)
    with pytest.raises(RuntimeError, match="closed"):
        chat.count_tokens("x")
    with pytest.raises(RuntimeError, match="closed"):
        chat.generate("x")


def test_the_context_is_at_most_what_the_model_was_trained_for(chat_model: Path) -> None:
    chat = LlamaChat(chat_model, name="smollm2-135m", params=LlamaParams(n_ctx=1_000_000))
    assert chat.context_tokens == 8192
    chat.close()
