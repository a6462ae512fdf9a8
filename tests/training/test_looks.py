"""Second looks: the sentence that answers, or the one most like the question, with the one before, and nothing else."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from small_records import record, records

from training.looks import looked_at, looks
from training.mixture import Mixture, Unanswerable
from training.records import Record

PASSAGE = "Okafor came early. The mill was opened by Okafor in 1923. Weber lent a spade to the mill. It rained."


def seen(one: Record) -> set[str]:
    return {looked_at(one, Random(n)).context for n in range(40)}


def test_the_sentence_that_answers_is_left_and_the_answer_with_it() -> None:
    one = record(PASSAGE, "1923", question="When was the mill opened?")
    made = [looked_at(one, Random(n)) for n in range(40)]
    assert {look.context for look in made} == {
        "Okafor came early. The mill was opened by Okafor in 1923.",
        "The mill was opened by Okafor in 1923.",
        "Okafor came early. The mill was opened by Okafor in 1923. Weber lent a spade to the mill.",
    }
    assert all(look.texts == ("1923",) for look in made)


def test_without_an_answer_the_sentence_with_most_of_the_question_is_left() -> None:
    one = record(PASSAGE, question="Who lent Okafor a spade?")
    assert all("Weber lent a spade" in context for context in seen(one))
    assert any(context == "Weber lent a spade to the mill." for context in seen(one))


def test_an_answer_over_two_sentences_is_left_whole() -> None:
    one = record(PASSAGE, "in 1923. Weber")
    assert all("1923. Weber lent a spade to the mill." in context for context in seen(one))


def test_every_sentence_is_looked_at_with_the_one_before() -> None:
    assert list(looks(record("One. Two. Three."))) == ["One.", "One. Two.", "Two. Three."]


@given(records(), st.integers(0, 99))
def test_a_look_is_a_piece_of_the_passage_and_holds_its_answers(one: Record, seed: int) -> None:
    made = looked_at(one, Random(seed))
    assert made.context in one.context
    assert set(made.texts) <= set(one.texts)
    assert bool(made.answers) == bool(one.answers)


def test_so_many_of_an_epoch_are_looks() -> None:
    many = [record(PASSAGE.replace("1923", str(year)), str(year), id=str(year)) for year in range(1900, 2000)]
    nothing = Unanswerable(0.0, 0.0, 0.0)
    short = [len(one.context) < 95 for one in Mixture(many, {}, nothing, looks=0.5).epoch(1) if one.source != "speech"]
    assert 0.35 < sum(short) / len(short) < 0.65
