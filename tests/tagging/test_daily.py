"""A tag that only daily notes have says what kind of a note it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tagging.daily import daily_tags, is_daily


@pytest.mark.parametrize("path", ["daily/2026-11-08.md", "8 November 2026.md", "08.11.2026.md", "Sunday 2026-11-08.md"])
def test_a_note_that_is_called_by_its_day_is_daily(path):
    assert is_daily(path)


@pytest.mark.parametrize(
    "path", ["skis.md", "2026-11-08 Meeting with Bo.md", "notes of 2026-11-08 on skis.md", "1234.md"]
)
def test_other_notes_are_not(path):
    assert not is_daily(path)


def test_tags_of_daily_notes_alone():
    notes = [
        ("2026-11-07.md", ("daily", "skis")), ("2026-11-08.md", ("daily", "once")), ("2026-11-09.md", ("skis",)),
        ("wax.md", ("skis",)),
    ]  # fmt: skip
    assert daily_tags(notes) == {"daily"}


@given(st.text(max_size=40))
def test_any_path_is_told(path):
    is_daily(path)
