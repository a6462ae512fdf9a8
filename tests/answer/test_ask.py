"""Questions answered from what the reader finds."""

import re

import pytest
from asking import DECISION, MEETING, QUESTION, SOUP, Watched, ask, notes, outcome, ready, sources
from fake_app import Folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer.ask import AS_RANKED, PASSAGES
from assistant.answer.certainty import CONTRARY
from assistant.answer.confidence import SHIPPED, load_confidence
from assistant.answer.quotes import STDIN
from assistant.app import App
from assistant.domain import Answer
from assistant.engines.fakes import FakeChat, FakeReader
from assistant.settings import Ask, Index, Models, Settings


def as_indexed(folder: Folder) -> App:
    """The program over an index that stays as it was made: as when a note is saved while a question is answered."""
    app = ready(folder, settings=Settings(index=Index(freshen_ms=0)))
    vars(app)["recheck"] = lambda *_: False
    return app


@pytest.fixture
def folder() -> Folder:
    return notes({"meeting.md": MEETING, "soup.md": SOUP})


def test_a_span_answers_and_its_line_is_cited(folder):
    answer = ask(ready(folder))
    assert (answer.answered, answer.answer, answer.reason) == (True, "14 September", "")
    assert sources(answer) == [(1, "meeting.md", 7, DECISION)]
    assert (answer.citations[0].supports, answer.model) == ("verbatim", "fake-reader")
    assert set(answer.timings_ms) == {"retrieve", "read", "pack", "verify"}
    assert answer.nearest[0].passage.path == "meeting.md"


def test_the_trace_says_how_the_answer_came_about(folder):
    trace = outcome(ready(folder, {"14 September": 3.0, "18 minutes": -2.0})).trace
    assert (trace.kind, [(one.text, one.margin) for one in trace.found]) == (
        "when",
        [("14 September", 3.0), ("18 minutes", -2.0)],
    )
    assert DECISION in [s.sentence.text for s in trace.evidence]
    assert trace.contributions == {"looked": 3.0}


def test_a_line_that_is_part_of_an_answer_is_cited_once(folder):
    answer = ask(ready(folder), "Who decided the lighthouse beta, and when does it start?")
    assert answer.answer == "Priya; 14 September"
    assert sources(answer) == [(1, "meeting.md", 7, DECISION)]


def test_each_part_of_a_question_is_read_for_itself(folder):
    reader = FakeReader()
    ask(ready(folder, reader), "When does the lighthouse beta start, and who decided it?")
    assert list(dict.fromkeys(reader.questions)) == ["When does the lighthouse beta start?", "who decided it?"]


def test_a_list_is_all_that_stands_together():
    app = ready(
        notes({"a.md": "We bought pears, plums, and figs at the market.\n"}), {"pears": 4, "plums": 3, "figs": 3}
    )
    assert ask(app, "Which fruits did we buy at the market?").answer == "pears, plums, and figs"


def test_a_choice_is_answered_in_the_words_of_the_question():
    app = ready(notes({"a.md": "Anna, who leads the team, always orders green tea.\n"}), {"green tea": 3.0})
    assert ask(app, "Does Anna order tea or coffee?").answer == "tea"


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Priya signed the contract.", "Did Priya sign the contract?", "Yes"),
        ("Priya did not sign the contract.", "Did Priya sign the contract?", "No"),
        ("Priya hat den Vertrag unterschrieben, und das war gut.", "Hat Priya den Vertrag unterschrieben?", "Ja"),
    ],
)
def test_yes_and_no_rest_on_the_line_that_says_it(text, question, expected):
    answer = ask(ready(notes({"a.md": f"{text}\n", "soup.md": SOUP}), {"Priya": 3.0}), question)
    assert (answer.answer, sources(answer)) == (expected, [(1, "a.md", 1, text)])


def test_the_order_of_two_events_is_told_with_both_lines_and_dates():
    moved, wedding = "Ben moved to Leipzig.", "Clara married Tom in the old mill."
    app = ready(notes({"2026-02-03.md": f"{moved}\n", "2026-05-09.md": f"{wedding}\n", "soup.md": SOUP}))
    answer = ask(app, "Did Ben move to Leipzig before Clara married Tom?", least=0.0)
    assert (answer.answer, answer.detail) == (
        "Yes",
        "the first was on 2026-02-03, the second on 2026-05-09 (95 days later)",
    )
    assert sources(answer) == [(1, "2026-02-03.md", 1, moved), (2, "2026-05-09.md", 1, wedding)]
    assert ask(app, "Did Ben move to Leipzig after Clara married Tom?", least=0.0).answer == "No"


