"""Where the sentences of a passage stand; rough, for making training passages."""

import re

_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9@#])|\n+")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences and lines of a text, in order, without the white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _END.finditer(text):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]
