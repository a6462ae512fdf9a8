"""A large note in a folder: an edit has the stretches it touched read again, and too much that is new waits."""

from pathlib import Path

import pytest
from fake_app import CountingEmbedder, Folder, fake_app, index
from index_state import fresh, rows, state

from assistant.app import App
from assistant.notes import seams, stretches

JOURNAL = "# Journal\n" + "".join(
    f"\n## 2026-03-{day:02}\n\nOn day {day} we mended the pump. See [[b]].\n" for day in range(1, 29)
)


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "LARGE", 400)
    monkeypatch.setattr(seams, "SHORTEST", 150)
    monkeypatch.setattr(seams, "LONGEST", 400)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    notes = Folder(tmp_path / "notes")
    notes.write("journal.md", JOURNAL)
    notes.write("b.md", "Beta tells of tides.\n")
    return notes


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def app(folder: Folder, tmp_path: Path, embedder: CountingEmbedder) -> App:
    app = fake_app(folder.root, tmp_path / "home", embedder=embedder)
    index(app)
    embedder.texts.clear()
    return app


@pytest.mark.parametrize(
    "edited",
    [
        JOURNAL + "\nWe lent the drill to Ylva.\n",
        JOURNAL.replace("## 2026-03-02", "We lent it. #boat\n\n## 2026-03-02"),
        JOURNAL.replace("# Journal", "# Log"),
        JOURNAL.replace("On day 14", "On the day"),
        JOURNAL[len(JOURNAL) // 2 :],
        "Short now.\n",
    ],
)
def test_an_edit_leaves_what_an_index_from_nothing_says(app, folder, tmp_path, edited):
    folder.write("journal.md", edited)
    index(app)
    assert state(app) == fresh(app, tmp_path / "fresh")
    index(app)
    assert state(app) == fresh(app, tmp_path / "again")


def test_a_line_at_the_end_embeds_one_text(app, folder, embedder):
    folder.write("journal.md", JOURNAL + "We lent the drill to Ylva.\n")
    index(app)
    assert len(embedder.texts) == 1
    assert [hit.passage.path for hit in app.search("drill", 3, "lexical").hits] == ["journal.md"]


def test_what_is_too_much_to_read_before_an_answer_is_left_and_said(app, folder):
    folder.write("new.md", JOURNAL)
    outcome = app.refresh(["new.md"], lambda *_: None, read_at_most=300)
    assert (outcome.sync.left, outcome.sync.added) == (1, 0)
    assert rows(app, "select path from notes order by path") == [("b.md",), ("journal.md",)]
    assert app.refresh(["new.md"], lambda *_: None).sync.added == 1
