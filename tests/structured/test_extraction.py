"""From a text to a value: on a fake model that keeps to no grammar, and on the real one that does."""

import json
from concurrent.futures import CancelledError
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from assistant.engines.fakes import FakeChat
from assistant.errors import AssistantError, ContextOverflowError
from assistant.prompts import load_prompt
from assistant.structured.extract import Extractor
from assistant.structured.form import Form
from assistant.structured.records import Record, Unit, split
from assistant.structured.schema.shorthand import read_shorthand

PROMPT = load_prompt(Path(__file__).parents[2] / "prompts/extract/2.md")
FORM = Form(read_shorthand("name, tags list"))
TEXT = "Anna likes tea."


def extractor(reply: str, form: Form = FORM, max_tokens: int = 400, context_tokens: int = 4096) -> Extractor:
    return Extractor(FakeChat(reply, context_tokens=context_tokens), PROMPT, form, max_tokens)


def test_the_model_is_given_the_fields_the_text_and_the_grammar():
    chat = FakeChat('{"name": "Anna", "tags": []}')
    found = Extractor(chat, PROMPT, FORM, 100).run(f"\n {TEXT}\n")
    assert found.value == {"name": "Anna", "tags": []}
    assert (found.completion_tokens, found.is_cut_short) == (4, False)
    assert "- name (text)\n- tags (list of text)\n\nText:\nAnna likes tea.\n" in chat.prompts[0]
    assert chat.grammars == [FORM.grammar.gbnf]


def test_a_text_that_is_not_whole_when_the_tokens_are_used_up_is_closed():
    found = extractor('{"name": "Anna", "tags": ["a b c d e f"]}', max_tokens=35).run(TEXT)
    assert not found.is_cut_short
    found = Extractor(FakeChat('{"name": "Anna", "tags": ["a b'), PROMPT, FORM, 35).run(TEXT)
    assert found.value == {"name": "Anna", "tags": ["a b"]}
    assert found.is_cut_short


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ('{"name": "A", "tags": ["tea"' + ', "green tea"' * 60, {"name": "A", "tags": ["tea", "green tea"]}),
        ('{"name": "' + "at 11:12 " * 60, {"name": "at 11:12 ", "tags": []}),
    ],
)
def test_a_model_that_repeats_itself_is_stopped_after_the_first_time(reply, value):
    found = extractor(reply).run(TEXT)
    assert found.is_cut_short
    assert found.completion_tokens < 60
    start, end = json.dumps(found.value), json.dumps(value)
    assert start.count("tea") <= end.count("tea") + 1
    assert start.count("11:12") <= end.count("11:12") + 1


def test_a_list_of_equal_values_is_no_endless_repetition():
    reply = json.dumps({"name": "A B C", "tags": ["n"] * 11})
    assert extractor(reply).run(TEXT).value == json.loads(reply)


def test_a_text_that_leaves_no_room_is_refused_and_not_cut():
    with pytest.raises(ContextOverflowError, match="the text is too long: its prompt takes") as caught:
        extractor("{}", context_tokens=200).run("word " * 300)
    assert "--each paragraph" in caught.value.hint


def test_a_model_that_leaves_the_grammar_fails_with_words():
    with pytest.raises(AssistantError, match="did not keep to the grammar"):
        extractor("Sure! Here is the JSON").run(TEXT)


def test_what_the_grammar_let_pass_and_the_schema_does_not_fails(monkeypatch):
    form = Form({"type": "integer"})
    monkeypatch.setattr(form, "grammar", Form({"type": "string"}).grammar)
    with pytest.raises(AssistantError, match="does not fit the schema: \\$: 'x' is not of type 'integer'"):
        extractor('"x"', form).run(TEXT)


def test_what_is_nested_too_deep_to_be_read_fails_with_words():
    form = Form({"$ref": "#/$defs/deep", "$defs": {"deep": {"type": "array", "items": {"$ref": "#/$defs/deep"}}}})
    with pytest.raises(AssistantError, match="can't be read"):
        form.read("[" * 100_000 + "]" * 100_000)


def test_it_can_be_stopped_from_elsewhere():
    one = extractor('{"name": "Anna", "tags": []}')
    one.stop()
    with pytest.raises(CancelledError):
        one.run(TEXT)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (Unit.LINE, [(1, "a"), (2, " b"), (5, "c")]),
        (Unit.PARAGRAPH, [(1, "a\r\n b"), (5, "c")]),
        (Unit.FILE, [(1, "a\r\n b\n\n \t\nc")]),
        (Unit.NOTE, [(1, "a\r\n b\n\n \t\nc")]),
    ],
)
def test_a_text_is_split_and_what_has_no_words_left_out(unit, expected):
    lines = ["a\r\n", " b\n", "\n", " \t\n", "c"]
    assert list(split("f", lines, unit)) == [Record("f", line, text) for line, text in expected]
    assert list(split("f", ["\n", " "], unit)) == []


def test_a_record_is_there_as_soon_as_its_lines_are():
    def slow():
        yield "one\n"
        yield "\n"
        raise AssertionError("too far")

    assert next(split("f", slow(), Unit.LINE)).text == "one"
    assert next(split("f", slow(), Unit.PARAGRAPH)).text == "one"


@pytest.mark.models
@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 30, "maximum": 40},
        {"type": "string", "format": "date"},
        {"type": "array", "items": {"type": "string", "maxLength": 8}, "maxItems": 2},
        {"type": "object", "properties": {"日": {"type": "string", "pattern": "^[日月]{2}$"}}, "required": ["日"]},
    ],
)
def test_the_real_model_keeps_to_the_schema(real_chat, schema):
    found = Extractor(real_chat, PROMPT, Form(schema), 40).run("Anna is 34. She was born on the second of May.")
    Draft202012Validator(schema).validate(found.value)
