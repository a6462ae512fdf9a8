"""Laws that hold for every note: tiling, verbatim sentences, exact lines, the ceiling."""

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import FileState, Note
from assistant.notes import seams, stretches
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.read import NoteText, read_note
from assistant.notes.tokens import estimate_tokens
from assistant.notes.walk import WalkRules, walk

SIZES = ChunkSizes(target=45, ceiling=60)


def check_laws(note: Note, text: str, sizes: ChunkSizes) -> None:
    raw = text.encode()
    if not text.strip():
        assert note.chunks == ()
        return
    assert b"".join(raw[chunk.span.start : chunk.span.end] for chunk in note.chunks) == raw
    assert all(before.span.end == after.span.start for before, after in pairwise(note.chunks))
    check_units(note, text)
    for chunk in note.chunks:
        gaps = chunk.left_out
        check_span(chunk.text, chunk.span, raw, gaps)
        paths = sum(estimate_tokens(chunk.headings)) + len(chunk.headings)
        assert estimate_tokens([chunk.text])[0] + paths <= sizes.ceiling
        end = chunk.span.start
        for sentence in chunk.sentences:
            check_span(sentence.text, sentence.span, raw, gaps)
            assert sentence.text == sentence.text.strip() != ""
            assert end <= sentence.span.start < sentence.span.end <= chunk.span.end
            end = sentence.span.end
    lines = text.count("\n") + 1
    assert all(1 <= link.line <= lines for link in note.links)


def check_units(note: Note, text: str) -> None:
    """Units follow each other, hold every line with a word on it, and are what the note's lines say."""
    raw, covered, end = text.encode(), set[int](), 0
    for chunk in note.chunks:
        for unit in chunk.units:
            assert chunk.span.start <= max(end, unit.span.start) == unit.span.start < unit.span.end <= chunk.span.end
            if unit.is_said:
                check_span(unit.text, unit.span, raw, chunk.left_out)
                assert unit.text == unit.text.strip() != ""
            assert all(unit.span.start <= s.span.start and s.span.end <= unit.span.end for s in unit.sentences)
            covered.update(range(unit.span.line_start, unit.span.line_end + 1))
            end = unit.span.end
    for number, line in enumerate(text.replace("\0", " ").split("\n"), 1):
        assert number in covered or BARE.fullmatch(line) or not any(char.isalnum() for char in line), line


def check_span(text, span, raw, gaps) -> None:
    kept, at = b"", span.start
    for start, end in gaps:
        if span.start < end and start < span.end:
            kept += raw[at : max(at, start)]
            at = end
    assert (kept + raw[at : span.end]).decode() == text
    assert span.line_start == raw.count(b"\n", 0, span.start) + 1
    assert span.line_end == raw.count(b"\n", 0, span.end - 1) + 1


#: The number of a list item that says nothing.
BARE = re.compile(r"[\s>*+\-\d.)]*")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
PIECES = [
    *"\n\n\n\r\t    #>-*`|=_.!?[]()",
    *("# ", "## ", "- ", "1. ", "> ", "```", "```py\n", "~~~", "---\n", "\n\n", "---", "|-|-|\n", "a|b\n"),
    *("key: value\n", "tags: [a, b]\n", "<div>", "<!--", "    code\n", "#tag", "[[Note|x]]", "[a](b.md)"),
    *("A sentence. ", "Another one! ", "z.B. ", "3.14 ", "你好。", "世界！", "😀", "é", "\u2028", "\x0b", "\0"),
    *("Name: hello\n", "[12:30] Bo: ok\n", "word " * 12, "x" * 90, "\r\n", "http://a.b/c#d ", "2026-11-21", "`a`"),
    *(
        "- [ ] ",
        "- [x] ",
        "TODO ",
        "~~",
        "2026-05-12 ",
        "12/05/2026, 10:01 - ",
        "[2026-05-12 10:01] ",
        "Ann: ",
        "Bo  0:05\n",
    ),
    *(
        "00:01.000 --> 00:02.000\n",
        "WEBVTT\n",
        "<% x %>",
        "{{x}}",
        "(A) ",
        "x ",
        "a:: b\n",
        "> [!note] ",
        "%%",
        "<v Ann>",
    ),
    *(
        "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAAAAUA" * 2,
        "aB3" * 80,
        "\tx\ty\n",
    ),
    *("\u202f", "\u200e", "CLOCK: x\n", ":LOGBOOK:\n", ":END:\n", "id:: 1\n", "====== A ======\n", "## 2026-05-12\n"),
]
SCRAPS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS | SCRAPS, st.sampled_from(["a.md", "b/c.txt"]))
def test_laws_hold_for_any_text(text, path):
    check_laws(parse_note(path, text, 0, SIZES, estimate_tokens), text, SIZES)


@settings(max_examples=100, deadline=None)
@given(SCRAPS.map(lambda text: text * 3), st.integers(4, 300))
def test_laws_hold_for_any_sizes(text, ceiling):
    sizes = ChunkSizes(target=ceiling * 3 // 4, ceiling=ceiling)
    check_laws(parse_note("a.md", text, 0, sizes, estimate_tokens), text, sizes)


@settings(max_examples=200, deadline=None)
@given(SCRAPS.map(lambda text: text * 2), st.sampled_from(["a.md", "b/c.txt"]))
def test_laws_hold_for_large_notes(text, path):
    with pytest.MonkeyPatch.context() as patch:
        for module, name, size in (
            (stretches, "LARGE", 100), (stretches, "SAMPLED", 60), (seams, "SHORTEST", 40), (seams, "LONGEST", 120),
            (seams, "OPENING", 50),
        ):  # fmt: skip
            patch.setattr(module, name, size)
        note = stretches.parse(path, text, 0, SIZES, estimate_tokens)
    assert note
    check_laws(note, text, SIZES)


@settings(max_examples=50, deadline=None)
@given(SCRAPS)
def test_parsing_the_same_text_gives_the_same_note(text):
    first, second = (parse_note("a.md", text, 0, SIZES, estimate_tokens) for _ in range(2))
    assert first == second


def test_blank_notes_have_no_chunks():
    for text in ("", " ", "\n\n", "\t\r\n \u3000"):
        assert parse_note("a.md", text, 0, SIZES, estimate_tokens).chunks == ()


@pytest.mark.skipif("ASSISTANT_TEST_VAULTS" not in os.environ, reason="ASSISTANT_TEST_VAULTS names no folders")
def test_laws_hold_for_real_notes():
    sizes = ChunkSizes()
    for folder in os.environ["ASSISTANT_TEST_VAULTS"].split(":"):
        for state in walk(Path(folder), WalkRules()):
            if isinstance(state, FileState):
                read = read_note(Path(folder), state.path, 5_000_000)
                assert isinstance(read, NoteText), read
                check_laws(parse_note(state.path, read.text, 0, sizes, estimate_tokens), read.text, sizes)
