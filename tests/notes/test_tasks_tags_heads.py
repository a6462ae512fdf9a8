"""States, tags and heads as more programs write them."""

from datetime import date

import pytest

from assistant.domain import Note, State, UnitKind
from assistant.notes.chunks import ChunkSizes
from assistant.notes.copies import marks
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens


def note(text: str, path: str = "a.md") -> Note:
    return parse_note(path, text, 0, ChunkSizes(), estimate_tokens)


def states(text: str) -> list[tuple[State | None, str]]:
    return [
        (unit.state, unit.said)
        for chunk in note(text).chunks
        for unit in chunk.units
        if unit.kind not in (UnitKind.HEADING, UnitKind.PROSE) or unit.state
    ]


def test_boxes_may_be_signs() -> None:
    assert states("# Boxes\n\n☐ Wash the curtains\n☑ Iron the shirts\n☒ Buy a mangle\n- ✅ Oil the gate\n") == [
        (State.OPEN, "Wash the curtains"),
        (State.DONE, "Iron the shirts"),
        (State.CANCELLED, "Buy a mangle"),
        (State.DONE, "Oil the gate"),
    ]


def test_labels_of_taskpaper_say_how_an_item_stands() -> None:
    text = "- Oil the mower @done(2026-11-21)\n- Order bulbs @due(2026-12-03)\n- Dig @cancelled\n- Ask @ode\n"
    units = [unit for chunk in note(text).chunks for unit in chunk.units]
    assert [(unit.state, unit.said) for unit in units] == [
        (State.DONE, "Oil the mower"),
        (State.OPEN, "Order bulbs"),
        (State.CANCELLED, "Dig"),
        (None, "Ask @ode"),
    ]
    assert (units[0].done, units[1].due) == (date(2026, 11, 21), date(2026, 12, 3))


@pytest.mark.parametrize(
    ("column", "open_", "done", "cancelled"),
    [
        ("Status", "open", "done", "cancelled"),
        ("Stand", "offen", "erledigt", "abgesagt"),
        ("状态", "待办", "完成", "取消"),
    ],
)
def test_a_column_says_how_a_row_stands(column: str, open_: str, done: str, cancelled: str) -> None:
    rows = (
        f"| Job | {column} |\n|---|---|\n| Loft | {open_} |\n| Flue | {done} |\n| Van | {cancelled} |\n| Roof | ? |\n"
    )
    assert [state for state, _ in states(rows)] == [None, State.OPEN, State.DONE, State.CANCELLED, None]


def test_a_heading_says_how_its_items_stand() -> None:
    text = "## Cancelled\n\n- Tile the floor\n\n## In progress\n\n- Weld\n\n## Done\n\n- Replaced the pump\n"
    assert [state for state, _ in states(text)] == [State.CANCELLED, State.ACTIVE, None]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("---\ntags: #dye, #madder root\n---\nx\n", ("dye", "madder root")),
        ("---\ntags:\n- #dye\n- #madder\n---\nx\n", ("dye", "madder")),
        ("# T\n\nTags: pottery, slow craft\n\nKiln.\n", ("pottery", "slow craft")),
        ('+++\ntitle = "T"\ntags = ["big loom", "wool"]\n+++\nLoom.\n', ("big loom", "wool")),
        ('+++\ntitle = "T"\n[taxonomies]\ntags = ["wool"]\n+++\nLoom.\n', ("wool",)),
        ("# T\n\nTags: we talked about them. A lot.\n", ()),
    ],
)
def test_more_ways_to_write_tags(text: str, tags: tuple[str, ...]) -> None:
    assert note(text).tags == tags


def test_front_matter_in_toml() -> None:
    found = note('+++\ntitle = "Glaze"\ndate = 2026-02-14T08:00:00Z\nash = "beech"\n+++\n\nThe glaze needs ash.\n')
    assert (found.title, found.date) == ("Glaze", date(2026, 2, 14))
    fields = [unit for chunk in found.chunks for unit in chunk.units if unit.kind is UnitKind.FIELD]
    assert [unit.said for unit in fields if unit.sentences] == ['ash = "beech"']


def test_broken_toml_keeps_its_lines() -> None:
    assert note('+++\ntitle = "Glaze"\ntags = [clay, wool]\n+++\nx\n').tags == ("clay", "wool")


@pytest.mark.parametrize("path", ["Mar-14-2026.md", "14-mar-2026.md"])
def test_a_name_may_have_hyphens_for_spaces(path: str) -> None:
    assert note("Some words.\n", path).date == date(2026, 3, 14)


@pytest.mark.parametrize("key", ["ctime", "created_date", "entry-date", "timestamp"])
def test_more_keys_date_a_note(key: str) -> None:
    assert note(f"---\n{key}: 2026-03-14\n---\nSome words.\n").date == date(2026, 3, 14)


@pytest.mark.parametrize(
    "name", ["boat (copia)", "boat (Kopie)", "boat~20260901-101010", "boat - Ann's MacBook Pro", "boat (copy 2)"]
)
def test_more_names_of_copies(name: str) -> None:
    assert any(mark.stem == "boat" for mark in marks(name))


def test_what_a_board_keeps_for_itself_is_no_text() -> None:
    text = '## Todo\n\n- [ ] Bleed the radiators\n\n%% kanban:settings\n```\n{"list-collapse":[false]}\n```\n%%\n'
    said = [unit.said for chunk in note(text).chunks for unit in chunk.units if unit.said]
    assert said == ["Todo", "Bleed the radiators"]
