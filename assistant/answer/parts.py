"""Questions that ask for several things at once: "When does it start, and who decided it?"."""

import re

#: More parts than this are a list of questions, not one.
MOST = 3

_ASKS = (
    r"who|whom|whose|what|when|where|which|how|why"
    r"|wer|wen|wem|wessen|was|wann|wo|wohin|woher|welche[rsnm]?|wie|warum|wieso|weshalb"
)
_BETWEEN = re.compile(rf",?\s+(?:and|und|sowie|as well as)\s+(?=(?:\w+ )?(?:{_ASKS})\b)", re.IGNORECASE)
_ASKING = re.compile(rf"(?:\w+ )?(?:{_ASKS})\b", re.IGNORECASE)


def parts(text: str) -> tuple[str, ...]:
    """The questions that a question is made of, each with words of its own; one that asks for one thing is alone."""
    found = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if len(found) > MOST or not all(_ASKING.match(part) and len(part.split()) > 1 for part in found):
        return (text,)
    return tuple(part if part.endswith("?") else f"{part.rstrip(' ,;')}?" for part in found)
