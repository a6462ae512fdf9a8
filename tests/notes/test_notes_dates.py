"""Dates: front matter before file name before first line before modification time."""

from datetime import date

import pytest

from assistant.domain import DateSource
from assistant.notes.dates import find_date, note_date
from assistant.notes.frontmatter import FrontMatter

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
    assert note_date(path, FrontMatter(), "", NOON) == (expected, DateSource.FILE_NAME)


@pytest.mark.parametrize(
    "path",
    ["a.md", "0194-cfg-syntax.md", "2026-13-45.md", "1800-01-01.md", "9999-12-31.md", "123202611210.md", "v1.2.3.md"],
)
def test_other_numbers_in_a_name_are_no_date(path):
    assert note_date(path, FrontMatter(), "", NOON)[1] is DateSource.MTIME


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
    assert note_date("a.md", FrontMatter(), line, NOON) == (DAY, DateSource.FIRST_LINE)


def test_a_date_inside_a_long_first_line_is_told_not_the_notes_own():
    line = "In the long winter of that year, which began in earnest on 21 November 1956, nobody in the valley went out."
    assert note_date("a.md", FrontMatter(), line, NOON)[1] is DateSource.MTIME


@pytest.mark.parametrize(
    "value", ["2026-11-21", "2026-11-21T13:43:34-08:00", "20261121", "21 Nov 2026", "[[2026-11-21]]"]
)
def test_front_matter_comes_first(value):
    front = FrontMatter(values={"created": value})
    assert note_date("2020-01-01.md", front, "2021-01-01", NOON) == (DAY, DateSource.FRONT_MATTER)


def test_front_matter_without_a_real_date_is_passed_over():
    front = FrontMatter(values={"date": "{{date}}", "created": "2026-02-30"})
    assert note_date("2020-01-01.md", front, "", NOON) == (date(2020, 1, 1), DateSource.FILE_NAME)


def test_an_impossible_modification_time_is_no_error():
    assert note_date("a.md", FrontMatter(), "", 10**30) == (date(1970, 1, 1), DateSource.MTIME)


def test_only_real_dates_of_plausible_years_count():
    assert find_date("1899-01-01 2026-02-30 2026-02-28") == date(2026, 2, 28)
    assert find_date("no digits") is None
