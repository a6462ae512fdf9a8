"""Looking for a schema's fields in a text, and putting what is found together."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from datetime import date
from threading import Event

from assistant.engines.ports import Judge
from assistant.structured.asking import ask
from assistant.structured.assertion import choice, chosen_all, is_so
from assistant.structured.choosing import Chosen, choose
from assistant.structured.extract import Extraction, Support
from assistant.structured.features import field_words
from assistant.structured.fields import Field, Kind
from assistant.structured.form import Form
from assistant.structured.lists import pieces_of
from assistant.structured.options import Option, value_of
from assistant.structured.passage import Passage
from assistant.structured.ranking import Ranking
from assistant.structured.regions import many, section
from assistant.structured.unsaid import MISSING, NotSaidError, unsaid

_APART = (Kind.LIST, Kind.OBJECT, Kind.BOOLEAN, Kind.CHOICE, Kind.NOTHING)


class Finder:
    """One judge with one form to look for."""

    def __init__(self, judge: Judge, form: Form, ranking: Ranking) -> None:
        self._judge = judge
        self._form = form
        self._ranking = ranking
        self._stopped = Event()

    @property
    def model(self) -> str:
        """The judge's model."""
        return self._judge.name

    def stop(self) -> None:
        """Begin no other text."""
        self._stopped.set()

    def run(self, text: str, day: date | None = None) -> Extraction:
        """What ``text`` says of the form's fields. Raises ``NotSaidError`` naming a field that it does not say."""
        if self._stopped.is_set():
            raise CancelledError
        search = _Search(self._judge, self._ranking, Passage(text, day))
        value = search.value(self._form.root)
        if value is MISSING:
            value = None
        return Extraction(self._form.checked(value), support=tuple(search.support))


class _Search:
    """One text that is searched."""

    def __init__(self, judge: Judge, ranking: Ranking, passage: Passage) -> None:
        self._judge = judge
        self._ranking = ranking
        self._passage = passage
        self.support: list[Support] = []

    def value(self, root: Field) -> object:
        """The value of the whole schema."""
        if root.kind is Kind.OBJECT:
            return self._object(root, self._passage, "")
        return self._one(root, self._scalars([root], self._passage, ""), self._passage, "")

    def _object(self, field: Field, passage: Passage, within: str) -> dict[str, object]:
        chosen = self._scalars(field.parts, passage, within)
        found = {part.name: self._one(part, chosen, passage, within) for part in field.parts}
        return {name: value for name, value in found.items() if value is not MISSING}

    def _scalars(self, fields: Sequence[Field], passage: Passage, within: str) -> Mapping[str, Chosen]:
        """The values of the fields that are single pieces of the text, chosen together."""
        asked = [ask(self._judge, field, passage, within) for field in fields if field.kind not in _APART]
        return choose(asked, passage, self._ranking)

    def _one(self, field: Field, chosen: Mapping[str, Chosen], passage: Passage, within: str) -> object:
        """The value of one field; what is not said is null, left out, or an error."""
        if field.kind is Kind.NOTHING:
            return field.choices[0] if field.choices else None
        if field.kind is Kind.OBJECT:
            return self._nested(field, passage)
        if field.kind is Kind.LIST:
            return self._list(field, passage, within)
        if field.kind in (Kind.BOOLEAN, Kind.CHOICE):
            return self._asserted(field, passage, within)
        if found := chosen.get(field.path):
            self._note(field, found.option, found.likely, passage)
            return found.option.value
        return unsaid(field)

    def _asserted(self, field: Field, passage: Passage, within: str) -> object:
        if field.kind is Kind.CHOICE and len(field.choices) == 1 and field.must_be_said:
            return field.choices[0]
        asked = ask(self._judge, field, passage, within)
        stated = is_so(asked, passage) if field.kind is Kind.BOOLEAN else choice(asked, passage, self._ranking)
        if stated is None or not field.takes(stated.value):
            return unsaid(field)
        first, last = passage.numbers(stated.start, stated.end)
        self.support.append(Support(field.path, first, last, stated.likely))
        return stated.value

    def _list(self, field: Field, passage: Passage, within: str) -> object:
        item = field.item
        if item is not None and item.kind is Kind.OBJECT:
            found = self._records(field, item, passage)
        else:
            found = list(self._items(field, item, passage, within)) if item is not None else []
        values = [value for n, value in enumerate(found) if value not in found[:n]]
        values = values[: field.schema.get("maxItems", len(values))]
        if values and field.takes(values):
            return values
        return [] if field.required and not field.nullable and field.takes([]) else unsaid(field)

    def _items(self, field: Field, item: Field, passage: Passage, within: str) -> Iterator[object]:
        asked = ask(self._judge, field, passage, within)
        if item.kind is Kind.CHOICE:
            for one in chosen_all(asked, item, passage):
                self.support.append(Support(field.path, *passage.numbers(one.start, one.end), one.likely))
                yield one.value
            return
        for piece, likely in pieces_of(asked, item, passage):
            value = value_of(item, piece, passage)
            if value is not None and item.takes(value):
                self._note(field, Option(piece, value), likely, passage)
                yield value

    def _records(self, field: Field, item: Field, passage: Passage) -> list[object]:
        """The objects that a text lists: as the way to read it that gives most of its parts a whole object."""
        best: list[object] = []
        support = list(self.support)
        for parts in many(passage, field_words(field.name, "", passage.language)[0]):
            inner = _Search(self._judge, self._ranking, passage)
            found: list[object] = [value for part in parts if (value := inner.record(item, part)) is not None]
            if len(found) > len(best) and 2 * len(found) >= len(parts):
                best, self.support = found, [*support, *inner.support]
        return best

    def record(self, item: Field, passage: Passage) -> dict[str, object] | None:
        """One object of a list; None where the part says nothing of it, or not all that it must say."""
        before = len(self.support)
        try:
            found = self._object(item, passage, "")
        except NotSaidError:
            found = {}
        if any(value not in (None, []) for value in found.values()) and item.takes(found):
            return found
        del self.support[before:]
        return None

    def _nested(self, field: Field, passage: Passage) -> object:
        """An object within another, from its own lines where it has some."""
        own = section(passage, field_words(field.name, "", passage.language)[0])
        before = len(self.support)
        try:
            found = self._object(field, own or passage, "" if own else field.name)
        except NotSaidError:
            if field.must_be_said:
                raise
            found = {}
        if field.must_be_said or any(value not in (None, []) for value in found.values()):
            return found
        del self.support[before:]
        return unsaid(field)

    def _note(self, field: Field, option: Option, likely: float, passage: Passage) -> None:
        first, last = passage.numbers(option.candidate.start, option.candidate.end)
        self.support.append(Support(field.path, first, last, likely))
