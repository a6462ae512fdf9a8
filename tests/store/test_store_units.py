"""Units come back from the catalog as they were cut."""

from pathlib import Path

import apsw
import pytest

from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens
from assistant.store.catalog import Catalog
from assistant.store.schema import migrate
from tests.makers import source

TEXT = (
    "---\nplace: Øya\n---\n# Årsmøte\n\nVi **møttes** i går. Så gikk vi.\n\n- [ ] ring Åse\n\n"
    "| a | b |\n|---|---|\n| 1 | é |\n"
)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    connection = apsw.Connection(str(tmp_path / "catalog.db"))
    migrate(connection)
    return Catalog(connection)


def test_units_come_back_as_they_were_cut(catalog: Catalog) -> None:
    note = parse_note("a.md", TEXT, 0, ChunkSizes(), estimate_tokens)
    catalog.put(note, source("a.md"))
    kept = [passage.chunk for passage in catalog.note_passages("a.md")]
    assert kept == list(note.chunks)
    assert [unit.said for chunk in kept for unit in chunk.units][2] == "Vi møttes i går. Så gikk vi."


def test_units_of_chats_and_pictures_come_back(catalog: Catalog) -> None:
    text = (
        "[2025-10-14 15:35] Ann: Én nøkkel\n[2025-10-15 15:36] Bo: takk\n\n# Bilde\n\n"
        "Se ![måleren](data:image/png;base64,"
        + "iVBORw0KGgo4AAAD" * 40
        + ") her.\n\n## Mer\n\n- [x] ring ✅ 2025-10-16\n"
    )
    note = parse_note("a.md", text, 0, ChunkSizes(), estimate_tokens)
    catalog.put(note, source("a.md"))
    assert [passage.chunk for passage in catalog.note_passages("a.md")] == list(note.chunks)


@pytest.mark.parametrize(
    "text",
    [
        "A line that was\nbroken by *the* width of `a page`.\n",
        "- **bold** item with [a link](https://example.org/a_b) and snake_case\n  going on\n",
        "- see [[Note|alias]] and [one](x.md) [two](y(z).md) ~~gone~~ _so_\n",
        "> quoted *words*\n> in two lines\n",
        "| a | b |\n|---|---|\n| `x` | [y](z) |\n",
    ],
)
def test_what_units_say_comes_back_whatever_marks_are_in_it(catalog: Catalog, text: str) -> None:
    note = parse_note("a.md", f"# A\n\n{text}", 0, ChunkSizes(), estimate_tokens)
    catalog.put(note, source("a.md"))
    assert [passage.chunk for passage in catalog.note_passages("a.md")] == list(note.chunks)
