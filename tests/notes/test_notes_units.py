"""Units: what each piece of a note is, where it stands and what it says."""

from assistant.domain import State, Unit, UnitKind
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens


def units(text: str, path: str = "a.md") -> list[Unit]:
    note = parse_note(path, text, 0, ChunkSizes(), estimate_tokens)
    return [unit for chunk in note.chunks for unit in chunk.units]


def kinds(text: str, path: str = "a.md") -> list[tuple[UnitKind, str]]:
    return [(unit.kind, unit.said) for unit in units(text, path)]


def test_each_kind_of_block_makes_its_units() -> None:
    text = "---\nplace: Oslo\n---\n# Trip\n\nWe **left** early.\n\n- pack\n- [x] book\n\n> said so\n\n```\nls\n```\n"
    assert kinds(text) == [
        (UnitKind.FIELD, "place: Oslo"),
        (UnitKind.HEADING, "Trip"),
        (UnitKind.PROSE, "We left early."),
        (UnitKind.ITEM, "pack"),
        (UnitKind.TASK, "book"),
        (UnitKind.QUOTE, "said so"),
        (UnitKind.CODE, "ls"),
    ]


def test_a_row_says_its_header() -> None:
    rows = units("| Item | Large |\n|---|---|\n| Honey | 8.00 |\n")
    assert [row.said for row in rows] == ["Item, Large", "Item: Honey, Large: 8.00"]
    assert rows[1].text == "| Honey | 8.00 |"


def test_units_of_one_list_share_a_block() -> None:
    found = units("- a\n  - b\n- c\n\ntext\n\n- d\n")
    assert [unit.block for unit in found] == [0, 0, 0, 1, 2]
    assert [unit.depth for unit in found] == [1, 2, 1, 0, 1]


def test_headings_are_the_path_to_a_unit() -> None:
    assert units("# A\n\n## B\n\ntext\n")[-1].headings == ("A", "B")


def test_a_task_knows_its_state() -> None:
    found = units("- [ ] a\n- [x] b\n- [-] c\n- [/] d\n")
    assert [unit.state for unit in found] == [State.OPEN, State.DONE, State.CANCELLED, State.ACTIVE]
