import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.guards.terminal import UNSAFE, clean, one_line

ESCAPES = ("\x1b", "\x1b[", "\x1b]8;;", "\x1bP", "\x9b", "\x9d", "\x9c", "\x07", "\\", "31m", "m", "\r", "\x7f")
JOINERS = ("\u200b", "\u200c", "\u200d", "\ufe0f", "\ufe01", "\U000e0101", "\u202e", "\u2069", "\ufeff", "\ud800")
SHOWN = ("a", "ग", "👩", "\n", "\U0001f3f4", "\U000e0067", "\U000e0062", "\U000e007f")
PIECES = st.sampled_from((*ESCAPES, *JOINERS, *SHOWN))
NASTY = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(st.characters(), max_size=40))

ORDINARY = [
    "Plain text, 12 € – “quoted”, tabs\tand\nnew lines",
    "Straße, naïve, Ångström, Łódź, İstanbul",
    "Привет, мир. Γειά σου Κόσμε.",
    "שלום עולם، مرحبا بالعالم",
    "می‌خواهم کتاب‌ها را بخوانم",
    "क्‍ष शक्‍ति, ക്‍ഷ, ශ්‍රී ලංකා",
    "今日は会議があります。明天开会。오늘 회의가 있습니다",
    "ភាសា\u200bខ្មែរ และ ภาษา\u200bไทย",
    "👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 ⛹🏽‍♂️ 1️⃣ 🇩🇪 ✔️",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f for Scotland",
    "葛\U000e0100城市",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_of_every_script_is_untouched(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1Hgone", "gone"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d52;c;cm0gLXJm\x9ctext", "text"),
        ("\x1bPq#0;2\x1b\\after", "after"),
        ("\x1b_apc\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\end", "end"),
        ("\x1b]0;never ended", "0;never ended"),
        ("\x1bcreset \x1b(B", "reset "),
        ("line\r\nother\rcarriage", "line\nothercarriage"),
        ("bell\x07 back\x08 del\x7f nul\x00", "bell back del nul"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("a\u2066b\u2069c\u200ed\u200fe\u061cf", "abcdef"),
        ("pass\u200bword\u200d\u2060\ufeff", "password"),
        ("see \U000e0069\U000e0067\U000e006e this", "see  this"),
        ("😀\ufe0f\ufe01\ufe02\U000e0150", "😀\ufe0f"),
        ("half \ud83d pair", "half  pair"),
    ],
)
def test_what_steers_or_hides_is_removed(text, shown):
    assert clean(text) == shown


@given(NASTY)
def test_nothing_unsafe_is_left(text):
    cleaned = clean(text)
    assert not UNSAFE.search(cleaned)
    assert not re.search(r"[\x1b\x80-\x9f\x7f\u202a-\u202e\u2066-\u2069]", cleaned)
    cleaned.encode("utf-8")


@given(NASTY)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_letters_numbers_and_signs_stay(text):
    assert clean(text) == text


@given(NASTY)
def test_one_line_is_one_line(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert one_line(line) == line
