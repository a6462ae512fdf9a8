"""Records: read from files, and with texts put into their passages."""

from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from small_records import record, records, write_records

from training.records import Record, insert, load_records, share_of, trimmed

pieces_of = st.lists(st.tuples(st.integers(0, 40), st.text("-\n: A", max_size=6)), max_size=5)


def test_every_file_of_a_folder_is_read_in_order(tmp_path: Path) -> None:
    tom = record("Tom fixes the importer.", "Tom", question="Who?", id="1")
    nora = record("Nora lent a spade.", id="2")
    write_records(tmp_path, "b", [nora])
    write_records(tmp_path, "a", [tom])
    (tmp_path / "notes.txt").write_text("not a record")
    assert load_records(tmp_path) == [tom, nora]
    assert load_records(tmp_path)[0].texts == ("Tom",)


def test_what_says_nothing_is_left_out(tmp_path: Path) -> None:
    blank = Record("3", " ", "A passage.", (), "tests")
    empty = Record("4", "Who?", "\n", (), "tests")
    white = Record("5", " Who? ", "A passage.", ((1, 2), (2, 9)), "tests")
    write_records(tmp_path, "a", [blank, empty, white])
    assert load_records(tmp_path) == [Record("5", "Who?", "A passage.", ((2, 9),), "tests")]


@given(records(), pieces_of)
def test_answers_keep_their_words_when_texts_are_put_in(before: Record, pieces: list[tuple[int, str]]) -> None:
    pieces = [(at, text) for at, text in pieces if at <= len(before.context)]
    after = insert(before, pieces)
    cut = [any(a < at < b for at, _ in pieces) for a, b in before.answers]
    assert after.texts == tuple(text for text, gone in zip(before.texts, cut, strict=True) if not gone)
    assert len(after.context) == len(before.context) + sum(len(text) for _, text in pieces)


@given(records(), pieces_of)
def test_an_answer_moves_by_what_stands_before_it(before: Record, pieces: list[tuple[int, str]]) -> None:
    pieces = [(at, text) for at, text in pieces if at <= len(before.context)]
    after = insert(before, pieces)
    assume(len(after.answers) == len(before.answers))
    for (old, _), (new, _) in zip(before.answers, after.answers, strict=True):
        assert new - old == sum(len(text) for at, text in pieces if at <= old)


def test_texts_at_one_place_stay_in_order() -> None:
    made = insert(record("Tom came.", "Tom"), [(4, "soon "), (0, "- "), (0, "Mei: ")])
    assert made.context == "- Mei: Tom soon came."
    assert made.answers == ((7, 10),)


def test_a_text_always_gets_the_same_share() -> None:
    shares = [share_of(f"passage {n}") for n in range(1000)]
    assert share_of("friendsqa:a passage") == pytest.approx(0.3006350312545827)
    assert all(0 <= share < 1 for share in shares)
    assert abs(fmean(share < 0.1 for share in shares) - 0.1) < 0.03


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("in May.", "in May"),
        (" in May, ", "in May"),
        ("at 9 p.m.", "at 9 p.m."),
        ("the U.S.", "the U.S."),
        ("Tom Weber Jr.", "Tom Weber Jr."),
        ('"maternity"', "maternity"),
        ('the "red" one', 'the "red" one'),
        ('house"', "house"),
        ("(a fox", "a fox"),
        ("Sn(C4H9)3H", "Sn(C4H9)3H"),
        ("acute lung injury (ALI)", "acute lung injury (ALI)"),
        ("(ALI)", "(ALI)"),
        (".5 litres", ".5 litres"),
        ("Really?!", "Really"),
        ("...", "..."),
        ("grandparents’", "grandparents’"),
    ],
)
def test_an_answer_has_no_marks_around_it_that_belong_to_its_sentence(words: str, left: str) -> None:
    text = f"It was {words} and so on"
    start, end = trimmed(text, (7, 7 + len(words)))
    assert text[start:end] == left


@given(st.text('a1 .,"()”“', max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_trimming_only_takes_from_the_ends_and_twice_is_once(text: str, a: int, b: int) -> None:
    span = min(a, b, len(text)), min(max(a, b), len(text))
    start, end = trimmed(text, span)
    assert span[0] <= start <= end <= span[1]
    assert trimmed(text, (start, end)) == (start, end)
