"""SQuAD's measures, against values worked out by hand and thresholds tried one by one."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_records import record

from training.records import Record
from training.squad import Guess, exact, f1, load_squad, scores


@pytest.mark.parametrize(
    ("guess", "golds", "wanted_exact", "wanted_f1"),
    [
        ("The  Eiffel Tower!", ["eiffel tower"], True, 1.0),
        ("in October 2024", ["October 2024"], False, 0.8),
        ("October", ["October 2024"], False, 2 / 3),
        ("Tom and Tom", ["Tom"], False, 0.5),
        ("two years", ["every two years", "2 years"], False, 0.8),
        ("a spade", ["the spade"], True, 1.0),
        ("well-known", ["well known"], False, 0.0),
        ("U.S.", ["US"], True, 1.0),
        ("the", ["a"], True, 1.0),
        ("the", ["Tom"], False, 0.0),
        ("garlic", ["beans"], False, 0.0),
    ],
)
def test_one_guess(guess: str, golds: list[str], wanted_exact: bool, wanted_f1: float) -> None:
    assert exact(guess, golds) is wanted_exact
    assert f1(guess, golds) == pytest.approx(wanted_f1)


def asked(number: int, answered: bool) -> Record:
    return record("Tom came in May.", *(["in May"] if answered else []), id=str(number))


questions_of = st.lists(
    st.tuples(st.booleans(), st.sampled_from(("in May", "May", "Tom")), st.integers(-3, 3)), min_size=1, max_size=12
)


@given(questions_of)
def test_the_best_threshold_is_that_of_trying_all(rows: list[tuple[bool, str, int]]) -> None:
    records = [asked(n, has) for n, (has, _, _) in enumerate(rows)]
    guesses = {str(n): Guess(text, float(margin)) for n, (_, text, margin) in enumerate(rows)}
    measured = scores(records, guesses)

    def at(threshold: float) -> float:
        total = 0.0
        for one in records:
            guess = guesses[one.id]
            answered = guess.margin >= threshold
            total += (f1(guess.text, one.texts) if answered else 0.0) if one.answers else float(not answered)
        return 100 * total / len(records)

    if all(has for has, _, _ in rows):
        assert "f1" not in measured
        return
    assert measured["f1"] == pytest.approx(max(at(t) for t in (*range(-4, 5), float("inf"))))
    assert measured["f1"] == pytest.approx(at(measured["threshold"]))


@given(questions_of)
def test_the_area_is_how_often_an_answer_is_ranked_higher(rows: list[tuple[bool, str, int]]) -> None:
    records = [asked(n, has) for n, (has, _, _) in enumerate(rows)]
    measured = scores(records, {str(n): Guess(text, float(m)) for n, (_, text, m) in enumerate(rows)})
    pairs = [(a, b) for has, _, a in rows for other, _, b in rows if has and not other]
    if pairs:
        wins = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs)
        assert measured["auc"] == pytest.approx(100 * wins / len(pairs))


def test_answerable_questions_are_scored_without_any_threshold() -> None:
    records = [asked(1, True), asked(2, True), asked(3, False)]
    guesses = {"1": Guess("in May", -9.0), "2": Guess("May", 2.0), "3": Guess("Tom", 5.0)}
    measured = scores(records, guesses)
    assert measured["has_answer_exact"] == pytest.approx(50)
    assert measured["has_answer_f1"] == pytest.approx(100 * (1 + 2 / 3) / 2)
    assert measured["questions"] == 3
    # Answering all three is worth 1 + 2/3, answering none is worth 1, and two of them never 5/3 or more.
    assert measured["f1"] == pytest.approx(100 * (5 / 3) / 3)
    assert measured["threshold"] == -9.0


def test_a_file_of_the_published_shape_is_read(tmp_path: Path) -> None:
    answer = {"text": "May", "answer_start": 12}
    qas = [
        {"id": "a", "question": "When?", "answers": [answer, answer], "is_impossible": False},
        {"id": "b", "question": "Why?", "answers": [], "is_impossible": True},
    ]
    paragraphs = [{"context": "Tom came in May.", "qas": qas}]
    (tmp_path / "dev.json").write_text(json.dumps({"data": [{"title": "t", "paragraphs": paragraphs}]}))
    first, second = load_squad(tmp_path / "dev.json")
    assert first.texts == ("May", "May")
    assert (second.id, second.question, second.answers) == ("b", "Why?", ())
