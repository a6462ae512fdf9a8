"""Chunks: cut along structure, within sizes, and stable under edits."""

from itertools import pairwise

import pytest

from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens

SIZES = ChunkSizes()


def chunks(text, sizes=SIZES, path="a.md"):
    return parse_note(path, text, 0, sizes, estimate_tokens).chunks


def prose(seed, count):
    words = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu".split()
    return " ".join(
        f"Line {seed} {number} tells {words[(seed * 7 + number) % 12]} of {words[(seed + number * 5) % 12]}."
        for number in range(count)
    )


def test_a_short_note_is_one_chunk():
    (chunk,) = chunks("# Plan\n\nOne.\n\n## A\n\nTwo.\n\n## B\n\nThree.\n")
    assert chunk.headings == ("Plan",)
    assert (chunk.span.line_start, chunk.span.line_end) == (1, 11)


def test_sections_that_fill_chunks_stand_alone_with_their_path():
    note = f"# Top\n\n## One\n\n{prose(1, 12)}\n\n### Deep\n\n{prose(2, 12)}\n\n## Two\n\n{prose(3, 12)}\n"
    assert [chunk.headings for chunk in chunks(note)] == [("Top", "One"), ("Top", "One", "Deep"), ("Top", "Two")]
    assert chunks(note)[0].text.startswith("# Top\n\n## One\n")


def test_every_heading_stays_with_its_text():
    note = "".join(f"## Part {number}\n\n{prose(number, number % 30 + 1)}\n\n" for number in range(40))
    for chunk in chunks(note):
        assert not chunk.text.rstrip().split("\n")[-1].startswith("#")


def test_small_neighbours_share_a_chunk_under_their_parent_only():
    small = "".join(f"## S{number}\n\nShort text.\n\n" for number in range(30))
    note = f"# A\n\n{prose(1, 15)}\n\n{small}# B\n\n{prose(2, 15)}\n"
    found = chunks(note)
    shared = [chunk for chunk in found if chunk.text.count("## S") > 1]
    assert len(found) < 20
    assert shared
    assert all(chunk.headings == ("A",) for chunk in shared)
    assert found[-1].headings == ("B",)


def test_front_matter_goes_with_what_follows_it_where_that_fits():
    front = "---\nrating: 4\n---\n"
    (together,) = chunks(f"{front}# Dune\n\nGood.\n")
    assert together.headings == ("Dune",)
    head, *rest = chunks(f"{front}# Dune\n\n{prose(1, 60)}\n")
    assert (head.text, head.headings) == (front, ())
    assert all(chunk.headings == ("Dune",) for chunk in rest)


def test_code_that_fits_is_kept_whole():
    code = "```\n" + "".join(f"value_{number} = {number}\n\n" for number in range(12)) + "```\n"
    note = f"# T\n\n{prose(1, 9)}\n\n{code}\n{prose(2, 9)}\n"
    assert any(code in chunk.text for chunk in chunks(note))


def test_a_long_table_is_cut_between_rows():
    rows = "".join(f"| name {number} | some value {number} |\n" for number in range(60))
    for chunk in chunks(f"| a | b |\n|---|---|\n{rows}")[1:]:
        assert chunk.text.startswith("| name")
        assert chunk.text.endswith("|\n")


def test_an_announcement_stays_with_its_list():
    note = f"{prose(1, 9)}\n\nWhat we need:\n\n" + "".join(f"- thing number {number} of it\n" for number in range(30))
    assert not any(chunk.text.rstrip().endswith("need:") for chunk in chunks(note))


def test_sentences_are_not_cut_apart_unless_too_long():
    note = prose(1, 100)
    whole = {sentence.text for chunk in chunks(note, ChunkSizes(5000, 9000)) for sentence in chunk.sentences}
    assert {sentence.text for chunk in chunks(note) for sentence in chunk.sentences} == whole
    long = "word " * 2000
    assert all(chunk.text.endswith("word ") for chunk in chunks(long))


def test_chunks_are_about_as_long_as_the_target():
    tokens = [estimate_tokens([chunk.text])[0] for chunk in chunks(prose(1, 500))]
    assert 140 < sum(tokens) / len(tokens) < 220


def test_a_very_long_heading_does_not_crowd_out_its_text():
    first, *rest = chunks("# " + "Heading " * 500 + "\n\nText here.")
    assert len(first.headings[0]) < 130
    assert rest


def edited(note, old, new):
    assert note.count(old) == 1
    before = {chunk.text for chunk in chunks(note)}
    return [chunk for chunk in chunks(note.replace(old, new)) if chunk.text not in before]


@pytest.mark.parametrize("sentences", [3, 8, 25])
@pytest.mark.parametrize("section", [0, 17, 49])
def test_one_edit_changes_at_most_two_chunks(sentences, section):
    note = "# Log\n\n" + "".join(f"## Day {day}\n\n{prose(day, sentences)}\n\n" for day in range(50))
    for new in ("now says something else entirely", ""):
        assert len(edited(note, f"Line {section} 1 tells", new)) <= 2


def test_cuts_without_headings_fall_into_step_after_an_edit():
    chat = "".join(f"{'Anna' if turn % 2 else 'Bo'}: {prose(turn, 2)}\n" for turn in range(300))
    changed = edited(chat, "Line 20 1 tells", "And then, quite unexpectedly, somebody said a good deal more which")
    assert len(changed) <= 6 < len(chunks(chat)) / 5


def test_text_added_at_the_end_leaves_the_rest_alone():
    note = "".join(f"## Day {day}\n\n{prose(day, 6)}\n\n" for day in range(30))
    texts = [chunk.text for chunk in chunks(note)]
    assert [chunk.text for chunk in chunks(note + "## Day 30\n\nNew.\n")][: len(texts) - 1] == texts[:-1]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "word " * 20_000,
        "." * 50_000,
        "a. " * 20_000,
        ">" * 50_000,
        "> " * 20_000,
        "- " * 20_000,
        "[" * 50_000,
        "[a](" * 10_000,
        "[[a|" * 10_000,
        "#" * 50_000,
        "# a" + "_" * 50_000 + "b",
        "# a" + " " * 50_000 + "b",
        "#\n" * 3_000,
        "# a\n" * 3_000,
        "```\n~~~~\n" * 1_000,
        "".join("`" * number + " " for number in range(400)),
        "".join("  " * (number % 200) + "- a\n" for number in range(1_000)),
        "|a" * 3_000 + "|\n" + "|-" * 3_000 + "|\n|b|",
        "\n" * 50_000 + "x",
        "\r" * 50_000 + "x",
        "\0" * 20_000,
        "你" * 20_000,
        "e\u0301" * 20_000,
        "1" * 50_000 + ". a" * 5_000,
        "---\n" * 3_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_text_ends_in_chunks_within_the_ceiling(text):
    found = chunks(text)
    left_out = sum(end - start for chunk in found for start, end in chunk.left_out)
    assert sum(len(chunk.text.encode()) for chunk in found) + left_out == len(text.encode())
    assert all(before.span.end == after.span.start for before, after in pairwise(found))
    assert max(estimate_tokens([chunk.text for chunk in found])) <= SIZES.ceiling
