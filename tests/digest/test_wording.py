"""What a line looks like in a digest, and whether it can stand alone."""

import pytest
from digest_notes import passages_of
from hypothesis import given
from hypothesis import strategies as st

from assistant.digest.lines import lines_of
from assistant.digest.model import Line
from assistant.digest.wording import goes_on, shown, wholeness


def lines(text: str, path: str = "2026-11-18.md") -> list[Line]:
    passages = passages_of({path: text})
    return lines_of(passages)


def worth(text: str) -> float:
    return max((line.salience for line in lines(text)), default=0.0)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("3. Each system has a **limit**", "Each system has a limit"),
        ("uses [[thoughts/Internet|the internet]] daily", "uses the internet daily"),
        ("see [[projects/vellum/plan#June]] first", "see plan first"),
        ("[Petnames](http://erights.org/a_(b).html) are names", "Petnames are names"),
        ("an _early_ `draft` of ~~all~~ it[^2]", "an early draft of all it"),
        ("![a boat](boat.png) The boat left", "The boat left"),
        ("> - [ ] call Anna", "call Anna"),
        ("snake_case_names and 2 * 3 * 4 stay", "snake_case_names and 2 * 3 * 4 stay"),
        ("\\~N<sup>2</sup>/2 steps of a\\_b", "~N^2/2 steps of a_b"),
        ("**对称**密钥加密", "对称密钥加密"),
    ],
)
def test_markup_is_not_shown(text: str, plain: str) -> None:
    assert shown(text) == plain


@given(st.text("ab* _[]()`~|#.!x1 ", max_size=40))
def test_showing_adds_nothing_and_leaves_the_order(text: str) -> None:
    left = iter(text)
    assert all(letter in left for letter in shown(text).replace(" ", "") if letter != " ")


@pytest.mark.parametrize(
    "text",
    ["https://example.com/a/long/address", "x == y()", "[为什么要使用 Docker？", "| 12 | 13 | 14 |", "--- 2026 ---"],
)
def test_addresses_broken_links_and_rows_are_no_statements(text: str) -> None:
    assert wholeness(shown(text)) == 0.0


@pytest.mark.parametrize(
    "text", ["who keeps that data around", "Weber came (with his", "as shown below:", "call f() for the result"]
)
def test_parts_and_what_needs_a_figure_are_worth_less(text: str) -> None:
    assert 0.0 < wholeness(text) < wholeness("Weber replaced the boiler.") == 1.0


@pytest.mark.parametrize(
    "text", ["Plus, it is warm.", "However, Anna left.", "Gives us time to eat.", "因此服务器停止。"]
)
def test_what_takes_up_the_line_before_is_known(text: str) -> None:
    assert goes_on(text)


def test_the_quote_stays_as_it_stands_while_its_markup_is_not_shown() -> None:
    [line] = lines("Weber replaced the [[boiler]] in the **cellar** for 4,200 EUR.")
    assert line.text == "Weber replaced the boiler in the cellar for 4,200 EUR."
    assert line.evidence.sentence.text == "Weber replaced the [[boiler]] in the **cellar** for 4,200 EUR."


@pytest.mark.parametrize(
    "text",
    [
        "Thanks so much for all your help with the boiler, Anna!",
        "Looking forward to seeing you and Ben on Sunday!",
        "Sounds good, see you at the station then!",
        "谢谢你，期待明天见面！",
        "Vielen Dank, ich freue mich auf Sonntag!",
    ],
)
def test_courtesies_are_worth_next_to_nothing(text: str) -> None:
    assert worth(text) < 0.1 * worth("Weber replaced the boiler in the cellar for 4,200 EUR.")


def test_references_are_left_out() -> None:
    assert not lines("# Docker\n\n## References\n\n- Weber wrote of the boiler in 2019 at length\n")
    assert not lines("# Docker\n\n## 参考资料\n\n- 对称密钥加密，加密和解密使用同一密钥。\n")


def test_what_is_said_twice_is_told_once() -> None:
    assert len(lines("The **boiler** of Weber is loud.\n\nThe boiler of Weber is loud.\n")) == 1


def test_a_chat_has_speakers_and_a_note_has_none() -> None:
    chat = lines("[12:30] Anna: The boiler is loud at night.\n[12:31] Ben: Call Weber about the boiler.\n" * 2)
    assert {line.speaker for line in chat} == {"Anna", "Ben"}
    assert {line.text for line in chat} == {"The boiler is loud at night.", "Call Weber about the boiler."}
    note = lines("- Status: the boiler is loud at night\n- Costs: 4,200 EUR for the boiler\n")
    assert {line.speaker for line in note} == {""}
