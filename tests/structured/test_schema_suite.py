"""The JSON Schema Test Suite: what fits a schema can be written, what does not fit can't, decided by reading along."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import permutations, product
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.structured.languages.grammar import Grammar
from assistant.structured.schema.compile import compile_schema
from assistant.structured.schema.scalars import spelled

NOTHING_FITS = "no value fits the schema"
SUITE = Path(__file__).parent / "suite"
GROUPS = [(file.stem, group) for file in sorted(SUITE.glob("*.json")) for group in json.loads(file.read_text("utf-8"))]

# Keywords that schemas of a file are refused for, and how many are. Files not named here are kept to as a whole.
REFUSALS = {
    "additionalProperties": ({"patternProperties", "propertyNames", "dependentSchemas"}, 4),
    "ecmascript-regex": ({"pattern", "patternProperties"}, 9),
    "multipleOf": ({"multipleOf"}, 4),
    "oneOf": ({"oneOf"}, 8),
    "pattern": ({"pattern"}, 1),
    "properties": ({"patternProperties"}, 1),
    "ref": ({"$ref", "if", "then", "else", "unevaluatedProperties"}, 17),
    "uniqueItems": ({"uniqueItems"}, 3),
    "anchor": ({"$ref"}, 1),
    "contains": ({"contains"}, 1),
    "content": ({"contentMediaType"}, 1),
    "dependentRequired": ({"dependentRequired"}, 1),
    "dependentSchemas": ({"dependentSchemas"}, 1),
    "dynamicRef": ({"$dynamicRef"}, 1),
    "format-uri": ({"format"}, 1),
    "if-then-else": ({"if"}, 1),
    "maxContains": ({"maxContains"}, 1),
    "minContains": ({"minContains"}, 1),
    "not": ({"not"}, 1),
    "patternProperties": ({"patternProperties"}, 1),
    "propertyNames": ({"propertyNames"}, 1),
    "unevaluatedItems": ({"unevaluatedItems"}, 1),
    "unevaluatedProperties": ({"unevaluatedProperties"}, 1),
}

# Values that fit and are not written, by the reason that the documentation gives.
NOT_WRITTEN = {
    "properties that no schema names, where additionalProperties is not said": {
        "additional properties are allowed",
        "both anyOf valid (complex)",
        "doesn't invalidate other properties",
    },
    "white space beyond ASCII for \\s": {
        "latin-1 non-breaking-space matches",
        "zero-width whitespace matches",
        "paragraph separator matches (line terminator)",
        "EM SPACE matches (Space_Separator)",
    },
    "leap seconds, small letters and more than six digits of a second in times": {
        "a valid date-time with a leap second, UTC",
        "a valid date-time with a leap second, with minus offset",
        "case-insensitive T and Z",
        "a second fraction of fifteen nines is valid",
        "a valid time string with leap second, Zulu",
        "valid leap second, zero time-offset",
        "valid leap second, positive time-offset",
        "valid leap second, large positive time-offset",
        "valid leap second, negative time-offset",
        "valid leap second, large negative time-offset",
        "a valid time string with case-insensitive Z",
    },
    "quoted names and addresses of machines in email addresses": {
        "a quoted string with a space in the local part is valid",
        "a quoted string with a double dot in the local part is valid",
        "a quoted string with a @ in the local part is valid",
        "an IPv4-address-literal after the @ is valid",
        "an IPv6-address-literal after the @ is valid",
    },
}


def orders(value: object) -> Iterator[object]:
    """The value with the properties of its objects in every order: grammars write them in the schema's."""
    match value:
        case dict():
            for keys in permutations(value):
                for values in product(*(list(orders(value[key])) for key in keys)):
                    yield dict(zip(keys, values, strict=True))
        case list():
            yield from map(list, product(*(list(orders(one)) for one in value)))
        case _:
            yield value


def can_write(grammar: Grammar, value: object) -> bool:
    return any(grammar.accepts(spelled(one)) for one in orders(value))


@cache
def compiled(schema: str) -> Grammar | str:
    """The grammar of a schema in JSON, or what is said against it."""
    try:
        return compile_schema(json.loads(schema))
    except UsageError as error:
        return error.message


def refused_for(message: str) -> str:
    """The keyword that a refusal names."""
    named = re.match(r"the schema can't be kept to: #(?:/.*)?/([^/]+?): ", message)
    return named[1] if named else ""


@pytest.mark.parametrize(("file", "group"), GROUPS, ids=[f"{file}: {group['description']}" for file, group in GROUPS])
def test_what_fits_is_written_and_nothing_else(file, group):
    grammar = compiled(json.dumps(group["schema"]))
    if grammar == NOTHING_FITS:
        assert not any(test["valid"] for test in group["tests"])
    elif isinstance(grammar, str):
        keyword = refused_for(grammar)
        assert keyword in REFUSALS[file][0], grammar
        assert f'"{keyword}"' in json.dumps(group["schema"])
    else:
        exempt = set[str]().union(*NOT_WRITTEN.values())
        for test in group["tests"]:
            expected = test["valid"] and test["description"] not in exempt
            assert can_write(grammar, test["data"]) == expected, test["description"]


def test_no_more_than_the_documented_schemas_are_refused():
    said = Counter(file for file, group in GROUPS if refused_for(str(compiled(json.dumps(group["schema"])))))
    assert said == {file: count for file, (_, count) in REFUSALS.items()}


def test_every_exemption_is_met():
    described = {test["description"] for _, group in GROUPS for test in group["tests"]}
    assert set[str]().union(*NOT_WRITTEN.values()) <= described
