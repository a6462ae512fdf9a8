"""Journals and chats as many programs and languages write them: the day, time and speaker of each piece."""

from datetime import date

import pytest

from assistant.domain import Note, Unit, UnitKind
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens

MAY_4, MAY_5 = date(2026, 5, 4), date(2026, 5, 5)


def note(text: str, path: str) -> Note:
    return parse_note(path, text, 0, ChunkSizes(), estimate_tokens)


def units(text: str, path: str = "a.md") -> list[Unit]:
    return [unit for chunk in note(text, path).chunks for unit in chunk.units]


def days(text: str, path: str = "a.md") -> list[date]:
    """The day of each piece that tells something."""
    found = note(text, path)
    told = [
        unit for chunk in found.chunks for unit in chunk.units if unit.kind not in (UnitKind.HEADING, UnitKind.FIELD)
    ]
    return [unit.day or found.date for unit in told]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Montag, 4. Mai 2026", "Dienstag, 5. Mai 2026"),
        ("lundi 4 mai 2026", "mardi 5 mai 2026"),
        ("måndag den 4 maj 2026", "tisdag den 5 maj 2026"),
        ("4 मई 2026", "5 मई 2026"),
        ("4 พฤษภาคม 2569", "5 พฤษภาคม 2569"),
        ("2026. május 4., hétfő", "2026. május 5."),
        ("4. toukokuuta 2026", "5. toukokuuta 2026"),
        ("2026年5月4日（月）", "5月5日（火）"),
        ("2026年5月4日 星期一", "5月5日 星期二"),
        ("[[May 4th, 2026]]", "[[May 5th, 2026]]"),
        ("4-May-2026", "5-May-2026"),
    ],
)
def test_headings_of_many_languages_have_their_day(first: str, second: str) -> None:
    assert days(f"# Log\n\n## {first}\n\nBeans.\n\n## {second}\n\nFence.\n") == [MAY_4, MAY_5]


@pytest.mark.parametrize(
    ("above", "first", "second"),
    [
        ("# Mai 2026", "## Mo, 4.5.", "## Di, 5.5."),
        ("# May 2026", "## Monday 4th", "## Tuesday 5th"),
        ("# 2026\n## 05", "### 04", "### 05"),
        ("# 2026\n## May", "### 4", "### 5"),
        ("# Tagebuch 2026", "## Montag, 4. Mai", "## Dienstag, 5. Mai"),
        ("Kept by hand.", "=== 2026-05-04 ===", "=== 2026-05-05 ==="),
        ("Kept by hand.", "--- May 4, 2026 ---", "--- May 5, 2026 ---"),
        ("Kept by hand.", "#2026-05-04", "#2026-05-05"),
    ],
)
def test_what_stands_above_completes_a_day(above: str, first: str, second: str) -> None:
    found = days(f"{above}\n\n{first}\nBeans.\n\n{second}\nFence.\n")
    assert found[-2:] == [MAY_4, MAY_5]


def test_a_day_without_a_year_is_near_the_one_before_it() -> None:
    text = "## 30 December 2025\n\nSnow.\n\n## 2 January\n\nIce.\n"
    assert days(text) == [date(2025, 12, 30), date(2026, 1, 2)]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("# Garden 2026\n\n- 4 May: beans\n- 5 May: fence\n", "a.md"),
        ("- 04.05.2026 beans\n- 05.05.2026 fence\n- 14.05.2026 hay\n", "a.md"),
        ("- 4 May - beans\n- 5 May - fence\n", "log 2026.md"),
        ("May 4: beans\nMay 5: fence\n", "log 2026.txt"),
        ("04/05/2026; beans\n05/05/2026; fence\n14/05/2026; hay\n", "a.txt"),
        ("- ## [[May 4th, 2026]]\n\t- beans\n- ## [[May 5th, 2026]]\n\t- fence\n", "a.md"),
    ],
)
def test_items_and_lines_have_their_day_and_say_the_rest(text: str, path: str) -> None:
    found = [unit for unit in units(text, path) if unit.said in ("beans", "fence")]
    assert [unit.day for unit in found] == [MAY_4, MAY_5]


def test_one_item_that_begins_with_a_day_tells_of_it() -> None:
    assert [unit.day for unit in units("# Plans 2026\n\n- 4 May: party\n- cake\n")] == [None] * 3


def test_entries_of_day_one_in_german() -> None:
    text = "\tDatum:\t4. Mai 2026 um 10:48:11 MEZ\n\nBohnen.\n\n\tDatum:\t5. Mai 2026 um 18:02:00 MEZ\n\nZaun.\n"
    assert days(text, "a.txt") == [MAY_4, MAY_5]


