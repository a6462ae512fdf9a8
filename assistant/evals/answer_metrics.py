"""How right an answer is: the measures of SQuAD, and what they are too strict for.

``normalise``, ``f1`` and ``exact_match`` do what SQuAD 2.0's official script does (``evaluate-v2.0.py``, Rajpurkar,
Jia and Liang 2018), with one addition: every CJK character is a token of its own, as in MLQA's script
(Lewis et al. 2020). Text without such characters scores as it does there.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence
from datetime import date

from assistant.language.scripts import CJK

#: Token F1 from which an answer counts as right.
RIGHT_F1 = 0.5

_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_CJK_PUNCTUATION = re.compile(r"[\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff1f\uff5b-\uff65]")
_CJK_CHAR = re.compile(rf"([{CJK}])")

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = rf"({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)})\.?"
_NUMERIC_DAY = re.compile(r"(?<!\d)(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? (\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


def normalise(text: str) -> str:
    """Lower case, without punctuation, articles and extra white space; CJK characters stand apart."""
    bare = _CJK_PUNCTUATION.sub(" ", text.lower()).translate(_NO_PUNCTUATION)
    return " ".join(_CJK_CHAR.sub(r" \1 ", _ARTICLES.sub(" ", bare)).split())


def tokens(text: str) -> list[str]:
    """The words of a text that are compared."""
    return normalise(text).split()


def f1(gold: str, answer: str) -> float:
    """Harmonic mean of precision and recall over tokens, 0..1; two texts without any token agree."""
    wanted, given = tokens(gold), tokens(answer)
    if not (wanted and given):
        return float(wanted == given)
    common = sum((Counter(wanted) & Counter(given)).values())
    return 2 * common / (len(wanted) + len(given))


def exact_match(gold: str, answer: str) -> bool:
    """Whether nothing is left between the two but case, punctuation, articles and white space."""
    return normalise(gold) == normalise(answer)


def contains(gold: str, answer: str) -> bool:
    """Whether the gold answer's tokens stand in the answer, side by side and in order."""
    wanted = tokens(gold)
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(tokens(answer))} "


def is_right(golds: Sequence[str], answer: str) -> bool:
    """Whether the answer is taken for right: it holds a gold answer, or shares half of its tokens with one.

    Dates and names may be written in another way (see ``relaxed``). To a yes or no the answer's first word decides.
    """
    return any(_is_right(gold, answer) for gold in golds)


def _is_right(gold: str, answer: str) -> bool:
    if normalise(gold) in ("yes", "no"):
        return tokens(answer)[:1] == tokens(gold)
    return any(
        contains(wanted, given) or f1(wanted, given) >= RIGHT_F1
        for wanted, given in ((gold, answer), (relaxed(gold), relaxed(answer)))
    )


def relaxed(text: str) -> str:
    """The text with days as ``2026-05-01`` and glued words apart: "20260501_14:00", "May 1, 2026", "LiHua"."""
    apart = _GLUED.sub(" ", text)
    apart = _NUMERIC_DAY.sub(lambda m: _iso(m[0], m[1], m[2], m[3]), apart)
    apart = _DAY_FIRST.sub(lambda m: _iso(m[0], m[3], _month(m[2]), m[1]), apart)
    return _MONTH_FIRST.sub(lambda m: _iso(m[0], m[3], _month(m[1]), m[2]), apart)


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, start=1) if month.startswith(name[:3].lower()))


def _iso(written: str, year: str, month: str | int, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return written
