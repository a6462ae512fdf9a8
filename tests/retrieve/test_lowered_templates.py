"""Templates and skeletons of daily notes come after what was written."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index
from hypothesis import given
from hypothesis import strategies as st
from makers import chunk, passage

from assistant.app import App
from assistant.notes.templates import template_folders
from assistant.retrieve.templates import is_contents

TEMPLATE = "# {title}\n\n## Wins\n- \n\n## What fell short\n- {short}\n\n## Tasks\n- [ ] Drink water\n- [ ] Stretch\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "notes")


@pytest.fixture
def app(folder: Folder, tmp_path: Path) -> App:
    return fake_app(folder.root, tmp_path / "home")


def found(app: App, text: str) -> list[str]:
    return [hit.passage.path for hit in app.search(text, 20, "lexical").hits]


def daily(day: int, short: str = "") -> str:
    return TEMPLATE.format(title=f"2026-11-{day:02}", short=short)


def test_a_day_that_says_something_comes_before_those_that_hold_only_the_template(app, folder):
    for day in range(1, 11):
        written = day == 7
        folder.write(f"daily/2026-11-{day:02}.md", daily(day, short="Forgot to wax the skis" if written else ""))
    index(app)
    assert found(app, "what fell short")[0] == "daily/2026-11-07.md"


@pytest.mark.parametrize("placeholder", ["{{date:dddd}}", '<% tp.date.now("YYYY-MM-DD") %>', "{{title}}"])
def test_a_template_comes_last_by_its_placeholders(app, folder, placeholder):
    folder.write("Vorlagen/weekly.md", f"# {placeholder}\n\nReview of the week, wins and losses, review of all.\n")
    folder.write("note.md", "# Week\n\nThe review took an hour.\n")
    index(app)
    assert found(app, "review") == ["note.md", "Vorlagen/weekly.md"]


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        ("templates.json", {"folder": "Forms"}),
        ("plugins/templater-obsidian/data.json", {"templates_folder": "Forms/"}),
        ("daily-notes.json", {"template": "Forms/weekly"}),
        ("plugins/periodic-notes/data.json", {"weekly": {"enabled": True, "template": "Forms/weekly.md"}}),
    ],
)
def test_a_folder_of_templates_is_known_from_the_settings_of_obsidian(app, folder, settings, value):
    folder.write(f".obsidian/{settings}", json.dumps(value))
    folder.write("Forms/weekly.md", "# Week\n\nReview of the week, wins and losses, review of all.\n")
    folder.write("note.md", "# Week\n\nThe review took an hour.\n")
    index(app)
    assert found(app, "review") == ["note.md", "Forms/weekly.md"]


def test_a_log_that_repeats_itself_is_no_skeleton(app, folder):
    for day in range(1, 6):
        folder.write(f"log/2026-11-{day:02}.md", f"# 2026-11-{day:02}\n\n- Went running\n")
    folder.write("shoes.md", "# Shoes\n\nNew ones for running are at the door of the cellar, behind the skis.\n")
    index(app)
    assert found(app, "went running")[-1] == "shoes.md"


@given(
    st.one_of(
        st.binary(max_size=60), st.recursive(st.text(max_size=5), lambda x: st.dictionaries(st.just("folder"), x))
    )
)
def test_any_settings_are_read(tmp_path_factory, settings):
    root = tmp_path_factory.mktemp("vault")
    (root / ".obsidian").mkdir()
    content = settings if isinstance(settings, bytes) else json.dumps(settings).encode()
    (root / ".obsidian/templates.json").write_bytes(content)
    assert all(isinstance(name, str) and name for name in template_folders(root))


CONTENTS = "- [Varnish the hull](#varnish-the-hull)\n- [Varnish the mast](#varnish-the-mast)\n- [Sails](#sails)\n"


def test_a_table_of_contents_counts_half(app, folder):
    said = "# Care\n\nVarnish of the hull and the mast dries for two days.\n"
    folder.write("boat.md", f"# Boat\n\n{CONTENTS * 20}\n{said}")
    index(app)
    with app.searching("lexical") as searching:
        hits = searching.search.run("varnish the hull", 10).hits
    assert {"dries" in hit.text: dict(hit.boosts).get("contents") for hit in hits} == {False: 0.5, True: None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CONTENTS, True),
        ("[[#Varnish]] [[#Mast|the mast]]\n", True),
        ("- [Rust](https://rust-lang.org)\n- [Go](https://go.dev)\n", False),
        ("Varnish as [below](#varnish), with three thin coats and a fine brush.\n", False),
        ("", False),
    ],
)
def test_a_list_of_links_to_the_own_headings_is_a_table_of_contents(text, expected):
    cut = chunk(*text.splitlines())
    assert is_contents(replace(passage(1), chunk=cut)) is expected
