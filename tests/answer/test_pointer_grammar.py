import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.draft.grammar import Pointed, pointer_grammar, read_claims


def test_only_numbers_that_exist_can_be_written():
    grammar = pointer_grammar(3)
    assert 'number ::= "1" | "2" | "3"' in grammar


def test_no_evidence_no_grammar():
    with pytest.raises(ValueError, match="without evidence"):
        pointer_grammar(0)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("[2] On Monday.", [((2,), "On Monday.")]),
        ("[2][11] On Monday.", [((2, 11), "On Monday.")]),
        ("[2][2] On Monday. [3] At noon.", [((2,), "On Monday."), ((3,), "At noon.")]),
        ("[2]", []),
        ("[2", []),
        ("none", []),
        ("", []),
    ],
)
def test_what_was_written_is_read_back(text, claims):
    assert read_claims(text) == tuple(Pointed(*claim) for claim in claims)


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=3),
    st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="[]"), min_size=1),
)
def test_reading_is_the_inverse_of_writing(pointers: list[int], answer: str):
    (claim,) = read_claims("".join(f"[{n}]" for n in pointers) + f" {answer}")
    assert (set(claim.pointers), claim.text) == (set(pointers), answer)
