"""Sentences: where they end in prose, and what is one in lists, tables, chats and code."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.scripts import SPACED_ENDS, WIDE_ENDS
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.prose import sentences
from assistant.notes.tokens import estimate_tokens

SIZES = ChunkSizes(2000, 4000)


def texts(text, path="a.md"):
    note = parse_note(path, text, 0, SIZES, estimate_tokens)
    return [sentence.text for chunk in note.chunks for sentence in chunk.sentences]


@pytest.mark.parametrize(
    "parts",
    [
        ["Dr. Smith met J. R. Tolkien at 5 p.m.", "Then they left."],
        ["Das ist z.B. so, d.h. egal.", "Am 3. Mai und am 21. November kam Hr. Maier.", "Es war 2021.", "Gut."],
        ["Version 3.11.2 costs 4.50.", "See https://a.b/c.d?e=f.", "Great!"],
        ['He said "Go."', "She went.", "(Really.)", "Fine... or not...", "Maybe."],
        ["Call No. 5 now.", "No.", "I won't, e.g. this vs. that etc. and more."],
        ["so it goes.", "then it stops.", "ok"],
        ["What?!", 'He "asked?" her.', "It is I.", "We go."],
        ["End.[^1]", "Next is **bold.**", "Last."],
        ["Hi! 😊", "All good! 🍝😂", "See you."],
        ["你好。", "我是“李华。”", "走吧！", "好"],
        ["Mr. and Mrs. X live in the U.S.", "They do, in fig. 3 on p. 4."],
        ["¿Qué?", "¡Vamos!", "«Oui.»", "Non."],
    ],
)
def test_prose(parts):
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_wide_marks_need_no_space():
    assert texts("今天开会。明天呢？好！") == ["今天开会。", "明天呢？", "好！"]


def test_soft_wrapped_lines_are_one_sentence():
    wrapped = (
        "This sentence is wrapped by an editor at some column, because\n"
        "it is long. Another\none follows and it goes on to the\nend."
    )
    assert texts(wrapped)[0] == "This sentence is wrapped by an editor at some column, because\nit is long."


def test_a_wrapped_quote_keeps_its_markers_inside():
    quote = "> A quotation that goes on and on over more than one single line\n> of text. The end.\n"
    assert texts(quote) == [
        "A quotation that goes on and on over more than one single line\n> of text.",
        "The end.",
    ]


def test_lines_ended_on_purpose_are_sentences():
    assert texts("buy milk\ncall mom\nfix the bike") == ["buy milk", "call mom", "fix the bike"]
    assert texts("One line with a hard end  \nand another") == ["One line with a hard end", "and another"]
    assert texts("apples,\npears") == ["apples,\npears"]


def test_chat_turns():
    chat = (
        "Time: 20261103_13:00\nAnna: Hi! You up? 😊 Tell me\n[12:30] Bo Li: no\n12:31 Anna: ok\n"
        "**Bo:** 🎉 bye\n李华：好的\n"
    )
    assert texts(chat, "a.txt") == [
        "Time: 20261103_13:00",
        "Anna: Hi!",
        "You up? 😊",
        "Tell me",
        "[12:30] Bo Li: no",
        "12:31 Anna: ok",
        "**Bo:** 🎉 bye",
        "李华：好的",
    ]


def test_items_rows_headings_and_code():
    note = """# Title #

1. First step. Done.
2. Second
- [ ] open task
  - inner

| a | b |
|---|---|
| 1 | 2 |

```py
x = 1
y = 2

z = 3
```

***

    indented
Setext
------
"""
    assert texts(note) == [
        "Title",
        "1. First step.",
        "Done.",
        "2. Second",
        "[ ] open task",
        "inner",
        "| a | b |",
        "| 1 | 2 |",
        "x = 1\ny = 2",
        "z = 3",
        "indented",
        "Setext",
    ]


def test_long_code_is_grouped_by_lines():
    code = "".join(f"line {number}\n" for number in range(20))
    assert [text.count("\n") + 1 for text in texts(f"```\n{code}```")] == [8, 8, 4]


def test_plain_text_has_no_markdown_meaning():
    assert texts("# not a heading. Really.\n\n    no code", "a.txt") == ["# not a heading.", "Really.", "no code"]
    assert texts("- one\n- two\n\n-----\n", "a.txt") == ["one", "two"]


def test_line_breaks_of_all_systems():
    assert texts("One.\r\nTwo.\r\n\r\nThree.") == ["One.", "Two.", "Three."]
    assert texts("# One\rTwo.\r\rThree.") == ["One", "Two.", "Three."]


def test_text_nested_too_deeply_is_still_cited():
    assert any("bottom" in text for text in texts("> " * 200 + "bottom"))
    assert any("bottom" in text for text in texts("- " * 200 + "bottom"))


@pytest.mark.parametrize(
    "parts",
    [
        ["कल मिस्त्री आएगा।", "नल टूटा है॥", "चाबी कहाँ है?"],
        ["কাল মিস্ত্রি আসবে।", "চাবি টবের নিচে আছে।"],
        ["کل مستری آئے گا۔", "چابی کہاں ہے؟", "گملے کے نیچے۔"],
        ["متى يأتي السباك؟", "يوم الثلاثاء.", "حسنا!"],
        ["Վաղը վարպետը կգա։", "Բանալին ծաղկամանի տակ է։"],
        ["ነገ ሰራተኛው ይመጣል።", "ቁልፉ የት ነው፧", "ከድስቱ ስር።"],
        ["မနက်ဖြန် ဆရာ လာမယ်။", "သော့က အိုးအောက်မှာ ရှိတယ်။"],
        ["យើងទៅផ្សារ។", "យើងទិញត្រី។"],
        ["වැඩ ඉවරයි෴", "ගියා."],
    ],
)
@pytest.mark.parametrize("between", [" ", "  ", ""])
def test_sentences_end_in_every_script(parts, between):
    if not between and any(part[-1] in ".!?" for part in parts[:-1]):
        between = " "
    text = between.join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_long_thai_is_parted_at_its_spaces():
    clause = "วันนี้ซ่อมจักรยานที่ร้านใกล้สถานีรถไฟและเปลี่ยนยางใหม่สองเส้นเลย"
    assert texts(f"{clause} {clause} สั้น {clause}") == [clause, clause, f"สั้น {clause}"]
    assert texts("วันนี้ซ่อม ราคาแปดร้อยบาท") == ["วันนี้ซ่อม ราคาแปดร้อยบาท"]


SIGNS = SPACED_ENDS + WIDE_ENDS + " \n\"')*_>คา ลກຂ។ကကខមអبसकিಕאנאաሀ3aA🦊\u200b\u200d\u0301"


@given(st.text(SIGNS, min_size=1) | st.text(min_size=1))
def test_any_text_of_any_script_is_cut_into_sentences_in_order(text):
    text = text.strip()
    found = list(sentences(text))
    assert all(start < end for start, end in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    kept = {at for start, end in found for at in range(start, end)}
    assert all(not text[at].strip() or text[at] == ">" for at in range(len(text)) if at not in kept)
