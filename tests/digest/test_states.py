"""A statement is past when a newer one tells of the same thing in another state, and only then."""

import numpy as np
import pytest
from digest_notes import passages_of

from assistant.digest.lines import lines_of
from assistant.digest.states import overtaken


def past(old: str, new: str, day: str = "2026-09-14") -> list[bool]:
    """Whether the newer and the older one are past, of two that are near by their vectors."""
    passages = passages_of({"new/" + day + ".md": new, "2026-03-02.md": old})
    lines = lines_of(passages)
    return overtaken(lines, np.ones((len(lines), len(lines)), np.float32))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The Vellum launch is planned for 2026-06-01 in Lisbon.",
            "The Vellum launch is planned for 2026-12-01 in Lisbon.",
        ),
        ("The boiler of Weber costs 4,200 EUR.", "The boiler of Weber costs 4,900 EUR."),
        ("The invoice of Weber is open.", "The invoice of Weber is paid."),
    ],
)
def test_a_newer_state_overtakes_the_older(old: str, new: str) -> None:
    assert past(old, new) == [False, True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The boiler of Weber costs 4,200 EUR.", "The boiler of Weber really costs 4,200 EUR."),
        ("The Vellum launch is planned for 2026-06-01.", "Draft of the Vellum blog by Anna, 2026-08-05, 600 words."),
        ("The boiler of Weber is loud.", "The boiler of Weber is in the cellar."),
        ("Anna met Weber about the boiler.", "Anna met Miller about the boiler."),
    ],
)
def test_other_things_and_the_same_value_overtake_nothing(old: str, new: str) -> None:
    assert past(old, new) == [False, False]


def test_of_two_lines_of_one_day_none_is_past() -> None:
    assert not any(past("The boiler costs 4,200 EUR.", "The boiler costs 4,900 EUR.", "2026-03-02"))
