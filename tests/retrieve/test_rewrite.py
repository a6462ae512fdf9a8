"""A question in other words, written by a model under a grammar."""

from dataclasses import replace
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index

from assistant.engines.fakes import FakeChat
from assistant.lexical.analysis import analyze_query
from assistant.prompts import PromptLibrary
from assistant.retrieve.rewrite import ADDED_WEIGHT, GRAMMAR, rewrite, with_wordings
from assistant.settings import Settings

PROMPT = PromptLibrary([Path(__file__).parents[2] / "prompts"]).get("rewrite")
QUESTION = "When does the beta start?"


@pytest.mark.parametrize(
    ("written", "wordings"),
    [
        ("- beta start date\n- launch of the beta\n", ("beta start date", "launch of the beta")),
        ("- beta start date\n- beta start date\n", ("beta start date",)),
        ("- when does the BETA start?\n-  launch \n", ("launch",)),
        ("- cut off in the mid", ("cut off in the mid",)),
        ("", ()),
    ],
)
def test_each_line_is_another_wording(written, wordings):
    chat = FakeChat(written)
    assert rewrite(QUESTION, chat, PROMPT) == wordings
    assert QUESTION in chat.prompts[0]
    assert chat.grammars == [GRAMMAR]


def test_words_that_only_the_model_said_count_less_and_those_of_the_question_stay():
    words = analyze_query("When does the beta start?", ("en",))
    more = with_wordings(words, ["start of the beta test", "launching the beta"], ("en",))
    assert more[: len(words)] == words
    assert [(word.surface, word.weight) for word in more[len(words) :]] == [
        ("test", ADDED_WEIGHT),
        ("launching", ADDED_WEIGHT),
    ]
    assert with_wordings(words, [], ("en",)) == words


def test_a_note_in_other_words_is_found_where_rewriting_is_on(tmp_path):
    notes = Folder(tmp_path / "notes")
    notes.write("a.md", "The launch is in May.\n")
    settings = Settings()
    on = replace(settings, search=replace(settings.search, rewrite="on"))
    chat = FakeChat("- launch of the beta\n")
    app = fake_app(notes.root, tmp_path / "home", chat=chat, settings=on)
    index(app)
    outcome = app.search("when does the beta start", 3, "lexical")
    assert [hit.passage.path for hit in outcome.hits] == ["a.md"]
    assert outcome.explanation.wordings == ("launch of the beta",)
    off = fake_app(notes.root, tmp_path / "home", chat=chat)
    assert off.search("when does the beta start", 3, "lexical").hits == ()
    assert len(chat.prompts) == 1
