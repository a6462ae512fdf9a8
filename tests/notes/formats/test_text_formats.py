"""Kinds of files that are text: what of them is said, and that it is said at its own line."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Note, Skipped, UnitKind
from assistant.notes.chunks import ChunkSizes
from assistant.notes.formats import SUFFIXES, format_of, place
from assistant.notes.parse import parse_note
from assistant.notes.read import NoteText, read_note
from assistant.notes.tokens import estimate_tokens

ORG = """\
#+TITLE: Boat
#+DATE: <2026-05-12 Tue>
# a comment
* Repairs :hull:
:PROPERTIES:
:ID: 1234
:END:
The keel *must* be sanded, see [[https://example.org/keel][the guide]].
** TODO Buy varnish
SCHEDULED: <2026-05-14 Thu>
** Costs
| part   | price |
|--------+-------|
| sail   |   400 |
#+BEGIN_SRC sh
ls -l
#+END_SRC
- [X] rope
"""
RST = """\
=====
Boats
=====

The keel is :ref:`heavy <keel>`, see `the guide <https://example.org>`_.

Repairs
-------

.. note:: Sand it first.

.. code-block:: sh

   ls -l

.. a comment

Then varnish.
"""
ADOC = """\
= Boats
:author: Ann
:revdate: 2026-05-12

The *keel* is heavy, see https://example.org[the guide].

== Repairs

// a comment
* sand it
** twice
. varnish

[source,sh]
----
ls -l
----

|===
|part |price

|sail |400
|===
"""
HTML = """\
<!DOCTYPE html>
<html><head><title>Boats</title><style>p { color: red }</style></head>
<body>
<h2>Repairs</h2>
<p>The <b>keel</b> must be
sanded &amp; varnished.</p><p>Then it is dry.</p>
<ul><li>rope</li><li>sail</li></ul>
<table><tr><th>part</th><th>price</th></tr>
<tr><td>sail</td><td>400</td></tr></table>
<script>alert("nothing")</script>
<pre>ls -l
pwd</pre>
</body></html>
"""
VTT = """\
WEBVTT

1
00:12:38.000 --> 00:12:40.000
<v Ann>We sail on Monday.</v>

2
00:12:40.500 --> 00:12:44.000
<v Bea>The keel is dry by then.</v>
"""
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# Tides\n", "\n", "High water is at noon."]},
            {"cell_type": "code", "source": "print(1)\n\nprint(2)", "outputs": [{"text": "secret"}]},
            {"cell_type": "raw", "source": "Low water is at six."},
        ],
        "metadata": {"language_info": {"name": "python"}},
    }
)
CANVAS = json.dumps(
    {
        "nodes": [
            {"id": "c", "type": "text", "text": "Sand the keel.", "x": 10, "y": 510, "width": 5, "height": 5},
            {"id": "g", "type": "group", "label": "Repairs", "x": 0, "y": 500, "width": 100, "height": 100},
            {"id": "a", "type": "text", "text": "# Boat\n\nIt is old.", "x": 0, "y": 0, "width": 5, "height": 5},
            {"id": "f", "type": "file", "file": "log.md", "x": 0, "y": 100, "width": 5, "height": 5},
        ]
    }
)
FILES = {
    "boat.org": ORG, "boats.rst": RST, "boats.adoc": ADOC, "boats.html": HTML, "talk.vtt": VTT, "tides.ipynb": NOTEBOOK,
    "boat.canvas": CANVAS,
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def noted(root: Path, name: str) -> Note:
    read = read_note(root, name, 1_000_000)
    assert isinstance(read, NoteText)
    return parse_note(name, read.text, read.mtime_ns, ChunkSizes(), estimate_tokens)


def said(root: Path, name: str) -> dict[str, int]:
    """What the units of a note say, and the line at which each begins."""
    units = [unit for chunk in noted(root, name).chunks for unit in chunk.units if unit.is_said]
    return {unit.said: unit.span.line_start for unit in units}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "boat.org",
            {
                "Boat": 1,
                "The keel must be sanded, see the guide.": 8,
                "part: sail, price: 400": 14,
                "ls -l": 15,
                "rope": 18,
            },
        ),
        ("boats.rst", {"Boats": 2, "The keel is heavy, see the guide.": 5, "Repairs": 7, "Note: Sand it first.": 10}),
        ("boats.rst", {"ls -l": 12, "Then varnish.": 18}),
        ("boats.adoc", {"Boats": 1, "The keel is heavy, see the guide.": 5, "Repairs": 7, "sand it": 10, "twice": 11}),
        ("boats.adoc", {"varnish": 12, "ls -l": 15, "part: sail, price: 400": 22}),
        (
            "boats.html",
            {"Boats": 2, "Repairs": 4, "Then it is dry.": 6, "rope": 7, "sail": 7, "part: sail, price: 400": 9},
        ),
        ("boats.html", {"The keel must be sanded & varnished.": 5}),
        ("talk.vtt", {"We sail on Monday.": 5, "The keel is dry by then.": 9}),
        ("tides.ipynb", {"Tides": 1, "High water is at noon.": 1, "Low water is at six.": 3}),
        ("boat.canvas", {"Boat": 1, "It is old.": 1, "Repairs": 3, "Sand the keel.": 4}),
    ],
)
def test_what_a_file_says_and_where(root: Path, name: str, expected: dict[str, int]):
    told = {" ".join(text.split()): line for text, line in said(root, name).items()}
    assert {text: told.get(text) for text in expected} == expected


@pytest.mark.parametrize(
    ("name", "unsaid"),
    [
        ("boat.org", ["comment", "1234", "SRC", "PROPERTIES"]),
        ("boats.rst", ["comment", "---", "===", "code-block", "`"]),
        ("boats.adoc", ["comment", "author", "----", "|==="]),
        ("boats.html", ["red", "alert", "<", "&amp;"]),
        ("talk.vtt", ["WEBVTT", "-->", "<v"]),
        ("tides.ipynb", ["secret", "cell_type"]),
        ("boat.canvas", ["width", '"id"']),
    ],
)
def test_what_nobody_wrote_to_be_read_is_not_said(root: Path, name: str, unsaid: list[str]):
    told = "\n".join(said(root, name))
    assert [text for text in unsaid if text in told] == []


def test_titles_days_and_tasks(root: Path):
    org = noted(root, "boat.org")
    assert (org.title, org.date.isoformat(), org.tags) == ("Boat", "2026-05-12", ("hull",))
    tasks = [unit for chunk in org.chunks for unit in chunk.units if unit.kind is UnitKind.TASK]
    assert [(task.said, str(task.state), str(task.due)) for task in tasks] == [
        ("Buy varnish", "open", "2026-05-14"),
        ("rope", "done", "None"),
    ]
    assert noted(root, "boats.adoc").date.isoformat() == "2026-05-12"
    assert noted(root, "boats.html").title == "Boats"
    assert noted(root, "tides.ipynb").title == "Tides"


def test_a_citation_points_at_what_the_file_calls_a_place():
    assert place("a.md", 3, 3) == "3"
    assert place("a.md", 3, 4) == "3-4"
    assert place("tides.ipynb", 2, 2) == "cell 2"
    assert place("boat.canvas", 4, 4) == "card 4"
    assert place("talk.vtt", 9, 9, VTT) == "00:12:40"
    assert place("talk.vtt", 9, 9) == "9"


@pytest.mark.parametrize("name", ["a.ipynb", "a.canvas"])
@pytest.mark.parametrize("text", ["{", "[]", "7", '{"cells": 7, "nodes": 7}', "[" * 50_000])
def test_a_broken_file_is_skipped_with_its_reason(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text)
    skipped = read_note(tmp_path, name, 1_000_000)
    assert isinstance(skipped, Skipped)
    assert "it is" in skipped.reason


TEXT_FORMATS = [suffix for suffix in SUFFIXES if not format_of(f"a{suffix}").place]
SIGNS = st.text("*=-_~#:|`.<>[]{}/+\n\r \tabTODO1é", max_size=80) | st.text(max_size=40)


@given(st.sampled_from(TEXT_FORMATS), SIGNS)
def test_any_text_of_any_format_is_read_and_no_line_is_added(suffix: str, source: str):
    text = format_of(f"a{suffix}").text(source)
    assert text.count("\n") <= source.count("\n")
    note = parse_note(f"a{suffix}", text, 0, ChunkSizes(), estimate_tokens)
    assert all(unit.span.line_end <= source.count("\n") + 1 for chunk in note.chunks for unit in chunk.units)


TAGS = """<p> </p> <b> <li> <ul> </ul> <table> <tr> <td> <th> </tr> </table> <pre> </pre> <h1> <script> </script> <br>
&amp; <!-- -->"""


@given(st.lists(st.sampled_from([*TAGS.split(), "words", " ", "\n", "more\nlines"]), max_size=30).map("".join))
def test_any_page_is_read_and_no_word_is_before_its_line(source: str):
    text = format_of("a.html").text(source)
    assert text.count("\n") <= source.count("\n")
    for word in ("words", "more", "lines"):
        seen, told = (
            [number for number, line in enumerate(one.split("\n")) for _ in range(line.count(word))]
            for one in (source, text)
        )
        assert "<script" in source or all(there <= here for here, there in zip(seen, told, strict=True))


def test_rows_of_a_table_of_html_may_be_lines_apart():
    head, row = "<tr>\n<th>part</th>\n<th>price</th>\n</tr>\n\n", "<tr>\n<td>sail</td>\n<td>400</td>\n</tr>\n"
    page = f"<table>\n{head}{row}</table>\n<p>So.</p>"
    note = parse_note("a.html", format_of("a.html").text(page), 0, ChunkSizes(), estimate_tokens)
    found = {unit.said: unit.span.line_start for chunk in note.chunks for unit in chunk.units}
    assert found == {"part, price": 3, "part: sail, price: 400": 8, "So.": 12}
