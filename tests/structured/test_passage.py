"""A text as people lay one out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assistant.structured.passage import Passage

SOUP = """# Soup

Serves 4.

## Ingredients
- 250 g lentils
- 2 onions

| Task | Owner |
| --- | --- |
| Chairs | Priya |

Total      12.00
Present: Olu, Sanjay. Apologies: Freya
"""


def labels(passage: Passage) -> list[tuple[str, str]]:
    return [(each.label, passage.text[each.start : each.end]) for each in passage.labelled]


def test_labels_stand_before_a_colon_in_the_column_before_and_at_the_head_of_a_table():
    found = labels(Passage(SOUP))
    assert ("Total", "12.00") in found
    assert ("Present", "Olu, Sanjay") in found
    assert ("Apologies", "Freya") in found
    assert ("Owner", "Priya") in found


def test_labels_in_chinese():
    assert labels(Passage("时间：14:30\n出席：李强、王芳")) == [("时间", "14:30"), ("出席", "李强、王芳")]


def test_items_know_their_heading():
    passage = Passage(SOUP)
    items = [(passage.text[line.start : line.end], line.heading) for line in passage.lines if line.is_item]
    assert items == [("250 g lentils", "Ingredients"), ("2 onions", "Ingredients")]


def test_a_clock_is_no_label():
    assert labels(Passage("We meet at 9:30 in the hall")) == []


def test_a_wrapped_sentence_is_one():
    text = "The staging server goes down tomorrow at ten in the evening for\nabout two hours.\nShort\n"
    passage = Passage(text)
    assert [text[start:end] for start, end in passage.sentences][1:] == ["Short"]


def test_the_day_is_the_one_given_or_the_first_that_the_text_names_whole():
    assert Passage("Minutes, 7 September 2026\nNext: 5 October").day == date(2026, 9, 7)
    assert Passage("7 September 2026", date(2025, 1, 1)).day == date(2025, 1, 1)
    assert Passage("next week").day is None


def test_a_part_counts_the_lines_of_the_whole():
    passage = Passage("a\nb\nc d\n")
    part = passage.part(4, 7, 3)
    assert part.text == "c d"
    assert part.numbers(2, 3) == (3, 3)


@given(st.text(alphabet="ab1: .,-*|#\n\t：，。中", max_size=80))
def test_everything_found_lies_within_the_text(text):
    passage = Passage(text)
    ranges = [(each.start, each.end) for each in passage.labelled] + list(passage.sentences)
    assert all(0 <= start <= end <= len(text) for start, end in ranges)
    assert all(0 <= line.start < line.end <= len(text) for line in passage.lines)
