"""An estimate of token counts for when no tokenizer is at hand."""

import re
from collections.abc import Sequence

# Latin words in pieces of four letters, digits in pairs, everything else one by one.
_PIECE = re.compile(r"[A-Za-zÀ-ɏ]{1,4}|[0-9]{1,2}|[^\sA-Za-zÀ-ɏ0-9]")


def estimate_tokens(texts: Sequence[str]) -> list[int]:
    """Word-piece tokens of each text, estimated on the high side; a CJK character counts as one."""
    return [len(_PIECE.findall(text)) for text in texts]
