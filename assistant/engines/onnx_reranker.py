"""Reranking with a cross-encoder in ONNX: it reads the query and a text together."""

from collections.abc import Sequence
from pathlib import Path

from assistant.engines.text_session import Output, TextSession
from assistant.errors import ModelBrokenError

#: One logit, or two of which the last says "relevant"; ``None`` where the model does not tell.
_WIDTHS = (1, 2, None)


class OnnxReranker:
    """A ``Reranker`` of a folder with ``model.onnx`` and ``tokenizer.json``.

    Query and text together are cut at ``max_tokens``, the longer one first. ``threads`` 0 stands for the
    cores there are. Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    def __init__(self, folder: Path, max_tokens: int, threads: int = 0) -> None:
        self._session = TextSession(folder / "model.onnx", folder / "tokenizer.json", max_tokens, threads)
        if self._session.width not in _WIDTHS:
            raise ModelBrokenError(
                f"{folder.name} does not rank: it gives {self._session.width} numbers a text", "assistant models list"
            )

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """The model's logit of "this text answers the query" for each text, in the texts' order."""
        encodings = self._session.encode([(query, text) for text in texts])
        return [float(logit) for logit in self._session.run(encodings, _last)]

    def close(self) -> None:
        """Free the model."""
        self._session.close()


def _last(logits: Output) -> Output:
    return logits.reshape(-1)[-1:].reshape(())
