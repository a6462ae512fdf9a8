"""A schema in words, for a model that is to fill it in."""

from collections.abc import Iterator
from typing import Any

from assistant.structured.schema.document import Place, Schema, SchemaDocument, below

_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
    "array": "list",
}
#: No examples among them: a small model copies those.
_FORMATS = {
    "date": "date as YYYY-MM-DD",
    "time": "time as HH:MM:SSZ",
    "date-time": "date and time as YYYY-MM-DDTHH:MM:SSZ",
    "email": "email address",
    "uuid": "UUID",
}
_DEEPEST = 4


def outline(schema: Schema | bool) -> str:
    """The schema's properties, one a line, those of an object below it; for other values, one line."""
    document = SchemaDocument(schema)
    lines = list(_properties(document, "", 0))
    return "\n".join(lines) or _kind(document, "")


def _properties(document: SchemaDocument, place: Place, depth: int) -> Iterator[str]:
    place, schema = _resolved(document, place)
    required = schema.get("required", ())
    for name in schema.get("properties", {}):
        at, of = _resolved(document, below(place, "properties", name))
        meaning = of.get("description", "")
        left_out = "" if name in required else ", may be left out"
        yield f"{'  ' * depth}- {name} ({_kind(document, at)}{left_out})" + (f": {meaning}" if meaning else "")
        inner = below(at, "items") if "items" in of else at
        if depth < _DEEPEST:
            yield from _properties(document, inner, depth + 1)


def _kind(document: SchemaDocument, place: Place) -> str:
    place, schema = _resolved(document, place)
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return "one of " + ", ".join("null" if value is None else str(value) for value in schema["enum"])
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            kinds = (_kind(document, below(place, keyword, i)) for i in range(len(schema[keyword])))
            return " or ".join(dict.fromkeys(kinds))
    if schema.get("type") == "array" and "items" in schema:
        return f"list of {_kind(document, below(place, 'items'))}"
    return " or ".join(_type_words(schema)) + _limits(schema)


def _type_words(schema: Schema) -> list[str]:
    types = schema.get("type", "string" if "format" in schema else "any value")
    words = {**_WORDS, "string": _FORMATS.get(schema.get("format", ""), _WORDS["string"])}
    return [words.get(one, one) for one in ([types] if isinstance(types, str) else types)]


def _limits(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    parts = [f"from {low}" if low is not None else "", f"up to {high}" if high is not None else ""]
    said = " ".join(filter(None, parts))
    return f" {said}" if said else ""


def _resolved(document: SchemaDocument, place: Place) -> tuple[Place, Any]:
    """The subschema at a place, or the one it is a plain reference to."""
    schema = document.at(place)
    while not isinstance(schema, bool) and set(schema) >= {"$ref"} and not {"type", "properties"} & set(schema):
        place = document.target(place, schema["$ref"])
        schema = document.at(place)
    return place, {} if isinstance(schema, bool) else schema
