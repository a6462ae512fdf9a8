"""What is left of an answer without what its sentences do not support."""

import re
from collections.abc import Sequence

from assistant.answer.check.clauses import Clause, clauses
from assistant.answer.check.verify import ITEM_WORDS, Verdict, says_something
from assistant.language.scripts import is_cjk

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^a-zäöüß])|(?<=[。！？])|\n+")
#: What opens a sentence that leans on the one before.
_LEANS = re.compile(
    r"(?:he|she|it|they|this|that|these|those|his|her|their|but|and|or|so|er|sie|es|das|dies|aber|und)\b|[他她它这那]",
    re.IGNORECASE,
)
#: A separator before a list's last item.
_LIST = re.compile(r"&|;|、|\b(?:and|or|und|oder|sowie|as well as)\b", re.IGNORECASE)
_END = re.compile(r"[.!?。！？]$")


def repair(answer: str, verdict: Verdict) -> str | None:
    """The answer without the sentences, last clauses and list items that hold what is missing; None if nothing stands.

    What is left is a new answer: verify it again.
    """
    missing = [words.casefold() for words in verdict.missing]
    sentences = [part for part in _SENTENCE_END.split(answer) if part.strip()]
    kept: list[str] = []
    dropped = False
    for sentence in sentences:
        whole = sentence if not _holds(sentence, missing) else _without(sentence, missing)
        if whole and not (dropped and _LEANS.match(whole)):
            kept.append(whole.strip())
            dropped = False
        else:
            dropped = True
    left = " ".join(kept)
    return left if left != answer.strip() and says_something(left) else None


def _without(sentence: str, missing: Sequence[str]) -> str | None:
    parts = clauses(sentence)
    bad = [_holds(part.text, missing) for part in parts]
    if not parts or all(bad):
        return None
    good = [part for part, is_bad in zip(parts, bad, strict=True) if not is_bad]
    trails = bad == sorted(bad)
    if not (trails or (_is_list(parts) and (not bad[0] or len(parts[0].text.split()) <= ITEM_WORDS))):
        return None
    end = _END.search(sentence.strip())
    return _joined(good, parts).strip() + (end[0] if end else "")


def _joined(good: Sequence[Clause], parts: Sequence[Clause]) -> str:
    """The good parts with the separators that led to them; a list keeps its "and" before what is now its last item."""
    text = good[0].text
    for part in good[1:]:
        is_last = part is good[-1] and _is_list(parts)
        text += (parts[-1].before if is_last else part.before) + part.text
    return text


def _is_list(parts: Sequence[Clause]) -> bool:
    """Whether what follows the first part are items: short, and with an "and" or the like before the last."""
    return (
        len(parts) > 1
        and bool(_LIST.search(parts[-1].before))
        and all(len(part.text.split()) <= ITEM_WORDS for part in parts[1:])
    )


def _holds(text: str, missing: Sequence[str]) -> bool:
    folded = text.casefold()
    patterns = (re.escape(words) if is_cjk(words) else rf"(?<!\w){re.escape(words)}(?!\w)" for words in missing)
    return any(re.search(pattern, folded) for pattern in patterns)