def test_the_day_of_a_note_answers_where_its_first_line_says_it():
    long = "".join(f"Then they talked about the weather of week {n}.\n" for n in range(60))
    text = f"Tuesday, 2026-05-05\n\n{long}\nThe plumber repaired the boiler.\n"
    app = ready(notes({"a.md": text}), {"2026-05-05": 4.0, "weather": -1.0})
    answer = ask(app, "When did the plumber repair the boiler?")
    assert answer.answer == "2026-05-05"
    assert sources(answer) == [(1, "a.md", 1, "Tuesday, 2026-05-05")]


def test_what_the_reader_does_not_believe_is_not_answered(folder):
    answer = ask(ready(folder, {"14 September": -2.0}))
    assert (answer.answered, answer.answer, answer.citations, answer.conflicts) == (False, "", (), ())
    assert 0 < answer.confidence < 0.5
    assert answer.reason == "what was found does not say"
    assert answer.nearest


def test_the_confidence_asked_for_decides(folder):
    app = ready(folder, {"14 September": 1.0})
    confidence = ask(app).confidence
    assert ask(app, least=confidence - 0.01).answered
    assert not ask(app, least=confidence + 0.01).answered
    strict = ready(folder, {"14 September": 1.0}, settings=Settings(ask=Ask(min_confidence=99)))
    assert not ask(strict).answered


def test_words_that_no_note_holds_are_named(folder):
    answer = ask(ready(folder, {"Soup": -3.0}), "What is the capital of Mongolia?")
    assert (answer.answered, answer.reason) == (False, "nothing found mentions capital, Mongolia")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("When does the lighthouse beta end?", 'what was found says "starts", not "end"'),
        ("When does the lighthouse beta never start?", 'what was found does not say "never"'),
    ],
)
def test_what_is_said_otherwise_is_named(folder, question, reason):
    answer = ask(ready(folder, {"14 September": 4.0}), question)
    assert (answer.answered, answer.reason) == (False, reason)
    assert (answer.features["contrary"], answer.confidence) == (1, CONTRARY)
    assert ask(ready(folder, {"14 September": 4.0}), question, least=0.0).answered


def test_a_reader_that_finds_nothing_abstains(folder):
    answer = ask(ready(folder, {}))
    assert (answer.answered, answer.reason, answer.confidence) == (False, "what was found does not say", 0.0)


def test_an_empty_folder_has_no_answers():
    answer = ask(ready(notes({})))
    assert (answer.answered, answer.nearest, answer.reason) == (False, (), "nothing like it was found")


@pytest.mark.parametrize("question", ["?", "what is it", "🦊🦊", "\x00\x1b[31m", "or", "and when?", "zyx " * 3_000])
def test_a_question_without_a_word_to_look_for_does_no_harm(folder, question):
    answer = ask(ready(folder, {}), question)
    assert (answer.answered, bool(answer.reason)) == (False, True)


def test_piped_text_is_read_and_is_cited_as_stdin(folder):
    log = "started\nERROR: the disk sda1 is full\nretrying\n"
    answer = ask(ready(folder, {"sda1": 4.0}), "Which disk is full?", log)
    assert (answer.answer, sources(answer)) == ("sda1", [(1, STDIN, 2, "ERROR: the disk sda1 is full")])
    assert all(hit.passage.path != STDIN for hit in answer.nearest)


def test_the_line_of_a_long_piped_text_is_found(folder):
    log = "".join(f"step number {n} went well\n" for n in range(3_000)) + "The password rotation is on Fridays.\n"
    answer = ask(ready(folder, {"Fridays": 4.0}), "When is the password rotation?", log)
    assert sources(answer)[0][1:3] == (STDIN, 3_001)


def test_piped_text_is_evidence_without_any_notes():
    answer = ask(ready(notes({}), {"sda1": 4.0}), "Which disk is full?", "the disk sda1 is full\n")
    assert (answer.answer, answer.nearest) == ("sda1", ())


def test_lines_that_moved_since_they_were_indexed_are_cited_where_they_are_now(folder):
    app = as_indexed(folder)
    folder.write("meeting.md", MEETING.replace("Priya opened", "First line.\nSecond line.\nPriya opened"))
    assert sources(ask(app)) == [(1, "meeting.md", 9, DECISION)]


@pytest.mark.parametrize("now", ["Nothing of this is left.\n", None])
def test_lines_that_are_gone_since_they_were_indexed_answer_nothing(folder, now):
    app = as_indexed(folder)
    if now is None:
        (folder.root / "meeting.md").unlink()
    else:
        folder.write("meeting.md", now)
    answer = ask(app)
    assert (answer.answered, answer.answer, answer.citations, answer.confidence) == (False, "", (), 0.0)
    assert "assistant index" in answer.reason


