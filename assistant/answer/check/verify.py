"""Whether an answer says only what its cited sentences say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer.check.clauses import clauses, content, terms, tokens, words_of
from assistant.answer.check.denial import denied
from assistant.domain import EvidenceSentence, Supports
from assistant.language import is_plain
from assistant.language.scripts import is_cjk
from assistant.values import Value, ValueKind, find_values, implies, without
from assistant.values.names import OPENERS, follows_article, name_norm, opens_plainly
from assistant.values.numbers import bare_numbers
from assistant.values.units import UNITS

#: The least share of the answer's words and values that must stand in the cited sentences or the question.
MIN_SUPPORT = 0.6
#: A clause of fewer words that tell something is a part of a list, or too little to be found word for word.
CLAUSE_WORDS = 2
#: A list's items have at most so many words.
ITEM_WORDS = 4

_DIGITS = re.compile(r"\d+")
_WRITTEN_OUT = re.compile(r"\d{4}(?:-|$)|--\d")
_LETTERS = re.compile(r"[^\W\d_]+|%")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is supported, and how each cited sentence carries it, in their order.

    ``missing`` holds, as written in the answer, the values, names and words that stand nowhere in the sentences, and
    the clauses that they deny.
    """

    supported: bool
    missing: tuple[str, ...] = ()
    supports: tuple[Supports, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """What a cited sentence says with its place: its words, its note's title and date, its headings."""

    text: str
    context: str
    on: date | None
    values: tuple[Value, ...]
    said: str
    names: str
    terms: frozenset[str]


def verify(answer: str, cited: Sequence[EvidenceSentence], question: str, language: str) -> Verdict:
    """Whether every value and name of ``answer`` stands in ``cited``, most of its words, and nothing is denied.

    Values are compared in their normal form, dates by the day of the note that tells them. Words, but neither values
    nor names, may also come from the question. What is copied from a sentence word for word is supported.
    """
    places = [_place(sentence) for sentence in cited]
    values = _claims(answer, language, None)
    dated = any(value.kind is ValueKind.DATE for value in values)
    held = [
        {c.start for c in (_claims(answer, language, place.on) if dated else values) if _holds(place, c, language)}
        for place in places
    ]
    supports = tuple(_supports(answer, place, bool(here)) for place, here in zip(places, held, strict=True))
    if says_something(answer) and any(tokens(answer) in place.said for place in places):
        return Verdict(True, (), supports)
    known = frozenset().union(*held)
    missing = [value.surface for value in values if value.start not in known]
    rest = without(answer, values)
    names, unknown, words = _words(rest, places, question, language)
    missing += [*_loose_digits(rest, places), *names]
    missing += denied(answer, question, [place.text for place in places], language)
    total = words + len(values)
    if not missing and total and 1 - len(unknown) / total < MIN_SUPPORT:
        missing = unknown
    return Verdict(not missing, tuple(dict.fromkeys(missing)), supports)


def says_something(text: str) -> bool:
    """Whether a text holds a number or a word that is not one of everyday."""
    return bool(_DIGITS.search(text)) or any(not is_plain(word[0]) for word in words_of(text))


def _place(sentence: EvidenceSentence) -> _Place:
    text = " ".join(sentence.sentence.text.split())
    place = "\n".join((sentence.title, *sentence.headings, sentence.context, ""))
    context = place + text
    # A title that is the note's date is no more evidence for "today" than the date itself.
    day = sentence.date.isoformat() if sentence.date else ""
    found = find_values(context, sentence.language, sentence.date)
    values = tuple(v for v in found if v.norm != day or v.start >= len(place))
    names = f" {name_norm(context)} "
    known = terms(context, sentence.language)
    return _Place(text, context, sentence.date, values, tokens(text), names, known)


def _claims(answer: str, language: str, on: date | None) -> tuple[Value, ...]:
    """The values of an answer; "one" is as often a pronoun."""
    return tuple(v for v in find_values(answer, language, on) if v.norm != "1" or _DIGITS.search(v.surface))


def _holds(place: _Place, claim: Value, language: str) -> bool:
    if claim.kind is ValueKind.NAME:
        if is_cjk(claim.norm):
            return claim.norm in place.context
        if f" {claim.norm} " in place.names or claim.norm.replace(" ", "") in place.terms:
            return True
        # A stem finds "Annas" for "Anna"; of two words it would find one.
        return " " not in claim.norm and not terms(claim.surface, language).isdisjoint(place.terms)
    return (
        any(implies(known, claim) for known in place.values)
        or _is_note_date(place, claim, language)
        or _has_unit_apart(place, claim)
    )


def _is_note_date(place: _Place, claim: Value, language: str) -> bool:
    """Whether a date that is written out is the note's; "today" and "Friday" must be said in it."""
    if place.on is None or not any(_WRITTEN_OUT.match(v.norm) for v in find_values(claim.surface, language)):
        return False
    written = place.on.isoformat()
    return implies(Value(ValueKind.DATE, written, written, 0, 0), claim)


def _has_unit_apart(place: _Place, claim: Value) -> bool:
    """ "250 mg" where the heading says "Dose (mg)" and the cell says "250"."""
    if claim.kind is not ValueKind.QUANTITY:
        return False
    units = {UNITS[word] for word in _LETTERS.findall(claim.surface) if word in UNITS}
    apart = {UNITS[word] for word in _LETTERS.findall(place.text) if word in UNITS}
    numbers = {n for v in place.values if v.kind is ValueKind.NUMBER for n in v.readings}
    return not units.isdisjoint(apart) and not numbers.isdisjoint(bare_numbers(claim.surface))


def _loose_digits(rest: str, places: Sequence[_Place]) -> list[str]:
    """Digits that are part of no value, as in "30.02.": even so they must be cited."""
    cited = {digits for place in places for digits in _DIGITS.findall(place.context)}
    return [digits for digits in _DIGITS.findall(rest) if digits not in cited]


def _words(rest: str, places: Sequence[_Place], question: str, language: str) -> tuple[list[str], list[str], int]:
    """Of an answer's words beside its values: uncited ones that must be names, others nobody said, how many in all."""
    cited = frozenset().union(*(place.terms for place in places))
    asked = terms(question, language)
    # In the question, too, a capital is all that tells a name.
    plainly_asked = terms(" ".join(w[0] for w in words_of(question) if w[0].islower()), language)
    names, unknown, count = [], [], 0
    for word, no_name in _telling(rest, language):
        count += 1
        known = terms(word, language)
        if _occurs(word, known, cited):
            continue
        if word[0].isupper() and not no_name and known.isdisjoint(plainly_asked):
            names.append(word)
        elif not _occurs(word, known, asked):
            unknown.append(word)
    return names, unknown, count


def _telling(rest: str, language: str) -> Iterator[tuple[str, bool]]:
    """The words that tell something, of CJK pairs of characters, and whether each is no name for all its capital."""
    for match in words_of(rest):
        word = match[0]
        if is_cjk(word) and len(word) > 2:
            yield from ((word[i : i + 2], False) for i in range(len(word) - 1))
        elif not is_plain(word) and word.casefold() not in OPENERS:
            is_noun = language == "de" and follows_article(rest, match.start())
            yield word, is_noun or opens_plainly(rest, match.start())


def _occurs(word: str, known: frozenset[str], among: frozenset[str]) -> bool:
    return word in among if is_cjk(word) else not known.isdisjoint(among)


def _supports(answer: str, place: _Place, holds_value: bool) -> Supports:
    parts = [clause.text for clause in clauses(answer)]
    is_list = all(len(part.split()) <= ITEM_WORDS for part in parts)
    whole = [part for part in parts if is_list or len(content(part, "")) >= CLAUSE_WORDS]
    if any(says_something(part) and tokens(part) in place.said for part in (answer, *whole)):
        return Supports.VERBATIM
    return Supports.VALUE if holds_value else Supports.TOPIC
