"""What a text asserts: whether something is so, and which of some words holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.language import all_languages
from assistant.language.scripts import is_cjk
from assistant.structured.features import Asked
from assistant.structured.fields import Field
from assistant.structured.passage import Labelled, Passage
from assistant.structured.ranking import Ranking, probability
from assistant.structured.wording import Word, alike, covered, words_of

_JOINT = re.compile(
    r"(?:[,;:.!?|()]+(?=\s|$)|[，；：。！？、（）])\s*|\s+(?:and|but|und|aber|y|pero|et|mais|sondern)\s+|\s+[–—-]\s+|\n+"
)
_ASKS = re.compile(r"[?？]\s*$|\b(?:whether|ob|si)\b.*$")
_YES = frozenset("yes y true ja wahr sí si oui vrai да 是 有 可以 能 はい 可 ✓ ✔ ✅ x".split())
_NO = frozenset("no n false none nein falsch keine keiner kein non faux нет 否 无 没有 不 いいえ なし ✗ ✘ ❌".split())
_UNKNOWN = frozenset("unknown unbekannt desconocido inconnu 未知 不明 неизвестно ? - – n/a tbd".split())
#: Beginnings and endings of words that turn what the rest says into its opposite.
_UN = re.compile(r"^(?:un|non|in|im|ir|dis|des|de|des)(?=\w{4})|^nicht|(?:less|los|free|frei)$")
_FREE = frozenset("free frei libre sin sans ohne without non 无 不 免 未".split())
#: A field's words that say only what kind of statement it is.
_HOLLOW = frozenset(
    "is are was be been has have had does do did can may will whether if it there that this someone somebody person"
    " ob ist sind hat haben wird werden es gibt si es está hay tiene se est il y a 是否 是 有".split()
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value, how likely the text asserts it, and the piece ``text[start:end]`` that does."""

    value: object
    likely: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, with the words of its label."""

    start: int
    end: int
    text: str
    label: str
    is_negative: bool
    asks: bool


@cache
def _negations() -> re.Pattern[str]:
    words = {word for table in all_languages() for word in table.negation} | {"without", "cannot"}
    spaced = sorted((w for w in words if not is_cjk(w)), key=len, reverse=True)
    other = sorted((w for w in words if is_cjk(w)), key=len, reverse=True)
    words_of_latin = "|".join(map(re.escape, spaced))
    return re.compile(
        rf"(?<!\w)(?:{words_of_latin}|\w+n['’]t)(?!\w)|{'|'.join(map(re.escape, other))}|免", re.IGNORECASE
    )


def clauses(passage: Passage) -> Iterator[Clause]:
    """The clauses of a text, each with its label and whether it says "not"."""
    for start, end in passage.sentences:
        sentence = passage.text[start:end]
        is_question = sentence.rstrip().endswith(("?", "？"))
        for first, last in _clause_ranges(sentence):
            text = sentence[first:last]
            label = passage.label_at(start + first, start + last)
            asks = is_question or bool(_ASKS.search(text))
            yield Clause(start + first, start + last, text, _label(label), negative(text), asks)


def _clause_ranges(sentence: str) -> Iterator[tuple[int, int]]:
    """Where the clauses of a sentence begin and end, without outer white space."""
    at = 0
    for stop, following in [*((m.start(), m.end()) for m in _JOINT.finditer(sentence)), (len(sentence), len(sentence))]:
        text = sentence[at:stop]
        if text.strip():
            yield at + len(text) - len(text.lstrip()), at + len(text.rstrip())
        at = following


def _label(label: Labelled | None) -> str:
    return f"{label.label} {label.row}".strip() if label else ""


def negative(text: str) -> bool:
    """Whether a clause says that something is not so."""
    return bool(_negations().search(text))


def is_so(asked: Asked, passage: Passage) -> Stated | None:
    """Whether what a field says is so; None where the text does not tell."""
    if labelled := _labelled(asked, passage):
        return labelled
    topic = _topic(asked.name)
    meaning = [word for word in asked.meaning if word.text not in _HOLLOW]
    best: tuple[float, Clause] | None = None
    for clause in clauses(passage):
        if clause.asks:
            continue
        words = words_of(f"{clause.label} {clause.text}", passage.language, plain=True)
        judged = _judged(asked, clause)
        score = max(_about(topic, words), 0.9 * covered(meaning, words), _JUDGED * judged) + 0.1 * judged
        if best is None or score > best[0] + 0.01:
            best = score, clause
    if best is None or best[0] < _LEAST_ABOUT:
        return None
    score, clause = best
    return Stated(_polarity(asked, topic, clause, passage), min(0.95, score), clause.start, clause.end)


#: How far a clause must be about what a field says; the judge alone must be this sure of it.
_LEAST_ABOUT, _JUDGED = 0.55, 0.6


#: Things that a field asks about another thing: where that is denied or listed they need not be said.
_PREDICATES = frozenset(("allowed", "required", "included", "available"))


def _topic(name: Sequence[Word]) -> list[Word]:
    """The words of a name that say what it is about."""
    full = [word for word in name if word.text not in _HOLLOW] or list(name)
    things = [word for word in full if not word.things & _PREDICATES and word.text not in _FREE]
    return things or full


def _about(topic: Sequence[Word], words: Sequence[Word]) -> float:
    """How much of a topic a clause is about; a word that is only turned round counts, too."""
    best = [max((max(alike(a, b), _turned(a, b)) for b in words), default=0.0) for a in topic]
    return sum(best) / len(best) if best else 0.0


def _turned(a: Word, b: Word) -> float:
    """How far words are alike once "un-" and its like are taken away, or share their beginning: freezable, freeze."""
    bare_a, bare_b = _UN.sub("", a.text), _UN.sub("", b.text)
    changed = (bare_a, bare_b) != (a.text, b.text)
    if changed and min(len(bare_a), len(bare_b)) >= 4 and bare_a.startswith(bare_b[:5]):
        return 0.8
    return 0.7 if len(a.text) >= 5 and len(b.text) >= 5 and a.text[:5] == b.text[:5] else 0.0


def _polarity(asked: Asked, topic: Sequence[Word], clause: Clause, passage: Passage) -> bool:
    """Whether a clause says yes to its topic: "not", "un-" and "-free" turn it, each only where the field has none."""
    words = words_of(clause.text, passage.language, plain=True)
    turns = clause.is_negative != negative(asked.field.name.replace("_", " "))
    turned = any(_un(b) != _un(a) and max(alike(a, b), _turned(a, b)) > 0 for a in topic for b in words)
    field_free = any(word.text in _FREE for word in asked.name)
    said_free = bool(re.search(r"free|frei\b|kostenlos|gratis|免|无", clause.text, re.IGNORECASE))
    if field_free and not said_free and not clause.is_negative:
        turns = not turns
    return turns == turned


def _un(word: Word) -> bool:
    return bool(_UN.search(word.text))


def _judged(asked: Asked, clause: Clause) -> float:
    logit = max((one.logit for piece, one in asked.pieces if piece.start <= clause.start < piece.end), default=-8.0)
    return probability(logit / 2)


def _labelled(asked: Asked, passage: Passage) -> Stated | None:
    """What a label that names the field has behind it, where that is yes or no."""
    for each in passage.labelled:
        label = words_of(f"{each.label} {each.row}", passage.language, plain=True)
        if min(_about(label, asked.words), max(_about(asked.name, label), 0.9 * covered(label, asked.name))) < 0.6:
            continue
        said = re.split(r"[\s,.;(，。；]+", passage.text[each.start : each.end].strip().casefold())[0]
        if said in _YES or said in _NO:
            return Stated(said in _YES, 0.95, each.start, each.end)
        if said in _UNKNOWN:
            return None
    return None


#: Choices whose likelihoods differ by less are told by their place: a state by the last word, others by the first.
_CLOSE = 0.05


def choice(asked: Asked, passage: Passage, ranking: Ranking) -> Stated | None:
    """Which of the field's words the text says, and does not deny; None where none or several."""
    found: list[Stated] = []
    pieces = list(clauses(passage))
    for value in asked.field.choices:
        wanted = words_of(str(value).replace("_", " "), passage.language, plain=True)
        scored = [one for clause in pieces if (one := _chosen(asked, passage, clause, value, wanted))]
        found += [max(scored, key=lambda one: one.likely)] if scored else []
    found.sort(key=lambda one: -one.likely)
    if not found:
        return None
    close = [one for one in found if found[0].likely - one.likely < _CLOSE]
    is_state = any("status" in word.things for word in asked.name)
    first = (max if is_state else min)(close, key=lambda one: one.start)
    return first if first.likely >= ranking.least.get("choice", 0.4) else None


def chosen_all(asked: Asked, item: Field, passage: Passage) -> list[Stated]:
    """Every choice of a list's items that the text says and does not deny, in its order."""
    found: list[Stated] = []
    pieces = list(clauses(passage))
    for value in item.choices:
        wanted = words_of(str(value).replace("_", " "), passage.language, plain=True)
        scored = [one for clause in pieces if (one := _chosen(asked, passage, clause, value, wanted))]
        found += [max(scored, key=lambda one: one.likely)] if scored else []
    return sorted(found, key=lambda one: one.start)


def _chosen(asked: Asked, passage: Passage, clause: Clause, value: object, wanted: Sequence[Word]) -> Stated | None:
    said = words_of(clause.text, passage.language, plain=True)
    held = covered(wanted, said) if wanted else float(str(value).casefold() in clause.text.casefold())
    if held < 0.75 or clause.is_negative or clause.asks:
        return None
    label = words_of(clause.label, passage.language, plain=True)
    near = max(covered(label, asked.words), 0.7 * covered(asked.name, [*label, *said]))
    likely = 0.5 * held + 0.35 * near + 0.15 * _judged(asked, clause)
    return Stated(value, likely, clause.start, clause.end)
