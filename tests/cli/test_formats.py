"""Lists in the forms that other programs read."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from assistant.cli.formats import Format, Place, chosen, print_rows
from assistant.cli.output import Output
from assistant.errors import UsageError
from assistant.settings import Output as Look

ROWS = [
    {"name": 'a "b"', "tags": ["x", "y"], "note": "1|2\nof 3", "own": True, "none": None, "left": "out"},
    {"name": "c,d", "tags": [], "note": "\x1b[31mred\u202e", "own": False, "none": 0.5, "left": {"in": "jsonl"}},
]
COLUMNS = ("name", "tags", "note", "own", "none")


def shown(form: Format, capsys: pytest.CaptureFixture[str]) -> str:
    print_rows(Output(Look()), form, ROWS, COLUMNS)
    return capsys.readouterr().out


def test_csv_is_read_back_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.reader(io.StringIO(shown(Format.CSV, capsys))))
    assert rows == [list(COLUMNS), ['a "b"', "x y", "1|2 of 3", "yes", ""], ["c,d", "", "red", "no", "0.5"]]


def test_jsonl_has_whole_rows(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(Format.JSONL, capsys)
    assert [json.loads(line) for line in text.splitlines()] == ROWS
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_md_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(Format.MD, capsys).splitlines()
    assert lines[0] == "| name | tags | note | own | none |"
    assert lines[2] == '| a "b" | x y | 1\\|2 of 3 | yes |  |'
    assert len(lines) == 4


def test_paths_have_lines_and_files_alone_end_with_nul(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    output, places = Output(Look()), [Place(Path("/n/a  b.md"), 3), Place(Path("/n/a  b.md"), 9), Place(Path("/c"), 1)]
    print_rows(output, Format.PATHS, [], (), places)
    print_rows(output, Format.PATHS, [], (), places, null=True)
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == b"/n/a  b.md:3\n/n/a  b.md:9\n/c:1\n/n/a  b.md\0/c\0"


def test_a_form_is_chosen_once() -> None:
    assert chosen(None) is Format.TEXT
    assert chosen(None, json=True) is chosen(Format.JSON, json=True) is Format.JSON
    assert chosen(None, null=True, has_paths=True) is chosen(Format.PATHS, null=True, has_paths=True) is Format.PATHS
    for wrong in (
        lambda: chosen(Format.CSV, json=True),
        lambda: chosen(Format.TEXT, null=True, has_paths=True),
        lambda: chosen(Format.PATHS),
    ):
        with pytest.raises(UsageError):
            wrong()
