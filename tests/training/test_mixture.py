"""Epochs: what is held out never shows, the same number makes the same, and the shares are what was asked for."""

import re
from collections import Counter
from statistics import fmean

import pytest
from small_records import record

from training import mixture
from training.mixture import GENUINE_TIMES, MINED_TIMES, Mixture, Unanswerable, is_held_out
from training.records import MINED, Record

NOTHING = Unanswerable(0.0, 0.0, 0.0)
CODES = [f"Z{n}Q" for n in range(300)]


def hours(code: str) -> str:
    return f"{1000 + CODES.index(code)} hours"


def passage(code: str) -> str:
    return (
        f"The {code} meeting was held in Lisbon by Okafor {code}. The first {code} meeting lasted {hours(code)}. "
        f"Nora lent everybody a spade named {code} afterwards. Garlic for {code} was planted on Sunday."
    )


def made_records() -> list[Record]:
    """Two questions about each of many passages; a code word in every sentence tells which passage one is of."""
    return [
        record(passage(code), answer, question=f"{ask} {code}?", id=f"{code}:{n}", source=source)
        for number, code in enumerate(CODES)
        for source in ("friendsqa" if number % 2 else "squadshifts",)
        for n, (ask, answer) in enumerate((("Who held", f"Okafor {code}"), ("How long was first", hours(code))))
    ]


RECORDS = made_records()
NEAR = {one.id: [other.id for other in RECORDS[n + 2 : n + 9]] for n, one in enumerate(RECORDS)}


def codes_of(records: list[Record]) -> set[str]:
    return {code for one in records for code in re.findall(r"Z\d+Q", one.context + one.question)}


def test_about_so_many_are_held_out_and_passages_whole() -> None:
    held = {code: {is_held_out(one) for one in RECORDS if one.id.startswith(f"{code}:")} for code in CODES}
    assert all(len(both) == 1 for both in held.values())
    assert 0.03 < fmean(both == {True} for both in held.values()) < 0.12


@pytest.mark.parametrize("number", range(4))
def test_nothing_of_a_held_out_passage_is_in_an_epoch(number: int) -> None:
    held = codes_of([one for one in RECORDS if is_held_out(one)])
    shown = codes_of(Mixture(RECORDS, NEAR, Unanswerable(1.0, 1.0, 1.0)).epoch(number))
    assert held
    assert not held & shown
    assert held | shown == set(CODES)


def test_a_passage_of_two_sources_is_held_out_for_both() -> None:
    held = next(one for one in RECORDS if is_held_out(one))
    twin = next(
        one
        for source in map(str, range(99))
        if not is_held_out(one := Record("twin", "Who?", held.context, held.answers, source))
    )
    epoch = Mixture([*RECORDS, twin], {"twin": [RECORDS[0].id], RECORDS[0].id: ["twin"]}, NOTHING).epoch(1)
    assert not any(one.id.startswith("twin") for one in epoch)


def test_the_same_number_makes_the_same_epoch_and_another_one_another() -> None:
    share = Unanswerable()
    first = Mixture(RECORDS, NEAR, share).epoch(7)
    again = Mixture(RECORDS, NEAR, share)
    again.epoch(3)
    assert again.epoch(7) == first
    assert again.epoch(8) != first


def test_every_shape_is_made_and_most_stay_as_they_were() -> None:
    epoch = Mixture(RECORDS, NEAR, NOTHING).epoch(1)
    of_passages = [one for one in epoch if one.source != "speech"]
    texts = Counter(
        "plain" if one.context in map(passage, CODES) else "chat" if one.context.count(": ") > 1 else "other"
        for one in of_passages
    )
    total = len(of_passages)
    assert 0.4 < texts["plain"] / total < 0.65
    assert 0.12 < texts["chat"] / total < 0.32
    assert texts["other"] / total > 0.15
    assert {one.source for one in epoch} == {"friendsqa", "squadshifts", "speech"}


def test_without_a_share_of_unanswerable_ones_all_but_speech_is_answered() -> None:
    epoch = Mixture(RECORDS, NEAR, NOTHING).epoch(2)
    assert all(one.answers for one in epoch if one.source != "speech")


@pytest.mark.parametrize(
    ("share", "kind"),
    [
        (Unanswerable(1.0, 0.0, 0.0), "other"),
        (Unanswerable(0.0, 1.0, 0.0), "changed"),
        (Unanswerable(0, 0, 1.0), "without"),
    ],
)
def test_each_kind_of_unanswerable_question_has_its_share(share: Unanswerable, kind: str) -> None:
    epoch = Mixture(RECORDS, NEAR, share).epoch(2)
    kinds = Counter(one.id.split(":")[-1] for one in epoch if not one.answers and one.source != "speech")
    assert kinds.keys() == {kind}
    assert kinds[kind] > 300


def test_a_source_is_cut_to_its_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixture, "CAPS", {"friendsqa": 10})
    mixed = Mixture(RECORDS, NEAR, NOTHING)
    shown = [{one.id for one in mixed.epoch(n) if one.source == "friendsqa"} for n in range(2)]
    assert [len(ids) for ids in shown] == [10, 10]
    assert shown[0] != shown[1]


def test_what_is_more_to_us_comes_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixture, "TIMES", {"friendsqa": 3})
    shown = Counter(one.id for one in Mixture(RECORDS, NEAR, NOTHING).epoch(1) if one.source == "friendsqa")
    assert set(shown.values()) == {3}


def test_an_answer_that_a_shape_cuts_is_not_taken_for_none() -> None:
    across = record(passage("Z1Q"), "Okafor Z1Q. The first", id="across")
    epochs = [Mixture([across], {}, NOTHING).epoch(n) for n in range(40)]
    shown = [one for epoch in epochs for one in epoch if one.source != "speech"]
    assert 20 < len(shown) < 40
    assert all(one.texts == across.texts for one in shown)


def test_an_unanswerable_record_is_shown_in_shapes_and_no_other_is_made_of_it() -> None:
    mute = record(passage("Z1Q"), id="mute")
    assert not is_held_out(mute)
    shown = Mixture([mute], {}, Unanswerable(1.0, 1.0, 1.0)).epoch(1)
    assert len(shown) == GENUINE_TIMES
    assert len({one.context for one in shown}) > 1
    assert all(one.question == mute.question and not one.answers for one in shown)


def test_one_that_a_reader_pointed_out_is_shown_less_often() -> None:
    mined = record(passage("Z1Q"), id=f"mute{MINED}0")
    assert len(Mixture([mined], {}, Unanswerable(1.0, 1.0, 1.0)).epoch(1)) == MINED_TIMES < GENUINE_TIMES


def test_the_nearer_a_passage_the_more_often_it_is_taken() -> None:
    one = record("It took Tom long.", "Tom", question="Who met Mei?", id="one")
    others = [record(f"{hours(code)} by {code}.", id=code) for code in CODES[:5]]
    mixed = Mixture([one, *others], {"one": CODES[:5]}, Unanswerable(1.0, 0.0, 0.0))
    assert not any(map(is_held_out, [one, *others]))
    made = [found for n in range(150) for found in mixed.epoch(n) if found.id == "one:other"]
    taken = Counter(code for found in made for code in codes_of([found]))
    assert taken[CODES[0]] > taken[CODES[1]] > taken[CODES[2]] > 0
    assert len(made) == 150
