import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.digest.substance import says_nothing, size, substance


@pytest.mark.parametrize(
    "line",
    [
        "[一、概述](#一概述)",
        "[Motivation](#motivation) · [Design](#design)",
        "![[Albums.base]]",
        "![A diagram of the queue](images/queue.png)",
        '<div align="center"> <img src="https://example.org/a.png" width="300px"> </div>',
        "<!-- GFM-TOC -->",
        "[summary]: #summary",
        "[1]: https://example.org/a",
        "[1.",
        "country: []",
        "last: {{date}}",
        "-----",
        "",
    ],
)
def test_pictures_contents_and_empty_keys_say_nothing(line):
    assert says_nothing(line)
    assert substance(line) == 0


@pytest.mark.parametrize(
    "line",
    [
        "At 3.",
        "rating: 7",
        "To buy:",
        "[[Movies]]",
        "https://example.org/wiki",
        "See [the plan](#plan) of March",
        "`tar xf a.tar`",
    ],
)
def test_what_can_answer_a_question_says_something(line):
    assert not says_nothing(line)
    assert 0 < substance(line) <= 1


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("Hi Anna!", "The lighthouse beta starts on Monday."),
        ("[[The long way home to the sea]]", "The long way home to the sea"),
        ("home: [[boiler]], [[insurance]], [[meter-readings]]", "The boiler, insurance and the meter readings."),
        ("https://example.org/the-long-way-home", "It is told in The Long Way Home."),
        ("public int find(String name) {\n    return index.get(name);\n}", "The method looks a name up in the index."),
    ],
)
def test_greetings_links_and_code_say_less_than_sentences(less, more):
    assert substance(less) < substance(more)


def test_a_chinese_character_says_as_much_as_three_letters():
    assert size("灯塔 beta") == 11
    assert substance("灯塔测试版将于星期一开始") == 1


@given(st.text())
def test_substance_is_a_share(text):
    assert 0 <= substance(text) <= 1
