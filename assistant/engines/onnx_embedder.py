"""Embedding with ONNX Runtime: MiniLM by default, and the hub's BERT-like models as they are."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.engines.familiarity import familiarity
from assistant.engines.manifest import Manifest, Pooling
from assistant.engines.ports import TextVectors, Vectors
from assistant.engines.text_session import Output, TextSession, Tokens, tokenizer_in
from assistant.errors import ModelBrokenError


@dataclass(frozen=True, slots=True)
class EmbedderParams:
    """What turns a model's output into its vectors; ``max_tokens`` includes special tokens."""

    dims: int
    max_tokens: int
    pooling: Pooling = Pooling.MEAN
    query_prefix: str = ""
    document_prefix: str = ""
    contrast: float = 1.0

    @classmethod
    def of(cls, manifest: Manifest) -> "EmbedderParams":
        """What a manifest says of its model."""
        return cls(
            dims=manifest.dims,
            max_tokens=manifest.max_tokens,
            pooling=manifest.pooling,
            query_prefix=manifest.query_prefix,
            document_prefix=manifest.document_prefix,
            contrast=manifest.contrast,
        )


class OnnxEmbedder:
    """An ``Embedder`` of a folder with ``model.onnx`` and ``tokenizer.json`` or ``tokenizer.safetensors``.

    ``sha256`` names the model in the fingerprint; ``threads`` 0 stands for the cores there are.
    Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    def __init__(self, folder: Path, params: EmbedderParams, sha256: str, threads: int = 0) -> None:
        self._params = params
        self._sha256 = sha256
        self._session = TextSession(folder / "model.onnx", tokenizer_in(folder), params.max_tokens, threads)
        width = self._session.width
        if width not in (None, params.dims):
            raise ModelBrokenError(
                f"{folder.name} makes vectors of {width} dimensions, its manifest says {params.dims}"
            )

    @property
    def fingerprint(self) -> str:
        """Names the model's hash, pooling, prefixes and cut."""
        params = self._params
        what = (self._sha256, params.pooling, params.query_prefix, params.document_prefix, params.max_tokens)
        return f"onnx-{params.dims}-{hashlib.sha256(repr(what).encode()).hexdigest()[:16]}"

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
        return self._params.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special tokens and prefix."""
        return self._session.count(texts)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dims)``, float32; a text's vector depends on that text alone."""
        return self._embed([self._params.document_prefix + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """One unit vector, shape ``(dims,)``, float32."""
        vector: Vectors = self._embed([self._params.query_prefix + text])[0]
        return vector

    def document_vectors(self, texts: Sequence[str]) -> list[TextVectors]:
        """What ``embed_documents`` makes, with the vectors of the tokens where the model takes their mean."""
        return self._read(self._params.document_prefix, texts)

    def query_vectors(self, text: str) -> TextVectors:
        """What ``embed_query`` makes, with the vectors of the tokens where the model takes their mean."""
        return self._read(self._params.query_prefix, [text])[0]

    def familiarity(self, text: str) -> float:
        """How much of a text the tokenizer does not spell out, 0..1."""
        return familiarity(text, self._session.pieces(text))

    def close(self) -> None:
        """Free the model."""
        self._session.close()

    def _read(self, prefix: str, texts: Sequence[str]) -> list[TextVectors]:
        before = self._session.count([prefix])[0] if prefix else 0

        def read(tokens: Tokens, output: Output) -> TextVectors:
            return TextVectors(self._pooled(output), self._token_vectors(output, tokens, before))

        return self._session.run_with_tokens(self._session.encode([prefix + text for text in texts]), read)

    def _token_vectors(self, output: Output, encoding: Tokens, before: int) -> Vectors:
        """Rows of the tokens that hold a letter or digit; none of a model that means something else by them.

        The prefix's own, ``before`` of them behind the first special token, are no words of the text.
        """
        if output.ndim != 2 or self._params.pooling is not Pooling.MEAN:
            return np.zeros((0, self.dims), np.float32)
        are_words = self._session.are_words(encoding)
        if before:
            are_words[: before + 1] = False
        rows: Vectors = output[are_words].astype(np.float32)
        return rows

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = self._session.run(self._session.encode(texts), self._pooled)
        return np.array(vectors, np.float32).reshape(len(texts), self.dims)

    def _pooled(self, output: Output) -> Output:
        """One unit vector of a text's token vectors, or of the one the model has pooled itself."""
        if output.ndim == 2:
            match self._params.pooling:
                case Pooling.MEAN:
                    output = output.mean(axis=0)
                case Pooling.CLS:
                    output = output[0]
                case Pooling.LAST:
                    output = output[-1]
        norm = max(float(np.linalg.norm(output)), 1e-12)
        return (output / norm).astype(np.float32)
