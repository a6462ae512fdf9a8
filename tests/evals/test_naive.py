from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index

from assistant.domain import Answer
from assistant.engines.fakes import FakeChat
from assistant.evals.naive import ANSWER_TOKENS, NOTE_TOKENS, NaiveAsker, gives_up


def asked(tmp_path: Path, chat: FakeChat, question: str, notes: dict[str, str]) -> Answer:
    folder = Folder(tmp_path / "notes")
    for path, text in notes.items():
        folder.write(path, text)
    app = fake_app(folder.root, tmp_path / "home", chat=chat)
    index(app)
    with app.searching("lexical") as searching:
        return NaiveAsker(searching.search, chat, app.prompts.get("naive"), app.folder).ask(question)


def test_the_best_five_notes_are_in_the_prompt(tmp_path: Path):
    notes = {f"{i}.md": f"Soup number{i} simmers.\n" for i in range(8)} | {"far.md": "Nothing of the kind.\n"}
    chat = FakeChat("18 minutes", logprob=-0.5)
    answer = asked(tmp_path, chat, "How long does soup simmer?", notes)
    assert (answer.answered, answer.answer, answer.citations, answer.model) == (True, "18 minutes", (), "fake-chat")
    assert answer.confidence == pytest.approx(0.6065, abs=1e-4)
    assert (answer.completion_tokens, chat.grammars) == (2, [None])
    assert sum(f"Soup number{i} simmers." in chat.prompts[0] for i in range(8)) == 5
    assert "Nothing of the kind" not in chat.prompts[0]
    assert chat.prompts[0].endswith("Question: How long does soup simmer?\nassistant:")


def test_long_notes_are_cut_to_what_fits(tmp_path: Path):
    notes = {"long.md": "Soup simmers. " + "word " * 5000, "short.md": "Soup."}
    chat = FakeChat("yes " * 500, context_tokens=8000)
    answer = asked(tmp_path, chat, "Does soup simmer?", notes)
    assert NOTE_TOKENS - 50 <= chat.prompts[0].count("word ") <= NOTE_TOKENS
    assert answer.completion_tokens == ANSWER_TOKENS
    small = FakeChat("yes", context_tokens=300)
    assert asked(tmp_path / "small", small, "Does soup simmer?", notes).answered
    assert small.count_tokens(small.prompts[0]) < 300 - ANSWER_TOKENS


def test_saying_that_it_does_not_know_is_abstaining(tmp_path: Path):
    answer = asked(tmp_path, FakeChat("I don’t know."), "Does soup simmer?", {"a.md": "Soup."})
    assert (answer.answered, answer.answer, answer.reason) == (False, "", "I don’t know.")
    assert not asked(tmp_path / "silent", FakeChat(" "), "Does soup simmer?", {"a.md": "Soup."}).answered


@pytest.mark.parametrize(
    "text",
    [
        "I don't know.",
        "I do not know the answer",
        "The notes do not mention a price.",
        "It is not specified in the notes.",
        "The text doesn't say.",
        "Insufficient information",
        "There is no information about it.",
        "I cannot answer that.",
        "I'm not sure.",
        "Unknown",
    ],
)
def test_ways_to_give_up(text):
    assert gives_up(text)


@pytest.mark.parametrize("text", ["Paris", "No", "He did not agree.", "It is not far.", "Knowing him, at noon."])
def test_other_words_are_an_answer(text):
    assert not gives_up(text)
