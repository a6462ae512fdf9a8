"""Answers made of what was found, before they are judged."""

from datetime import date

import pytest
from asking import asked
from makers import passage

from assistant.answer.drafts import LIST_ITEMS, Draft, choice_draft, numbered, ordered_draft, read_draft, yes_no_draft
from assistant.answer.ordering import Event, Ordered
from assistant.answer.questions import Kind
from assistant.answer.reading import Found
from assistant.answer.timeline import judge, parse_comparison
from assistant.domain import Passage

TRIP = passage(1, "Pack socks, boots and a map.", "Then call Ben or Anna.")
OTHER = passage(2, "Pack nothing.", path="b.md")


def found(text: str, place: Passage = TRIP, margin: float = 3.0) -> Found:
    sentence = next(s for s in place.chunk.sentences if text in s.text)
    return Found(text, place, sentence, place.chunk.text.index(text), margin, 0.5, margin, place, margin)


def said(draft: Draft | None) -> tuple[str, list[tuple[int, str]]]:
    assert draft
    return draft.answer, [(s.n, s.sentence.text) for s in draft.cited]


def test_the_best_span_is_the_answer():
    assert said(read_draft([(Kind.FREE, [found("socks"), found("boots")])])) == (
        "socks",
        [(1, "Pack socks, boots and a map.")],
    )


def test_nothing_found_is_no_draft():
    assert read_draft([(Kind.FREE, [])]) is None
    assert read_draft([(Kind.LIST, []), (Kind.WHO, [])]) is None


@pytest.mark.parametrize(
    ("spans", "answer"),
    [
        (["boots", "socks", "a map"], "socks, boots and a map"),
        (["socks", "a map"], "socks, a map"),
        (["Anna", "Ben"], "Ben or Anna"),
        (["socks", "Ben"], "socks, Ben"),
        (["socks"], "socks"),
    ],
)
def test_a_list_is_in_the_order_and_the_words_of_the_note(spans, answer):
    assert read_draft([(Kind.LIST, [found(text) for text in spans])]).answer == answer


def test_a_list_leaves_out_what_is_unsure_or_stands_elsewhere():
    spans = [found("socks", margin=5.0), found("boots", margin=1.0), found("nothing", OTHER, 5.0)]
    assert read_draft([(Kind.LIST, spans)]).answer == "socks"
    assert read_draft([(Kind.LIST, [found("socks", margin=-1.0), found("boots", margin=-1.0)])]).answer == "socks"


def test_a_list_has_an_end():
    many = passage(1, ", ".join(f"item{n}" for n in range(9)))
    answer = read_draft([(Kind.LIST, [found(f"item{n}", many) for n in range(9)])]).answer
    assert answer.count("item") == LIST_ITEMS


def test_the_parts_of_a_question_are_answered_from_one_note():
    parts = [(Kind.FREE, [found("a map")]), (Kind.WHO, [found("nothing", OTHER, 9.0), found("Ben")])]
    assert said(read_draft(parts)) == (
        "a map; Ben",
        [(1, "Pack socks, boots and a map."), (2, "Then call Ben or Anna.")],
    )
    assert read_draft([(Kind.FREE, [found("a map")]), (Kind.WHO, [found("Ben", margin=-1.0)])]).answer == "a map"
    assert read_draft([(Kind.FREE, [found("a map")]), (Kind.WHO, [found("a map")])]).answer == "a map"


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Did Ben sail to Malta?", "Ben sailed to Malta in May.", "Yes"),
        ("Did Ben sail to Malta?", "Ben never sailed to Malta.", "No"),
        ("Did Ben not sail to Malta?", "Ben never sailed to Malta.", "Yes"),
    ],
)
def test_yes_or_no_is_what_the_best_line_says(question, text, answer):
    lines = numbered([(p, s) for p in (passage(1, "Anna sews.", text),) for s in p.chunk.sentences])
    draft = yes_no_draft(asked(question), lines)
    assert (draft.answer, [s.sentence.text for s in draft.cited]) == (answer, [text])


def test_yes_is_said_in_the_language_of_the_note():
    lines = numbered([(p, p.chunk.sentences[0]) for p in (passage(1, "Ben ist nach Malta gesegelt.", language="de"),)])
    assert yes_no_draft(asked("Ist Ben nach Malta gesegelt?"), lines).answer == "Ja"
    assert yes_no_draft(asked("Did Ben sail?"), ()) is None


@pytest.mark.parametrize(
    ("text", "span", "answer"),
    [
        ("Ben orders green tea.", "green tea", "tea"),
        ("Ben orders tea, always.", "always", "tea"),
        ("The team loves coffee.", "The team", "coffee"),
        ("Tea or coffee, Ben takes both.", "both", None),
        ("The team orders water.", "water", None),
    ],
)
def test_a_choice_is_the_alternative_that_is_named_alone(text, span, answer):
    draft = choice_draft(asked("Does Ben order tea or coffee?"), [found(span, passage(1, text))])
    assert (draft.answer if draft else None) == answer


def test_the_first_span_that_decides_a_choice_is_cited():
    spans = [found("both", passage(1, "He takes both.")), found("tea", passage(2, "Ben ordered tea."))]
    assert said(choice_draft(asked("Does Ben order tea or coffee?"), spans)) == ("tea", [(1, "Ben ordered tea.")])


def test_a_chinese_choice_needs_no_spaces():
    place = passage(1, "他每天早上喝绿茶。", language="zh")
    assert choice_draft(asked("他喝茶还是咖啡？"), [found("绿茶", place)]).answer == "茶"


def test_an_order_is_told_with_both_days():
    comparison = parse_comparison("Did Ben move to Leipzig before Clara married Tom?")
    judgement = judge(comparison, date(2026, 5, 9), date(2026, 2, 3))
    events = [Event(place, place.chunk.sentences[0], 1.0, 1.0) for place in (TRIP, OTHER)]
    draft = ordered_draft(Ordered(judgement, *events))
    assert (draft.answer, draft.held, [s.n for s in draft.cited]) == ("No", 1.0, [1, 2])
    assert draft.detail == "the first was on 2026-05-09, the second on 2026-02-03 (95 days earlier)"


def test_sentences_are_numbered_once_each():
    first, second = TRIP.chunk.sentences
    lines = numbered([(TRIP, second), (TRIP, first), (TRIP, second)])
    assert [(s.n, s.sentence) for s in lines] == [(1, second), (2, first)]
    assert (lines[0].path, lines[0].title, lines[0].date) == ("a.md", "A", TRIP.date)
