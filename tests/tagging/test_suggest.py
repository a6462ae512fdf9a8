"""Tags are suggested from what the nearest notes have and what the note itself names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tagging.suggest import Neighbour, Suggestion, is_named, suggest

USUAL = {"garden": 0.3, "work": 0.3, "work/vellum": 0.1, "rare": 0.01}


def confidences(found: list[Suggestion]) -> dict[str, float]:
    return {one.tag: one.confidence for one in found}


def test_what_the_nearest_notes_have_comes_first() -> None:
    near = [Neighbour(0.9, ("garden",)), Neighbour(0.85, ("garden",)), Neighbour(0.3, ("work",))]
    found = suggest(near, USUAL, (), "Sow the beans")
    assert [one.tag for one in found] == ["garden", "work"]
    assert found[0].confidence > 0.5 > found[1].confidence


def test_notes_that_are_far_say_little() -> None:
    near, far = ([Neighbour(similarity, ("rare",))] * 3 for similarity in (0.9, 0.2))
    assert confidences(suggest(near, USUAL, (), ""))["rare"] > 0.5 > confidences(suggest(far, USUAL, (), ""))["rare"]


def test_a_tag_that_the_note_names_is_likelier() -> None:
    near = [Neighbour(0.8, ("work/vellum",)), Neighbour(0.8, ("garden",))]
    said = confidences(suggest(near, USUAL, (), "Vellum is to ship"))["work/vellum"]
    assert said > confidences(suggest(near, USUAL, (), "It is to ship"))["work/vellum"]
    assert "rare" in confidences(suggest([], USUAL, (), "a rare bird"))


@pytest.mark.parametrize("has", [("work/vellum",), ("work/vellum", "work")])
def test_what_a_note_has_is_not_suggested_nor_what_is_above_it(has: tuple[str, ...]) -> None:
    near = [Neighbour(0.9, ("work", "work/vellum"))]
    assert suggest(near, USUAL, has, "work on vellum") == []


def test_only_tags_of_the_folder_are_suggested() -> None:
    assert suggest([Neighbour(0.9, ("gone",))], USUAL, (), "gone") == []


@pytest.mark.parametrize(
    ("tag", "text", "named"),
    [
        ("work/static-sites", "on static sites", True),
        ("art", "a party", False),
        ("c++", "in c++ mostly", True),
        ("读书", "我在读书会", True),
        ("-", "-", False),
    ],
)
def test_a_tag_is_named_by_its_last_part_as_words(tag: str, text: str, named: bool) -> None:
    assert is_named(tag, text) is named


@given(
    near=st.lists(st.tuples(st.floats(-1, 1), st.lists(st.sampled_from(list(USUAL)), unique=True)), max_size=60),
    text=st.text(max_size=20),
)
def test_a_confidence_is_a_probability_and_more_votes_never_lower_it(
    near: list[tuple[float, list[str]]], text: str
) -> None:
    neighbours = [Neighbour(similarity, tuple(tags)) for similarity, tags in near]
    found = suggest(neighbours, USUAL, (), text)
    assert all(0 < one.confidence < 1 for one in found)
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)
    more = suggest([*neighbours, Neighbour(1.0, ("garden",))], USUAL, (), text)
    assert confidences(more)["garden"] >= confidences(found).get("garden", 0.0) - 1e-9
