"""A llama.cpp context: one sequence of tokens in a KV cache, computed so that it can be stopped at any moment."""

import ctypes
import os
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.engines.hardware import available_cores
from assistant.engines.llama import LlamaModel, LlamaParams, gpu_layers_or_default, model_broken
from assistant.engines.llama_native import forget_errors, interrupted_later, last_errors, lib
from assistant.errors import AssistantError

Logits = NDArray[np.float32]

_P = ParamSpec("_P")
_R = TypeVar("_R")
_ABORTED = 2


def context_settings(params: LlamaParams, n_ctx: int) -> lib.llama_context_params:
    """llama.cpp's own settings for ``params`` and a context of ``n_ctx`` tokens, for a role to adjust."""
    settings: lib.llama_context_params = lib.llama_context_default_params()
    settings.n_ctx = n_ctx
    n_batch = params.n_batch or (512 if gpu_layers_or_default(params.gpu_layers) else 128)
    settings.n_batch = settings.n_ubatch = min(n_batch, n_ctx)
    settings.n_threads = settings.n_threads_batch = params.threads or available_cores()
    settings.no_perf = True
    return settings


class LlamaContext:
    """One sequence of tokens in a KV cache, and the thread that computes on it.

    Native work runs on that one thread while the caller waits, so Ctrl-C reaches the caller at once; the
    computation is then stopped, which takes one operation of the model's graph, before ``KeyboardInterrupt``
    goes on. One caller at a time: only `cancel` may be called from elsewhere.
    """

    def __init__(self, model: LlamaModel, settings: lib.llama_context_params) -> None:
        self._model = model
        forget_errors()
        with interrupted_later():
            pointer = lib.llama_init_from_model(model.pointer, settings)
        if not pointer:
            raise model_broken(model.name, last_errors() or f"no context of {settings.n_ctx} tokens")
        self._pointer = pointer
        self._free = weakref.finalize(self, lib.llama_free, pointer)
        self.n_ctx = int(lib.llama_n_ctx(pointer))
        self._memory = lib.llama_get_memory(pointer)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="llama")
        self._stop = ctypes.create_string_buffer(2)
        lib.llama_set_abort_callback(pointer, *_flag_reader(self._stop))

    def keep(self, count: int) -> int:
        """Forget all but the first ``count`` tokens, and an earlier `cancel`.

        Returns how many are left: fewer than ``count`` where some never arrived, none where the model can't
        forget a part (recurrent models).
        """
        self._stop[0] = b"\0"
        return self._run(self._keep, count)

    def decode(self, tokens: Sequence[int]) -> None:
        """Compute ``tokens`` after those already there, a batch at a time.

        Raises ``CancelledError`` after `cancel`, ``AssistantError`` when llama.cpp fails; what was computed until
        then stays.
        """
        step = lib.llama_n_batch(self._pointer)
        for start in range(0, len(tokens), step):
            status = self._run(self._decode, tokens[start : start + step])
            if status == _ABORTED or self._stop[0] != b"\0":
                raise CancelledError
            if status != 0:
                reason = last_errors() or f"llama_decode returned {status}"
                raise AssistantError(f"model {self._model.name} failed: {reason}", "try again with less text")

    def logits(self) -> Logits:
        """A view of the last token's scores, one for each token of the vocabulary, valid until the next `decode`."""
        return np.ctypeslib.as_array(lib.llama_get_logits_ith(self._pointer, -1), (self._model.n_vocab,))

    def pooled_embedding(self) -> NDArray[np.float32]:
        """A copy of the sequence's pooled embedding, not normalised."""
        return np.ctypeslib.as_array(lib.llama_get_embeddings_seq(self._pointer, 0), (self._model.dims,)).copy()

    def rank_score(self) -> float:
        """What the model's ranking head says of the sequence: its first output, unscaled."""
        return float(lib.llama_get_embeddings_seq(self._pointer, 0)[0])

    def cancel(self) -> None:
        """Make the running `decode` raise ``CancelledError``."""
        self._stop[0] = b"\1"

    def close(self) -> None:
        """Free the cache; a second call does nothing."""
        self.cancel()
        self._thread.shutdown()
        self._free()

    def _run(self, call: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        running = self._thread.submit(call, *args, **kwargs)
        try:
            return running.result()
        except BaseException:
            self.cancel()
            wait([running])
            raise

    def _keep(self, count: int) -> int:
        if self._memory is None:
            return 0
        count = min(count, lib.llama_memory_seq_pos_max(self._memory, 0) + 1)
        if lib.llama_memory_seq_rm(self._memory, 0, count, -1):
            return count
        lib.llama_memory_clear(self._memory, False)
        return 0

    def _decode(self, tokens: Sequence[int]) -> int:
        array = (lib.llama_token * len(tokens))(*tokens)
        return int(lib.llama_decode(self._pointer, lib.llama_batch_get_one(array, len(tokens))))


def _flag_reader(flag: ctypes.Array[ctypes.c_char]) -> tuple[Any, ctypes.c_void_p]:
    """An abort callback, and its argument, that says whether ``flag`` has been set.

    llama.cpp asks after every operation. A Python callback would take the interpreter lock hundreds of times a
    token, which halves the speed beside a busy thread. ``strlen`` of a one-character string is the same question,
    answered in C: 0 before, 1 after the character is set.
    """
    libc = ctypes.CDLL("msvcrt" if os.name == "nt" else None)
    return ctypes.cast(libc.strlen, lib.ggml_abort_callback), ctypes.cast(flag, ctypes.c_void_p)
