"""A schema as fields to be looked for: each with its name, what it means, and the kind of its value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assistant.structured.schema.document import Member, Place, Schema, SchemaDocument, below, flat

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

#: A schema that refers to itself is followed this deep.
_DEEPEST = 5


class Kind(StrEnum):
    """What a field's value is in JSON, formats told apart."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date-time"
    EMAIL = "email"
    UUID = "uuid"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LIST = "list"
    OBJECT = "object"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Field:
    """One place of the schema that takes a value.

    ``path`` names it for people ("customer.name"). ``choices`` are the values of an ``enum`` without null, ``parts``
    the properties of an object, ``item`` what a list holds.
    """

    path: str
    name: str
    meaning: str
    kind: Kind
    schema: Schema
    nullable: bool = False
    required: bool = True
    choices: tuple[object, ...] = ()
    parts: "tuple[Field, ...]" = ()
    item: "Field | None" = None
    validator: "Validator | None" = None

    @property
    def must_be_said(self) -> bool:
        """Whether the schema has no way to say that the text does not tell."""
        return self.required and not self.nullable and self.kind is not Kind.NOTHING

    def takes(self, value: object) -> bool:
        """Whether the value fits the field's own schema."""
        return self.validator is None or bool(self.validator.is_valid(value))


def read_fields(schema: Schema | bool, validator: "Validator") -> Field:
    """The whole schema as one field, whose ``path`` is empty."""
    return _Reader(SchemaDocument(schema), validator).field("", "", "")


class _Reader:
    def __init__(self, document: SchemaDocument, validator: "Validator") -> None:
        self._document = document
        self._validator = validator

    def field(self, place: Place, path: str, name: str, *, required: bool = True, depth: int = 0) -> Field:
        """The field at a place of the schema."""
        gathered = self._document.gather([place], frozenset())
        members = gathered.members
        schema = _merged([member.schema for member in members])
        branches = [branch for choice in gathered.choices for branch in choice.branches]
        kinds, nullable = _kinds(schema)
        if branches:
            return self._of_branches(schema, branches, path, name, required=required, depth=depth)
        kind = _kind(schema, kinds)
        deeper = depth < _DEEPEST
        return Field(
            path=path,
            name=name,
            meaning=str(schema.get("description") or schema.get("title") or ""),
            kind=kind,
            schema=schema,
            nullable=nullable or None in schema.get("enum", ()),
            required=required,
            choices=_choices(schema),
            parts=tuple(self._parts(members, path, depth)) if kind is Kind.OBJECT and deeper else (),
            item=self._item(members, path, name, depth) if kind is Kind.LIST and deeper else None,
            validator=self._at(place),
        )

    def _of_branches(
        self, schema: Schema, branches: Sequence[Place], path: str, name: str, *, required: bool, depth: int
    ) -> Field:
        """A field whose value fits one of some schemas: it is looked for as the first that is not null."""
        read = [self.field(branch, path, name, required=required, depth=depth + 1) for branch in branches]
        real = [one for one in read if one.kind is not Kind.NOTHING]
        nullable = len(real) < len(read) or any(one.nullable for one in real)
        first = real[0] if real else read[0]
        meaning = str(schema.get("description") or "") or first.meaning
        return replace(first, nullable=nullable, meaning=meaning)

    def _parts(self, members: Sequence[Member], path: str, depth: int) -> Iterator[Field]:
        required = {name for member in members for name in member.schema.get("required", ())}
        seen: set[str] = set()
        for member in members:
            for name in member.schema.get("properties", {}):
                if name not in seen:
                    seen.add(name)
                    inner = f"{path}.{name}" if path else name
                    at = below(member.place, "properties", name)
                    yield self.field(at, inner, name, required=name in required, depth=depth + 1)

    def _item(self, members: Sequence[Member], path: str, name: str, depth: int) -> Field | None:
        for member in members:
            if "items" in member.schema and member.schema["items"] is not False:
                return self.field(below(member.place, "items"), path, name, depth=depth + 1)
        return None

    def _at(self, place: Place) -> "Validator":
        return self._validator.evolve(schema=self._document.at(place))


def _merged(members: Sequence[Schema]) -> dict[str, Any]:
    """What the schemas say together; the first to say something is heard."""
    merged: dict[str, Any] = {}
    for member in members:
        for keyword, value in flat(member).items():
            merged.setdefault(keyword, value)
    return merged


def _kinds(schema: Schema) -> tuple[list[str], bool]:
    """The types that a value may have without null, and whether it may be null."""
    given = schema.get("type", [])
    kinds = [given] if isinstance(given, str) else list(given)
    return [kind for kind in kinds if kind != "null"], "null" in kinds


def _kind(schema: Schema, kinds: Sequence[str]) -> Kind:
    if "enum" in schema or "const" in schema:
        return _kind_of_choices(schema)
    if not kinds and schema.get("type"):
        return Kind.NOTHING
    kind = kinds[0] if kinds else _implied(schema)
    named = {"array": Kind.LIST, "object": Kind.OBJECT, "boolean": Kind.BOOLEAN, "integer": Kind.INTEGER}
    if kind == "number":
        return Kind.NUMBER
    return named.get(kind) or _FORMATS.get(schema.get("format", ""), Kind.TEXT)


def _kind_of_choices(schema: Schema) -> Kind:
    choices = _choices(schema)
    if not choices:
        return Kind.NOTHING
    return Kind.BOOLEAN if set(map(type, choices)) == {bool} and len(choices) == 2 else Kind.CHOICE


def _choices(schema: Schema) -> tuple[object, ...]:
    if "const" in schema:
        return (schema["const"],)
    return tuple(value for value in schema.get("enum", ()) if value is not None)


def _implied(schema: Schema) -> str:
    """The type that a schema without one is about."""
    if "properties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    return "number" if {"minimum", "maximum", "multipleOf"} & set(schema) else "string"


_FORMATS = {kind.value: kind for kind in (Kind.DATE, Kind.TIME, Kind.DATE_TIME, Kind.EMAIL, Kind.UUID)}
