import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evals.answer_metrics import contains, exact_match, f1, is_right, normalise, relaxed

WORDS = st.sampled_from(["the", "a", "An", "Rouen", "rouen,", "1066", "U.S.", "don't", "10–12", "—", "", "  ", "co-op"])
TEXTS = st.one_of(st.lists(WORDS, max_size=8).map(" ".join), st.text(st.characters(max_codepoint=0x24F), max_size=30))


def official_tokens(text: str) -> list[str]:
    """What SQuAD 2.0's evaluate-v2.0.py compares."""
    bare = "".join(char for char in text.lower() if char not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


def official_f1(gold: str, answer: str) -> float:
    wanted, given_ = official_tokens(gold), official_tokens(answer)
    same = sum((Counter(wanted) & Counter(given_)).values())
    if not wanted or not given_:
        return int(wanted == given_)
    if same == 0:
        return 0
    precision, recall = same / len(given_), same / len(wanted)
    return 2 * precision * recall / (precision + recall)


@given(TEXTS, TEXTS)
def test_the_scores_are_those_of_the_official_script(gold: str, answer: str):
    assert f1(gold, answer) == pytest.approx(official_f1(gold, answer))
    assert exact_match(gold, answer) == (official_tokens(gold) == official_tokens(answer))


@given(TEXTS, TEXTS)
def test_the_laws_of_the_scores(gold: str, answer: str):
    assert 0 <= f1(gold, answer) <= 1
    assert f1(gold, answer) == f1(answer, gold)
    assert f1(gold, gold) == 1
    assert normalise(normalise(gold)) == normalise(gold)
    if exact_match(gold, answer):
        assert f1(gold, answer) == 1
    if contains(gold, answer) and contains(answer, gold):
        assert exact_match(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        ("the Norman conquest", "Norman conquest of England", 2 * 2 / (2 + 4)),
        ("France", "in France.", 2 * 1 / (1 + 2)),
        ("", "", 1),
        ("", "France", 0),
        ("cat cat", "cat", 2 * 1 / (2 + 1)),
        ("五分钟", "五分钟。", 1),
        ("五分钟", "要十五分钟", 2 * 3 / (3 + 5)),
        ("400克", "400 克", 1),
    ],
)
def test_token_f1_by_hand(gold, answer, expected):
    assert f1(gold, answer) == pytest.approx(expected)


def test_a_gold_answer_is_contained_as_whole_words_in_order():
    assert contains("14 September", "It starts on 14 September 2026.")
    assert not contains("14 September", "It starts on 114 September.")
    assert not contains("14 September", "September 14")
    assert not contains("the", "the end")
    assert contains("五分钟", "大约要五分钟左右")


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        ("Yes", "Yes, on 3 May.", True),
        ("Yes", "No. The answer is not yes.", False),
        ("no", "No", True),
        ("No", "There is no yes", False),
        ("No", "", False),
        ("no later than noon", "no later than noon", True),
    ],
)
def test_the_first_word_decides_a_yes_or_no(gold, answer, right):
    assert is_right([gold], answer) is right


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        ("14 September 2026", "September 14th, 2026", True),
        ("20260131_14:00", "on 2026-01-31 at 14:00", True),
        ("20260131", "31 Jan. 2026", True),
        ("20260131", "1 February 2026", False),
        ("LiHua", "Li Hua suggests it", True),
        ("99999999", "99999998", False),
        ("a loaf and milk", "a loaf", True),
        ("a loaf and a bottle of milk", "cheese", False),
    ],
)
def test_an_answer_may_be_right_in_other_words(gold, answer, right):
    assert is_right(["nothing like it", gold], answer) is right


def test_relaxed_leaves_what_is_no_date():
    assert relaxed("call 20261399 in May 2026") == "call 20261399 in May 2026"
    assert relaxed("2026-02-30, 1 May 2026 and May 2, 2026") == "2026-02-30, 2026-05-01 and 2026-05-02"
