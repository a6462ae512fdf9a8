"""Arrays and objects: how far one has been written is a rule, which says what may follow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Protocol

from assistant.structured.languages.grammar import NEVER, All, Any, Part, Rule, Text
from assistant.structured.languages.regular import ANYTHING, Regular, both, either, literal, negated
from assistant.structured.schema.document import Member, Place, below, refused
from assistant.structured.schema.scalars import Scalars, check_count, spelled


class ValueRule(Protocol):
    """The rule of the values that fit all of some subschemas."""

    def __call__(self, places: Sequence[Place]) -> Rule:
        """The rule, made when it is first asked for."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an object may hold.

    ``places`` is where the subschemas of each named property lie, ``others`` where those of any other lie; it is
    ``None`` where there are no others. ``least`` and ``most`` are numbers of properties.
    """

    places: dict[str, list[Place]]
    required: frozenset[str]
    others: list[Place] | None
    least: int
    most: int | None

    @property
    def counted(self) -> int:
        """How many properties are told apart; more are as many as these."""
        return max(1, self.least, self.most or 0)


class Containers:
    """Writes into ``rules``.

    Where a schema names properties and does not say ``additionalProperties``, JSON Schema allows others; they are
    written ``with_unnamed`` alone.
    """

    def __init__(self, rules: dict[str, Part], scalars: Scalars, value: ValueRule, *, with_unnamed: bool) -> None:
        self._rules = rules
        self._scalars = scalars
        self._value = value
        self._with_unnamed = with_unnamed
        self._numbers = count()

    def array(self, members: Sequence[Member]) -> Part:
        """The arrays that all of ``members`` allow."""
        least, most = _counts(members, "minItems", "maxItems")
        if most is not None and least > most:
            return NEVER
        fixed = max((len(m.schema.get("prefixItems", ())) for m in members), default=0)
        last = max(1, fixed, least, most or 0)
        name = f"array-{next(self._numbers)}"
        for i in range(last + 1):
            parts: list[Part] = [Text("]")] if i >= least else []
            if most is None or i < most:
                separator = Text(", " if i else "")
                parts.append(All((separator, self._value(_item(members, i)), Rule(f"{name}-{min(i + 1, last)}"))))
            self._rules[f"{name}-{i}"] = Any(tuple(parts))
        return All((Text("["), Rule(f"{name}-0")))

    def object(self, members: Sequence[Member]) -> Part:
        """The objects that all of ``members`` allow, with the properties in the order they are named in.

        A rule's name tells how many names have been passed, and how many properties written.
        """
        least, most = _counts(members, "minProperties", "maxProperties")
        if most is not None and least > most:
            return NEVER
        others = self._others(members)
        shape = _Shape(_named(members), _required(members), others, least, most)
        if others is not None and least > len(shape.required) + 1 and not self._with_unnamed:
            place = next(m.place for m in members if m.schema.get("minProperties") == least)
            raise refused(place, "minProperties", "names that are not declared may repeat and can't be counted")
        name = f"object-{next(self._numbers)}"
        for written in range(shape.counted + 1):
            for i in range(len(shape.places) + 1):
                self._rules[f"{name}-{i}-{written}"] = Any(tuple(self._following(shape, name, i, written)))
        return All((Text("{"), Rule(f"{name}-0-0")))

    def _following(self, shape: _Shape, name: str, i: int, written: int) -> Iterator[Part]:
        """What may follow once ``i`` names have been passed and as many properties as ``written`` stand there."""
        named = list(shape.places)[i : i + 1]
        if not named and written >= shape.least:
            yield Text("}")
        if named and named[0] not in shape.required:
            yield Rule(f"{name}-{i + 1}-{written}")
        if shape.most is not None and written >= shape.most:
            return
        separator = ", " if written else ""
        after = Rule(f"{name}-{i + len(named)}-{min(written + 1, shape.counted)}")
        if named:
            yield All((Text(f"{separator}{spelled(named[0])}: "), self._value(shape.places[named[0]]), after))
        elif shape.others is not None:
            key = self._scalars.quoted(_other_names(shape))
            yield All((Text(separator), key, Text(": "), self._value(shape.others), after))

    def _others(self, members: Sequence[Member]) -> list[Place] | None:
        saying = [m for m in members if "additionalProperties" in m.schema]
        if any(m.schema["additionalProperties"] is False for m in saying):
            return None
        if saying or self._with_unnamed or not any("properties" in m.schema for m in members):
            return [below(m.place, "additionalProperties") for m in saying]
        return None


def _named(members: Sequence[Member]) -> dict[str, list[Place]]:
    """Every property that is named, with the places of what all of ``members`` say of it."""
    declared = chain.from_iterable(m.schema.get("properties", ()) for m in members)
    needed = chain.from_iterable(m.schema.get("required", ()) for m in members)
    return {name: list(_places_of(members, name)) for name in (*declared, *needed)}


def _places_of(members: Sequence[Member], name: str) -> Iterator[Place]:
    for member in members:
        if name in member.schema.get("properties", ()):
            yield below(member.place, "properties", name)
        elif "additionalProperties" in member.schema:
            yield below(member.place, "additionalProperties")


def _required(members: Sequence[Member]) -> frozenset[str]:
    return frozenset(chain.from_iterable(m.schema.get("required", ()) for m in members))


def _other_names(shape: _Shape) -> Regular:
    return both([ANYTHING, negated(either(map(literal, shape.places)))])


def _counts(members: Sequence[Member], low: str, high: str) -> tuple[int, int | None]:
    least = max((int(m.schema.get(low, 0)) for m in members), default=0)
    most = min((int(m.schema[high]) for m in members if high in m.schema), default=None)
    check_count(members, low, least)
    check_count(members, high, most or 0)
    return least, most


def _item(members: Sequence[Member], i: int) -> list[Place]:
    """Where the subschemas of the item at ``i`` lie."""
    places: list[Place] = []
    for member in members:
        if i < len(member.schema.get("prefixItems", ())):
            places.append(below(member.place, "prefixItems", i))
        elif "items" in member.schema:
            places.append(below(member.place, "items"))
    return places
