"""Tokens are cut anywhere; text comes out whole, and nothing of a stop text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.engines.token_stream import TokenStream


def streamed(pieces: list[bytes], stop: tuple[str, ...] = ()) -> str:
    stream = TokenStream(stop)
    text = ""
    for piece in pieces:
        text += stream.add(piece)
        if stream.stopped:
            return text
    return text + stream.finish()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@given(st.text(), st.lists(st.integers(0, 1000), max_size=8))
def test_text_survives_any_cut(text: str, places: list[int]) -> None:
    assert streamed(cut(text.encode(), places)) == text


@given(
    st.text("abé\n", max_size=30),
    st.lists(st.text("abé\n", min_size=1, max_size=4), max_size=3),
    st.lists(st.integers(0, 1000), max_size=8),
)
def test_the_first_stop_text_ends_it_wherever_the_cuts_are(text: str, stop: list[str], places: list[int]) -> None:
    ends = [at for end in stop if (at := text.find(end)) >= 0]
    result = streamed(cut(text.encode(), places), tuple(stop))
    assert not any(end in result for end in stop)
    assert text.startswith(result)
    if not ends:
        assert result == text
    elif len(stop) == 1:
        assert result == text[: ends[0]]


def test_half_a_character_is_held_back_and_dropped_at_the_end() -> None:
    stream = TokenStream()
    assert stream.add("a€".encode()[:2]) == "a"
    assert stream.finish() == ""


def test_an_empty_stop_text_stops_nothing() -> None:
    assert streamed([b"abc"], ("",)) == "abc"
