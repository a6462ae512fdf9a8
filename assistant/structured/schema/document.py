"""A JSON Schema document, and which of its subschemas hold at one place of an instance."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import unquote

from assistant.errors import UsageError
from assistant.structured.schema.keywords import APPLICATORS, REFUSED, WITHOUT_EFFECT, is_known

Schema: TypeAlias = Mapping[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: Where a subschema lies: a JSON pointer, empty for the whole document.
Place: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Member:
    """One subschema that holds."""

    place: Place
    schema: Schema


@dataclass(frozen=True, slots=True)
class Alternatives:
    """An ``anyOf`` or ``oneOf`` (``keyword``) of the subschema at ``owner``, and where its branches lie."""

    owner: Place
    keyword: str
    branches: tuple[Place, ...]

    @property
    def place(self) -> Place:
        """Where the keyword itself lies."""
        return f"{self.owner}/{self.keyword}"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every subschema that holds besides some, and the choices they leave open; ``fits_nothing`` by a ``false``."""

    members: tuple[Member, ...]
    choices: tuple[Alternatives, ...]
    fits_nothing: bool


class SchemaDocument:
    """A schema whose keywords have values of the right types."""

    def __init__(self, root: Schema | bool) -> None:
        self.root = root
        self._without_loops: set[Place] = set()

    def at(self, place: Place) -> Schema | bool:
        """The subschema at a place. Raises ``KeyError`` where there is none."""
        found: Any = self.root
        for step in place.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            elif isinstance(found, Mapping):
                found = found[key]
            else:
                raise KeyError(place)
        if not isinstance(found, Mapping | bool):
            raise KeyError(place)
        return found

    def gather(self, places: Iterable[Place], chosen: frozenset[Place]) -> Gathered:
        """What holds where the subschemas at ``places`` do: these, what they refer to, and all of their ``allOf``.

        Choices at the places ``chosen`` have been made. Raises ``UsageError`` naming a keyword that can't be kept to.
        """
        members: dict[Place, Schema] = {}
        fits_nothing = False
        waiting = list(places)[::-1]
        while waiting:
            place = waiting.pop()
            schema = self.at(place)
            fits_nothing |= schema is False
            if isinstance(schema, bool) or place in members:
                continue
            _check_keywords(place, schema)
            self._check_loop(place, ())
            members[place] = schema
            waiting += list(self._conjoined(place, schema))[::-1]
        choices = (one for place, schema in members.items() for one in _alternatives(place, schema))
        return Gathered(
            tuple(Member(place, schema) for place, schema in members.items()),
            tuple(one for one in choices if one.place not in chosen),
            fits_nothing,
        )

    def _conjoined(self, place: Place, schema: Schema) -> Iterator[Place]:
        """Where the subschemas lie that hold wherever this one does."""
        if "$ref" in schema:
            yield self.target(place, schema["$ref"])
        for i in range(len(schema.get("allOf", ()))):
            yield f"{place}/allOf/{i}"

    def target(self, place: Place, reference: str) -> Place:
        """The place that a ``$ref`` at ``place`` points to. Raises ``UsageError`` where it is not in the document."""
        document, _, fragment = reference.partition("#")
        if document or (fragment and not fragment.startswith("/")):
            raise refused(place, "$ref", f"{reference} does not point into the schema like #/$defs/NAME")
        target = unquote(fragment)
        try:
            self.at(target)
        except KeyError:
            raise refused(place, "$ref", f"there is no {reference}") from None
        return target

    def _check_loop(self, place: Place, path: tuple[Place, ...]) -> None:
        """Refuse a schema that says of a value only that it is what the schema says."""
        if place in path:
            raise refused(path[-1], "$ref", f"{shown(place)} leads back to itself with no array or object between")
        schema = self.at(place)
        if isinstance(schema, bool) or place in self._without_loops:
            return
        branches = [branch for one in _alternatives(place, schema) for branch in one.branches]
        for next_place in (*self._conjoined(place, schema), *branches):
            self._check_loop(next_place, (*path, place))
        self._without_loops.add(place)


def _alternatives(place: Place, schema: Schema) -> Iterator[Alternatives]:
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            count = len(schema[keyword])
            yield Alternatives(place, keyword, tuple(f"{place}/{keyword}/{i}" for i in range(count)))


def _check_keywords(place: Place, schema: Schema) -> None:
    for keyword, value in schema.items():
        if keyword in REFUSED and not (keyword in WITHOUT_EFFECT and value == WITHOUT_EFFECT[keyword]):
            raise refused(place, keyword, REFUSED[keyword])
        if keyword == "$id" and place:
            raise refused(place, keyword, "only the whole schema may have one")
        if keyword == "$schema" and str(value).rstrip("#") != DIALECT:
            raise refused(place, keyword, f"only {DIALECT}")
        if not is_known(keyword):
            raise refused(place, keyword, "not a keyword of draft 2020-12")


def flat(schema: Schema) -> Schema:
    """A subschema without what `SchemaDocument.gather` takes out of it."""
    return {keyword: value for keyword, value in schema.items() if keyword not in APPLICATORS | {"$schema"}}


def below(place: Place, *steps: str | int) -> Place:
    """The place that ``steps`` lead to from another."""
    return place + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def shown(place: Place) -> str:
    """A place as messages name it."""
    return f"#{place}"


def refused(place: Place, keyword: str, reason: str) -> UsageError:
    """The error for what of a schema can't be kept to; it names the keyword and where it stands."""
    return UsageError(
        f"the schema can't be kept to: {shown(below(place, keyword))}: {reason}",
        hint="change that keyword; what is supported: assistant help structured-output",
    )
