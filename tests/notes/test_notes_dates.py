"""Dates: front matter before file name before first line before modification time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import DateSource
from assistant.notes.dates import NoteDate, find_date, note_date
from assistant.notes.frontmatter import FrontMatter
from assistant.values.day_digits import Order

NOON = 1_780_000_000 * 10**9
DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2026-11-21.md", DAY),
        ("20261121.md", DAY),
        ("2026_11_21.md", DAY),
        ("week18/20260506_1200.txt", date(2026, 5, 6)),
        ("202611211530.md", DAY),
        ("2026-11-21 Meeting.md", DAY),
        ("Meeting 2026-11-21.md", DAY),
        ("daily/2026/11/21.md", DAY),
        ("2026-W47.md", date(2026, 11, 16)),
        ("2026-11.md", date(2026, 11, 1)),
        ("21 November 2026.md", DAY),
    ],
)
def test_a_file_name_gives_the_date(path, expected):
    assert note_date(path, FrontMatter(), "", NOON) == NoteDate(expected, DateSource.FILE_NAME)


@pytest.mark.parametrize(
    "path",
    ["a.md", "0194-cfg-syntax.md", "2026-13-45.md", "1800-01-01.md", "9999-12-31.md", "123202611210.md", "v1.2.3.md"],
)
def test_other_numbers_in_a_name_are_no_date(path):
    assert note_date(path, FrontMatter(), "", NOON).source is DateSource.MTIME


@pytest.mark.parametrize(
    "line",
    [
        "# Meeting, 2026-11-21",
        "Time: 20261121_12:00",
        "21 November 2026",
        "21. November 2026",
        "on the 21st of November 2026",
        "Saturday, November 21, 2026",
        "Nov 21, 2026",
        "le 21 novembre 2026",
        "21 de noviembre de 2026",
        "21.11.2026",
        "2026年11月21日",
        "2026년 11월 21일",
    ],
)
def test_a_first_line_gives_the_date(line):
    assert note_date("a.md", FrontMatter(), line, NOON) == NoteDate(DAY, DateSource.FIRST_LINE)


def test_a_date_inside_a_long_first_line_is_told_not_the_notes_own():
    line = "In the long winter of that year, which began in earnest on 21 November 1956, nobody in the valley went out."
    assert note_date("a.md", FrontMatter(), line, NOON).source is DateSource.MTIME


@pytest.mark.parametrize(
    "value", ["2026-11-21", "2026-11-21T13:43:34-08:00", "20261121", "21 Nov 2026", "[[2026-11-21]]"]
)
def test_front_matter_comes_first(value):
    front = FrontMatter(values={"created": value})
    assert note_date("2020-01-01.md", front, "2021-01-01", NOON) == NoteDate(DAY, DateSource.FRONT_MATTER)


def test_front_matter_without_a_real_date_is_passed_over():
    front = FrontMatter(values={"date": "{{date}}", "created": "2026-02-30"})
    assert note_date("2020-01-01.md", front, "", NOON) == NoteDate(date(2020, 1, 1), DateSource.FILE_NAME)


def test_an_impossible_modification_time_is_no_error():
    assert note_date("a.md", FrontMatter(), "", 10**30) == NoteDate(date(1970, 1, 1), DateSource.MTIME)


def test_only_real_dates_of_plausible_years_count():
    assert find_date("1899-01-01 2026-02-30 2026-02-28") == date(2026, 2, 28)
    assert find_date("no digits") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("21-11-2026.md", DAY),
        ("21_11_2026 log.md", DAY),
        ("21 11 2026.md", DAY),
        ("11-21-2026.md", DAY),
        ("21112026.md", DAY),
        ("2026 11 21.md", DAY),
        ("2026.11.21.md", DAY),
        ("Meeting_2026-11-21_final.md", DAY),
        ("Saturday 21 November 2026.md", DAY),
        ("Nov 21st, 2026.md", DAY),
        ("Samstag, 21. November 2026.md", DAY),
        ("21 novembre 2026.md", DAY),
        ("26 Mar 2026.md", date(2026, 3, 26)),
        ("26-Mar-2026.md", date(2026, 3, 26)),
        ("26Mar2026 plan.md", date(2026, 3, 26)),
        ("2026-Mar-26.md", date(2026, 3, 26)),
        ("26.03.26.md", date(2026, 3, 26)),
        ("5 set 2026.md", date(2026, 9, 5)),
        ("2026年11月21日.md", DAY),
        ("21 ноября 2026.md", DAY),
        ("journal/2026/11-November/21.md", DAY),
        ("journal/2026/2026-11/21 Saturday.md", DAY),
        ("2026-Q3 plan.md", date(2026, 7, 1)),
        ("2026W47.md", date(2026, 11, 16)),
        ("log.sync-conflict-20260915-081530-ABCD7EF.md", None),
        ("log (conflicted copy 2026-04-01).md", None),
        ("2026-11-21 log (conflicted copy 2026-04-01).md", DAY),
        ("photo 12345678.md", None),
    ],
)
def test_more_forms_of_a_file_name(name, expected):
    found = note_date(name, FrontMatter(), "", NOON)
    assert (found.day if found.source is DateSource.FILE_NAME else None) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("created", "1795262891"),
        ("created", "1795262891000"),
        ("creation_date", "2026-11-21"),
        ("created_time", "2026-11-21T10:00"),
        ("datecreated", "2026-11-21"),
        ("publishdate", "21.11.2026"),
        ("date", "11/21/2026"),
        ("date created", "Saturday, November 21st 2026, 10:20:11 am"),
        ("created", "2026/11/21 10:20"),
        ("created", "20261121102011"),
        ("created", "21-Nov-2026"),
        ("date", "Sat, 21 Nov 2026 10:20:11 +0100"),
        ("date", "[[Nov 21st, 2026]]"),
        ("creation-date", "2026-11-21T08:00:00+02:00"),
        ("datum", "21. November 2026"),
        ("fecha", "21 de noviembre de 2026"),
        ("创建时间", "2026年11月21日 10:00"),
        ("дата", "21 ноября 2026 г."),
    ],
)
def test_keys_and_values_that_date_a_note(key, value):
    front = FrontMatter(values={key: value})
    found = note_date("a.md", front, "", NOON)
    assert (found.day, found.source) == (DAY, DateSource.FRONT_MATTER)


@pytest.mark.parametrize(
    "body",
    [
        "# Title\nCreated Saturday 21 November 2026\n\nText.",
        "# Title\n\nCreated: November 21, 2026 10:48 AM\nTags: a\n\nText.",
        "title: Awl\n\nThe awl is thin.\n\ncreated_time: 2026-11-21T10:48:11.000Z\nid: 0f3b",
        "- **Date**: 2026-11-21\n- Who: Bo\n\nText.",
        "date:: [[Nov 21st, 2026]]\n\n- text",
        "#+TITLE: Awl\n#+DATE: <2026-11-21 Sat>\n\n* Text",
        ":PROPERTIES:\n:CREATED: [2026-11-21 Sat 10:00]\n:END:\n\nText.",
        "+++\ntitle = 'Awl'\ndate = 2026-11-21T10:00:00Z\n+++\n\nText.",
    ],
)
def test_a_field_near_the_top_or_the_end_dates_a_note(body):
    assert note_date("a.md", FrontMatter(), body, NOON) == NoteDate(DAY, DateSource.FIELD)


@pytest.mark.parametrize(
    "body",
    [
        "I met Anna on 3 May 2026 in Oslo.\n",
        "2026-05-12 Visited the dentist, a filling was replaced, and then the bus broke down.\n",
        "Due: 2026-05-12\n",
        "- [ ] call Bo 2026-05-12\n- [ ] pay\n",
        "> On 3 May 2026 he wrote\n",
        "1. Pay by 2026-05-12\n",
        "The vote of 3 May 2026 in the village had no result and so we met again\n",
    ],
)
def test_a_sentence_with_a_day_dates_no_note(body):
    assert note_date("a.md", FrontMatter(), body, NOON).source is DateSource.MTIME


def test_entries_with_days_of_their_own_leave_the_first_line_to_the_first_of_them():
    body = "2026-05-12 dentist\n2026-05-19 plumber\n"
    assert note_date("a.md", FrontMatter(), body, NOON).source is DateSource.FIRST_LINE
    assert note_date("a.md", FrontMatter(), body, NOON, entries=True).source is DateSource.MTIME


def test_a_day_that_could_be_two_keeps_both():
    found = note_date("03-04-2026.md", FrontMatter(), "", NOON)
    assert found == NoteDate(date(2026, 4, 3), DateSource.FILE_NAME, None, date(2026, 3, 4))
    assert note_date("23-04-2026.md", FrontMatter(), "", NOON).order is Order.DAY_FIRST
    assert note_date("04-23-2026.md", FrontMatter(), "", NOON).order is Order.MONTH_FIRST
    assert note_date("03.04.2026.md", FrontMatter(), "", NOON).otherwise is None
    assert note_date("04-04-2026.md", FrontMatter(), "", NOON) == NoteDate(date(2026, 4, 4), DateSource.FILE_NAME)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_form_of_a_day_in_a_name_is_read_back(day):
    forms = ("%Y-%m-%d", "%Y%m%d", "%Y_%m_%d", "%Y.%m.%d", "%Y %m %d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%Y/%m/%d")
    for form in forms:
        assert note_date(f"{day.strftime(form)}.md", FrontMatter(), "", NOON).day == day
    for form in ("%d-%m-%Y", "%d_%m_%Y", "%d %m %Y", "%d%m%Y", "%m-%d-%Y"):
        found = note_date(f"{day.strftime(form)}.md", FrontMatter(), "", NOON)
        assert day in (found.day, found.otherwise)


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_name_and_text_has_a_day(name, body):
    note_date(f"{name}.md", FrontMatter(values={"date": body}), body, NOON)
