"""What only a look at one schema shows: order, spelling, recursion, refusals, and how a text is finished."""

import json

import pytest

from assistant.errors import UsageError
from assistant.structured.languages.charset import CharSet
from assistant.structured.languages.grammar import All, Any, Grammar, OneOf, Rule, Text
from assistant.structured.schema.compile import compile_schema
from assistant.structured.schema.scalars import MAX_COUNT

PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "tags": {"items": {"type": "string"}}},
    "required": ["name"],
}


def test_properties_are_written_in_the_schemas_order_and_no_others():
    grammar = compile_schema(PERSON)
    assert grammar.accepts('{"name": "Anna", "age": 34, "tags": ["x", "y"]}')
    assert grammar.accepts('{"name": "Anna"}')
    for text in ('{"age": 34, "name": "Anna"}', '{"name": "Anna", "else": 1}', '{"age": 34}', '{"name":"Anna"}'):
        assert not grammar.accepts(text)


def test_other_properties_come_last_where_the_schema_asks_for_them():
    grammar = compile_schema({**PERSON, "additionalProperties": {"type": "boolean"}})
    assert grammar.accepts('{"name": "Anna", "tall": true, "old": false}')
    assert not grammar.accepts('{"tall": true, "name": "Anna"}')
    assert not grammar.accepts('{"name": "Anna", "name": true}')
    assert not grammar.accepts('{"name": "Anna", "tall": 1}')


def test_a_string_has_one_spelling():
    grammar = compile_schema({"type": "string"})
    assert grammar.accepts(json.dumps('"\\/\b\f\n\r\t\x00\x1f\x7fé🦊', ensure_ascii=False))
    for text in ('"\\/"', '"\\u0041"', '"\n"', '"\\u000a"', '"\\u001F"', '"\x00"'):
        assert not grammar.accepts(text)


def test_lengths_are_counted_in_characters():
    grammar = compile_schema({"type": "string", "minLength": 2, "maxLength": 2})
    assert grammar.accepts('"🦊\\n"')
    assert not grammar.accepts('"🦊"')


def test_a_reference_may_lead_back():
    tree = {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {
                "type": "object",
                "properties": {"kids": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
                "required": ["kids"],
            }
        },
    }
    assert compile_schema(tree).accepts('{"kids": [{"kids": []}, {"kids": [{"kids": []}]}]}')


def test_a_value_without_end_fits_nothing():
    with pytest.raises(UsageError, match="no value fits"):
        compile_schema({"type": "object", "properties": {"again": {"$ref": "#"}}, "required": ["again"]})


def test_what_all_of_several_schemas_demand_is_put_together():
    grammar = compile_schema(
        {
            "allOf": [
                {"type": "object", "properties": {"n": {"type": "number", "minimum": 3}}, "required": ["n"]},
                {"properties": {"n": {"maximum": 5}, "s": {"pattern": "^a"}}},
            ],
            "properties": {"n": {"type": "integer"}, "s": {"type": "string", "maxLength": 2}},
        }
    )
    assert grammar.accepts('{"n": 3, "s": "ab"}')
    for text in ('{"n": 2}', '{"n": 6}', '{"n": 3.5}', '{"n": 3, "s": "abc"}', '{"n": 3, "s": "b"}'):
        assert not grammar.accepts(text)


def test_branches_of_one_of_that_exclude_each_other_are_written():
    shapes = [
        {"type": "object", "properties": {"kind": {"const": kind}, side: {"type": "number"}}, "required": ["kind"]}
        for kind, side in (("circle", "radius"), ("square", "side"))
    ]
    grammar = compile_schema({"oneOf": shapes})
    assert grammar.accepts('{"kind": "circle", "radius": 2}')
    assert not grammar.accepts('{"kind": "circle", "side": 2}')


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"oneOf": [{"type": "integer"}, {"minimum": 2}]}, "#/oneOf: branches 0 and 1 both allow 2; use anyOf"),
        ({"oneOf": [{"type": "object", "minProperties": 1}, {"type": "object", "properties": {}}]}, "#/oneOf: "),
        ({"properties": {"a/b": {"not": {}}}}, "#/properties/a~1b/not: "),
        ({"type": "string", "format": "hostname"}, "#/format: hostname is not supported"),
        ({"items": {"type": "string", "pattern": "(?=a)"}}, "#/items/pattern: not supported: a lookahead"),
        ({"type": "string", "maxLength": MAX_COUNT + 1}, f"#/maxLength: {MAX_COUNT + 1} is more than {MAX_COUNT}"),
        ({"type": "array", "minItems": MAX_COUNT + 1}, "#/minItems: "),
        ({"type": "string", "pattern": "a.{13}b.{9}$"}, "#/pattern: too large a grammar"),
        ({"type": "number", "multipleOf": 0.5}, "#/multipleOf: "),
        ({"$ref": "#/$defs/gone"}, "#/$ref: there is no #/$defs/gone"),
        ({"$ref": "https://example.org/s.json"}, "#/$ref: https://example.org/s.json does not point into"),
        ({"anyOf": [{"$ref": "#"}, {"type": "null"}]}, "#/anyOf/0/$ref: # leads back to itself"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "#/$schema: only "),
        ({"properties": {"a": {"$id": "a.json"}}}, "#/properties/a/$id: "),
        ({"type": "string", "maxlength": 3}, "#/maxlength: not a keyword"),
        ({"minProperties": 3}, "#/minProperties: "),
        ({"type": "string", "minLength": -1}, "not a schema: #/minLength: "),
        ({"type": "text"}, "not a schema: #/type: "),
    ],
)
def test_what_cannot_be_kept_to_is_refused_by_name_and_place(schema, said):
    with pytest.raises(UsageError) as caught:
        compile_schema(schema)
    assert said in caught.value.message
    assert caught.value.hint


def test_what_is_never_reached_is_not_looked_at():
    compile_schema({"type": "string", "$defs": {"unused": {"not": {}}}, "properties": {"a": {"not": {}}}})


def test_a_text_is_finished_in_the_shortest_way():
    grammar = compile_schema(PERSON)
    assert grammar.completion('{"name": "An') == '"}'
    assert grammar.completion('{"name": "An", "age": 3') == "}"
    assert grammar.completion('{"name": "An", "tags": ["x\\') == '""]}'
    assert grammar.completion('{"name": "An"}') == ""
    with pytest.raises(ValueError, match="does not begin"):
        grammar.completion("{name")


def test_pruning_takes_away_what_cannot_be_finished_and_what_nothing_leads_to():
    digit = OneOf(CharSet.of("1"))
    grammar = Grammar(
        {
            "root": Any((Rule("dead"), All((Rule("live"), Text(""))))),
            "dead": All((Text("x"), Rule("dead"))),
            "live": digit,
            "unused": Text("y"),
        }
    )
    assert grammar.pruned().rules == {"root": Rule("live"), "live": digit}


def test_gbnf_is_quoted_and_grouped():
    either = Any((Text(""), OneOf(CharSet.spans(("a", "c"), ("]", "]")))))
    grammar = Grammar({"root": All((Text('a"\\\n'), either))})
    assert grammar.gbnf == 'root ::= "a\\"\\\\\\x0a" ("" | [\\x5da-c])'
