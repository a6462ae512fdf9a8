import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.grammar import pointer_grammar, read_written


def test_only_numbers_that_exist_can_be_written():
    grammar = pointer_grammar(3)
    assert 'number ::= "1" | "2" | "3"' in grammar


def test_no_evidence_no_grammar():
    with pytest.raises(ValueError, match="without evidence"):
        pointer_grammar(0)


@pytest.mark.parametrize(
    ("text", "pointers", "answer"),
    [
        ("[2] On Monday.", (2,), "On Monday."),
        ("[2][11] On Monday.", (2, 11), "On Monday."),
        ("[2][2] On Monday.", (2,), "On Monday."),
        ("[2]", (2,), ""),
        ("[2", (), ""),
        ("none", (), ""),
        ("", (), ""),
    ],
)
def test_what_was_written_is_read_back(text: str, pointers: tuple[int, ...], answer: str):
    written = read_written(text)
    assert (written.pointers, written.answer) == (pointers, answer)


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=3),
    st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="[]"), min_size=1),
)
def test_reading_is_the_inverse_of_writing(pointers: list[int], answer: str):
    text = "".join(f"[{n}]" for n in pointers) + f" {answer}"
    assert read_written(text) == read_written(text + "  ")
    assert read_written(text).answer == answer
    assert set(read_written(text).pointers) == set(pointers)
