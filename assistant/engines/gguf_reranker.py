"""Reranking with a GGUF model through llama.cpp: it reads the query and a text together, and its head ranks them."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.engines.llama import DEFAULT_PARAMS, LlamaModel, LlamaParams, model_broken
from assistant.engines.llama_context import LlamaContext, context_settings
from assistant.engines.llama_native import lib

_HEADS = ("cls.weight", "cls.output.weight")
#: Names and shapes of the tensors come after the vocabulary; those of half a million words lie within this.
_HEADER_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class _Frame:
    """The tokens around query and text, as the model was trained."""

    before: list[int]
    between: list[int]
    after: list[int]

    def __len__(self) -> int:
        return len(self.before) + len(self.between) + len(self.after)


class GgufReranker:
    """A ``Reranker`` of one GGUF file with a ranking head; of ``llama``, only threads and GPU layers count.

    Query and text together are cut at ``max_tokens``: the text first, and the query where it takes more than half.
    Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    def __init__(self, path: Path, *, name: str, max_tokens: int, llama: LlamaParams = DEFAULT_PARAMS) -> None:
        self._model = LlamaModel(path, name, llama.gpu_layers)
        _check_ranks(path, name)
        self._frame = _frame(self._model)
        settings = context_settings(llama, min(max_tokens, self._model.trained_context))
        # A pair is one batch: the head, and attention that looks ahead, need all of it at once.
        settings.n_batch = settings.n_ubatch = settings.n_ctx
        settings.embeddings = True
        settings.pooling_type = lib.LLAMA_POOLING_TYPE_RANK
        settings.flash_attn_type = lib.LLAMA_FLASH_ATTN_TYPE_ENABLED
        self._context = LlamaContext(self._model, settings)
        self._room = settings.n_ctx - len(self._frame)

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """What the head says of each text, in the texts' order: a logit, or a share if a softmax is part of it."""
        question = self._model.tokenize(query)[: self._room // 2]
        return [self._score(question, self._model.tokenize(text)) for text in texts]

    def close(self) -> None:
        """Free the model; a second call does nothing."""
        self._context.close()
        self._model.close()

    def _score(self, query: list[int], text: list[int]) -> float:
        frame = self._frame
        self._context.keep(0)
        text = text[: self._room - len(query)]
        self._context.decode([*frame.before, *query, *frame.between, *text, *frame.after])
        return self._context.rank_score()


def _frame(model: LlamaModel) -> _Frame:
    """What the file's own template for reranking says, or the pair of texts that BERT and XLM-R are trained with."""
    template = lib.llama_model_chat_template(model.pointer, b"rerank")
    if template is None:
        return _pair_frame(model)
    head, query, rest = template.decode("utf-8", "replace").partition("{query}")
    middle, document, tail = rest.partition("{document}")
    if not (query and document):
        raise model_broken(model.name, "its template for reranking does not name {query} and then {document}")
    return _Frame(*(model.tokenize(part, parse_special=True) for part in (head, middle, tail)))


def _pair_frame(model: LlamaModel) -> _Frame:
    """``[CLS] query [SEP] text [SEP]``, or two marks between where a model ends texts by itself, as XLM-R does."""
    before = [model.bos] if model.bos is not None else []
    separator, end = model.closing_tokens
    closing = next((token for token in (end, separator) if token != lib.LLAMA_TOKEN_NULL), None)
    if closing is None:
        raise model_broken(model.name, "its vocabulary has no token that ends a text")
    doubled = lib.llama_vocab_get_add_eos(model.vocab) and separator != lib.LLAMA_TOKEN_NULL
    return _Frame(before, [closing, separator] if doubled else [closing], [closing])


def _check_ranks(path: Path, name: str) -> None:
    """Llama.cpp ends the process where a model without a head is asked to rank."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if not any(struct.pack("<Q", len(head)) + head.encode() in header for head in _HEADS):
        raise model_broken(name, "it has no head that ranks; it is a model of another kind")
