"""What is kept to of JSON Schema, draft 2020-12, and what is refused."""

#: Put together into one set of constraints before anything is written.
APPLICATORS = frozenset({"$ref", "allOf", "anyOf", "oneOf"})

#: Every keyword that the grammar keeps to.
SUPPORTED = APPLICATORS | {
    "type",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
}

#: Keywords that say nothing about which values fit.
ANNOTATIONS = frozenset(
    {
        "$schema",
        "$id",
        "$defs",
        "definitions",
        "$comment",
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "discriminator",
    }
)

_NO_MEMORY = "a grammar can't compare one part of a text with another"
_NEGATION = "not supported: say what may stand there instead of what may not"
_UNEVALUATED = "not supported: use additionalProperties or items"
_CONTAINS = "not supported: say what every item is with items"
_NAMES = "not supported: name the properties one by one"
_DYNAMIC = "not supported: use $ref to #/$defs/NAME"
_CONTENT = "not supported: what is inside a text is not looked at"

#: Every other keyword of the draft, and why.
REFUSED = {
    "uniqueItems": _NO_MEMORY,
    "not": _NEGATION,
    "if": "not supported: use oneOf with a const in each branch",
    "then": "not supported: use oneOf with a const in each branch",
    "else": "not supported: use oneOf with a const in each branch",
    "dependentRequired": "not supported: use oneOf",
    "dependentSchemas": "not supported: use oneOf",
    "contains": _CONTAINS,
    "minContains": _CONTAINS,
    "maxContains": _CONTAINS,
    "patternProperties": _NAMES,
    "propertyNames": _NAMES,
    "unevaluatedItems": _UNEVALUATED,
    "unevaluatedProperties": _UNEVALUATED,
    "$anchor": _DYNAMIC,
    "$dynamicAnchor": _DYNAMIC,
    "$dynamicRef": _DYNAMIC,
    "$vocabulary": "not supported",
    "contentEncoding": _CONTENT,
    "contentMediaType": _CONTENT,
    "contentSchema": _CONTENT,
}

#: Values with which a refused keyword demands nothing.
WITHOUT_EFFECT = {"uniqueItems": False}


def is_known(keyword: str) -> bool:
    """Whether a keyword is kept to or says nothing; names that begin with ``x-`` are for others."""
    return keyword in SUPPORTED or keyword in ANNOTATIONS or keyword in WITHOUT_EFFECT or keyword.startswith("x-")