def test_every_feature_is_a_number_and_the_shipped_confidence_knows_them(folder):
    features: dict[str, float] = {}
    for question in (
        QUESTION,
        "Did Priya open the meeting?",
        "Did Priya open the meeting before the lentils simmered?",
    ):
        features |= ask(ready(folder), question, least=0.0).features
    chat = FakeChat("[1] 14 September")
    worded = ready(folder, chat=chat, settings=Settings(models=Models(chat="qwen2.5-7b")))
    features |= ask(worded, least=0.0).features
    assert all(isinstance(value, float) for value in features.values())
    assert {"written", "agreed", "similarity", "apart"} <= features.keys()
    assert set(load_confidence(SHIPPED).features) <= features.keys()


def test_what_was_computed_has_no_features_and_is_as_sure_as_the_lines(folder):
    whole, part = (ask(ready(folder), f"Did Priya open the {what}?", least=0.0) for what in ("meeting", "old meeting"))
    assert whole.features == part.features == {}
    assert whole.confidence > part.confidence > 0


ANIMALS = "ant bee cat dog elk fox gnu hen ibis jay kite lynx mole newt owl pug quail rat seal toad".split()
TEMPLATE = (
    "# Day {n}\n\nThe lighthouse log: lamp lit, lamp cleaned, stores counted, {n} visitors; nothing else happened.\n"
)


def test_the_reader_is_given_so_many_passages_at_most():
    reader = Watched()
    ask(ready(notes({f"{name}.md": f"The {name} saw the lighthouse.\n" for name in ANIMALS}), reader))
    assert len(reader.passages) == PASSAGES


def test_near_copies_leave_room_for_other_notes():
    copies = {f"day-{n}.md": TEMPLATE.format(n=n) for n in range(18)}
    other = {"plan.md": "Somebody has to paint the old lighthouse next spring, and Ben offered to bring his ladder.\n"}
    reader = Watched()
    ask(ready(notes(copies | other), reader), "How many visitors does the lighthouse log tell?")
    assert any("ladder" in passage for passage in reader.passages)
    assert sum("visitors" in passage for passage in {*reader.passages}) >= AS_RANKED - 1


TEXTS = {
    "a.md": "2026-05-04\n\n# Trip\n\nTell Ben: train at 9:15.\n- pack 3 socks\n- buy Käse & 茶\n\n"
    "| who | when |\n| --- | --- |\n| Ben | Friday |\n",
    "b.txt": "Ben travels on 4 May.\r\nHe takes\ttwo bags, the red one and the blue one.\r\n",
    "c.md": "---\ndate: 2026-06-01\n---\nBen: tomorrow at 10!\nAnna: no, on Friday\n\n```\nbags = 3\n```\n",
}
ALL = "\n".join(TEXTS.values())
QUESTIONS = [
    "When does Ben travel?",
    "Does Ben take one bag or two bags?",
    "Which bags does Ben take?",
    "Did Ben take two bags?",
]


@pytest.fixture(scope="module")
def travels() -> App:
    return ready(notes(TEXTS))


def spans() -> st.SearchStrategy[str]:
    """Any piece of the notes from word to word, also across lines and notes."""
    places = st.tuples(st.integers(0, len(ALL) - 1), st.integers(1, 40))
    return places.map(lambda place: re.sub(r"^\W+|\W+$", "", ALL[place[0] : sum(place)])).filter(bool)


@given(
    said=st.dictionaries(spans(), st.floats(-12, 12), max_size=6),
    question=st.sampled_from(QUESTIONS),
    piped=st.sampled_from(["", "Ben takes\n  7 bags,\nno more.\n"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_reader_finds_quotes_are_the_files_own_words(travels, said, question, piped):
    vars(travels)["reader"] = FakeReader(said)
    answer = ask(travels, question, piped, least=0.0)
    check(travels, answer, piped)


def check(app: App, answer: Answer, piped: str) -> None:
    """Citations are numbered without a gap, their quotes stand at their lines, statements point at them."""
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.answered == bool(answer.citations) == bool(answer.answer)
    assert {s.n for s in answer.conflicts} <= {c.n for c in answer.citations}
    for citation in answer.citations:
        text = piped if citation.path == STDIN else (app.folder / citation.path).read_bytes().decode()
        lines = text.split("\n")[citation.line_start - 1 : citation.line_end]
        assert citation.quote in "\n".join(lines)


def test_the_program_needs_something_that_answers(folder):
    from assistant.answer.ask import Asker

    app = ready(folder)
    with app.searching("hybrid") as searching, pytest.raises(ValueError, match="neither"):
        Asker(searching.search, None, app.confidence, None, None)
