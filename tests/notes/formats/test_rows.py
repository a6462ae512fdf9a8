"""Comma separated values: a place for each row, cells behind the names of their columns."""

import csv
import io

import pytest

from assistant.notes.chunks import ChunkSizes
from assistant.notes.formats import format_of, place, rows
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens


def said(source: str) -> dict[str, int]:
    note = parse_note("a.csv", format_of("a.csv").text(source), 0, ChunkSizes(), estimate_tokens)
    return {unit.said: unit.span.line_start for chunk in note.chunks for unit in chunk.units if unit.is_said}


def written(*cells: list[str], **options: str) -> str:
    made = io.StringIO()
    csv.writer(made, **options).writerows(cells)
    return made.getvalue()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            written(["part", "price"], ["sail", "400"], ["mast", "900"]),
            {"part: sail, price: 400": 2, "part: mast, price: 900": 3},
        ),
        (written(["part", "price"], ["sail", "4,00"], delimiter=";"), {"part: sail, price: 4,00": 2}),
        (written(["part", "price"], ["sail", "400"], delimiter="\t"), {"part: sail, price: 400": 2}),
        (
            written(["part", "note"], ["sail", "two\nlines, and a comma"], ["mast", "one"]),
            {"part: sail, note: two lines, and a comma": 2, "part: mast, note: one": 3},
        ),
        (written(["sail", "400"], ["mast", "900"]), {"sail, 400": None, "mast, 900": 2}),
        (written(["part", "price"], ["sail", ""], ["", "900"]), {"part: sail": 2, "price: 900": 3}),
        (
            written(["part", "price"], ["sail"], ["mast", "900", "spare"]),
            {"part: sail": 2, "part: mast, price: 900, spare": 3},
        ),
        (written(["اسم", "名"], ["سفينة", "船"]), {"اسم: سفينة, 名: 船": 2}),
        (written(["part", "price"], ["a|b", "400"]), {"part: a/b, price: 400": 2}),
        ("part,price\r\nsail,400\r\n\r\nmast,900\r\n", {"part: sail, price: 400": 2, "part: mast, price: 900": 4}),
    ],
)
def test_what_rows_say(source: str, expected: dict[str, int | None]):
    told = said(source)
    wanted = {text: at for text, at in expected.items() if at}
    assert {text: told.get(text) for text in wanted} == wanted


def test_names_of_columns_hold_in_long_tables(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rows, "IN_ONE", 5)
    told = said(written(["part", "price"], *[[f"part {n}", str(n)] for n in range(2, 40)]))
    assert all(told[f"part: part {n}, price: {n}"] == n for n in range(2, 40))


def test_nothing_in_a_file_of_rows_is_an_error():
    for source in ("", "\n", ",,,\n", "one"):
        said(source)


def test_a_citation_points_at_a_row():
    assert place("prices.csv", 3, 3) == "row 3"
