"""Units grouped into what is read and shown as one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.reading.grouping import LONGEST
from assistant.answer.reading.pieces import Piece, pieces_of
from assistant.domain import Passage
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens

SMALL = ChunkSizes(40, 80)


def passages(text: str, sizes: ChunkSizes = SMALL) -> list[Passage]:
    note = parse_note("a.md", text, 0, sizes, estimate_tokens)
    return [
        Passage(n, note.path, note.title, date(2026, 1, 1), note.language, (), chunk)
        for n, chunk in enumerate(note.chunks)
    ]


def pieces(text: str) -> list[Piece]:
    return list(pieces_of(passages(text)))


def test_short_neighbours_under_one_heading_are_one_piece():
    found = pieces("# A\n\nOne thing.\n\nAnother thing.\n\n## B\n\nA third thing.\n")
    assert [piece.said for piece in found] == ["One thing.\nAnother thing.", "A third thing."]
    assert [piece.head for piece in found] == ["A", "A > B"]


def test_a_list_has_the_line_that_announces_it():
    lead = "Things that are needed for the trip, each of them checked before we leave the house:"
    items = "\n".join(f"- thing number {n} with a longer description" for n in range(9))
    (piece,) = pieces(f"# Trip\n\n{lead}\n\n{items}\n")
    assert piece.said.startswith(lead)
    assert len(piece.units) == 10


def test_a_long_list_is_cut_between_items_and_each_part_is_read_after_the_announcement():
    items = "\n".join(f"- thing number {n} {'with a longer description ' * 3}" for n in range(40))
    found = pieces(f"# Trip\n\nFor the trip:\n\n{items}\n")
    assert len(found) > 1
    assert all("For the trip:" in piece.lead + piece.said for piece in found)


def test_a_heading_without_a_body_is_a_piece():
    assert [piece.said for piece in pieces("# Log\n\n## Dentist at nine\n\n## Lunch\n\nPizza.\n")] == [
        "Log",
        "Dentist at nine",
        "Pizza.",
    ]


BLOCKS = st.lists(
    st.sampled_from(
        (
            *("# Head", "## Sub", "Some words that are said.", "- item\n- other\n  - below", "> quoted", "- [ ] do it"),
            *("| a | b |\n|---|---|\n| 1 | 2 |", "```\ncode\n```", "word " * 300, "1. one\n2. two"),
        )
    ),
    max_size=12,
)


@given(BLOCKS)
def test_pieces_stand_in_the_note_and_lose_no_unit(blocks):
    text = "\n\n".join(blocks) + "\n"
    own = passages(text)
    found = list(pieces_of(own)) if own else []
    for piece in found:
        assert all(text.encode()[u.span.start : u.span.end].decode() == u.text for u in piece.units)
        assert len(piece.units) == 1 or sum(len(unit.said.encode()) for unit in piece.units[:-1]) <= LONGEST
    told = [unit for piece in found for unit in piece.units]
    said = [unit for passage in own for unit in passage.chunk.units if unit.kind != "heading"]
    assert [unit for unit in told if unit.kind != "heading"] == said


def said(text: str) -> list[list[str]]:
    return [[unit.said for unit in piece.units] for piece in pieces(text)]


@pytest.mark.parametrize(
    "text",
    [
        "# Git\n\n- Undo it:\n\n`git reset HEAD~`\n\n- Throw it away:\n\n`git reset --hard`\n",
        "# Git\n\n- Undo it:\n\n```\ngit reset HEAD~\n```\n\n- Throw it away:\n\n```\ngit reset --hard\n```\n",
        "# Git\n\n- Undo it\n\n  ```\n  git reset HEAD~\n  ```\n- Throw it away\n\n  ```\n  git reset --hard\n  ```\n",
    ],
)
def test_an_item_and_its_code_are_a_piece_of_their_own(text):
    assert [[one.rstrip(":").strip() for one in piece] for piece in said(text)] == [
        ["Undo it", "git reset HEAD~"],
        ["Throw it away", "git reset --hard"],
    ]


def test_numbered_steps_with_code_stay_together():
    (piece,) = said("# Build\n\n1. Get it:\n\n   ```\n   clone\n   ```\n2. Make it:\n\n   ```\n   make\n   ```\n")
    assert [one.strip() for one in piece] == ["Get it:", "clone", "Make it:", "make"]


@pytest.mark.parametrize("code", ["```\nmake all\n```", "`make all`", "    make all"])
def test_code_is_never_parted_from_the_line_that_tells_what_it_does(code):
    filler = "This paragraph says much about how the tool was made and why it is the way it is. " * 4
    found = said(f"# Tool\n\n{filler}\n\n**Build everything**\n\n{code}\n\n{filler}\n")
    assert ["Build everything", "make all"] in [[one.strip() for one in piece[-2:]] for piece in found]


@pytest.mark.parametrize(
    "below", ["- one thing\n- other thing", "| a | b |\n|---|---|\n| 1 | 2 |", "A paragraph that it announces."]
)
def test_no_piece_ends_with_what_announces_the_next(below):
    filler = "This paragraph says much about how the tool was made and why it is the way it is. " * 5
    found = said(
        f"# Tool\n\n{filler}\n\nWhat it needs to be run on a machine of your own, at home or at work:\n\n{below}\n"
    )
    assert not any(piece[-1].endswith(":") for piece in found)


def test_a_line_above_tasks_goes_with_the_first_and_is_read_before_the_others():
    first, second = pieces("# Trip\n\nTo pack:\n\n- [ ] tent\n- [x] stove\n")
    assert first.said == "To pack:\ntent"
    assert (second.said, [unit.said for unit in second.context]) == ("stove", ["To pack:"])


def test_an_item_with_much_below_it_is_cut_and_its_parts_are_read_after_it():
    below = "".join(f"  - command number {n} does {'something ' * 6}\n" for n in range(30))
    found = pieces(f"# Tool\n\n- Verbs\n{below}- Nouns\n  - the head\n")
    assert len(found) > 2
    assert all(piece.said.startswith("Verbs") or "Verbs" in piece.lead for piece in found[:-1])
    assert "Verbs" not in found[-1].lead


def test_an_item_that_fits_is_not_parted_from_what_is_below_it():
    lists = "".join(f"- Topic {n}\n" + f"  - command of topic {n} for windows\n" * 6 for n in range(9))
    for piece in pieces(f"# Keys\n\n{lists}"):
        assert piece.units[0].depth == 1
        assert len(piece.units) % 7 == 0


def test_where_links_lead_is_no_part_of_a_piece():
    (piece,) = pieces("# A\n\n[guide]: #guide\n\nRead the [guide].\n\n[docs]: https://a.org/docs 'Docs'\n")
    assert piece.said == "Read the [guide]."
