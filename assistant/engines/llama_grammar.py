"""GBNF grammars on llama.cpp, with its traps closed: an uncompiled grammar or an unchecked token ends the process."""

import ctypes
import os
import re
import tempfile
import threading
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.engines.llama import LlamaModel
from assistant.engines.llama_native import forget_errors, last_errors, lib

TokenIds = NDArray[np.signedinteger[Any]]

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|#[^\n]*', re.DOTALL)
_RANGE = re.compile(r"\{\s*(\d+)\s*,\s*(\d+)\s*\}")
_stderr_lock = threading.Lock()


class Grammar:
    """A grammar beginning at ``root``, and how far a text has gone through it.

    Raises ``ValueError`` when ``source`` does not compile.
    """

    def __init__(self, model: LlamaModel, source: str) -> None:
        self._hold(_compile(model, source))

    def _hold(self, state: "lib.llama_sampler_p") -> None:
        self._state = state
        self._free = weakref.finalize(self, lib.llama_sampler_free, state)
        self._one: Any = lib.llama_token_data()
        self._array = lib.llama_token_data_array(ctypes.pointer(self._one), 1, -1, False)

    def copy(self) -> "Grammar":
        """The same grammar at the same place, to go on by itself."""
        copied = object.__new__(Grammar)
        copied._hold(lib.llama_sampler_clone(self._state))
        return copied

    def allows(self, token: int) -> bool:
        """Whether the text may go on with ``token``; an end token only where the text is whole."""
        self._one.id, self._one.logit = token, 0.0
        lib.llama_sampler_apply(self._state, ctypes.byref(self._array))
        return bool(self._one.logit == 0.0)

    def allowed(self, tokens: TokenIds) -> TokenIds:
        """Those of ``tokens`` that may come next, in the same order."""
        candidates = np.zeros(tokens.size, _CANDIDATE)
        candidates["id"] = tokens
        data = candidates.ctypes.data_as(lib.llama_token_data_p)
        array = lib.llama_token_data_array(data, tokens.size, -1, False)
        lib.llama_sampler_apply(self._state, ctypes.byref(array))
        return np.compress(candidates["logit"] == 0.0, tokens)

    def accept(self, token: int) -> None:
        """Go on by ``token``, which has to be allowed and no end token: llama.cpp aborts the process otherwise."""
        lib.llama_sampler_accept(self._state, token)

    def close(self) -> None:
        """Free the grammar; a second call does nothing."""
        self._free()


def _compile(model: LlamaModel, source: str) -> "lib.llama_sampler_p":
    _refuse_traps(source)
    forget_errors()
    text = source.encode()
    state, said = _catching_stderr(lambda: lib.llama_sampler_init_grammar(model.vocab, text, b"root"))
    if not state:
        reason = said.partition("error parsing grammar: ")[2].partition("\n")[0]
        raise ValueError(f"the grammar does not compile: {reason[:200] or last_errors()}")
    return state


def _refuse_traps(source: str) -> None:
    """Refuse what llama.cpp compiles and then does wrong.

    No grammar at all lets everything through, a NUL ends the grammar early, a repetition with its bounds reversed is
    expanded without end, and a token rule (``<...>``) allows tokens that end the process when they are accepted.
    """
    if not source.strip():
        raise ValueError("the grammar is empty")
    if "\0" in source:
        raise ValueError("the grammar contains a NUL character")
    bare = _QUOTED.sub("", source)
    if "<" in bare:
        raise ValueError("the grammar contains a token rule: <...>")
    for low, high in _RANGE.findall(bare):
        if int(low) > int(high):
            raise ValueError(f"the grammar repeats something {{{low},{high}}} times")


def _catching_stderr(call: "Callable[[], lib.llama_sampler_p]") -> "tuple[lib.llama_sampler_p, str]":
    """What ``call`` returns, and what native code wrote to stderr meanwhile: the parser has no other way to say why.

    Text of other threads that got caught while all went well is passed on.
    """
    with _stderr_lock, tempfile.TemporaryFile() as file:
        stderr = os.dup(2)
        try:
            os.dup2(file.fileno(), 2)
            result = call()
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
        file.seek(0)
        said = file.read()
    if result and said:
        os.write(2, said)
    return result, said.decode("utf-8", "replace")
