"""A schema as the fields that are looked for."""

import pytest

from assistant.structured.fields import Kind
from assistant.structured.form import Form

ADDRESS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def field(schema: dict):
    return Form({"type": "object", "properties": {"f": schema}, "required": ["f"]}).root.parts[0]


@pytest.mark.parametrize(
    ("schema", "kind", "nullable"),
    [
        ({"type": "string"}, Kind.TEXT, False),
        ({"type": ["string", "null"], "format": "date"}, Kind.DATE, True),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, Kind.INTEGER, True),
        ({"enum": ["a", "b", None]}, Kind.CHOICE, True),
        ({"enum": [True, False]}, Kind.BOOLEAN, False),
        ({"type": "boolean"}, Kind.BOOLEAN, False),
        ({"type": "string", "format": "email"}, Kind.EMAIL, False),
        ({"type": "array", "items": {"type": "number"}}, Kind.LIST, False),
        ({"minimum": 3}, Kind.NUMBER, False),
        ({"type": "null"}, Kind.NOTHING, True),
        (ADDRESS, Kind.OBJECT, False),
    ],
)
def test_a_field_has_a_kind_and_may_be_null(schema, kind, nullable):
    found = field(schema)
    assert (found.kind, found.nullable) == (kind, nullable)


def test_parts_have_paths_and_what_must_be_said():
    form = Form(
        {
            "type": "object",
            "properties": {"home": {"$ref": "#/$defs/address"}, "note": {"type": "string"}},
            "required": ["home"],
            "$defs": {"address": ADDRESS},
        }
    )
    home, note = form.root.parts
    assert [(one.path, one.must_be_said) for one in (home, *home.parts, note)] == [
        ("home", True),
        ("home.city", True),
        ("note", False),
    ]


def test_a_list_knows_its_item_and_a_field_what_it_takes():
    found = field({"type": "array", "items": {"type": "integer", "maximum": 9}, "maxItems": 2})
    assert found.item.kind is Kind.INTEGER
    assert found.item.takes(9)
    assert not found.item.takes(10)
    assert not found.takes([1, 2, 3])


def test_a_schema_that_refers_to_itself_has_an_end():
    tree = {"type": "object", "properties": {"name": {"type": "string"}, "below": {"$ref": "#"}}, "required": ["name"]}
    assert Form(tree).root.parts[1].path == "below"
