"""What a text says of a schema's fields, found with a judge that knows only words."""

import json
from datetime import date
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.engines.fakes import FakeJudge
from assistant.structured.finding import Finder
from assistant.structured.form import Form
from assistant.structured.ranking import load_ranking
from assistant.structured.schema.shorthand import read_shorthand
from assistant.structured.unsaid import NotSaidError

MAY = date(2026, 5, 18)


def find(schema: str | dict, text: str, day: date | None = None):
    form = Form(read_shorthand(schema) if isinstance(schema, str) else schema)
    return Finder(FakeJudge(), form, load_ranking()).run(text, day)


def value(kind: str, text: str, name: str = "value", meaning: str = "", day: date | None = MAY) -> object:
    head = f"{name} {kind}" + (f": {meaning}" if meaning else "") + "\n"
    return find(head, text, day).value[name]


def test_what_stands_in_a_sentence():
    found = find("who, when date, cost int", "Meeting with Ana on 3 May about roof, cost 4300 euro", date(2026, 4, 20))
    assert found.value == {"who": "Ana", "when": "2026-05-03", "cost": 4300}
    assert {one.field for one in found.support} == {"who", "when", "cost"}
    assert {(one.line_start, one.line_end) for one in found.support} == {(1, 1)}


@pytest.mark.parametrize(
    ("kind", "name", "text", "expected"),
    [
        ("date", "day", "We meet tomorrow.", "2026-05-19"),
        ("date", "day", "Day: 3 June", "2026-06-03"),
        ("date", "datum", "Datum: 12.05.2026", "2026-05-12"),
        ("date", "shipped", "shipped 22/11/2026", "2026-11-22"),
        ("datetime", "when", "When: 2026-02-11T04:12:09Z", "2026-02-11T04:12:09Z"),
        ("datetime", "departure", "Departure: 8 December 2026 at 07:15", "2026-12-08T07:15:00Z"),
        ("time", "start", "Start: half past seven pm", "19:30:00Z"),
        ("int", "volume_ml", "Volume: 1.5 litres", 1500),
        ("number", "weight_kg", "Weight: 2,400 g", 2.4),
        ("int", "duration_minutes", "Duration: two hours", 120),
        ("number", "price", "Price: 39,90 €", 39.9),
        ("int", "guests", "Guests: eight", 8),
        ("email", "contact", "Contact: Ana <ana@roof.example>", "ana@roof.example"),
        ("text", "phone", "Phone: +46 70 555 01 22", "+46 70 555 01 22"),
        ("text", "website", "Website: www.roof.example", "www.roof.example"),
    ],
)
def test_a_value_is_brought_into_its_form(kind, name, text, expected):
    assert value(kind, text, name) == expected


@pytest.mark.parametrize(
    ("name", "meaning", "text", "expected"),
    [
        ("pets_allowed", "whether pets are allowed", "Two rooms. No pets, sorry.", False),
        ("furnished", "whether it is furnished", "Balcony facing south, unfurnished.", False),
        ("lift", "whether there is a lift", "Third floor without lift", False),
        ("paid", "", "Paid: yes", True),
        ("balcony", "whether it has a balcony", "There is a balcony.", True),
        ("gluten_free", "whether it is free of gluten", "It contains gluten.", False),
        ("licht_funktioniert", "ob das Licht funktioniert", "Das Licht funktioniert nicht.", False),
        ("电梯", "有没有电梯", "有电梯，不能养宠物", True),
    ],
)
def test_a_text_asserts_or_denies(name, meaning, text, expected):
    assert value("bool", text, name, meaning) is expected


def test_what_is_only_asked_is_not_asserted():
    assert find("lunch_included? bool", "Is lunch included?").value == {}


def test_one_of_some_words_by_its_label():
    assert value("open|done", "Task: Book DJ\nStatus: done\nThe shop is open", "status") == "done"
    assert find("status? paid|unpaid", "Nothing about it").value == {}


def test_a_denied_word_is_not_chosen():
    assert value("small|large", "The box is not small. It is large.", "size") == "large"


def test_what_is_not_said_is_left_out_or_null_or_refused():
    text = "Anna likes tea."
    assert find("iban?", text).value == {}
    schema = {
        "type": "object",
        "properties": {"due": {"type": ["string", "null"], "format": "date"}},
        "required": ["due"],
    }
    assert find(schema, text).value == {"due": None}
    with pytest.raises(NotSaidError, match="the text does not say due") as caught:
        find("due date", text)
    assert caught.value.exit_code == 3
    assert "due?" in caught.value.hint or "name?" in caught.value.hint


