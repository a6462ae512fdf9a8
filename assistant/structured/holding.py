"""What a model wrote, held against its text: what has no support there is asked for once more, then null or refused."""

from collections.abc import Callable, Sequence

from assistant.structured.extract import Support
from assistant.structured.fields import Field, Kind
from assistant.structured.passage import Passage
from assistant.structured.support import place_of
from assistant.structured.unsaid import MISSING, unsaid

#: Asks the model for a field once more, as one of these values, or none of them.
AskAgain = Callable[[Field, Sequence[object]], object]
#: Kinds whose values are judgements and stand in no place of the text.
_JUDGED = (Kind.BOOLEAN, Kind.CHOICE, Kind.NOTHING)
#: How sure a value is that a model wrote and that stands in the text.
_WRITTEN = 0.9


class Holder:
    """One text that values are held against; ``values_of`` lists what of it a field could be."""

    def __init__(self, passage: Passage, values_of: Callable[[Field], Sequence[object]], again: AskAgain) -> None:
        self._passage = passage
        self._values_of = values_of
        self._again = again
        self.support: list[Support] = []

    def held(self, field: Field, value: object) -> object:
        """The value where the text supports it, else what the model says when asked again, else what is for nothing.

        Raises ``NotSaidError`` where the schema insists on a field that has no support.
        """
        if value is None or field.kind in _JUDGED:
            return value
        if isinstance(value, dict):
            return self._object(field, value)
        if isinstance(value, list):
            return self._list(field, value)
        return self._single(field, value)

    def _object(self, field: Field, value: dict[str, object]) -> object:
        parts = {part.name: part for part in field.parts}
        kept = {name: self.held(parts[name], each) if name in parts else each for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not MISSING}

    def _list(self, field: Field, value: list[object]) -> object:
        """The items that the text supports; each is looked up by itself and none is asked for again."""
        item = field.item
        if item is None or item.kind in _JUDGED:
            return value
        if item.kind in (Kind.OBJECT, Kind.LIST):
            return [self.held(item, each) for each in value]
        kept = [each for each in value if self._found(item, each)]
        return kept if field.takes(kept) else unsaid(field)

    def _single(self, field: Field, value: object) -> object:
        if self._found(field, value):
            return value
        choices = list(self._values_of(field))
        second = self._again(field, choices) if choices else None
        if second is not None and self._found(field, second):
            return second
        return unsaid(field)

    def _found(self, field: Field, value: object) -> bool:
        place = place_of(field, value, self._passage)
        if place is not None:
            self.support.append(Support(field.path, *self._passage.numbers(*place), _WRITTEN))
        return place is not None
