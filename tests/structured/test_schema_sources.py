"""Where schemas come from: the short form, files, the command line, pydantic models; and what they say in words."""

import json
import sys

import pytest

from assistant.errors import UsageError
from assistant.structured.form import Form
from assistant.structured.schema.outline import outline
from assistant.structured.schema.shorthand import KNOWN_TYPES, read_shorthand
from assistant.structured.schema.source import read_schema

MODEL = """
from datetime import date
from typing import Literal
from pydantic import BaseModel, Field

class Item(BaseModel):
    name: str = Field(description="what was bought")
    price: float = Field(ge=0, le=1000)

class Receipt(BaseModel):
    shop: str | None = None
    day: date
    paid: Literal["cash", "card"]
    items: list[Item] = Field(max_length=5)

class Circle(BaseModel):
    kind: Literal["circle"]
    radius: int

class Square(BaseModel):
    kind: Literal["square"]
    side: int

class Shape(BaseModel):
    shape: Circle | Square = Field(discriminator="kind")

NOT_A_MODEL = "print('no')"
"""


@pytest.fixture
def receipts(tmp_path, monkeypatch) -> str:
    """A module that Python finds."""
    (tmp_path / "receipts_for_test.py").write_text(MODEL)
    monkeypatch.syspath_prepend(tmp_path)
    yield "receipts_for_test"
    sys.modules.pop("receipts_for_test", None)


def test_a_short_form_may_be_longer_than_a_files_name():
    fields = [f"field_{n}" for n in range(60)]
    assert list(read_schema(", ".join(fields))["properties"]) == fields


def test_the_short_form():
    assert read_shorthand("name, age? int, tags list: what it is") == {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "age": {"type": "integer"},
            "tags": {"type": "array", "items": {"type": "string"}, "description": "what it is"},
        },
        "required": ["name", "tags"],
        "additionalProperties": False,
    }


def test_fields_may_stand_on_lines_of_their_own_and_then_hold_commas():
    schema = read_shorthand("name: first, then last\n\nmood good|bad|fair\nscores list int\n")
    assert schema["properties"] == {
        "name": {"type": "string", "description": "first, then last"},
        "mood": {"enum": ["good", "bad", "fair"]},
        "scores": {"type": "array", "items": {"type": "integer"}},
    }


@pytest.mark.parametrize("kind", [kind for kind in KNOWN_TYPES if "TYPE" not in kind])
def test_every_known_type_makes_a_grammar(kind):
    Form(read_shorthand(f"field {kind}"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" , ", "empty"),
        ("name, name int", "two fields name"),
        ("age integr", "no type integr"),
        ("1st int", "no field of a schema: 1st int"),
        ("x list nothing", "no type nothing"),
    ],
)
def test_a_short_form_that_makes_no_sense_is_wrong_usage(text, said):
    with pytest.raises(UsageError, match=said):
        read_schema(text)


def test_json_is_taken_as_it_is_and_files_are_read(tmp_path):
    schema = {"type": "object", "properties": {"a": {"type": "null"}}}
    file = tmp_path / "some schema.json"
    file.write_text("\ufeff" + json.dumps(schema), encoding="utf-8")
    assert read_schema(f" {json.dumps(schema)}") == read_schema(str(file)) == schema


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{oops", "the schema is not JSON"),
        ("missing.json", r"missing.json: No such file"),
        ("package_that_is_not:There", "No module named"),
        ("json:nothing", "no attribute"),
        ("json:dumps", "is no pydantic model"),
    ],
)
def test_a_schema_that_cannot_be_had_is_wrong_usage(given, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=said):
        read_schema(given)


def test_a_file_that_holds_no_object_is_wrong_usage(tmp_path):
    file = tmp_path / "list.json"
    file.write_text("[1]")
    with pytest.raises(UsageError, match="no JSON object"):
        read_schema(str(file))


def test_a_pydantic_model_is_imported_and_kept_to(receipts):
    form = Form(read_schema(f"{receipts}:Receipt"))
    text = '{"shop": null, "day": "2026-03-09", "paid": "cash", "items": [{"name": "tea", "price": 3.5}]}'
    assert form.grammar.accepts(text)
    assert not form.grammar.accepts(text.replace("cash", "gold"))
    assert not form.grammar.accepts(text.replace("3.5", "1000.5"))
    assert form.fields.splitlines() == [
        "- shop (text or null, may be left out)",
        "- day (date as YYYY-MM-DD)",
        "- paid (one of cash, card)",
        "- items (list of object)",
        "  - name (text): what was bought",
        "  - price (number from 0 up to 1000)",
    ]


def test_a_union_with_a_discriminator_is_kept_to(receipts):
    grammar = Form(read_schema(f"{receipts}:Shape")).grammar
    assert grammar.accepts('{"shape": {"kind": "square", "side": 2}}')
    assert not grammar.accepts('{"shape": {"kind": "square", "radius": 2}}')


def test_what_python_would_have_to_evaluate_is_not(receipts):
    with pytest.raises(UsageError, match="no pydantic model"):
        read_schema(f"{receipts}:NOT_A_MODEL")
    assert list(read_schema("os:system('true')")["properties"]) == ["os"]


def test_a_schema_that_is_no_object_is_described_in_a_line():
    assert outline({"type": "array", "items": {"type": "string", "format": "date"}}) == "list of date as YYYY-MM-DD"
    assert outline(True) == "any value"
    assert outline({"type": ["string", "null"], "format": "date"}) == "date as YYYY-MM-DD or null"
    assert outline({"format": "email"}) == "email address"


def test_a_recursive_schema_is_described_to_some_depth():
    tree = {"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}}}
    lines = outline(tree).splitlines()
    assert lines[:2] == ["- kids (list of object, may be left out)", "  - kids (list of object, may be left out)"]
    assert len(lines) < 10
