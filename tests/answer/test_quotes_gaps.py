"""A quote stands where it was even when a picture in the middle of it is left out."""

from assistant.answer.check.quotes import stands


def test_a_quote_may_leave_out_what_is_no_text() -> None:
    raw = b"See the gauge ![gauge](data:image/png;base64,AAAABBBB) and the blue valve."
    assert stands(raw, raw)
    assert stands(raw, b"See the gauge ![gauge]() and the blue valve.")
    assert not stands(raw, b"See the gauge ![gauge]() and the red valve.")
    assert not stands(raw, b"Another gauge.")
