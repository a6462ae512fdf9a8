"""Tags and links: what counts, what does not, and on which line."""

import pytest

from assistant.domain import Link
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens


def parse(text):
    return parse_note("a.md", text, 0, ChunkSizes(), estimate_tokens)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#One and #two/Three, (#four) #fünf #标签。 #a-b_c", ("one", "two/three", "four", "fünf", "标签", "a-b_c")),
        ("#one #ONE #one/", ("one",)),
        ("# Heading\n\n## Other #real", ("real",)),
        ("#123 #12-3 #1a a#b ##c #", ("1a",)),
        ("https://x.org/#frag [a](#anchor) [[#Heading]] [[Note#Part]]", ()),
        ("`#code` ``#more ` #x`` #yes", ("yes",)),
        ("```\n#fence\n```\n\n    #indented\n\n#yes", ("yes",)),
        ("---\ntags: Work, Home\ntag: '#Third'\n---\n#home #last", ("work", "home", "third", "last")),
        ("---\ntags:\n  - a b\n  - c\n---\n", ("a b", "c")),
        ("> - #quoted item", ("quoted",)),
    ],
)
def test_tags(text, tags):
    assert parse(text).tags == tags


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see [[Other]]\nand [[Folder/Note#Part|that]]", [Link("Other", 1), Link("Folder/Note", 2)]),
        ("![[image.png]] ![x](pic%20one.png)", [Link("image.png", 1, True), Link("pic one.png", 1, True)]),
        (
            '[a](b.md) [c](<d e.md>) [f](g_(h).md "title") [i](j.md#k)',
            [Link(t, 1) for t in ("b.md", "d e.md", "g_(h).md", "j.md")],
        ),
        ("[a](https://x.org) [b](mailto:c@d.e) [c](//x.org) [d](#here) [[#here]] [[]] [e]()", []),
        ("`[[code]]`\n\n```\n[[fence]]\n```\n[[yes]]", [Link("yes", 6)]),
        ("| a |\n|---|\n| [[Target\\|alias]] |", [Link("Target", 3)]),
        ("[b](two.md) [[One]]", [Link("two.md", 1), Link("One", 1)]),
        ('---\nup: "[[Index]]"\n---\n', [Link("Index", 2)]),
        ("a\r\n\r\n[[b]]\r\n", [Link("b", 3)]),
        ("[outer [inner]](x.md)", [Link("x.md", 1)]),
    ],
)
def test_links(text, links):
    assert list(parse(text).links) == links
