"""Who said something, and on which day."""

from dataclasses import replace
from datetime import date

import pytest
from asking import ask, asked, hits, notes, ready, sources
from makers import passage

from assistant.answer.questions import Kind
from assistant.answer.telling import believed_from, lead_of, told

CHAT = replace(
    passage(1, "Ben: I will be late.", "Anna: Let us have a picnic on the hill.", "We can bring cake.", path="chat.md"),
    date=date(2026, 5, 4),
)


@pytest.mark.parametrize(
    ("question", "name"),
    [("Who suggested a picnic on the hill?", "Anna"), ("Who said to bring cake?", "Anna"), ("Who is late?", "Ben")],
)
def test_the_speaker_of_the_turn_that_says_it(question, name):
    found = told(asked(question), Kind.WHO, hits(CHAT), lambda _: [CHAT])
    assert found.answer == name


def test_without_turns_nobody_said_it():
    plain = passage(1, "There was a picnic on the hill.")
    assert told(asked("Who suggested a picnic?"), Kind.WHO, hits(plain), lambda _: [plain]) is None
    assert told(asked("Who suggested a picnic?"), Kind.WHO, [], lambda _: []) is None


def test_the_day_is_that_of_the_note():
    found = told(asked("When did Anna suggest a picnic?"), Kind.WHEN, hits(CHAT), lambda _: [CHAT])
    assert (found.answer, [s.text for _, s in found.places]) == (
        "2026-05-04",
        ["Anna: Let us have a picnic on the hill."],
    )


def test_the_day_is_said_as_the_first_line_says_it():
    opening = replace(passage(1, "# Monday, 4 May 2026 10:00", path="chat.md"), date=date(2026, 5, 4))
    later = replace(CHAT, chunk_id=2)
    found = told(asked("When did Anna suggest a picnic?"), Kind.WHEN, hits(later), lambda _: [opening, later])
    assert found.answer.endswith("4 May 2026 10:00")
    assert found.places[0] == lead_of(later, lambda _: [opening, later])


@pytest.mark.parametrize("line", ["A chat of friends", "On 3 May 2026 it rained", f"4 May 2026 {'and so on ' * 9}"])
def test_a_first_line_is_the_notes_day_only_when_it_says_it_and_little_else(line):
    opening = replace(passage(1, line, path="chat.md"), date=date(2026, 5, 4))
    assert lead_of(CHAT, lambda _: [opening]) is None
    assert lead_of(CHAT, lambda _: []) is None


def test_only_questions_about_the_past_and_about_sayings_are_told():
    assert believed_from(Kind.WHEN, "When does the beta start?") is None
    assert believed_from(Kind.WHO, "Who builds the search?") is None
    assert believed_from(Kind.NUMBER, "How many did Anna say?") is None
    moved, wrote = (believed_from(Kind.WHEN, f"When did Ben {verb}?") for verb in ("move", "write to Anna"))
    assert moved < wrote < believed_from(Kind.WHO, "Who wrote to Anna?")


def test_a_reader_that_is_sure_is_believed_and_else_the_note_answers():
    text = "2026-05-04\n\nBen: I will be late.\nAnna: Ask Clara for the picnic on the hill.\n"
    question = "Who said to ask for the picnic?"
    unsure = ask(ready(notes({"chat.md": text}), {"Clara": 2.0}), question)
    assert (unsure.answer, sources(unsure)) == (
        "Anna",
        [(1, "chat.md", 4, "Anna: Ask Clara for the picnic on the hill.")],
    )
    assert ask(ready(notes({"chat.md": text}), {"Clara": 9.0}), question).answer == "Clara"
