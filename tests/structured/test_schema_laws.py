"""Whatever the schema, what its grammar writes fits it; and llama.cpp reads the grammar as we do."""

import json

import pytest
from drawing import draw
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assistant.engines.llama import LlamaModel
from assistant.engines.llama_grammar import Grammar as NativeGrammar
from assistant.errors import UsageError
from assistant.structured.languages.grammar import Grammar
from assistant.structured.schema.compile import compile_schema
from assistant.structured.schema.scalars import spelled

PATTERNS = ["^[A-Z]{2}\\d+$", "a|b", "^\\w+(-\\w+)*$", "[^x]y", "^(?:ab|c)*$", "^.{0,3}$", "\\.$"]
FORMATS = ["date", "time", "date-time", "email", "uuid"]
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-99, 99), st.text('ab"\\é\n\x01', max_size=3), st.just([1, {"a": None}])
)
NAMES = ["a", "b", 'q"\n', "日"]
LIMITS = st.one_of(st.integers(-200, 200), st.integers(-2000, 2000).map(lambda n: n / 100))


def some(**keywords: st.SearchStrategy) -> st.SearchStrategy:
    """A schema with any of these keywords."""
    return st.fixed_dictionaries({}, optional=keywords)


STRINGS = some(
    minLength=st.integers(0, 4),
    maxLength=st.integers(2, 9),
    pattern=st.sampled_from(PATTERNS),
    format=st.sampled_from(FORMATS),
).map(lambda schema: {"type": "string", **schema})
NUMBERS = st.builds(
    lambda kind, schema: {"type": kind, **schema},
    st.sampled_from(["integer", "number"]),
    some(
        minimum=LIMITS,
        maximum=LIMITS,
        exclusiveMinimum=LIMITS,
        exclusiveMaximum=LIMITS,
        multipleOf=st.sampled_from([1, 2, 7, 10]),
    ),
)
LEAVES = st.one_of(
    STRINGS,
    NUMBERS,
    st.lists(VALUES, min_size=1, max_size=4).map(lambda values: {"enum": values}),
    VALUES.map(lambda value: {"const": value}),
    st.sampled_from([True, {}, {"type": "null"}, {"type": ["boolean", "string"]}, {"$ref": "#/$defs/tree"}]),
)


def grown(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Schemas made of others."""
    arrays = some(
        items=inner,
        prefixItems=st.lists(inner, min_size=1, max_size=2),
        minItems=st.integers(0, 3),
        maxItems=st.integers(1, 4),
    ).map(lambda schema: {"type": "array", **schema})
    objects = some(
        properties=st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
        required=st.lists(st.sampled_from(NAMES), unique=True, max_size=2),
        additionalProperties=st.one_of(st.booleans(), inner),
        minProperties=st.integers(0, 2),
        maxProperties=st.integers(1, 4),
    ).map(lambda schema: {"type": "object", **schema})
    choices = st.builds(
        lambda keyword, branches: {keyword: branches},
        st.sampled_from(["anyOf", "oneOf", "allOf"]),
        st.lists(inner, min_size=1, max_size=3),
    )
    mixed = st.builds(
        lambda first, second: {**first, **second} if isinstance(second, dict) else first, objects, choices
    )
    return st.one_of(arrays, objects, choices, mixed)


TREE = {"type": "object", "properties": {"v": {"type": "integer"}, "kids": {"items": {"$ref": "#/$defs/tree"}}}}
SCHEMAS = st.recursive(LEAVES, grown, max_leaves=5).map(
    lambda schema: {**schema, "$defs": {"tree": TREE}} if isinstance(schema, dict) else schema
)


def validates(schema: object, value: object) -> bool:
    """As the library judges, by the formats of the draft; times only beside ``rfc3339-validator``."""
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid(value)


def usable(schema: object) -> Grammar:
    """The schema's grammar, where it is not refused."""
    try:
        return compile_schema(schema)  # type: ignore[arg-type]
    except UsageError:
        assume(False)
        raise


def test_every_format_is_one_that_the_library_checks():
    assert not [name for name in FORMATS if validates({"format": name}, "neither")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(SCHEMAS, st.integers(0, 2**32))
@example({"oneOf": [{"type": "string", "format": "time"}, {"type": "string", "format": "date"}]}, 0)
@example({"oneOf": [{"type": "string", "format": "email", "maxLength": 2}, {"type": "string", "maxLength": 2}]}, 0)
@example({"oneOf": [{"type": "string", "format": "email", "maxLength": 2}, {"const": "a@"}]}, 0)
def test_what_a_grammar_writes_fits_its_schema(schema, seed):
    grammar = usable(schema)
    for turn in range(5):
        text = draw(grammar, seed + turn)
        value = json.loads(text)
        assert validates(schema, value), text
        assert grammar.accepts(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(SCHEMAS, st.integers(0, 2**32), st.data())
def test_the_beginning_of_a_text_can_be_finished(schema, seed, data):
    grammar = usable(schema)
    text = draw(grammar, seed)
    begun = text[: data.draw(st.integers(0, len(text)))]
    whole = begun + grammar.completion(begun)
    assert grammar.accepts(whole)
    assert len(whole) <= len(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(SCHEMAS, VALUES)
def test_a_value_that_does_not_fit_is_not_written(schema, value):
    grammar = usable(schema)
    if grammar.accepts(spelled(value)):
        assert validates(schema, value)


@pytest.mark.models
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(SCHEMAS, st.integers(0, 2**32), st.data())
def test_llama_cpp_reads_a_grammar_as_we_do(vocabulary, schema, seed, data):
    grammar = usable(schema)
    text = draw(grammar, seed)
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(st.sampled_from(['"', "0", "}", "]", " ", "é", ""])) + text[at + 1 :]
    for one in filter(lambda one: can_be_spelled(vocabulary, one), (text, changed)):
        assert native_accepts(vocabulary, grammar.gbnf, one) == grammar.accepts(one), one


def can_be_spelled(vocabulary: LlamaModel, text: str) -> bool:
    """Whether the vocabulary has a token for every byte; this one lacks some that no character in use has."""
    return set(text.encode()) <= vocabulary.byte_tokens.keys()


def native_accepts(vocabulary: LlamaModel, gbnf: str, text: str) -> bool:
    """Whether llama.cpp lets the whole of ``text`` pass, byte by byte, and lets it end there."""
    state = NativeGrammar(vocabulary, gbnf)
    try:
        for byte in text.encode():
            token = vocabulary.byte_tokens[byte]
            if not state.allows(token):
                return False
            state.accept(token)
        return state.allows(vocabulary.closing_tokens[1])
    finally:
        state.close()
