"""GGUF models through llama.cpp's C interface: loading, and text to tokens and back.

The C interface is used rather than ``llama_cpp.Llama`` because that class redirects the process's
stdout and stderr while it works, can't be interrupted, and checks a grammar against the whole vocabulary.
"""

import ctypes
import os
import weakref
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.engines.llama_native import forget_errors, interrupted_later, last_errors, lib
from assistant.errors import ModelBrokenError, ModelMissingError


@dataclass(frozen=True, slots=True)
class LlamaParams:
    """How a model is loaded; ``None`` stands for what suits this machine.

    ``n_ctx`` (tokens) is capped at what the model was trained for; ``n_batch`` is how many prompt tokens are
    computed at once: on a CPU, more are hardly faster and take longer to interrupt. ``gpu_layers`` -1 puts every
    layer on the GPU.
    """

    n_ctx: int = 4096
    n_batch: int | None = None
    threads: int | None = None
    gpu_layers: int | None = None


DEFAULT_PARAMS = LlamaParams()


class LlamaModel:
    """The weights and the vocabulary of one GGUF file.

    Raises ``ModelMissingError`` when there is no file, ``ModelBrokenError`` when llama.cpp refuses it.
    """

    def __init__(self, path: Path, name: str, gpu_layers: int | None = None) -> None:
        self.name = name
        _check_is_gguf(path, name)
        self.pointer = _load(path, name, gpu_layers)
        self._free = weakref.finalize(self, lib.llama_model_free, self.pointer)
        self._vocab: lib.llama_vocab_p = lib.llama_model_get_vocab(self.pointer)
        self.n_vocab: int = lib.llama_vocab_n_tokens(self._vocab)
        if lacking := _lacking_tokens(self._vocab):
            raise model_broken(name, f"its vocabulary has no {lacking} token")

    @property
    def vocab(self) -> lib.llama_vocab_p:
        """The native vocabulary; raises ``RuntimeError`` once the model is closed, where native code would crash."""
        if not self._free.alive:
            raise RuntimeError(f"model {self.name} is closed")
        return self._vocab

    @property
    def trained_context(self) -> int:
        """Tokens the model was trained to see at once."""
        return int(lib.llama_model_n_ctx_train(self.pointer))

    @property
    def dims(self) -> int:
        """Length of a hidden state, and so of an embedding."""
        return int(lib.llama_model_n_embd_out(self.pointer))

    @property
    def chat_template(self) -> str | None:
        """The Jinja source the file carries, if any."""
        source = lib.llama_model_chat_template(self.pointer, None)
        return None if source is None else source.decode("utf-8", "replace")

    def tokenize(self, text: str, *, add_special: bool = False, parse_special: bool = False) -> list[int]:
        """Token ids; ``add_special`` adds what the model wants around it, ``parse_special`` reads control tokens."""
        data = text.encode("utf-8", "replace")
        size = len(data) + 2
        tokens = (lib.llama_token * size)()
        count = lib.llama_tokenize(self.vocab, data, len(data), tokens, size, add_special, parse_special)
        if count < 0:
            tokens = (lib.llama_token * -count)()
            count = lib.llama_tokenize(self.vocab, data, len(data), tokens, -count, add_special, parse_special)
        return tokens[:count]

    def piece(self, token: int) -> bytes:
        """The bytes a token writes: none for a control token, part of a character for some."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            written = lib.llama_token_to_piece(self.vocab, token, buffer, size, 0, False)
            if written >= 0:
                return buffer.raw[:written]
            size = -written

    def token_text(self, token: int) -> str:
        """How the vocabulary spells a token, control tokens included; empty for no token (-1)."""
        if not 0 <= token < self.n_vocab:
            return ""
        return str(lib.llama_vocab_get_text(self.vocab, token).decode("utf-8", "replace"))

    @property
    def closing_tokens(self) -> tuple[int, int]:
        """The tokens that one model or another puts at the end of a text."""
        return int(lib.llama_vocab_sep(self.vocab)), int(lib.llama_vocab_eos(self.vocab))

    @property
    def bos(self) -> int | None:
        """The token this model wants before everything else, if it wants one."""
        return int(lib.llama_vocab_bos(self.vocab)) if lib.llama_vocab_get_add_bos(self.vocab) else None

    def is_end(self, token: int) -> bool:
        """Whether the token ends a generation."""
        return bool(lib.llama_vocab_is_eog(self.vocab, token))

    @cached_property
    def control_tokens(self) -> list[int]:
        """Every token that stands for structure and not for text, end tokens among them."""
        return [token for token in range(self.n_vocab) if lib.llama_vocab_is_control(self.vocab, token)]

    @cached_property
    def byte_tokens(self) -> dict[int, int]:
        """The token that writes one byte, by that byte; none where other tokens may begin with other bytes."""
        one = ctypes.create_string_buffer(1)
        tokens: dict[int, int] = {}
        for token in range(self.n_vocab):
            if lib.llama_token_to_piece(self.vocab, token, one, 1, 0, False) == 1:
                tokens[ord(one.raw)] = token
        # A byte-level BPE makes every token of these. Any other vocabulary has to have them all.
        is_bpe = lib.llama_vocab_type(self.vocab) == lib.LLAMA_VOCAB_TYPE_BPE
        return tokens if is_bpe or len(tokens) == 256 else {}

    def close(self) -> None:
        """Free the weights; a second call does nothing."""
        self._free()


def _check_is_gguf(path: Path, name: str) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except FileNotFoundError:
        raise ModelMissingError(f"model {name} is not installed: no {path}", f"assistant models pull {name}") from None
    except OSError as error:
        raise model_broken(name, f"cannot read {path}: {error.strerror}") from error
    if magic != b"GGUF":
        raise model_broken(name, f"{path} is not a GGUF file")


def gpu_layers_or_default(gpu_layers: int | None) -> int:
    """``gpu_layers``, or by default all (-1) where llama.cpp finds a GPU and none where it doesn't."""
    if gpu_layers is not None:
        return gpu_layers
    return -1 if lib.llama_supports_gpu_offload() else 0


def _load(path: Path, name: str, gpu_layers: int | None) -> lib.llama_model_p:
    params = lib.llama_model_default_params()
    params.n_gpu_layers = gpu_layers_or_default(gpu_layers)
    forget_errors()
    with interrupted_later():
        pointer: lib.llama_model_p | None = lib.llama_model_load_from_file(os.fsencode(path), params)
    if not pointer:
        raise model_broken(name, last_errors() or "llama.cpp gave no reason")
    return pointer


def _lacking_tokens(vocab: lib.llama_vocab_p) -> str:
    """What this vocabulary has to have and hasn't; llama.cpp ends the process when it gets to need it."""
    if lib.llama_vocab_type(vocab) == lib.LLAMA_VOCAB_TYPE_NONE:
        return "text"
    is_bert = lib.llama_vocab_type(vocab) == lib.LLAMA_VOCAB_TYPE_WPM
    if (is_bert or lib.llama_vocab_get_add_bos(vocab)) and lib.llama_vocab_bos(vocab) == lib.LLAMA_TOKEN_NULL:
        return "start"
    if is_bert and lib.llama_vocab_sep(vocab) == lib.LLAMA_TOKEN_NULL:
        return "separator"
    if lib.llama_vocab_get_add_eos(vocab) and lib.llama_vocab_eos(vocab) == lib.LLAMA_TOKEN_NULL:
        return "end"
    return ""


def model_broken(name: str, reason: str) -> ModelBrokenError:
    """The error for a model that is there and cannot be used."""
    return ModelBrokenError(f"model {name} cannot be loaded: {reason}", f"assistant models verify {name}")
