"""Which candidates a field has: all of its kind that the text holds, each with the value it would be."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.language.things import Sort
from assistant.structured import candidates as found
from assistant.structured import normal
from assistant.structured.candidates import Candidate, Source
from assistant.structured.features import Asked, field_words
from assistant.structured.fields import Field, Kind
from assistant.structured.passage import Passage
from assistant.values import ValueKind

_MOMENTS = (Kind.DATE, Kind.TIME, Kind.DATE_TIME)
_NUMBERS = (Kind.INTEGER, Kind.NUMBER)
#: Spans of the judge in pieces that are candidates, too.
_POINTED = 3
#: A span that the judge is less sure of than these log odds is none.
_LEAST_MARGIN = -4.0
_PEOPLE = (Sort.PERSON, Sort.GROUP)
_AMOUNTS = (Sort.MONEY, Sort.AMOUNT, Sort.DURATION, Sort.COUNT)


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate with the value that it would be."""

    candidate: Candidate
    value: object


def group_of(field: Field) -> str:
    """Which of the fit's groups a field belongs to."""
    if field.kind in _MOMENTS:
        return "moment"
    if field.kind in _NUMBERS:
        return "number"
    return "text"


def options(asked: Asked, passage: Passage) -> list[Option]:
    """What of the text may be the field's value, each piece once."""
    field = asked.field
    coded = field.kind is Kind.TEXT and any(word.things & _CODED for word in asked.name)
    kept: dict[tuple[int, int], Option] = {}
    for candidate in _candidates(asked, passage):
        value = value_of(field, candidate, passage)
        if value is not None and field.takes(value) and (not coded or _is_code(str(value))):
            kept.setdefault((candidate.start, candidate.end), Option(candidate, value))
    return list(kept.values())


def value_of(field: Field, candidate: Candidate, passage: Passage) -> object:
    """The value that a candidate is for a field; None where it is of another kind."""
    if field.kind in _MOMENTS:
        return normal.moment(field, candidate, passage)
    if field.kind in _NUMBERS:
        return normal.number(field, candidate, passage)
    if candidate.value and candidate.value.kind is ValueKind.MONEY and _is_currency(field):
        return next(iter(normal.currencies(candidate.value)), None)
    return normal.text(field, candidate, passage)


def _is_currency(field: Field) -> bool:
    return "currency" in {thing for word in field_words(field.name, "", "en")[0] for thing in word.things}


def _candidates(asked: Asked, passage: Passage) -> Iterable[Candidate]:
    match asked.field.kind:
        case Kind.DATE:
            return found.of_kinds(passage, ValueKind.DATE)
        case Kind.DATE_TIME:
            return found.of_kinds(passage, ValueKind.DATE, ValueKind.TIME)
        case Kind.TIME:
            return found.of_kinds(passage, ValueKind.TIME)
        case Kind.INTEGER | Kind.NUMBER:
            return found.amounts(passage)
        case Kind.EMAIL | Kind.UUID as kind:
            return found.emails(passage) if kind is Kind.EMAIL else found.uuids(passage)
    return _texts(asked, passage)


#: Things that are named by a code.
_CODED = frozenset("code invoice order booking serial tracking iban ticket postcode plate flight train member".split())


def _is_code(text: str) -> bool:
    """Whether a text is a few words, each with a digit or all in capitals."""
    words = text.split()
    return len(words) <= 8 and all(any(c.isdigit() for c in word) or word.isupper() for word in words)


def _texts(asked: Asked, passage: Passage) -> Iterator[Candidate]:
    """Texts by what the field's words are about: a phone number, an address, a time, a code, a name, any words."""
    if any("currency" in word.things for word in asked.name):
        yield from found.of_kinds(passage, ValueKind.MONEY)
        return
    if strict := _strict(asked):
        yield from _STRICT[strict](passage)
        return
    if any(asked.sorts.get(sort, 0) == 1 for sort in _AMOUNTS):
        yield from found.of_kinds(passage, ValueKind.MONEY, ValueKind.QUANTITY, ValueKind.NUMBER)
    if asked.sorts.get(Sort.DATE, 0) == 1:
        yield from found.of_kinds(passage, ValueKind.DATE)
    if not asked.sorts.keys().isdisjoint(_PEOPLE):
        yield from found.signed(passage)
        yield from found.greeted(passage)
    yield from found.names(passage)
    yield from found.behind(passage, asked.name)
    yield from found.texts(passage)
    if Sort.CODE in asked.sorts or not asked.sorts:
        yield from found.codes(passage)
    yield from _pointed(asked)
    yield from found.sentences(passage)


_STRICT: Mapping[Sort, Callable[[Passage], Iterator[Candidate]]] = {
    Sort.PHONE: found.phones,
    Sort.EMAIL: found.emails,
    Sort.URL: found.urls,
    Sort.TIME: lambda passage: found.of_kinds(passage, ValueKind.TIME),
}


def _strict(asked: Asked) -> Sort | None:
    """The kind that nothing else can stand for, where the field's words are about one."""
    for sort in _STRICT:
        named = asked.sorts.get(sort, 0.0)
        people = Sort.PERSON in asked.sorts and sort is not Sort.TIME
        if named == 1 or (named and not people and Sort.CODE not in asked.sorts):
            return sort
    return None


def _pointed(asked: Asked) -> Iterator[Candidate]:
    """Where the judge points: in the whole text, and in the pieces that it is surest of."""
    whole = asked.whole
    if whole.start < whole.end and whole.margin > _LEAST_MARGIN:
        yield Candidate(whole.start, whole.end, Source.POINTED)
    surest = sorted(asked.pieces, key=lambda each: -each[1].logit)[:_POINTED]
    for piece, one in surest:
        start, end = one.start + piece.shift, one.end + piece.shift
        if piece.start <= start < end and one.margin > _LEAST_MARGIN:
            yield Candidate(start, end, Source.POINTED)
