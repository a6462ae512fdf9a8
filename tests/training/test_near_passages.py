"""Passages near a question: of the same source, the nearest first, and without its answer."""

from small_records import record

from training.neighbours import KEPT, neighbours

BOILER = record(
    "The boiler in the cellar was replaced in October.", "October", question="When was the boiler replaced?"
)
OTHERS = [
    ("price", "The boiler was replaced for 3,000 EUR.", "tests"),
    ("service", "The boilers are serviced every two years.", "tests"),
    ("again", "The boiler was replaced again in october.", "tests"),
    ("garden", "Garlic grows along a wall.", "tests"),
    ("elsewhere", "The boiler was replaced in May.", "other source"),
]


def test_the_nearest_lack_the_answer_and_share_the_source() -> None:
    every = [BOILER, *(record(text, id=id_, source=source) for id_, text, source in OTHERS)]
    found = neighbours(every)
    assert found.keys() == {one.id for one in every}
    assert found["r"] == ["price", "service"]


def test_a_question_without_an_answer_is_not_near_its_own_passage() -> None:
    mute = record("Nobody knows when the boiler was replaced.", id="mute", question="When was the boiler replaced?")
    assert neighbours([BOILER, mute])["mute"] == ["r"]


def test_a_passage_of_many_questions_is_found_once() -> None:
    text = "The boiler hums."
    asked = [record(text, id=f"q{n}", question="Why does it hum?") for n in range(3)]
    assert neighbours([BOILER, *asked])["r"] == ["q0"]


def test_a_question_without_words_has_no_neighbours_and_only_some_are_kept() -> None:
    mute = record("A boiler.", id="mute", question="?!")
    many = [record(f"Boiler number {n}.", id=f"{n}") for n in range(20)]
    found = neighbours([BOILER, mute, *many])
    assert found["mute"] == []
    assert len(found["r"]) == KEPT


def test_marks_of_a_question_are_no_query_syntax() -> None:
    asked = record("It hums.", id="odd", question='What "is) AND boiler:[x TO -?')
    assert neighbours([BOILER, asked])["odd"] == ["r"]
