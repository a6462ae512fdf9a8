"""Front matter: values, entries to cite, and YAML that is broken or hostile."""

import pytest

from assistant.notes.chunks import ChunkSizes
from assistant.notes.frontmatter import MAX_CHARS, front_matter
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens


def parse(text, path="notes/stem.md"):
    return parse_note(path, text, 0, ChunkSizes(), estimate_tokens)


def test_values_stay_as_they_are_written():
    front = front_matter(
        "---\nTitle: 2020\nversion: 1.10\ndate: 2026-02-30\nempty:\ntags: [a, null, {b: c}]\n---\nbody"
    )
    assert front.values == {"title": "2020", "version": "1.10", "date": "2026-02-30", "tags": ["a"]}
    assert front.texts("tags", "title") == ["a", "2020"]


def test_each_entry_but_the_labels_can_be_cited_with_its_lines():
    front = "---\n# about\ntitle: Dune\nrating: 4\nowner:\ntags:\n  - book\n  - sf\nread:\n  - 2025\n  - 2026\n---\n"
    note = parse(f"{front}Good.\n")
    (chunk,) = note.chunks
    assert [(s.text, s.span.line_start, s.span.line_end) for s in chunk.sentences] == [
        ("rating: 4", 4, 4),
        ("read:\n  - 2025\n  - 2026", 9, 11),
        ("Good.", 13, 13),
    ]
    assert (note.title, note.title_from_text, note.tags) == ("Dune", True, ("book", "sf"))


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\nno end",
        "--- \n",
        "---\n---\n",
        "---\nJust words\n---\n",
        "---\n- a: b\n---\n",
        "text\n---\na: b\n---",
    ],
)
def test_what_is_no_mapping_between_two_lines_is_ordinary_text(text):
    assert front_matter(text).end == 0


def test_broken_yaml_gives_its_plain_lines():
    front = front_matter('---\ntitle: Dune: part two\nrating: "4\ntags: [a, b\n---\nbody')
    assert front.values == {"title": "Dune: part two", "tags": ["a", "b"], "rating": "4"}


@pytest.mark.parametrize(
    "yaml",
    [
        "a: " + "[" * 30_000,
        "a: " + "{b: " * 10_000,
        "a:\n " + "- " * 30_000,
        "a: &a [x, x]\nb: &b [*a, *a]\n<<: *b",
        "a: !!python/object/apply:os.system [ls]",
        "a: !!timestamp nonsense",
        "a: " + "9" * 5000,
        "a: \0",
    ],
)
def test_hostile_yaml_is_no_error(yaml):
    assert parse(f"---\ntitle: t\n{yaml}\n---\nbody").chunks[-1].text.endswith("body")


def test_a_very_long_head_keeps_its_lines_and_gives_no_values():
    note = parse("---\ntitle: t\ntext: " + "word " * (MAX_CHARS // 5) + "\n---\nbody")
    assert (note.title, note.title_from_text) == ("stem", False)
    assert note.chunks[0].sentences[0].text.startswith("text: word word")


def test_text_files_have_no_front_matter():
    assert parse("---\ntitle: Dune\n---\n", "a.txt").title == "a"


def test_titles_come_from_front_matter_then_heading_then_name():
    assert parse("---\ntitle: One\n---\n# Two").title == "One"
    assert parse("## Small\n\n# The **big** [[a|link]] #\n").title == "The big link"
    assert parse("Big\n===\n").title == "Big"
    assert parse("text").title == "stem"
