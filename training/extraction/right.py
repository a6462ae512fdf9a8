"""Whether a value that was found is one of those that are right."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\d+(?:[.:]\d+)*|[^\W\d_]+")
_ENOUGH = 0.8


def is_right(value: object, right: Sequence[object]) -> bool:
    """Whether ``value`` is one of ``right``; texts are compared by their words."""
    return any(_same(value, one) for one in right if one is not None)


def _same(value: object, right: object) -> bool:
    if isinstance(right, bool) or isinstance(value, bool):
        return value is right
    if isinstance(right, int | float) and isinstance(value, int | float):
        return abs(value - right) < 1e-6 * max(1.0, abs(right))
    if isinstance(right, list) and isinstance(value, list):
        hits = sum(any(_same(a, b) for a in value) for b in right)
        return 2 * hits >= _ENOUGH * (len(value) + len(right))
    a, b = _tokens(str(value)), _tokens(str(right))
    return 2 * sum((Counter(a) & Counter(b)).values()) >= _ENOUGH * (len(a) + len(b)) and _numbers(a) == _numbers(b)


def _tokens(text: str) -> list[str]:
    return [re.sub(r"^0(?=\d:)", "", token) for token in _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())]


def _numbers(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token[0].isdigit()]
