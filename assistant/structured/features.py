"""What speaks for a candidate being a field's value, as numbers that a fit weighs."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.engines.ports import Judgement
from assistant.language.scripts import is_cjk
from assistant.language.things import Sort
from assistant.structured.candidates import Candidate, Source
from assistant.structured.fields import Field, Kind
from assistant.structured.normal import is_money, unit_of
from assistant.structured.passage import Passage, Piece
from assistant.structured.wording import Word, alike, covered, words_of
from assistant.values import ValueKind

#: Words before and after a candidate that are looked at, and how much less each further one counts.
_BEFORE, _AFTER, _DECAY = 6, 4, 0.85
_CLAUSE = re.compile(r"[,;(](?=\s)|[(，；、：:。）)]|\.\s|\s[–—-]\s")
#: Logits of a judge beyond this say no more.
_SURE = 8.0


@dataclass(frozen=True)
class Asked:
    """A field with its words, and what the judge says about it of the whole text and of each piece."""

    field: Field
    name: tuple[Word, ...]
    meaning: tuple[Word, ...]
    whole: Judgement
    pieces: Sequence[tuple[Piece, Judgement]]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the name, then those of its meaning."""
        return (*self.name, *self.meaning)

    @cached_property
    def sorts(self) -> Mapping[Sort, float]:
        """The kinds of values that its words are about; those of the name count more."""
        found = {sort: 0.5 for word in self.meaning for sort in word.sorts}
        return found | {sort: 1.0 for word in self.name for sort in word.sorts}

    @cached_property
    def best(self) -> float:
        """The judge's highest logit of a piece."""
        return max((judgement.logit for _, judgement in self.pieces), default=-_SURE)


def features(asked: Asked, candidate: Candidate, passage: Passage, of_kind: int, suited: int = 0) -> dict[str, float]:
    """The features of one candidate among ``of_kind`` different ones, of which ``suited`` are in a unit that suits."""
    label = passage.label_at(candidate.start, candidate.end)
    language = passage.language
    labels = words_of(f"{label.label} {label.row}", language, plain=True) if label else ()
    heading = words_of(passage.line_at(candidate.start).heading, language)
    near, far, behind = (words_of(text, language, plain=True) for text in _around(candidate, passage))
    before, after = near[::-1][:_BEFORE], behind[:_AFTER]
    own = words_of(passage.text[candidate.start : candidate.end], language)
    start, end = passage.sentence_at(candidate.start)
    sentence = words_of(passage.text[start : candidate.start] + " " + passage.text[candidate.end : end], language)
    return {
        "bias": 1.0,
        "labelled": float(label is not None),
        "label start": float(label is not None and candidate.start == label.start),
        "label in field": covered(labels, asked.words),
        "field in label": covered(asked.name, labels),
        "label is field": covered(labels, asked.words) * covered(asked.name, labels),
        "before": _nearest(before, asked.words),
        "before by name": _nearest(before, asked.name),
        "before far": _nearest(far[::-1][:_BEFORE], asked.name),
        "after": _nearest(after, asked.words),
        "after by name": _nearest(after, asked.name),
        "right behind": float(bool(after) and _nearest(after[:1], asked.name) > 0),
        "sentence": covered(asked.words, sentence),
        "sentence by name": covered(asked.name, sentence),
        "heading": covered(asked.name, heading),
        "own": covered(asked.name, own),
        "sort": _sort(asked, candidate),
        "in label": float(passage.in_label(candidate.start, candidate.end)),
        **_looks(asked, candidate, passage.text[candidate.start : candidate.end]),
        "unit": _unit(asked.field, candidate),
        "only": 1.0 / max(1, of_kind),
        "only suited": suits(asked, candidate) / max(1, suited),
        "first": 1.0 - candidate.start / max(1, len(passage.text)),
        **_judged(asked, candidate),
        **_form(candidate, passage),
        **_placed(asked, candidate, passage),
    }


def _around(candidate: Candidate, passage: Passage) -> tuple[str, str, str]:
    """What stands before a candidate in its clause, before that in its sentence, and behind it in its clause."""
    start, end = passage.sentence_at(candidate.start)
    before, behind = passage.text[start : candidate.start][-100:], passage.text[candidate.end : max(end, candidate.end)]
    cut = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
    stop = _CLAUSE.search(behind)
    return before[cut:], before[:cut], behind[: stop.start() if stop else 60][:60]


def _nearest(around: Sequence[Word], words: Sequence[Word]) -> float:
    """How far one of the words around means one of the field's, less the further it stands away."""
    found = (max((alike(a, b) for b in words), default=0.0) * _DECAY**n for n, a in enumerate(around))
    return max(found, default=0.0)


def _judged(asked: Asked, candidate: Candidate) -> dict[str, float]:
    span = (candidate.start, candidate.end)
    whole = _overlap(span, (asked.whole.start, asked.whole.end)) * _share(asked.whole.margin)
    holding = [(piece, one) for piece, one in asked.pieces if piece.start <= span[0] and span[1] <= piece.end]
    logit = max((one.logit for _, one in holding), default=-_SURE)
    pointed = max(
        (_overlap(span, (one.start + p.shift, one.end + p.shift)) * _share(one.margin) for p, one in holding),
        default=0.0,
    )
    return {
        "whole": whole,
        "pointed": pointed,
        "judged": _share(logit),
        "judged best": math.exp(max(-_SURE, logit - asked.best)),
    }


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-_SURE, min(_SURE, logit)) / 2))


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Characters that two pieces share, as a share of those that either has."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, shared / max(1, max(a[1], b[1]) - min(a[0], b[0])))


