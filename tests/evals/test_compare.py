import pytest

from assistant.evals.compare import compare


def test_a_run_against_itself_differs_by_nothing():
    scores = {str(i): i / 10 for i in range(10)}
    difference = compare(scores, scores)
    assert (difference.mean, difference.low, difference.high) == (0, 0, 0)
    assert not difference.is_clear


def test_a_better_run_is_clearly_better():
    a = {str(i): 0.2 for i in range(50)}
    b = {str(i): 0.2 + 0.01 * (i % 5 + 1) for i in range(50)}
    difference = compare(a, b)
    assert difference.mean == pytest.approx(0.03)
    assert difference.low <= difference.mean <= difference.high
    assert difference.is_clear


def test_noise_is_within_chance():
    a = {str(i): 0.5 for i in range(40)}
    b = {str(i): 0.5 + (0.3 if i % 2 else -0.3) for i in range(40)}
    assert not compare(a, b).is_clear


def test_only_questions_of_both_runs_count():
    assert compare({"a": 0.0, "b": 1.0}, {"b": 1.0, "c": 0.0}).questions == 1
    with pytest.raises(ValueError, match="no question in common"):
        compare({"a": 0.0}, {"b": 0.0})