SAID = [("Lena", "the code is 4471"), ("Ove", "I pick up the bread"), ("Lena", "the bread was good")]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-20 17:52:30\tLena\tthe code is 4471\n2026-03-20 17:53:10\tOve\tI pick up the bread\n"
        "2026-03-21 08:10:00\tLena\tthe bread was good\n",
        "--- Log opened Fri Mar 20 17:52:10 2026\n17:52 < Lena> the code is 4471\n17:53 <@Ove> I pick up the bread\n"
        "--- Day changed Sat Mar 21 2026\n08:10 < Lena> the bread was good\n",
        "2026/03/20(金)\n17:52\tLena\tthe code is 4471\n17:53\tOve\tI pick up the bread\n\n2026/03/21(土)\n"
        "08:10\tLena\tthe bread was good\n",
        "[20-Mar-26 05:52 PM] Lena#1234\nthe code is 4471\n\n[20-Mar-26 05:53 PM] Ove#0007\nI pick up the bread\n\n"
        "[21-Mar-26 08:10 AM] Lena#1234\nthe bread was good\n",
        "**Lena** *[00:02]*: the code is 4471\n\n**Ove** *[00:08]*: I pick up the bread\n\n"
        "**Lena** *[00:15]*: the bread was good\n",
        "17:52:10 From Lena to Everyone:\n\tthe code is 4471\n17:53:10 From Ove to Everyone:\n\tI pick up the bread\n"
        "17:54:10 From Lena to Everyone:\n\tthe bread was good\n",
    ],
)
def test_chats_of_many_programs(text: str) -> None:
    turns = [unit for unit in units(text, "a.txt") if unit.kind is UnitKind.TURN]
    assert [(turn.speaker, turn.said) for turn in turns] == SAID


def test_the_day_of_a_log_changes_between_messages() -> None:
    text = (
        "--- Log opened Fri Mar 20 17:52:10 2026\n17:52 < lena> the code is 4471\n17:53 <@ove> I pick up the bread\n"
        "--- Day changed Sat Mar 21 2026\n08:10 < lena> the bread was good\n"
    )
    turns = [unit for unit in units(text, "a.txt") if unit.kind is UnitKind.TURN]
    assert [turn.day for turn in turns] == [date(2026, 3, 20), date(2026, 3, 20), date(2026, 3, 21)]


def test_a_further_message_has_only_its_time() -> None:
    text = "**Lena Berg**  [5:52 PM]\nThe code is 4471\n**Ove**  [5:53 PM]\nI pick up the bread\n[5:54 PM] and butter\n"
    turns = units(text + "**Lena Berg**  [8:10 AM]\nThe bread was good\n")
    assert [(turn.speaker, turn.time) for turn in turns] == [
        ("Lena Berg", "17:52"), ("Ove", "17:53"), ("Ove", "17:54"), ("Lena Berg", "08:10"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Berg, Lena", "Lena Berg"])
def test_a_family_name_may_stand_first(name: str) -> None:
    text = f"[5:52 PM] {name}\nThe code is 4471\n[5:53 PM] Ove Moen\nI get bread\n[5:54 PM] {name}\nThanks\n"
    assert [unit.speaker for unit in units(text, "a.txt")] == [name, "Ove Moen", name]


def test_names_before_every_caption_are_speakers() -> None:
    text = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.200\nLena: The code is 4471\n\n00:00:04.200 --> 00:00:09.000\nOve: Yes\n"
    )
    assert [unit.speaker for unit in units(text, "a.txt") if unit.kind is UnitKind.TURN] == ["Lena", "Ove"]


def test_questions_and_answers_are_nobody() -> None:
    text = "Q: How do I reset it?\nA: You hold the button for 5 s.\nQ: What if it fails?\nA: Unplug it.\n"
    assert {unit.speaker for unit in units(text)} == {""}


def test_a_line_above_a_time_is_no_name_if_it_is_a_sentence() -> None:
    text = "Lena Berg\nThe code is 4471\nMar 20, 2026 5:52 PM\n\nOve\nI pick up the bread\nMar 20, 2026 5:53 PM\n"
    assert {unit.speaker for unit in units(text, "a.txt")} == {""}


@pytest.mark.parametrize(
    ("code", "one", "two"),
    [
        ("de", "Der Schlüssel zum Gartenhaus liegt unter dem Topf", "Danke, ich hole ihn morgen und bringe Brot mit"),
        ("es", "La llave del trastero la tiene Pablo en su casa", "Yo llevo la escalera y las cuerdas mañana"),
        ("ja", "倉庫の鍵は太郎が持っています", "私が梯子を持っていきます"),
    ],
)
def test_the_language_of_a_chat_is_that_of_its_messages(code: str, one: str, two: str) -> None:
    assert note(f"23.11.25, 09:15 - Ann: {one}\n23.11.25, 09:16 - Bo: {two}\n", "a.txt").language == code


def test_files_that_were_sent_are_nobodys_words() -> None:
    text = "5/11/26, 18:08 - Ann: The key is here\n5/11/26, 18:09 - Bo: IMG-20260511-WA0001.jpg (file attached)\n"
    assert [unit.speaker for unit in units(text + "5/13/26, 18:10 - Ann: Thanks\n", "a.txt")] == ["Ann", "", "Ann"]
