"""Whether an answer is of the kind that is asked for."""

import pytest

from assistant.answer.fit import fits
from assistant.answer.questions import Kind


@pytest.mark.parametrize(
    ("answer", "kind", "language", "expected"),
    [
        ("Anna", Kind.WHO, "en", True),
        ("Anna Berg", Kind.WHO, "en", True),
        ("AdamSmith", Kind.WHO, "en", True),
        ("Anna Berg", Kind.WHO, "de", True),
        ("a friend", Kind.WHO, "en", False),
        ("The", Kind.WHO, "en", False),
        ("on Friday at 9", Kind.WHEN, "en", True),
        ("at the lake", Kind.WHEN, "en", False),
        ("two bags", Kind.NUMBER, "en", True),
        ("bags", Kind.NUMBER, "en", False),
        ("Anna", Kind.FREE, "en", False),
    ],
)
def test_an_answer_fits_that_holds_what_is_asked_for(answer, kind, language, expected):
    assert fits(answer, kind, language) is expected
