"""From the bytes of tokens to text: whole characters only, and nothing of a stop text."""

import codecs
from collections.abc import Sequence


class TokenStream:
    """Decodes UTF-8 that tokens cut anywhere, and ends before the first of the ``stop`` texts.

    Text that may be the beginning of a stop text is held back until the next tokens show whether it is.
    """

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stop = tuple(text for text in stop if text)
        self._held = ""
        self.stopped = False

    def add(self, data: bytes) -> str:
        """The text that is certain after one more token; sets ``stopped`` when a stop text was met."""
        text = self._held + self._decoder.decode(data)
        ends = [at for stop in self._stop if (at := text.find(stop)) >= 0]
        if ends:
            self.stopped = True
            self._held = ""
            return text[: min(ends)]
        certain = len(text) - self._uncertain(text)
        self._held = text[certain:]
        return text[:certain]

    def finish(self) -> str:
        """What was held back, once no more tokens come; an unfinished character is dropped."""
        held, self._held = self._held, ""
        return held

    def _uncertain(self, text: str) -> int:
        """Length of the longest end of ``text`` that begins a stop text."""
        return max(
            (size for stop in self._stop for size in range(1, len(stop)) if text.endswith(stop[:size])),
            default=0,
        )
