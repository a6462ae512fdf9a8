"""Hard passages: where a reader is sure of an answer that is none, though less sure than of the right one."""

from small_records import record

from assistant.engines.fakes import FakeReader
from training.hard_passages import KEPT, LONGEST, asked, hard_passages
from training.records import Record

OWN = record("The Vellum mill was built in 1923.", "1923", question="When was the Vellum mill built?", id="own")
CONTEXTS = {
    "low": "The Vellum mill burned in 1950.",
    "high": "Tom Weber saw the Vellum mill in 1980.",
    "surer": "The Vellum mill was built in 1922.",
    "unsure": "The Vellum mill hums since 2001.",
    "silent": "The Vellum mill hums.",
    "answers": "It was 1923, and 1980.",
    "long": f"In 1980 {'a ' * LONGEST}",
}
SAID = {"1923": 5.0, "1922": 6.0, "1950": 1.0, "1980": 3.0, "2001": -1.0}


def found(near: list[str]) -> list[Record]:
    return list(hard_passages([OWN], {"own": near}, CONTEXTS, FakeReader(SAID)))


def test_the_surest_wrong_answers_come_first_and_stay_below_the_right_one() -> None:
    made = found(["silent", "low", "surer", "unsure", "high", "answers"])
    assert [one.context for one in made] == [CONTEXTS["high"], CONTEXTS["low"]]
    assert all(one.question == OWN.question and not one.answers and one.source == OWN.source for one in made)
    assert len({one.id for one in made} | {OWN.id}) == 3


def test_only_a_few_are_kept_and_none_that_is_long_or_unknown() -> None:
    assert len(found(["high"] * 6)) == KEPT
    assert found(["long", "gone"]) == []


def test_a_question_without_near_passages_is_not_read() -> None:
    reader = FakeReader(SAID)
    assert list(hard_passages([OWN], {"own": ["answers"]}, CONTEXTS, reader)) == []
    assert reader.questions == []


def test_questions_are_asked_that_are_answered_and_say_what_they_are_about() -> None:
    vague = record("It was red.", "red", question="What was it like?", id="vague")
    mute = record("It was red.", question="What did Tom paint?", id="mute")
    wide = record("In 1923 " * LONGEST, "1923", question=OWN.question, id="wide")
    assert asked([vague, mute, wide, OWN], 10) == [OWN]
    assert len(asked([OWN] * 20, 7)) == 7
