"""Units: what each piece of a note is, where it stands and what it says."""

from datetime import date

import pytest

from assistant.domain import State, Unit, UnitKind
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens

MAY = date(2026, 5, 4)


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
    assert [unit.block for unit in found] == [1, 1, 1, 16, 22]
    assert [unit.depth for unit in found] == [1, 2, 1, 0, 1]


def test_headings_are_the_path_to_a_unit() -> None:
    assert units("# A\n\n## B\n\ntext\n")[-1].headings == ("A", "B")


def test_a_task_knows_its_state() -> None:
    found = units("- [ ] a\n- [x] b\n- [-] c\n- [/] d\n")
    assert [unit.state for unit in found] == [State.OPEN, State.DONE, State.CANCELLED, State.ACTIVE]


def turns(text: str, path: str = "a.txt") -> list[tuple[str, str, str]]:
    return [(unit.speaker, unit.time, unit.said) for unit in units(text, path) if unit.kind is UnitKind.TURN]


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "text",
    [
        "[14/10/2025, 3:35:12\u202fPM] Ann: The key is here\n[14/10/2025, 3:36:40\u202fPM] Bo R.: Good, thanks\n",
        "14.10.25, 15:35 - Ann: The key is here\n14.10.25, 15:36 - Bo R.: Good, thanks\n",
        "[2025-10-14 15:35] Ann: The key is here\n[2025-10-14 15:36] Bo R.: Good, thanks\n",
        "2025-10-14 15:35 <Ann> The key is here\n2025-10-14 15:36 <Bo R.> Good, thanks\n",
        "Ann, [14.10.2025 15:35]\nThe key is here\n\nBo R., [14.10.2025 15:36]\nGood, thanks\n",
    ],
)
def test_chats_have_speakers_days_and_times(path: str, text: str) -> None:
    assert turns(text, path) == [("Ann", "15:35", "The key is here"), ("Bo R.", "15:36", "Good, thanks")]
    note = parse_note(path, text, 0, ChunkSizes(), estimate_tokens)
    assert {unit.day or note.date for chunk in note.chunks for unit in chunk.units} == {date(2025, 10, 14)}


@pytest.mark.parametrize(
    "text",
    [
        "Ann  0:05\nWe need new hoses.\n\nBo  0:14\nI will bring two hoses.\n",
        "# Call\n\n**Ann** 00:05\nWe need new hoses.\n\n**Bo** 00:14\nI will bring two hoses.\n",
        "WEBVTT\n\n1\n00:00:05.000 --> 00:00:09.000\n<v Ann>We need\n\n"
        "2\n00:00:09.000 --> 00:00:12.000\n<v Ann>new hoses.\n\n"
        "00:00:14.000 --> 00:00:15.000\n<v Bo>I will bring two hoses.\n",
        "Ann: We need new hoses.\nBo: I will bring two hoses.\nAnn: Thank you very much.\n",
        "**Ann:** We need new hoses.\n\n**Bo:** I will bring two hoses.\n\n**Ann:** Thank you very much.\n",
    ],
)
def test_talks_have_speakers(text: str) -> None:
    told = [(who, said) for who, _, said in turns(text)]
    assert told[:2] == [("Ann", "We need new hoses."), ("Bo", "I will bring two hoses.")]


@pytest.mark.parametrize(
    "text",
    [
        "Present: Liv, Odd, Ylva\nPlace: parish hall\n\nVenue: the quarry is free in July\n",
        "Mood: ok\nSleep: 7 h\n\nMood: tired\nSleep: 6 h\n",
        "Ort: Gemeindesaal\nZeit: 19 Uhr\n",
        "08:00 Breakfast: eggs and bread\n12:30 Lunch: soup with rice\n",
    ],
)
def test_labels_are_no_speakers(text: str) -> None:
    assert turns(text) == []


def test_what_the_program_of_a_chat_says_is_no_turn() -> None:
    chat = (
        "05/11/2025, 18:08 - Messages and calls are end-to-end encrypted.\n05/11/2025, 18:08 - Ann: It is called Ulf\n"
        "05/11/2025, 18:09 - Bo: <Media omitted>\n05/11/2025, 18:11 - Ann: Not\nthis one\n"
    )
    assert [said for _, _, said in turns(chat)] == ["It is called Ulf", "Not\nthis one"]
    assert "encrypted" not in "".join(
        c.text for c in parse_note("a.txt", chat, 0, ChunkSizes(), estimate_tokens).chunks
    )


@pytest.mark.parametrize(
    ("text", "path", "day"),
    [
        ("# Log\n\n## Monday, 4 May 2026\n\nMended the mast.\n", "a.md", MAY),
        ("[2026-05-04 09:14] Mended the mast.\n\n[2026-05-07 10:00] Sailed.\n", "a.txt", MAY),
        ("2026-05-04 Mended the mast.\n2026-05-07 Sailed.\n", "a.md", MAY),
        ("4 May 2026 - Mended the mast.\n7 May 2026 - Sailed.\n", "a.txt", MAY),
        (
            "Date: May 4, 2026 at 9:14 AM\n\nMended the mast.\n\nDate: May 7, 2026 at 10:00 AM\n\nSailed.\n",
            "a.txt",
            date(2026, 5, 4),
        ),
        ("4 May 2026\nMended the mast.\n\n7 May 2026\nSailed.\n", "a.txt", MAY),
    ],
)
def test_entries_have_their_own_day(text: str, path: str, day: date) -> None:
    note = parse_note(path, text, 0, ChunkSizes(), estimate_tokens)
    found = {unit.said: unit.day or note.date for chunk in note.chunks for unit in chunk.units}
    assert found["Mended the mast."] == day
    assert found.get("Sailed.", date(2026, 5, 7)) == date(2026, 5, 7)