def test_a_value_of_the_wrong_kind_is_never_given():
    with pytest.raises(NotSaidError):
        find("due date", "Due: soon, number 42")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "ingredients",
            "## Ingredients\n- 250 g lentils\n- 2 onions\n\n## Method\n1. Boil.\n2. Eat.",
            ["250 g lentils", "2 onions"],
        ),
        ("attendees", "Present: Olu, Beatrix and Sanjay. Apologies: Freya", ["Olu", "Beatrix", "Sanjay"]),
        ("出席", "出席：李强、王芳\n缺席：周敏", ["李强", "王芳"]),
        ("owner", "| Task | Owner |\n| --- | --- |\n| Chairs | Priya |\n| Badges | Leon |", ["Priya", "Leon"]),
        ("medication", "Glucose 5.9", []),
    ],
)
def test_a_list_is_all_pieces_that_stand_together(name, text, expected):
    assert value("list", text, name) == expected


def test_lists_of_dates_and_of_choices():
    assert value("list date", "Dates: 3 June 2026, 5 June 2026", "dates") == ["2026-06-03", "2026-06-05"]
    assert value("list red|blue|green", "Colours: green and red", "colours") == ["green", "red"]


def test_objects_within_an_object_are_read_from_their_own_lines():
    person = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "email": {"type": "string", "format": "email"}},
        "required": ["name", "email"],
    }
    schema = {"type": "object", "properties": {"seller": person, "buyer": person}, "required": ["seller", "buyer"]}
    text = "## Seller\nName: Ana Roca\nEmail: ana@a.example\n\n## Buyer\nName: Tom Reed\nEmail: tom@b.example\n"
    assert find(schema, text).value == {
        "seller": {"name": "Ana Roca", "email": "ana@a.example"},
        "buyer": {"name": "Tom Reed", "email": "tom@b.example"},
    }


def test_a_list_of_objects_is_a_table_row_by_row():
    item = {
        "type": "object",
        "properties": {"task": {"type": "string"}, "due": {"type": "string", "format": "date"}},
        "required": ["task", "due"],
    }
    schema = {"type": "object", "properties": {"tasks": {"type": "array", "items": item}}, "required": ["tasks"]}
    text = "Plan\n\n| Task | Due |\n| --- | --- |\n| Order chairs | 2026-03-04 |\n| Print badges | 2026-03-09 |\n"
    found = find(schema, text)
    assert found.value == {
        "tasks": [{"task": "Order chairs", "due": "2026-03-04"}, {"task": "Print badges", "due": "2026-03-09"}]
    }
    assert {one.line_start for one in found.support} == {5, 6}


def test_a_whole_schema_may_be_a_single_value():
    assert find({"type": "integer", "description": "age"}, "Anna is 34 years old.").value == 34


def test_a_constant_needs_no_text():
    schema = {"type": "object", "properties": {"kind": {"const": "note"}}, "required": ["kind"]}
    assert find(schema, "anything").value == {"kind": "note"}


FIELDS = ["name", "total number", "due date", "paid bool", "status open|done", "tags list", "start time", "mail email"]
WORDS = st.sampled_from(
    [
        *"Total: due 3 May 2026 12.50 € Anna Berg paid not open done a@b.example at 14:30 Tags: red, blue 李强".split(),
        *"： total \n | - ? .".split(" "),
    ]
)


@settings(max_examples=60)
@given(
    st.lists(WORDS, max_size=25), st.lists(st.sampled_from(FIELDS), min_size=1, max_size=4, unique=True), st.booleans()
)
def test_whatever_the_text_the_value_fits_and_stands_in_it(words, fields, optional):
    text = " ".join(words)
    schema = ", ".join(field.replace(" ", "? ", 1) if " " in field and optional else field for field in fields)
    try:
        found = find(schema, text, MAY).value
    except NotSaidError:
        return
    json.dumps(found)
    texts = [found[name] for name in ("name",) if name in found] + list(found.get("tags", []))
    said = "".join(text.split())
    assert all("".join(one.split()) in said for one in chain(texts))
