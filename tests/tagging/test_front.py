"""Tags are added to front matter, and nothing else of a note changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.notes.frontmatter import front_matter
from assistant.notes.lines import structural
from assistant.tagging.front import FrontMatterError, with_tags

STYLES = {
    "---\ntags: [a, b]\n---\nbody\n": "---\ntags: [a, b, new]\n---\nbody\n",
    "---\ntags: []\n---\nbody\n": "---\ntags: [new]\n---\nbody\n",
    "---\ntags: [a, b] # mine\ntitle: x\n---\n": "---\ntags: [a, b, new] # mine\ntitle: x\n---\n",
    "---\ntags:\n  - a\n  - b # mine\ntitle: x\n---\n": "---\ntags:\n  - a\n  - b # mine\n  - new\ntitle: x\n---\n",
    "---\ntags:\n- a\n---\n": "---\ntags:\n- a\n- new\n---\n",
    "---\ntags: a, b\n---\n": "---\ntags: [a, b, new]\n---\n",
    "---\ntags: a\n---\n": "---\ntags: [a, new]\n---\n",
    "---\ntags: 'a b'\n---\n": "---\ntags: [a, b, new]\n---\n",
    "---\ntags:\n---\n": "---\ntags: [new]\n---\n",
    "---\ntags:\ntitle: x\n---\n": "---\ntags: [new]\ntitle: x\n---\n",
    "---\ntag: a\n---\n": "---\ntag: [a, new]\n---\n",
    "---\nTags: [a]\n---\n": "---\nTags: [a, new]\n---\n",
    "---\ntitle: x # and more\n---\nbody": "---\ntitle: x # and more\ntags: [new]\n---\nbody",
    "---\n---\nbody": "---\ntags: [new]\n---\nbody",
    "---\r\ntags: [a]\r\n---\r\nbody\r\n": "---\r\ntags: [a, new]\r\n---\r\nbody\r\n",
    "---\r\ntitle: x\r\n---\r\nbody": "---\r\ntitle: x\r\ntags: [new]\r\n---\r\nbody",
    "---\r\ntags:\r\n  - a\r\n---\r\n": "---\r\ntags:\r\n  - a\r\n  - new\r\n---\r\n",
    "# Title\n\nbody": "---\ntags: [new]\n---\n# Title\n\nbody",
    "# Title\r\n": "---\r\ntags: [new]\r\n---\r\n# Title\r\n",
    "\ufeff# Title\n": "\ufeff---\ntags: [new]\n---\n# Title\n",
    "": "---\ntags: [new]\n---\n",
    "---\nno end of it": "---\ntags: [new]\n---\n---\nno end of it",
    "---\ntags: [\n  a,\n  b\n]\n---\n": "---\ntags: [\n  a,\n  b, new\n]\n---\n",
}


@pytest.mark.parametrize("text", STYLES)
def test_the_style_of_the_list_is_kept(text: str) -> None:
    assert with_tags(text, ("new",)) == STYLES[text]


@pytest.mark.parametrize(
    "text", ["---\n- a\n- b\n---\n", "---\ntags: {a: b}\n---\n", "---\ntags: [a\n---\n", "---\ntags:\n  - - a\n---\n"]
)
def test_what_is_not_understood_is_left_alone(text: str) -> None:
    with pytest.raises(FrontMatterError):
        with_tags(text, ("new",))


def test_no_tags_change_nothing() -> None:
    assert with_tags("# Title\n", ()) == "# Title\n"


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=20)
TAG = st.from_regex(r"[a-z0-9äöü][\w/-]{0,8}", fullmatch=True).map(str.lower).filter(lambda tag: not tag.endswith("/"))


@given(
    old=st.lists(TAG, max_size=3, unique=True),
    new=st.lists(TAG, min_size=1, max_size=3, unique=True),
    body=st.lists(LINES, max_size=3),
    style=st.sampled_from(["none", "flow", "block", "one line"]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_read_back_are_the_old_tags_and_the_new_ones(
    old: list[str], new: list[str], body: list[str], style: str, newline: str
) -> None:
    quoted = [f"'{tag}'" for tag in old]
    heads = {
        "none": [],
        "flow": ["---", "title: x", f"tags: [{', '.join(quoted)}]", "---"],
        "block": ["---", *(["tags:", *(f"  - {tag}" for tag in quoted)] if old else ["tags:"]), "title: x", "---"],
        "one line": ["---", f"tags: '{', '.join(old)}'", "---"],
    }
    rest = newline.join(["body", *body])
    head = "".join(line + newline for line in heads[style])
    changed = with_tags(head + rest, tuple(new))
    assert changed.endswith(rest)
    found = front_matter(structural(changed)).texts("tags")
    read = [part for entry in found for part in entry.replace(",", " ").split()]
    assert read == [*(old if style != "none" else []), *new]
