"""Who said something, and on which day."""

from dataclasses import replace
from datetime import date

import pytest
from asking import ask, asked, hits, notes, ready, sources
from makers import passage

from assistant.answer.drafts import SURE_AT_MOST
from assistant.answer.leads import lead_of
from assistant.answer.questions import Kind
from assistant.answer.reading import Found
from assistant.answer.telling import is_told, told

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


def test_the_name_is_cited_with_what_was_said():
    found = told(asked("Who said to bring cake?"), Kind.WHO, hits(CHAT), lambda _: [CHAT])
    assert [s.text for _, s in found.places] == ["Anna: Let us have a picnic on the hill.", "We can bring cake."]
    answer = ask(ready(notes({"chat.md": CHAT.chunk.text}), {"cake": 1.0}), "Who said to bring cake?")
    assert (answer.answer, [quote for *_, quote in sources(answer)]) == ("Anna", [s.text for _, s in found.places])


def test_a_label_is_no_speaker():
    note = passage(1, "tags: picnic, hill", "Date: the day of the picnic on the hill")
    assert told(asked("Who suggested a picnic on the hill?"), Kind.WHO, hits(note), lambda _: [note]) is None


def test_a_passage_about_something_else_tells_nothing():
    asking = asked("Who suggested a picnic with uncle Oscar at Easter in Rome?")
    assert told(asking, Kind.WHO, hits(CHAT), lambda _: [CHAT]) is None


@pytest.mark.parametrize(
    ("path", "opening", "day"),
    [
        ("2026-05-04.md", "Plans", "2026-05-04"),
        ("20260504_chat.md", "Plans", "2026-05-04"),
        (
            "chat.md",
            "We met on 4 May 2026 on the hill, all of us but Clara, who had to stay at home this time.",
            "2026-05-04",
        ),
        ("chat.md", "Plans", None),
    ],
)
def test_the_day_is_that_of_the_note_if_it_says_one(path, opening, day):
    first = replace(passage(1, opening, path=path), date=CHAT.date)
    later = replace(CHAT, chunk_id=2, path=path)
    found = told(asked("When did Anna suggest a picnic?"), Kind.WHEN, hits(later), lambda _: [first, later])
    assert (found and found.answer) == day


def test_the_day_is_cited_with_what_was_said():
    note = replace(CHAT, path="2026-05-04.md")
    found = told(asked("When did Anna suggest a picnic?"), Kind.WHEN, hits(note), lambda _: [note])
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


@pytest.mark.parametrize(
    ("kind", "question", "span", "margin", "expected"),
    [
        (Kind.WHEN, "When does the beta start?", "", -9.0, False),
        (Kind.WHO, "Who builds the search?", "", -9.0, False),
        (Kind.NUMBER, "How many did Anna say?", "", -9.0, False),
        (Kind.WHEN, "When did Ben move?", "in May", 1.0, False),
        (Kind.WHEN, "When did Ben move?", "in May", -1.0, True),
        (Kind.WHEN, "When did Ben write to Anna?", "on 3 May 2026", 1.0, True),
        (Kind.WHEN, "When did Ben write to Anna?", "on 3 May 2026", 5.0, False),
        (Kind.WHEN, "When did Ben write to Anna?", "in 2013", 5.0, False),
        (Kind.WHEN, "When did Ben invite Anna?", "at 7 pm", 5.0, True),
        (Kind.WHEN, "When did Ben invite Anna?", "tomorrow", 5.0, True),
        (Kind.WHO, "Who wrote to Anna?", "Ben", 5.0, True),
        (Kind.WHO, "Who wrote to Anna?", "Ben", 7.0, False),
        (Kind.WHO, "Who wrote the song about the sea?", "Ben", 1.0, False),
    ],
)
def test_the_past_and_sayings_are_told_unless_the_reader_is_sure(kind, question, span, margin, expected):
    sentence = CHAT.chunk.sentences[0]
    assert is_told(kind, question, [Found(span, CHAT, sentence, 0, margin, 0.5, margin, CHAT, margin)]) is expected


def test_what_the_reader_finds_nothing_for_is_told():
    assert is_told(Kind.WHO, "Who wrote to Anna?", [])


def test_a_reader_that_is_sure_is_believed_and_else_the_note_answers():
    text = "2026-05-04\n\nBen: I will be late.\nAnna: Ask Clara for the picnic on the hill.\n"
    question = "Who said to ask for the picnic?"
    unsure = ask(ready(notes({"chat.md": text}), {"Clara": 2.0}), question)
    assert (unsure.answer, sources(unsure)) == (
        "Anna",
        [(1, "chat.md", 4, "Anna: Ask Clara for the picnic on the hill.")],
    )
    assert ask(ready(notes({"chat.md": text}), {"Clara": 9.0}), question).answer == "Clara"


def test_the_verb_of_saying_need_not_be_said_and_what_is_missing_makes_it_less_sure():
    folder = notes({"chat.md": "2026-05-04\n\nAnna: Ask Clara for the picnic on the hill.\n"})
    sure, less = (
        ask(
            ready(folder, {"Clara": 2.0}), f"Who suggested to ask Clara for the picnic on the {where}?", least=0.0
        ).confidence
        for where in ("hill", "island")
    )
    assert sure == SURE_AT_MOST
    assert less < sure / 2
