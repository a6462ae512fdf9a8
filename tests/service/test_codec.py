from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.answer.ask import Trace
from assistant.domain import Answer, Hit
from assistant.retrieve.explain import Explanation
from assistant.service.codec import decode, encode
from assistant.service.wire import WireError, from_line, to_line


def crossed(value: object) -> object:
    """What the other side of the wire reads."""
    return from_line(to_line({"value": encode(value)}))["value"]


@pytest.mark.parametrize("kind", [Answer, Hit, Explanation, Trace])
def test_every_value_comes_back_as_it_was(kind):
    floats = st.floats(allow_nan=False)
    st.register_type_strategy(float, floats)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(value=st.from_type(kind))
    def holds(value):
        assert decode(kind, crossed(value)) == value

    holds()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["passage", "score", "x"]), inner),
)


@given(data=json_values)
@example(data=[[], None])
def test_what_does_not_fit_is_a_wire_error(data):
    for kind in (Answer, Hit, tuple[Hit, ...], tuple[list[str], str | None]):
        try:
            value = decode(kind, data)
        except WireError:
            continue
        assert crossed(value) == data


@dataclass(frozen=True)
class Point:
    x: float
    names: tuple[str, int]


def test_a_whole_number_is_a_fraction_too_and_nothing_else_is_bent():
    assert decode(Point, {"x": 1, "names": ["a", 2]}) == Point(1.0, ("a", 2))
    for data in ({"x": "1", "names": ["a", 2]}, {"x": 1.0, "names": ["a"]}, {"x": 1.0}, {"x": True, "names": ["a", 2]}):
        with pytest.raises(WireError):
            decode(Point, data)


def test_what_has_no_form_is_refused_when_it_is_sent():
    with pytest.raises(TypeError):
        encode(object())
