"""Hard questions: changed ones that a reader still answers, though less surely than the question as it was."""

from small_records import record

from assistant.engines.fakes import FakeReader
from training.changes import Pools
from training.hard_questions import LEAST, LESS, hard_questions
from training.records import MINED, Record

PASSAGE = "Okafor opened the Vellum mill in 1923 beside the river. Weber lent a spade to the garden in 1950."
OWN = record(PASSAGE, "1923", question="When was the Vellum mill by the river opened by Okafor?", id="own")
POOLS = Pools.of([OWN, record("Lindqvist sang.", "Lindqvist", question="What did Lindqvist sing?", id="pool")])


def found(reader: FakeReader, *records: Record) -> list[Record]:
    return list(hard_questions(records or (OWN,), POOLS, reader))


def margin(question: str) -> float:
    [reading] = FakeReader().read(question, [PASSAGE])
    return reading.spans[0].score


def test_the_change_that_the_reader_is_surest_of_is_kept() -> None:
    reader = FakeReader()
    [made] = found(reader)
    assert made.question != OWN.question
    assert (made.context, made.answers, made.source) == (OWN.context, (), OWN.source)
    assert made.id.startswith(OWN.id + MINED)
    assert LEAST <= margin(made.question) <= margin(OWN.question) - LESS
    tried = {question for question in reader.questions if question != OWN.question}
    assert len(tried) > 1
    assert margin(made.question) == max(map(margin, tried))


def test_what_the_reader_does_not_fall_for_is_left_out() -> None:
    assert found(FakeReader({"1923": LEAST - 0.1})) == []


def test_what_it_answers_as_surely_as_before_may_well_be_answered() -> None:
    assert found(FakeReader({"1923": 5.0})) == []


def test_a_question_that_can_not_be_changed_is_not_read() -> None:
    reader = FakeReader()
    assert found(reader, record("it was red.", "red", question="Whose hut?", id="vague")) == []
    assert reader.questions == []
