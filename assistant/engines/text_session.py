"""ONNX models that read text: tokenizing, and running many texts on a few cores."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from assistant.engines.hardware import available_cores
from assistant.errors import ModelBrokenError, ModelMissingError

_ERRORS_ONLY = 3
_KNOWN_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})

Output = NDArray[np.float32]

ort.set_default_logger_severity(_ERRORS_ONLY)


class TextSession:
    """A tokenizer and an ONNX model, each text run alone on one core.

    A batch would need padding and, in a model that quantizes activations as they come, would let a text's
    neighbours change its result. Texts in parallel use the cores as well and give one result per text.
    ``threads`` 0 stands for the cores there are; ``outputs`` are the model's outputs that are wanted, its first
    one if none is named. Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    def __init__(
        self, model: Path | bytes, tokenizer: Path, max_tokens: int, threads: int = 0, outputs: Sequence[str] = ()
    ) -> None:
        self._tokenizer_file = tokenizer
        self._max_tokens = max_tokens
        self._tokenizer = _load_tokenizer(tokenizer)
        self._tokenizer.enable_truncation(max_tokens)
        self._session = _load_model(model)
        self._inputs = [value.name for value in self._session.get_inputs()]
        if unknown := set(self._inputs) - _KNOWN_INPUTS:
            raise ModelBrokenError(f"the model wants inputs that are not known: {', '.join(sorted(unknown))}")
        known = [value.name for value in self._session.get_outputs()]
        if missing := set(outputs) - set(known):
            raise ModelBrokenError(f"the model lacks the output {', '.join(sorted(missing))}")
        self._outputs = list(outputs) or known[:1]
        self._pool = ThreadPoolExecutor(threads or available_cores(), thread_name_prefix="onnx")

    @property
    def width(self) -> int | None:
        """The last dimension of the model's first output, if it is fixed."""
        last = self._session.get_outputs()[0].shape[-1]
        return last if isinstance(last, int) else None

    def encode(self, inputs: Sequence[str] | Sequence[tuple[str, str]]) -> list[Encoding]:
        """Tokenize texts, or pairs of texts, with special tokens, cut at ``max_tokens``."""
        encodings: list[Encoding] = self._tokenizer.encode_batch_fast(list(inputs))
        return encodings

    def encode_windows(self, first: str, seconds: Sequence[str], overlap: int) -> list[list[Encoding]]:
        """Tokenize a text with each of many, offsets included, in as many windows as the second one needs.

        Neighbouring windows share ``overlap`` tokens of it. ``first`` has to leave room for more than that.
        """
        self._windowed.enable_truncation(self._max_tokens, stride=overlap, strategy="only_second")
        encodings = self._windowed.encode_batch([(first, second) for second in seconds])
        return [[encoding, *encoding.overflowing] for encoding in encodings]

    def cut(self, text: str, tokens: int) -> str:
        """The text, or so much of its beginning as is ``tokens`` long."""
        offsets = self._uncut.encode(text, add_special_tokens=False).offsets
        return text if len(offsets) <= tokens else text[: offsets[tokens - 1][1]]

    def pieces(self, text: str) -> list[str]:
        """A text's tokens as the vocabulary writes them, uncut and without special tokens."""
        tokens: list[str] = self._uncut.encode(text, add_special_tokens=False).tokens
        return tokens

    def are_words(self, encoding: Encoding) -> NDArray[np.bool_]:
        """For each token whether it holds a letter or digit of the text: not ``.``, ``[CLS]`` or ``<unk>``."""
        are_words: NDArray[np.bool_] = self._is_word[encoding.ids]
        return are_words

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, uncut and without special tokens."""
        encodings = self._uncut.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def run(self, encodings: Sequence[Encoding], reduce: Callable[..., Output]) -> list[Output]:
        """The model's outputs for each text, without their batch dimension, brought down to one by ``reduce``."""

        def one(index: int) -> Output:
            return reduce(*(output[0] for output in self._session.run(self._outputs, self._feed(encodings[index]))))

        if len(encodings) == 1:
            return [one(0)]
        # The longest first, so that no core is left alone with it at the end.
        order = sorted(range(len(encodings)), key=lambda index: -len(encodings[index]))
        by_index = dict(zip(order, self._pool.map(one, order), strict=True))
        return [by_index[index] for index in range(len(encodings))]

    def close(self) -> None:
        """Stop the threads and free the model."""
        self._pool.shutdown(cancel_futures=True)
        del self._session

    def _feed(self, encoding: Encoding) -> dict[str, NDArray[np.int64]]:
        values = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        return {name: np.array([values[name]], np.int64) for name in self._inputs}

    @cached_property
    def _is_word(self) -> NDArray[np.bool_]:
        """By number of the vocabulary: a batch that is tokenized fast does not say how its tokens are written."""
        vocabulary = self._uncut.get_vocab()
        words = np.zeros(max(vocabulary.values(), default=0) + 1, np.bool_)
        for token, number in vocabulary.items():
            words[number] = any(c.isalnum() for c in token) and token[0] not in "[<"
        return words

    @cached_property
    def _windowed(self) -> Tokenizer:
        return _load_tokenizer(self._tokenizer_file)

    @cached_property
    def _uncut(self) -> Tokenizer:
        return _load_tokenizer(self._tokenizer_file)


def _load_tokenizer(path: Path) -> Tokenizer:
    _must_exist(path)
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises the base class itself
        raise ModelBrokenError(f"{path} is no tokenizer: {error}", hint=_pull_again(path)) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _load_model(model: Path | bytes) -> Any:  # noqa: ANN401 (the library has no types)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    if isinstance(model, Path):
        _must_exist(model)
    try:
        source = str(model) if isinstance(model, Path) else model
        return ort.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # a dozen classes without a common one
        where = str(model) if isinstance(model, Path) else "the converted model"
        hint = _pull_again(model) if isinstance(model, Path) else ""
        raise ModelBrokenError(f"{where} cannot be loaded: {error}", hint=hint) from error


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise ModelMissingError(f"{path} is missing", hint=_pull_again(path))


def _pull_again(path: Path) -> str:
    return f"assistant models pull {path.parent.name}"
