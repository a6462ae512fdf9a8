"""ONNX models that read text: tokenizing, and running many texts on a few cores."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from assistant.engines.hardware import available_cores
from assistant.engines.unigram import UnigramTokenizer
from assistant.engines.unigram_pairs import placed, windows
from assistant.errors import ModelBrokenError, ModelMissingError

if TYPE_CHECKING:
    from assistant.engines.library_tokenizer import LibraryTokenizer

_ERRORS_ONLY = 3
_KNOWN_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})

Output = NDArray[np.float32]
Ids = Sequence[int]
Made = TypeVar("Made")

ort.set_default_logger_severity(_ERRORS_ONLY)


class Tokens(Protocol):
    """The tokens of a text, or of a pair of texts, as a model wants them."""

    @property
    def ids(self) -> Ids:
        """Their numbers in the vocabulary."""

    @property
    def attention_mask(self) -> Ids:
        """1 for each token."""

    @property
    def type_ids(self) -> Ids:
        """In which text of a pair each stands."""

    def __len__(self) -> int: ...


class Window(Tokens, Protocol):
    """The tokens of two texts; for each token of the second one its characters in it, and which word it is of."""

    @property
    def offsets(self) -> Sequence[tuple[int, int]]:
        """Characters ``[start, end)`` of the token's own text."""

    @property
    def sequence_ids(self) -> Sequence[int | None]:
        """0 or 1 for a token of the first or second text."""

    @property
    def word_ids(self) -> Sequence[int | None]:
        """The number of the word in its text."""


class TextSession:
    """A tokenizer and an ONNX model, each text run alone on one core.

    The tokenizer is a ``tokenizer.json``, or a packed vocabulary, ``.safetensors``.

    A batch would need padding and, in a model that quantizes activations as they come, would let a text's
    neighbours change its result. Texts in parallel use the cores as well and give one result per text.
    ``threads`` 0 stands for the cores there are; ``outputs`` are the model's outputs that are wanted, its first
    one if none is named. Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    def __init__(
        self, model: Path | bytes, tokenizer: Path, max_tokens: int, threads: int = 0, outputs: Sequence[str] = ()
    ) -> None:
        self._max_tokens = max_tokens
        self._tokenizer = _load_tokenizer(tokenizer)
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

    def encode(self, inputs: Sequence[str] | Sequence[tuple[str, str]]) -> Sequence[Tokens]:
        """Tokenize texts, or pairs of texts, with special tokens, cut at ``max_tokens``."""
        encodings: Sequence[Tokens] = self._tokenizer.encode(inputs, self._max_tokens)  # type: ignore[arg-type]
        return encodings

    def encode_windows(self, first: str, seconds: Sequence[str], overlap: int) -> "Sequence[Sequence[Window]]":
        """Tokenize a text with each of many, offsets included, in as many windows as the second one needs.

        Neighbouring windows share ``overlap`` tokens of it. ``first`` has to leave room for more than that.
        """
        if isinstance(self._tokenizer, UnigramTokenizer):
            return windows(self._tokenizer, first, seconds, self._max_tokens, overlap)
        return self._tokenizer.encode_windows(first, seconds, self._max_tokens, overlap)

    def cut(self, text: str, tokens: int) -> str:
        """The text, or so much of its beginning as is ``tokens`` long."""
        if isinstance(self._tokenizer, UnigramTokenizer):
            offsets = placed(self._tokenizer, text).offsets
        else:
            offsets = self._tokenizer.whole(text).offsets
        return text if len(offsets) <= tokens else text[: offsets[tokens - 1][1]]

    def pieces(self, text: str) -> list[str]:
        """A text's tokens as the vocabulary writes them, uncut and without special tokens."""
        return self._tokenizer.pieces(text)

    def are_words(self, tokens: Tokens) -> NDArray[np.bool_]:
        """For each token whether it holds a letter or digit of the text: not ``.``, ``[CLS]`` or ``<unk>``."""
        return self._tokenizer.are_words(tokens.ids)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, uncut and without special tokens."""
        return self._tokenizer.count(texts)

    def run(self, encodings: Sequence[Tokens], reduce: Callable[..., Made]) -> list[Made]:
        """What ``reduce`` makes of the model's outputs for each text, which come without their batch dimension."""
        return self.run_with_tokens(encodings, lambda _tokens, *outputs: reduce(*outputs))

    def run_with_tokens(self, encodings: Sequence[Tokens], reduce: Callable[..., Made]) -> list[Made]:
        """As ``run``, and ``reduce`` is given the text's tokens first. The outputs themselves are not kept."""

        def one(index: int) -> Made:
            outputs = self._session.run(self._outputs, self._feed(encodings[index]))
            return reduce(encodings[index], *(output[0] for output in outputs))

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

    def _feed(self, encoding: Tokens) -> dict[str, NDArray[np.int64]]:
        values = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        return {name: np.array([values[name]], np.int64) for name in self._inputs}


def tokenizer_in(folder: Path) -> Path:
    """A model's tokenizer: its packed vocabulary where there is one."""
    packed = folder / "tokenizer.safetensors"
    return packed if packed.exists() else folder / "tokenizer.json"


def _load_tokenizer(path: Path) -> "LibraryTokenizer | UnigramTokenizer":
    if path.suffix == ".safetensors":
        return UnigramTokenizer(path)
    from assistant.engines.library_tokenizer import LibraryTokenizer

    return LibraryTokenizer(path)


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
