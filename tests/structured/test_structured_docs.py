"""What the page on structured output says is what the code does."""

import json
import re
from pathlib import Path

import pytest
from desks import make_desk

from assistant.errors import UsageError
from assistant.structured.form import Form
from assistant.structured.languages.automaton import MAX_STATES
from assistant.structured.schema.compile import compile_schema
from assistant.structured.schema.formats import FORMATS
from assistant.structured.schema.keywords import ANNOTATIONS, REFUSED, SUPPORTED
from assistant.structured.schema.numbers import MAX_CHARACTERS
from assistant.structured.schema.scalars import MAX_COUNT, MAX_FACTOR
from assistant.structured.schema.shorthand import KNOWN_TYPES, read_shorthand

PAGE = (Path(__file__).parents[2] / "docs/structured-output.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\$?\w+)` \| (.*?) \| `(\{.*\})` \|$", PAGE, re.MULTILINE)
SHOWN = re.findall(r"(?ms)^ *\$ ([^\n]*)\n(.*?)(?=^ *\$ |^ *```)", PAGE)


def test_the_table_has_every_keyword_and_no_other():
    assert [keyword for keyword, _, _ in ROWS] == list(dict.fromkeys(keyword for keyword, _, _ in ROWS))
    assert {keyword for keyword, _, _ in ROWS} == SUPPORTED | set(REFUSED)


@pytest.mark.parametrize(("keyword", "said", "example"), ROWS, ids=[keyword for keyword, _, _ in ROWS])
def test_a_row_says_what_the_compiler_does(keyword, said, example):
    schema = json.loads(example.replace("\\|", "|"))
    assert f'"{keyword}"' in example
    if said == "refused":
        with pytest.raises(UsageError, match=rf"#/{re.escape(keyword)}: "):
            compile_schema(schema)
    else:
        compile_schema(schema)


def test_the_row_of_formats_names_each_of_them():
    said = next(said for keyword, said, _ in ROWS if keyword == "format")
    assert set(re.findall(r"`([\w-]+)`", said)) == set(FORMATS)


def test_the_keywords_that_only_describe_are_named():
    assert all(f"`{keyword}`" in PAGE for keyword in ANNOTATIONS - {"$schema"})


def test_the_limits_are_those_of_the_code():
    for limit in (MAX_COUNT, MAX_STATES, MAX_CHARACTERS, MAX_FACTOR):
        assert f" {limit:,}" in PAGE


def test_the_short_forms_types_are_named_and_known():
    table = PAGE.partition("| type | is |")[2].partition("\n\n")[0]
    cells = [row.split(" | ")[0].replace("\\|", "|") for row in table.split("\n")]
    named = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert set(named) == set(KNOWN_TYPES)
    for name in named:
        Form(read_shorthand(f"field {name.replace('TYPE', 'int')}"))


@pytest.mark.models
@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_examples_run_and_come_out_alike(command, shown, models_folder, tmp_path):
    done = make_desk(tmp_path / "desk", models_folder).shell(command)
    printed = (done.stdout + done.stderr).splitlines()
    expected = [line.strip() for line in shown.strip().splitlines()]
    assert [alike(line) for line in printed] == [alike(line) for line in expected]


def alike(line: str) -> object:
    """What of a line does not depend on the model's taste: the names of an object, the form of a row, other text."""
    if line.startswith("{"):
        return list(json.loads(line))
    return re.sub(r"\d\.\d\d", "0.00", line)


def test_there_are_examples():
    assert len(SHOWN) >= 3
