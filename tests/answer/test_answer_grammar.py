from itertools import pairwise, product

import pytest
from gbnf import Texts, accepts
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.grammar import (
    Claim,
    pointer_grammar,
    read_claims,
    read_written,
)
from assistant.answer.questions import Kind
from assistant.answer.shapes import answer_rule

SHAPES = [
    (kind, language, alternatives)
    for kind, language in product(Kind, ("en", "de", "zh", "fr"))
    for alternatives in ((("tea", 'a "big" \\ coffee') if kind is Kind.CHOICE else ()),)
]


def shaped(kind: Kind, language: str = "en", alternatives: tuple[str, ...] = (), claims: int = 1) -> str:
    return pointer_grammar(12, answer_rule(kind, language, alternatives), claims)


@pytest.mark.parametrize(("kind", "language", "alternatives"), SHAPES)
@given(seed=st.integers(0, 2**32), claims=st.integers(1, 4))
def test_what_a_grammar_lets_through_is_read_back(kind, language, alternatives, seed: int, claims: int):
    text = Texts(shaped(kind, language, alternatives, claims)).draw(seed)
    if text == "none":
        assert read_claims(text).claims == read_written(text).claims == ()
        return
    written = read_claims(text)
    assert 1 <= len(written.claims) <= claims
    assert set(written.pointers) <= set(range(1, 13))
    assert all(claim.text and 1 <= len(claim.pointers) <= 3 for claim in written.claims)
    if claims == 1:
        assert text.endswith(f"] {written.answer}") or text.rstrip() != text
        assert read_written(text) == written


@pytest.mark.parametrize(
    ("kind", "language", "alternatives", "fits"),
    [
        (Kind.YES_NO, "en", (), ["Yes", "No.", "no, he did not", "Yes, on Monday."]),
        (Kind.YES_NO, "de", (), ["Ja", "Nein, am Montag."]),
        (Kind.YES_NO, "zh", (), ["是", "没有。", "不是，他没来"]),
        (Kind.CHOICE, "en", ("tea", "coffee"), ["tea", "Coffee.", "both", "tea, with milk"]),
        (Kind.NUMBER, "en", (), ["3", "about 3,000 guests", "$25", "At least five servings", "Twice a week", "none"]),
        (Kind.HOW_LONG, "en", (), ["3 weeks", "an hour", "half a day", "more than two years"]),
        (Kind.NUMBER, "de", (), ["12 Gäste", "etwa zwei Stunden"]),
        (Kind.NUMBER, "zh", (), ["三个人", "大约20"]),
        (Kind.WHEN, "en", (), ["2026-05-01", "on Monday at 3 PM", "In early May", "after the concert", "5:30 PM",
                               "next Tuesday", "the same day", "Tomorrow"]),
        (Kind.WHEN, "de", (), ["am 1. Mai", "Nächsten Montag um 10 Uhr", "nachdem Ben ging"]),
        (Kind.LIST, "en", (), ["tea", "tea, coffee and milk", "Ann, Ben, Tom"]),
    ],
)  # fmt: skip
@pytest.mark.models
def test_answers_of_a_kind_fit_its_grammar(vocabulary, kind, language, alternatives, fits):
    for text in fits:
        assert accepts(vocabulary, shaped(kind, language, alternatives), f"[3] {text}"), text


@pytest.mark.models
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.YES_NO, "Maybe"), (Kind.YES_NO, "Nobody came"), (Kind.CHOICE, "water"), (Kind.NUMBER, "many"),
        (Kind.NUMBER, "nobody"), (Kind.WHEN, "Anna"), (Kind.WHEN, "Mayor Smith"), (Kind.LIST, ", tea"),
        (Kind.FREE, "see [4]"), (Kind.FREE, "two\nlines"),
    ],
)  # fmt: skip
def test_answers_of_another_kind_do_not(vocabulary, kind: Kind, text: str):
    assert not accepts(vocabulary, shaped(kind, "en", ("tea", "coffee")), f"[3] {text}")


@pytest.mark.models
@pytest.mark.parametrize(("kind", "language", "alternatives"), SHAPES)
def test_llama_cpp_reads_every_grammar_as_it_is_meant(vocabulary, kind, language, alternatives):
    grammar = shaped(kind, language, alternatives, claims=3)
    texts = Texts(grammar)
    for seed in range(12):
        assert accepts(vocabulary, grammar, texts.draw(seed)), texts.draw(seed)


def test_each_claim_has_its_own_pointers():
    written = read_claims("[1][3] It rained. [2] So we left.")
    assert written.claims == (Claim((1, 3), "It rained."), Claim((2,), "So we left."))
    assert written.pointers == (1, 3, 2)
    assert written.answer == "It rained. So we left."


@given(st.integers(0, 2**32), st.sampled_from(Kind))
def test_no_half_of_a_pointer_is_ever_shown(seed: int, kind: Kind):
    text = Texts(shaped(kind, "en", ("tea", "coffee"), claims=4)).draw(seed)
    shown = [read_claims(text[:end]).answer for end in range(len(text) + 1)]
    assert not any("[" in state or "]" in state for state in shown)
    for before, after in pairwise(shown):
        assert after.startswith(before.rstrip())


@pytest.mark.parametrize("text", ["[1][", "[1][2", "[12", "[1]", "[1] "])
def test_an_answer_begins_behind_the_pointers(text: str):
    assert read_written(text).answer == read_claims(text).answer == ""


def test_brackets_of_a_copied_line_stay_in_the_answer():
    assert read_written("[2] [x] buy milk [3]").claims == (Claim((2,), "[x] buy milk [3]"),)