def test_a_chunk_is_of_one_day() -> None:
    note = parse_note("a.md", "2026-05-04 Mended it.\n2026-05-07 Sailed.\n", 0, ChunkSizes(), estimate_tokens)
    assert [chunk.day for chunk in note.chunks] == [date(2026, 5, 4), date(2026, 5, 7)]


@pytest.mark.parametrize(
    ("line", "state", "said"),
    [
        ("- [ ] Order lime 📅 2026-12-05 🔁 every week", State.OPEN, "Order lime"),
        ("- TODO Clean the gutters", State.OPEN, "Clean the gutters"),
        ("- DOING Clean the gutters\n  SCHEDULED: <2026-12-05 Sat>", State.ACTIVE, "Clean the gutters"),
        ("* DONE [#A] Clean the gutters", State.DONE, "Clean the gutters"),
        ("- ~~[ ] Buy a ladder~~", State.STRUCK, "Buy a ladder"),
        ("- [ ] ~~Buy a ladder~~", State.STRUCK, "Buy a ladder"),
        ("1. [-] Buy a ladder ❌ 2026-12-05", State.CANCELLED, "Buy a ladder"),
        ("- [>] Buy a ladder", State.PLANNED, "Buy a ladder"),
    ],
)
def test_task_dialects(line: str, state: State, said: str) -> None:
    (unit,) = units(line + "\n")
    assert (unit.kind, unit.state, unit.said) == (UnitKind.TASK, state, said)
    assert unit.due in (None, date(2026, 12, 5))


def test_todo_txt_is_a_task_a_line() -> None:
    text = "(A) 2026-11-20 Renew the lease +garden due:2026-12-15\nx 2026-11-22 2026-11-10 Pay the fee +boat\n"
    first, second = units(text, "todo.txt")
    assert (first.state, first.said, first.due) == (State.OPEN, "Renew the lease", date(2026, 12, 15))
    assert (second.state, second.said, second.done) == (State.DONE, "Pay the fee", date(2026, 11, 22))


def test_moods() -> None:
    found = units("We want to insulate the attic.\n\nIf it rains, we stay.\n\nIs it dry?\n\nIt is dry.\n")
    assert [unit.state for unit in found] == [State.PLANNED, State.CONDITIONAL, State.ASKED, None]


def test_pictures_are_left_out_and_their_words_stay() -> None:
    text = "# Boiler\n\n![the gauge](data:image/png;base64," + "iVBORw0KGgo4AAAD" * 200 + ")\n\nThe valve is blue.\n"
    note = parse_note("a.md", text, 0, ChunkSizes(), estimate_tokens)
    assert [unit.said for chunk in note.chunks for unit in chunk.units] == ["Boiler", "the gauge", "The valve is blue."]
    assert sum(len(chunk.text) for chunk in note.chunks) < 100


def test_placeholders_are_no_text() -> None:
    note = parse_note("a.md", "# {{title}}\n\n- [ ] <% tp.user.task() %>\n\nWalk.\n", 0, ChunkSizes(), estimate_tokens)
    assert [unit.said for chunk in note.chunks for unit in chunk.units if unit.is_said] == ["Walk."]
    assert note.title == "a"


def test_a_table_without_a_line_below_its_head() -> None:
    rows = units("Day | Level\nMonday | 71\nFriday | 64\n", "a.txt")
    assert [row.said for row in rows] == ["Day, Level", "Day: Monday, Level: 71", "Day: Friday, Level: 64"]


def test_struck_words_are_not_said() -> None:
    assert units("The wax was ~~sold~~ given away.\n")[0].said == "The wax was given away."


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Liv, Storgata 1, Voss, 555 0101, member since 1998 and longer",
            "Odd, Strandvegen 2, Voss, 555 0102, treasurer",
        ],
        ["May  4 03:00:01 host sshd[1]: Accepted key for ode", "May  4 03:00:02 host cron[2]: job started now"],
        [
            "the boiler was serviced in october by the man from vik and is fine",
            "the roof needs new slates on the north",
        ],
    ],
)
def test_records_are_not_glued_together(lines: list[str]) -> None:
    lines = [*lines, lines[1]]
    assert [unit.text for unit in units("\n".join(lines) + "\n", "a.txt")] == lines


def test_lines_broken_by_the_width_of_a_page_are_one() -> None:
    text = (
        "The old mill was built in 1882 by the grandfather of the\npresent owner, who lives in the house next to\nit."
    )
    assert [unit.said for unit in units(text + "\n")] == [text.replace("\n", " ")]


def test_heads_of_other_programs_are_fields() -> None:
    zim = "Content-Type: text/x-zim-wiki\nCreation-Date: 2026-03-14T10:48:11+02:00\n\n====== Shop ======\nNew belt.\n"
    assert kinds(zim, "a.txt")[-2:] == [(UnitKind.HEADING, "Shop"), (UnitKind.PROSE, "New belt.")]
    logseq = "type:: [[Inventory]]\nphone:: 555\n\n- a hive\n  id:: 6650a1f2\n"
    assert [kind for kind, _ in kinds(logseq)] == [UnitKind.FIELD, UnitKind.FIELD, UnitKind.ITEM, UnitKind.DATA]
