"""What the reader points at is grown to what belongs together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.questions import Kind
from assistant.answer.spans import grown

CALL = "The plumber comes tomorrow at 10 AM, or on Friday."


def whole(text: str, words: str, kind: Kind = Kind.WHEN, question: str = "When?", language: str = "en") -> str:
    start = text.index(words)
    return text[slice(*grown(text, (start, start + len(words)), kind, question, language))]


@pytest.mark.parametrize(
    ("text", "words", "language", "moment"),
    [
        (CALL, "10 AM", "en", "tomorrow at 10 AM"),
        (CALL, "tomorrow", "en", "tomorrow at 10 AM"),
        (CALL, "Friday", "en", "Friday"),
        ("See you Saturday, 7 pm!", "Saturday", "en", "Saturday, 7 pm"),
        ("Let's do Thursday afternoon.", "Thursday", "en", "Thursday afternoon"),
        ("Wir treffen uns am Freitag um 10 Uhr.", "Freitag", "de", "Freitag um 10 Uhr"),
        ("周五上午10点见面", "周五", "zh", "周五上午10点"),
        ("It opens at 9:00. It closes on Monday.", "9:00", "en", "9:00"),
    ],
)
def test_a_day_and_its_time_are_one_moment(text, words, language, moment):
    assert whole(text, words, language=language) == moment


@pytest.mark.parametrize("question", ["At what time does he come?", "On which day does he come?", "What time is it?"])
def test_where_one_of_both_is_asked_for_it_stays_alone(question):
    assert whole(CALL, "10 AM", question=question) == "10 AM"


def test_what_is_no_moment_is_not_grown_to_one():
    assert whole(CALL, "10 AM", Kind.FREE, "What happens?") == "10 AM"
    assert whole(CALL, "The plumber") == "The plumber"


def test_a_quotation_is_not_cut():
    assert whole('We saw "The Long Night" twice.', 'Long Night"', Kind.FREE) == '"The Long Night"'


@given(st.text("ab 1:0AMon,\"()'", max_size=30), st.integers(0, 30), st.integers(0, 30), st.sampled_from(Kind))
def test_a_span_never_shrinks_nor_leaves_its_sentence(text, a, b, kind):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    first, last = grown(text, (start, end), kind, "When?", "en")
    assert 0 <= first <= start <= end <= last <= len(text)
