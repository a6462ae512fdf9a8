"""Tags as the programs that people keep notes with write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tags import inline_tags, listed_tags, written_tags


def tags(text: str, path: str = "a.md") -> list[str]:
    return list(parse_note(path, text, 0, ChunkSizes(180, 240), lambda texts: [len(t.split()) for t in texts]).tags)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "See #pottery and #a/b, (#c-d) #日本/茶 #2024-plan #1a.",
            ["pottery", "a/b", "c-d", "日本/茶", "2024-plan", "1a"],
        ),
        ("#slow craft# #weaving/wool# warp", ["slow craft", "weaving/wool"]),
        ("Throwing with #[[Slow Craft]] and #clay", ["slow craft", "clay"]),
        ("tags:: pottery, [[slow craft]]", ["pottery", "slow craft"]),
        ("- a block\n  tags:: one, two words", ["one", "two words"]),
        (":pottery:glaze:", ["pottery", "glaze"]),
        ("* Kiln   :pottery:glaze:", ["pottery", "glaze"]),
        ("@tools @metal", ["tools", "metal"]),
        ("[2026-07-01 09:14] Started the sauna. @sauna", ["sauna"]),
        ("#हिन्दी #ελληνικά #français", ["हिन्दी", "ελληνικά", "français"]),
        ("#facade #e2e #b2b #cafe", ["facade", "e2e", "b2b", "cafe"]),
    ],
)
def test_tags_in_the_text(text, expected):
    assert list(inline_tags(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Color #ff8800 and #c0ffee, #fff and #FFFFFF", "color: #abc", "Fix issue#5 and #12, see C#", "# Heading #",
        "a#b", "https://x.org/#top", "Ask @anna about it", "mail bo@example.org", "Note: 12:30: late", ":smile:",
        "#!/bin/sh", "## Two ##",
    ],
)  # fmt: skip
def test_what_is_no_tag(text):
    assert list(inline_tags(text)) == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("tags:\n  - slow craft\n  - 'willow'", ["slow craft", "willow"]),
        ("tags: slow craft, wool", ["slow craft", "wool"]),
        ("tags: [craft/rope, Craft/Knots]", ["craft/rope", "craft/knots"]),
        ('tags: "#dye, #madder"', ["dye", "madder"]),
        ("tags: one two", ["one", "two"]),
        ("tags:\n- '[\"fiber\"'\n- '\"spinning\"'\n- '\"drop-spindle\"]'", ["fiber", "spinning", "drop-spindle"]),
        ("title: a: b: c\ntags:\n  - slow craft\n  - wool\nx: [", ["slow craft", "wool"]),
        ("title: 'broken\ntags: [one, two words]", ["one", "two words"]),
    ],
)
def test_tags_of_front_matter(head, expected):
    assert tags(f"---\n{head}\n---\nText.\n") == expected


def test_tags_in_code_are_none():
    assert tags("Use `#define` and\n\n```\n#include @x\n```\n") == []


@given(st.text(max_size=120))
def test_any_text_has_plain_tags(text):
    for tag in (*inline_tags(text), *written_tags(text), *listed_tags([text])):
        assert tag == " ".join(tag.split())
        assert tag
