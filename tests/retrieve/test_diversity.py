"""Near copies of a better hit come after everything else."""

from hypothesis import given
from hypothesis import strategies as st
from makers import passage

from assistant.domain import Hit
from assistant.retrieve.diversity import spread

TEXT = "The boiler was serviced in March, and the plumber said that the valve holds for another two years."
OTHER = "The landlord wrote that the rent rises by four percent from the first of July, as the contract allows."


def hits(*texts: str) -> list[Hit]:
    return [Hit(passage(n, text, path=f"{n}.md"), 1 - n / 100) for n, text in enumerate(texts)]


def shown(texts: list[str], limit: int) -> list[int]:
    return [hit.passage.chunk_id for hit in spread(hits(*texts), limit)]


def test_a_copy_gives_way_to_another_note_and_is_not_lost():
    texts = [TEXT, TEXT.upper() + "!", OTHER]
    assert shown(texts, 2) == [0, 2]
    assert shown(texts, 3) == [0, 2, 1]


def test_notes_on_one_matter_are_no_copies():
    assert shown([TEXT, "The boiler was serviced in March. It cost 120 euros, which Tom paid in cash.", OTHER], 3) == [
        0,
        1,
        2,
    ]
    assert shown([TEXT, f"{TEXT} {OTHER}", OTHER], 3) == [0, 1, 2]


def test_copies_in_languages_without_spaces():
    text = "锅炉在三月份检修过，水管工说阀门还能再用两年，费用由汤姆支付。"
    assert shown([text, text.replace("，", "、"), "房东说房租从七月一日起上涨百分之四。"], 2) == [0, 2]


@given(st.lists(st.sampled_from([TEXT, OTHER, "", "?!", "短", "Ten words."]), max_size=9), st.integers(1, 9))
def test_every_hit_is_shown_once_as_far_as_there_is_room(texts, limit):
    found = shown(texts, limit)
    assert len(found) == len(set(found)) == min(limit, len(texts))
    assert found[:1] == [0][: len(texts)]
