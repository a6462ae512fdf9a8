"""Embedding with a GGUF model through llama.cpp."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.engines.familiarity import familiarity
from assistant.engines.llama import DEFAULT_PARAMS, LlamaModel, LlamaParams, model_broken
from assistant.engines.llama_context import LlamaContext, context_settings
from assistant.engines.llama_native import lib
from assistant.engines.manifest import Pooling
from assistant.engines.ports import TextVectors, Vectors

if TYPE_CHECKING:
    from assistant.engines.onnx_embedder import EmbedderParams

_POOLING = {
    Pooling.MEAN: lib.LLAMA_POOLING_TYPE_MEAN,
    Pooling.CLS: lib.LLAMA_POOLING_TYPE_CLS,
    Pooling.LAST: lib.LLAMA_POOLING_TYPE_LAST,
}


class GgufEmbedder:
    """An ``Embedder`` of one GGUF file; of ``llama``, only threads and GPU layers count.

    One text is computed at a time, which on a CPU is as fast as many, and makes a text's vector depend on that
    text alone. ``sha256`` names the file in the fingerprint. Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    def __init__(
        self, path: Path, *, name: str, params: "EmbedderParams", sha256: str, llama: LlamaParams = DEFAULT_PARAMS
    ) -> None:
        self._params = params
        self._sha256 = sha256
        self._model = LlamaModel(path, name, llama.gpu_layers)
        if self._model.dims != params.dims:
            reason = f"it makes vectors of {self._model.dims} dimensions, its manifest says {params.dims}"
            raise model_broken(name, reason)
        self._max_tokens = min(params.max_tokens, self._model.trained_context)
        settings = context_settings(llama, self._max_tokens)
        # A text is one batch: pooling, and attention that looks ahead, need all of it at once.
        settings.n_batch = settings.n_ubatch = settings.n_ctx
        settings.embeddings = True
        settings.pooling_type = _POOLING[params.pooling]
        settings.flash_attn_type = lib.LLAMA_FLASH_ATTN_TYPE_ENABLED
        self._context = LlamaContext(self._model, settings)

    @property
    def fingerprint(self) -> str:
        """Names the model's hash, pooling, prefixes and cut."""
        params = self._params
        what = (self._sha256, params.pooling, params.query_prefix, params.document_prefix, self._max_tokens)
        return f"gguf-{params.dims}-{hashlib.sha256(repr(what).encode()).hexdigest()[:16]}"

    @property
    def dims(self) -> int:
        """Length of a vector."""
        return self._params.dims

    @property
    def contrast(self) -> float:
        """How many times as far from 1 its similarities are taken where they meet a threshold."""
        return self._params.contrast

    @property
    def max_tokens(self) -> int:
        """Longest input in tokens, special tokens included; longer text is cut."""
        return self._max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special tokens and prefix."""
        return [len(self._model.tokenize(text)) for text in texts]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dims)``, float32; a text's vector depends on that text alone."""
        vectors = [self._embed(self._params.document_prefix + text) for text in texts]
        return np.array(vectors, np.float32).reshape(len(texts), self.dims)

    def embed_query(self, text: str) -> Vectors:
        """One unit vector, shape ``(dims,)``, float32."""
        return self._embed(self._params.query_prefix + text)

    def document_vectors(self, texts: Sequence[str]) -> list[TextVectors]:
        """What ``embed_documents`` makes; llama.cpp keeps no token vectors beside a pooled one."""
        return [TextVectors(vector, self._no_tokens) for vector in self.embed_documents(texts)]

    def query_vectors(self, text: str) -> TextVectors:
        """What ``embed_query`` makes; llama.cpp keeps no token vectors beside a pooled one."""
        return TextVectors(self.embed_query(text), self._no_tokens)

    def familiarity(self, text: str) -> float:
        """How much of a text the tokenizer does not spell out, 0..1."""
        pieces = (self._model.piece(token).decode(errors="ignore") for token in self._model.tokenize(text))
        return familiarity(text, pieces)

    def close(self) -> None:
        """Free the model; a second call does nothing."""
        self._context.close()
        self._model.close()

    @property
    def _no_tokens(self) -> Vectors:
        return np.zeros((0, self.dims), np.float32)

    def _embed(self, text: str) -> NDArray[np.float32]:
        self._context.keep(0)
        self._context.decode(self._tokens(text))
        vector = self._context.pooled_embedding()
        unit: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return unit

    def _tokens(self, text: str) -> list[int]:
        """Tokens with the special ones around them; what doesn't fit is cut before the closing one."""
        tokens = self._model.tokenize(text, add_special=True) or [lib.llama_vocab_eos(self._model.vocab)]
        if len(tokens) <= self._max_tokens:
            return tokens
        closing = tokens[-1:] if tokens[-1] in self._model.closing_tokens else []
        return tokens[: self._max_tokens - len(closing)] + closing
