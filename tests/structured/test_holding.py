"""What a chat model wrote is held against the text."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.engines.fakes import FakeChat, FakeJudge
from assistant.prompts import load_prompt
from assistant.structured.form import Form
from assistant.structured.ranking import load_ranking
from assistant.structured.schema.shorthand import read_shorthand
from assistant.structured.unsaid import NotSaidError
from assistant.structured.written import CheckedExtractor

PROMPT = load_prompt(Path(__file__).parents[2] / "prompts/extract/2.md")
TEXT = "Ana Roca called.\nThe roof costs 4300 euro, due 3 May 2026.\n"


def run(schema: str | dict, *replies: object, text: str = TEXT, day: date | None = None):
    """What comes out when the model gives these replies in turn."""
    form = Form(read_shorthand(schema) if isinstance(schema, str) else schema)
    waiting = [json.dumps(reply, ensure_ascii=False) for reply in replies]
    chat = FakeChat(lambda _: waiting.pop(0))
    found = CheckedExtractor(chat, PROMPT, form, 200, load_ranking(), FakeJudge()).run(text, day)
    assert not waiting
    return found, chat


def test_what_the_text_supports_is_kept_with_its_lines():
    found, _ = run("who, cost int, due date", {"who": "Ana Roca", "cost": 4300, "due": "2026-05-03"})
    assert found.value == {"who": "Ana Roca", "cost": 4300, "due": "2026-05-03"}
    assert [(one.field, one.line_start) for one in found.support] == [("who", 1), ("cost", 2), ("due", 2)]


def test_what_it_does_not_is_asked_once_more_among_the_candidates():
    found, chat = run("cost int", {"cost": 4000}, {"cost": 4300})
    assert found.value == {"cost": 4300}
    assert "4300" in chat.prompts[1]
    assert "null" in chat.prompts[1]


def test_then_it_is_null_or_refused():
    nullable = {"type": "object", "properties": {"cost": {"type": ["integer", "null"]}}, "required": ["cost"]}
    assert run(nullable, {"cost": 4000}, {"cost": None})[0].value == {"cost": None}
    with pytest.raises(NotSaidError, match="cost"):
        run("cost int", {"cost": 4000}, {"cost": None})


def test_items_without_support_are_dropped():
    assert run("people list", {"people": ["Ana Roca", "Tom Reed"]})[0].value == {"people": ["Ana Roca"]}


def test_a_text_in_other_words_is_kept_where_they_stand_in_one_sentence():
    assert run("what", {"what": "the roof costs 4300"})[0].value == {"what": "the roof costs 4300"}


def test_the_model_is_told_the_day():
    _, chat = run("when date", {"when": "2026-05-19"}, text="We meet tomorrow.", day=date(2026, 5, 18))
    assert "written on 2026-05-18" in chat.prompts[0]
