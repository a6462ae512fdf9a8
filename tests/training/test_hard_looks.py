"""Hard looks: other sentences and changed questions where a reader wrongly finds an answer."""

from small_records import record

from assistant.engines.fakes import FakeReader
from training.changes import Pools
from training.hard_looks import hard_looks
from training.records import MINED, Record

PASSAGE = "Nobody knew. The Vellum mill was opened by Okafor in 1923. It rained. Weber sold the Vellum spade in 1950."
OWN = record(PASSAGE, "1923", question="When was the Vellum mill opened by Okafor?", id="own")
POOLS = Pools.of([OWN, record("Lindqvist sang.", "Lindqvist", question="What did Lindqvist sing?", id="pool")])


def found(reader: FakeReader) -> list[Record]:
    return list(hard_looks([OWN], POOLS, reader))


def test_another_sentence_is_kept_where_the_reader_finds_an_answer() -> None:
    made = {one.question: one for one in found(FakeReader({"1950": 2.0, "1923": 6.0}))}
    assert made[OWN.question].context == "It rained. Weber sold the Vellum spade in 1950."
    assert all(not one.answers and MINED in one.id and "Nobody knew" not in one.context for one in made.values())


def test_where_it_is_surer_than_of_the_answer_it_may_be_right() -> None:
    assert found(FakeReader({"1950": 6.0, "1923": 6.0})) == []


def test_what_it_does_not_fall_for_is_left_out() -> None:
    assert found(FakeReader({"1950": 0.5, "1923": 0.6})) == []