def _sort(asked: Asked, candidate: Candidate) -> float:
    """How well an amount's kind suits what the field's words are about; below 0 where it does not."""
    kind = candidate.value.kind if candidate.value else None
    sorts = asked.sorts
    if kind is ValueKind.MONEY or (kind is ValueKind.QUANTITY and is_money(candidate.value)):
        return sorts.get(Sort.MONEY, -0.5)
    if kind is ValueKind.QUANTITY:
        amounts = max(sorts.get(Sort.AMOUNT, 0), sorts.get(Sort.DURATION, 0))
        return max(amounts, float(unit_of(asked.field) is not None)) or -0.5 * sorts.get(Sort.MONEY, 0.0)
    if kind is ValueKind.NUMBER:
        return sorts.get(Sort.COUNT, 0.0)
    return 0.0


def _placed(asked: Asked, candidate: Candidate, passage: Passage) -> dict[str, float]:
    """Where in the text a candidate stands, for fields that are told by it: who wrote, what it is called, its day."""
    line = passage.line_at(candidate.start)
    top, end = line is passage.lines[0], line in passage.lines[-2:]
    meant = {thing for word in asked.name for thing in word.things}
    is_name = _shape(passage.text[candidate.start : candidate.end]) in ("name", "cjk short")
    return {
        "top title": float(top and (Sort.TITLE in asked.sorts or meant == {"person"})),
        "whole top": float(top and candidate.start == line.start and candidate.end >= line.end - 1),
        "top day": float(top and meant <= {"date", "issued", "meeting", "published"} and bool(meant)),
        "end writer": float(end and is_name and bool(meant & _WRITERS)),
        "bracketed": float(passage.text[candidate.start - 1 : candidate.start] in ("(", "（") and candidate.start > 0),
    }


def suits(asked: Asked, candidate: Candidate) -> bool:
    """Whether an amount is in a unit that can be brought into the field's, or money where that is asked for."""
    is_amount = asked.field.kind in (Kind.INTEGER, Kind.NUMBER)
    return is_amount and (
        _unit(asked.field, candidate) == 1.0 or (_sort(asked, candidate) == 1.0 and is_money(candidate.value))
    )


def _looks(asked: Asked, candidate: Candidate, text: str) -> dict[str, float]:
    """What a text looks like, for each kind of thing that the field's words are about."""
    if candidate.value is not None:
        return {}
    shape = _shape(text)
    found = {f"{sort} as {shape}": weight for sort, weight in asked.sorts.items() if sort in _SHAPED}
    found[f"any as {shape}"] = 1.0
    meant = {thing for word in asked.words for thing in word.things}
    if candidate.source is Source.SIGNED and meant & _WRITERS:
        found["signed"] = 1.0
    if candidate.source is Source.GREETED and "recipient" in meant:
        found["greeted"] = 1.0
    return found


def _shape(text: str) -> str:
    """What a text looks like: a name, a code, a number, a place with a number, words, or a whole phrase."""
    words = text.split()
    if is_cjk(text):
        return ("cjk code" if any(c.isdigit() for c in text) else "cjk short") if len(text) <= _SHORT_CJK else "cjk"
    if len(words) > _FEW:
        return "phrase"
    digits = sum(any(c.isdigit() for c in word) for word in words)
    capitals = sum(word[0].isupper() for word in words)
    if digits == len(words):
        return "code" if any(c.isalpha() for c in text) else "number"
    if digits:
        return "code" if text.isupper() else "number with words"
    return "name" if capitals >= (len(words) + 1) / 2 else "words"


_SHAPED = (Sort.PERSON, Sort.GROUP, Sort.PLACE, Sort.CODE, Sort.TITLE, Sort.DATE, Sort.ITEMS)
_WRITERS = frozenset(("author", "sender", "contact", "host", "person", "teacher"))
#: More words than these are a phrase; as many CJK characters may be a name.
_FEW, _SHORT_CJK = 5, 6


def _unit(field: Field, candidate: Candidate) -> float:
    """1 where the candidate stands in a unit that can be brought into the field's, -1 where only a number does."""
    if field.kind not in (Kind.INTEGER, Kind.NUMBER) or unit_of(field) is None or candidate.value is None:
        return 0.0
    return 1.0 if candidate.value.kind in (ValueKind.QUANTITY, ValueKind.MONEY) else -1.0


def _form(candidate: Candidate, passage: Passage) -> dict[str, float]:
    text = passage.text[candidate.start : candidate.end]
    size = len(text.split()) if " " in text else len(text) / 4
    return {
        f"source {candidate.source}": 1.0,
        "long": math.log1p(size),
        "digits": float(any(c.isdigit() for c in text)),
        "capital": float(text[:1].isupper()),
        "top": float(passage.line_at(candidate.start) is passage.lines[0]),
        "end": float(passage.line_at(candidate.start) is passage.lines[-1]),
    }


@lru_cache(maxsize=4096)
def field_words(field_name: str, meaning: str, language: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words of a field's name and of its meaning."""
    name = words_of(field_name.replace("_", " ").replace("-", " "), language, plain=True)
    return name, words_of(meaning, language)
