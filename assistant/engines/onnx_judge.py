"""The judge in ONNX: one pass over question and text tells whether it answers, and where its short answer stands."""

from collections.abc import Sequence

import numpy as np

from assistant.engines.onnx_reader import OnnxReader, reading_of
from assistant.engines.ports import Judgement
from assistant.engines.text_session import Output

#: Tokens of a text's short answer at most.
_LONGEST = 30
#: Characters of a text that are read: as many as the judge was trained on.
_CHARACTERS = 900


class OnnxJudge(OnnxReader):
    """A ``Judge``, and a ``Reader`` by the same model, of a folder with ``model.onnx`` and ``tokenizer.json``.

    ``threads`` 0 stands for the cores there are. Raises ``ModelMissingError`` or ``ModelBrokenError``.
    """

    outputs = ("start_logits", "end_logits", "answers")

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        """A judgement of each text, in the texts' order; each depends on the question and that text alone."""
        texts = [text[:_CHARACTERS] for text in texts]
        encodings = [windows[0] for windows in self._windows(question, texts)]
        rows = self._session.run(encodings, _with_answer)
        found = []
        for text, encoding, row in zip(texts, encodings, rows, strict=True):
            best = reading_of(text, encoding, row[:, 1:], _LONGEST).best
            logit = float(row[0, 0])
            found.append(Judgement(logit, best.start, best.end, best.score) if best else Judgement(logit))
        return found


def _with_answer(start: Output, end: Output, answers: Output) -> Output:
    """Shape (2, 1 + tokens): the text's logit before both rows."""
    both = np.stack((start, end))
    return np.hstack((np.full((2, 1), answers, np.float32), both))
