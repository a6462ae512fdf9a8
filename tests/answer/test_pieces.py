"""Units grouped into what is read and shown as one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.reading.pieces import LONGEST, Piece, pieces_of
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
