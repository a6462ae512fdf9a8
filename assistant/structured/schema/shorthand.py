"""The short form of a schema: ``name, age? int, tags list: what it is``."""

import re
from collections.abc import Sequence
from typing import Any

from assistant.errors import UsageError

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "number": {"type": "number"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "datetime": {"type": "string", "format": "date-time"},
    "email": {"type": "string", "format": "email"},
    "uuid": {"type": "string", "format": "uuid"},
}

#: What a field may be, as messages and documents list it.
KNOWN_TYPES = (*_TYPES, "list", "list TYPE", "a|b|c")

_FIELD = re.compile(
    r"(?P<name>[^\W\d][\w-]*)(?P<optional>\?)?(?:\s+(?P<type>[^:]+?))?\s*(?::\s*(?P<meaning>.+))?", re.DOTALL
)
_HINT = "assistant extract --schema 'name, age? int, tags list: what it is about'"


def read_shorthand(text: str) -> dict[str, Any]:
    """The JSON Schema of fields separated by commas, or one a line where there are lines.

    A field is a name, ``?`` where it may be left out, one of ``KNOWN_TYPES`` (``text`` unless said), and after a colon
    what it means. Raises ``UsageError``.
    """
    fields = [field.strip() for field in (text.splitlines() if "\n" in text.strip() else text.split(","))]
    matches = [_field(field) for field in fields if field]
    if not matches:
        raise UsageError("the schema is empty", hint=_HINT)
    properties: dict[str, Any] = {}
    for match in matches:
        if match["name"] in properties:
            raise UsageError(f"the schema has two fields {match['name']}", hint=_HINT)
        meaning = {"description": match["meaning"].strip()} if match["meaning"] else {}
        properties[match["name"]] = _type((match["type"] or "text").split(), match["name"]) | meaning
    return {
        "type": "object",
        "properties": properties,
        "required": [match["name"] for match in matches if not match["optional"]],
        "additionalProperties": False,
    }


def _field(text: str) -> re.Match[str]:
    match = _FIELD.fullmatch(text)
    if match is None:
        raise UsageError(f"no field of a schema: {text}", hint=_HINT)
    return match


def _type(words: Sequence[str], name: str) -> dict[str, Any]:
    match words:
        case ["list"]:
            return {"type": "array", "items": _TYPES["text"]}
        case ["list", *of]:
            return {"type": "array", "items": _type(of, name)}
        case [word] if word in _TYPES:
            return dict(_TYPES[word])
        case [word] if "|" in word:
            return {"enum": [value for value in dict.fromkeys(word.split("|")) if value]}
    raise UsageError(f"field {name}: no type {' '.join(words)}", hint=f"known are {', '.join(KNOWN_TYPES)}")
