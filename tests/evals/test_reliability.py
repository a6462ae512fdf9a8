from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evals.reliability import (
    RiskPoint,
    adaptive_reliability,
    area_under_risk,
    calibration_error,
    reliability,
    risk_coverage,
    thinned,
)

PAIRS = st.lists(
    st.tuples(st.one_of(st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.floats(0, 1)), st.booleans()), min_size=1, max_size=60
)


def test_calibration_error_by_hand():
    pairs = [(0.95, True), (0.95, True), (0.91, False), (0.2, False), (0.25, True)]
    bins = reliability(pairs)
    assert [(b.low, b.high, b.answers) for b in bins] == [(0.2, 0.3, 2), (0.9, 1.0, 3)]
    assert (bins[0].confidence, bins[0].right) == pytest.approx((0.225, 0.5))
    expected = (2 * abs(0.225 - 0.5) + 3 * abs((0.95 + 0.95 + 0.91) / 3 - 2 / 3)) / 5
    assert calibration_error(bins) == pytest.approx(expected)


def test_risk_and_coverage_by_hand():
    points = risk_coverage([(0.5, False), (0.9, True), (0.7, False)], questions=6)
    assert points == (RiskPoint(0.9, 1 / 6, 0), RiskPoint(0.7, 2 / 6, 1 / 2), RiskPoint(0.5, 3 / 6, 2 / 3))
    assert area_under_risk(points) == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)


def test_a_confidence_that_is_no_probability_is_refused():
    for confidence in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="between 0 and 1"):
            reliability([(confidence, True)])


@given(PAIRS, st.randoms())
def test_the_order_of_the_questions_does_not_matter(pairs, chance):
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert risk_coverage(shuffled, 60) == risk_coverage(pairs, 60)
    assert adaptive_reliability(shuffled) == adaptive_reliability(pairs)
    assert calibration_error(reliability(shuffled)) == pytest.approx(calibration_error(reliability(pairs)))


@given(PAIRS)
def test_the_laws_of_the_curve(pairs):
    points = risk_coverage(pairs, len(pairs))
    wrong = sum(not right for _, right in pairs)
    assert points[-1].coverage == 1
    assert points[-1].risk == pytest.approx(wrong / len(pairs))
    assert all(a.coverage < b.coverage and a.threshold >= b.threshold for a, b in pairwise(points))
    assert all(0 <= point.risk <= 1 for point in points)
    perfect = risk_coverage([(float(right), right) for _, right in pairs], len(pairs))
    assert area_under_risk(perfect) <= area_under_risk(points) + 1e-9
    few = thinned(points)
    assert len(few) <= 20
    assert few[-1] == points[-1]
    assert set(few) <= set(points)


@given(PAIRS)
def test_the_laws_of_the_bins(pairs):
    for bins in (reliability(pairs), adaptive_reliability(pairs)):
        assert sum(b.answers for b in bins) == len(pairs)
        assert sum(b.answers * b.right for b in bins) == pytest.approx(sum(right for _, right in pairs))
        assert all(b.low - 1e-9 <= b.confidence <= b.high + 1e-9 for b in bins)
        assert 0 <= calibration_error(bins) <= 1
    counts = {b.answers for b in adaptive_reliability(pairs)}
    assert max(counts) - min(counts) <= 1


@given(st.integers(1, 9), st.integers(1, 5))
def test_a_confidence_that_keeps_its_word_has_no_error(tenths, times):
    pairs = [(tenths / 10, i < tenths) for i in range(10)] * times
    assert calibration_error(reliability(pairs)) == pytest.approx(0)
