"""Which of two events came first: each is looked up, and the notes' dates are compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from asking import asked, hits
from makers import passage

from assistant.answer.evidence import Question
from assistant.answer.ordering import Ordered, answer_ordering
from assistant.answer.timeline import parse_comparison
from assistant.domain import Hit, Passage


def told(chunk_id: int, day: date, *sentences: str) -> Passage:
    return replace(passage(chunk_id, *sentences, path=f"{chunk_id}.md"), date=day)


MOVED = told(1, date(2026, 2, 3), "Ben moved to Leipzig.", "It snowed.")
WEDDING = told(2, date(2026, 5, 9), "Clara married Tom in the old mill.")
NOISE = told(3, date(2026, 3, 1), "Leipzig is in Saxony.", "Clara likes mills.")


def ordered(question: str, notes: Sequence[Passage], found: Sequence[Passage] | None = None) -> Ordered | None:
    """The answer over ``notes``, each search finding ``found``."""

    def look(words: str) -> tuple[Question, list[Hit]]:
        return asked(words), hits(*(notes if found is None else found))

    return answer_ordering(parse_comparison(question), look, lambda path: [p for p in notes if p.path == path])


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Did Ben move to Leipzig before Clara married Tom?", True),
        ("Did Ben move to Leipzig after Clara married Tom?", False),
        ("Did Clara marry Tom after Ben moved to Leipzig?", True),
        ("Were there more than 90 days between Ben moving to Leipzig and Clara marrying Tom?", True),
        ("Were there more than 100 days between Ben moving to Leipzig and Clara marrying Tom?", False),
    ],
)
def test_the_notes_days_decide(question, answer):
    found = ordered(question, [NOISE, MOVED, WEDDING])
    assert found.judgement.answer is answer
    assert {found.first.sentence.text, found.second.sentence.text} == {
        "Ben moved to Leipzig.",
        "Clara married Tom in the old mill.",
    }


def test_an_event_that_is_not_found_leaves_the_question_open():
    assert ordered("Did Ben move to Leipzig before Clara married Tom?", [MOVED, WEDDING], []) is None


def test_two_events_of_one_day_have_no_order_without_a_time():
    same = [MOVED, replace(WEDDING, date=MOVED.date)]
    assert ordered("Did Ben move to Leipzig before Clara married Tom?", same) is None


def test_the_times_of_first_lines_order_the_notes_of_one_day():
    morning = told(4, date(2026, 2, 3), "2026-02-03 09:15", "Ben moved to Leipzig.")
    evening = told(5, date(2026, 2, 3), "2026-02-03 21:40", "Clara married Tom.")
    found = ordered("Did Ben move to Leipzig before Clara married Tom?", [evening, morning])
    assert found.judgement.answer is True
    assert "12 hours later" in found.judgement.words


@pytest.mark.parametrize("line", ["2026-02-03 from 09:15 to 10:30", "2026-02-03", "at 09:15", "no time at all"])
def test_a_first_line_that_is_not_one_moment_orders_nothing(line):
    morning = told(4, date(2026, 2, 3), line, "Ben moved to Leipzig.")
    evening = told(5, date(2026, 2, 3), "2026-02-03 21:40", "Clara married Tom.")
    assert ordered("Did Ben move to Leipzig before Clara married Tom?", [morning, evening]) is None


def test_a_pair_whose_order_is_known_is_taken_before_a_better_one_without():
    both = told(6, date(2026, 6, 1), "Ben moved to Leipzig.", "Clara married Tom.")
    found = ordered("Did Ben move to Leipzig before Clara married Tom?", [both, MOVED])
    assert found.first.passage.date != found.second.passage.date
