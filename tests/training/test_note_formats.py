"""The shapes of notes: nothing of a passage is lost, and every answer stands where its span says."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_records import is_within, record, records

from training.formats import DATES, as_chat, as_list, in_lines, with_header, written_date
from training.records import Record
from training.sentences import sentence_spans

PASSAGE = "The boiler was replaced. Nora lent us her spade. Mr Okafor came on Friday. We planted garlic."
seeds = st.integers(0, 2**32)


def chat_or_same(before: Record, rng: Random) -> Record:
    chat = as_chat(before, rng)
    return chat.record if chat else before


def is_a_date(text: str) -> bool:
    for form in DATES:
        with suppress(ValueError):
            return datetime.strptime(text, form).year in range(2015, 2028)
    return False


@pytest.mark.parametrize("shape", [chat_or_same, as_list, with_header, in_lines])
@given(before=records(), seed=seeds)
def test_a_shape_only_adds_to_the_passage(shape: Callable[[Record, Random], Record], before: Record, seed: int) -> None:
    after = shape(before, Random(seed))
    assert is_within(before.context, after.context)
    assert is_in_order(after.texts, before.texts)
    sentences = sentence_spans(before.context)
    whole = [before.context[a:b] for a, b in before.answers if any(c <= a and b <= d for c, d in sentences)]
    assert is_in_order(whole, after.texts)


def is_in_order(some: Sequence[str], every: Sequence[str]) -> bool:
    rest = iter(every)
    return all(text in rest for text in some)


@given(records(), seeds)
def test_a_chats_turns_are_what_was_said(before: Record, seed: int) -> None:
    chat = as_chat(before, Random(seed))
    if chat is None:
        assert len(sentence_spans(before.context)) < 3 or before.context.count(": ") > 4
        return
    text = chat.record.context
    for turn in chat.turns:
        assert text[slice(*turn.label)] == turn.person.label
        assert text[turn.label[1] : turn.words[0]] == ": "
        assert turn.person.label.replace(" ", "").startswith(turn.person.name.replace(" ", ""))
    assert all(a.person != b.person for a, b in pairwise(chat.turns))
    said = "".join(text[slice(*turn.words)] for turn in chat.turns)
    assert said == before.context[sentence_spans(before.context)[0][0] :]
    lines = {at for at, letter in enumerate(text, start=1) if letter == "\n"}
    assert all(turn.label[0] in lines for turn in chat.turns[1:])


@given(records(), seeds)
def test_a_chats_date_stands_above_it(before: Record, seed: int) -> None:
    chat = as_chat(before, Random(seed))
    if chat and chat.date:
        assert is_a_date(chat.record.context[slice(*chat.date)])
        assert chat.date[1] < chat.turns[0].label[0]
    elif chat:
        assert chat.record.context[: chat.turns[0].label[0]].strip() == ""


def test_a_chat_has_two_to_four_people_and_mostly_a_date() -> None:
    chats = [chat for seed in range(60) if (chat := as_chat(record(PASSAGE), Random(seed)))]
    assert {len({turn.person.label for turn in chat.turns}) for chat in chats} <= {2, 3, 4}
    assert {len(chat.turns) for chat in chats} == {2, 3, 4}
    assert 0.6 < sum(chat.date is not None for chat in chats) / len(chats) < 0.95


def test_a_chat_is_not_made_of_a_chat_nor_of_little() -> None:
    assert as_chat(record("Mei: hi.\nTom: yes.\nMei: no.\nTom: why?\nMei: so."), Random(1)) is None
    assert as_chat(record("One sentence. Another one."), Random(1)) is None


def test_every_sentence_of_a_list_has_its_mark() -> None:
    made = as_list(record(PASSAGE, "Mr Okafor"), Random(3))
    items = [line for line in made.context.splitlines() if line.startswith(("- ", "* ", "1. ", "• "))]
    assert len(items) == 4
    assert made.texts == ("Mr Okafor",)


def test_lines_are_broken_between_sentences_only() -> None:
    sentences = [PASSAGE[a:b] for a, b in sentence_spans(PASSAGE)]
    made = [in_lines(record(PASSAGE), Random(seed)).context for seed in range(20)]
    assert any("\n" in text for text in made)
    assert all(any(line.strip().startswith(s) for s in sentences) for text in made for line in text.splitlines())


def test_written_dates_are_days_in_many_forms() -> None:
    rng = Random(5)
    dates = [written_date(rng) for _ in range(200)]
    assert all(is_a_date(date) for date in dates)
    assert len({"".join("0" if c.isdigit() else c for c in date) for date in dates}) > 10


def test_sentences_are_found_at_their_ends_and_at_lines() -> None:
    text = 'He came (late). "Why?" she said. No.1 is 3.5 m\n\n- an item\n@tom: yes'
    found = [text[a:b] for a, b in sentence_spans(text)]
    assert found == ["He came (late).", '"Why?" she said.', "No.1 is 3.5 m", "- an item", "@tom: yes"]
