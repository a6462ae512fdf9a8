"""Documentation as questions: which headings ask, what stands under them, and what a command sheet tells."""

import gzip
import json
from pathlib import Path
from typing import Any

from training.faq import load_faq
from training.judge_groups import faq_groups
from training.manuals import plain, sections, sheet, write

MARKDOWN = """# The garden

Some words before the first question, long enough to be asked for.

## 2.1 How do I sharpen the **spade**?

With a file, always in one direction, until the edge shines again.

```sh
# not a heading
```

<details>
<summary><b>Is it safe?</b></summary><br>

Only with gloves, and never while children are around you.

</details>
"""
RST = """Tools
=====

Rationale
---------

We want fewer tools, and those that we have shall be sharp and clean.
"""
SHEET = """# To list what is in an archive:
tar tf path

# ok
ls

# To extract it somewhere else:
tar xf path -C elsewhere
"""


def rows(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_sections_have_their_headings_and_lines() -> None:
    found = list(sections(MARKDOWN))
    assert [s.heading for s in found] == ["The garden", "How do I sharpen the spade?", "Is it safe?"]
    assert found[1].parents == ("The garden",)
    assert "# not a heading" in found[1].text
    lines = MARKDOWN.split("\n")
    for section in found:
        start = section.start_line - 1
        assert lines[start : start + len(section.lines)] == section.lines


def test_underlined_headings_leave_their_rule_out() -> None:
    (found,) = sections(RST)
    assert (found.heading, found.parents) == ("Rationale", ("Tools",))
    assert found.text.startswith("We want fewer tools")


def test_numbers_and_marks_are_no_part_of_a_heading() -> None:
    assert plain("3.2) `tar` and [its friends](x.md)") == "tar and its friends"
    assert plain("一、什么是索引？") == "什么是索引？"


def test_a_sheet_tells_what_each_command_is_for() -> None:
    found = list(sheet(SHEET))
    assert [s.heading for s in found] == ["list what is in an archive", "extract it somewhere else"]
    assert found[0].text == "# To list what is in an archive:\ntar tf path"


def test_what_is_written_is_read_as_questions(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "garden.md").write_text(MARKDOWN, encoding="utf-8")
    (tmp_path / "docs" / "tools.rst").write_text(RST, encoding="utf-8")
    assert write(tmp_path / "docs", "owner/docs", "MIT", tmp_path / "out", sheets=False) == 4
    asked = {row["question"]: row for row in rows(tmp_path / "out" / "faq.jsonl.gz")}
    assert asked["How do I sharpen the spade?"]["kind"] == "faq"
    assert asked["The garden"]["kind"] == "heading"
    faq = load_faq(tmp_path / "out")
    assert {one.answer.page for one in faq.asked} == {"owner/docs:garden.md", "owner/docs:tools.rst"}


def test_a_heading_that_many_pages_have_goes_with_the_title(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for n in range(5):
        text = RST.replace("Tools\n", f"Tool{n}\n")
        (tmp_path / "docs" / f"{n}.rst").write_text(text, encoding="utf-8")
    write(tmp_path / "docs", "owner/docs", "MIT", tmp_path / "out", sheets=False)
    asked = {row["question"] for row in rows(tmp_path / "out" / "faq.jsonl.gz")}
    assert asked == {f"Tool{n} Rationale" for n in range(5)}


def test_a_title_before_the_first_heading_is_the_pages(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(f"---\ntitle: 'The shed'\n---\n\n{MARKDOWN}", encoding="utf-8")
    write(tmp_path / "docs", "owner/docs", "MIT", tmp_path / "out", sheets=False)
    assert {row["page_title"] for row in rows(tmp_path / "out" / "faq.jsonl.gz")} == {"The shed"}


def test_of_a_repository_only_so_many_headings_are_learnt(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    text = "".join(f"## Part {n} of it\n\nSomething about part {n}, at some length and in words.\n\n" for n in range(9))
    (tmp_path / "docs" / "a.md").write_text(text + MARKDOWN, encoding="utf-8")
    write(tmp_path / "docs", "owner/docs", "MIT", tmp_path / "out", sheets=False)
    faq = load_faq(tmp_path / "out")
    assert len(list(faq_groups(faq, 1))) == 12
    assert len(list(faq_groups(faq, 1, headings=4))) == 2 + 4
