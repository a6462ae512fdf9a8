"""Notes that say different things, and words that mean another day in every note."""

import re

import pytest
from asking import ask, notes, ready, sources

from assistant.engines.fakes import FakeChat
from assistant.settings import Ask, Settings

MARCH = "The demo is on 3 November."
JUNE = "The demo is on 10 November."
ROOM = "The budget of the demo is 400 euros."
LATER = "The budget of the demo is 650 euros."


def dated(day: str, text: str) -> str:
    return f"---\ndate: {day}\n---\n\n{text}\n"


def test_notes_that_contradict_each_other_are_shown_newest_first():
    app = ready(
        notes({"a.md": dated("2026-03-10", ROOM), "b.md": dated("2026-06-02", LATER)}),
        {"400 euros": 5.0, "650 euros": 4.0},
    )
    answer = ask(app, "How much is the budget of the demo?")
    told = [(s.value, str(s.date), answer.citations[s.n - 1].quote) for s in answer.conflicts]
    assert told == [("650 euros", "2026-06-02", LATER), ("400 euros", "2026-03-10", ROOM)]
    assert sorted(quote for *_, quote in sources(answer)) == sorted([ROOM, LATER])
    assert answer.citations[0].quote == (ROOM if answer.answer == "400 euros" else LATER)


def test_days_that_had_not_come_contradict_each_other_too():
    files = {"a.md": dated("2026-03-10", MARCH), "b.md": dated("2026-06-02", JUNE)}
    answer = ask(ready(notes(files), {"3 November": 4.0, "10 November": 5.0}), "When is the demo?")
    assert [s.value for s in answer.conflicts] == ["10 November", "3 November"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (dated("2026-06-02", LATER), {"400 euros": 5.0, "650 euros": -1.0}),
        (dated("2026-06-02", "The budget of the demo is EUR 400."), {"400 euros": 5.0, "EUR 400": 5.0}),
        (dated("2026-06-02", "The garden fence was 650 euros."), {"400 euros": 5.0, "650 euros": 5.0}),
    ],
    ids=["unsure", "the same otherwise written", "something else"],
)
def test_no_contradiction_is_made_up(other, said):
    app = ready(notes({"a.md": dated("2026-03-10", ROOM), "b.md": other}), said)
    answer = ask(app, "How much is the budget of the demo?")
    assert (answer.answer, answer.conflicts) == ("400 euros", ())
    assert sources(answer) == [(1, "a.md", 5, ROOM)]


def test_a_line_that_contradicts_another_twice_is_cited_once():
    both = "The budget of the demo went from 300 euros to 650 euros."
    app = ready(
        notes({"a.md": dated("2026-03-10", ROOM), "b.md": dated("2026-06-02", both)}),
        {"400 euros": 5.0, "300 euros": 5.0, "650 euros": 5.0},
    )
    answer = ask(app, "How much is the budget of the demo?")
    quotes = [quote for *_, quote in sources(answer)]
    assert {s.value for s in answer.conflicts} == {"400 euros", "300 euros", "650 euros"}
    assert len(quotes) == len(set(quotes)) == 2
    assert [c.n for c in answer.citations] == [1, 2]


def test_a_statement_whose_line_is_gone_is_no_contradiction():
    folder = notes({"a.md": dated("2026-03-10", ROOM), "b.md": dated("2026-06-02", LATER)})
    app = ready(folder, {"400 euros": 5.0, "650 euros": 4.0})
    folder.write("b.md", "Nothing of this is left.\n")
    answer = ask(app, "How much is the budget of the demo?")
    assert (answer.answer, answer.conflicts) == ("400 euros", ())
    assert sources(answer) == [(1, "a.md", 5, ROOM)]


@pytest.mark.parametrize(
    ("text", "span", "days"),
    [
        ("The plumber comes tomorrow at 9.", "tomorrow at 9", "2026-05-05"),
        ("The plumber came yesterday.", "yesterday", "2026-05-03"),
        ("The plumber comes in three days.", "in three days", "2026-05-07"),
        ("The plumber comes on Friday.", "Friday", ""),
        ("The plumber comes on 9 June.", "9 June", ""),
    ],
)
def test_a_relative_date_is_told_from_the_day_of_its_note(text, span, days):
    app = ready(notes({"a.md": dated("2026-05-04", text)}), {span: 5.0})
    answer = ask(app, "When does the plumber come?")
    assert (answer.answer, answer.detail) == (span, days)


@pytest.mark.parametrize("pointed", [ROOM, LATER])
def test_what_the_chat_model_points_at_stays_cited_beside_what_contradicts_it(pointed):
    def reply(prompt: str) -> str:
        (n,) = re.findall(rf"^\[(\d+)\] {re.escape(pointed)}", prompt, re.MULTILINE)
        return f"[{n}] {pointed}"

    files = {"a.md": dated("2026-03-10", ROOM), "b.md": dated("2026-06-02", LATER)}
    worded = Settings(ask=Ask(style="abstractive"))
    said = {"400 euros": 5.0, "650 euros": 5.0}
    answer = ask(
        ready(notes(files), said, chat=FakeChat(reply), settings=worded), "How much is the budget of the demo?"
    )
    assert answer.answer == answer.citations[0].quote == pointed
    assert [s.value for s in answer.conflicts] == ["650 euros", "400 euros"]
    assert all(s.value in answer.citations[s.n - 1].quote for s in answer.conflicts)
