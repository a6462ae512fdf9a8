import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from fake_app import CountingEmbedder, Folder, fake_app, index
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_state import fresh, lexical_ids, rows, state

from assistant.app import App
from assistant.app.indexing import Rebuild
from assistant.engines.fakes import FakeEmbedder
from assistant.errors import BusyError, ExitCode, FolderGoneError
from assistant.index import embed, sync
from assistant.lexical.index import LexicalIndex
from assistant.settings import Index, Notes, Settings
from assistant.store.catalog import Catalog

LONG = "\n\n".join(
    f"## Part {n}\n\n"
    + " ".join(f"Sentence {n}-{i} tells of the {word} lighthouse." for i, word in enumerate("abcdef"))
    for n in range(12)
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    notes = Folder(tmp_path / "notes")
    notes.write("a.md", "# Alpha\n\nThe harbour master counts the boats. See [[b]].\n")
    notes.write("b.md", "Beta tells of tides.\n")
    notes.write("sub/long.md", f"# Long\n\n{LONG}\n")
    return notes


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def app(folder: Folder, tmp_path: Path, embedder: CountingEmbedder) -> App:
    return fake_app(folder.root, tmp_path / "home", embedder=embedder)


def changes(app: App) -> dict[str, int]:
    report = index(app).sync
    counts = {name: getattr(report, name) for name in ("added", "changed", "moved", "removed", "unchanged")}
    return {name: number for name, number in counts.items() if number}


def find(app: App, text: str) -> list[str]:
    return list(dict.fromkeys(hit.passage.path for hit in app.search(text, 5, "lexical").hits))


def test_a_first_run_adds_and_a_second_finds_nothing_to_do(app, embedder):
    assert changes(app) == {"added": 3}
    before, embedded = state(app), list(embedder.texts)
    assert index(app).sync.is_noop
    assert (state(app), embedder.texts) == (before, embedded)


def test_every_chunk_is_in_both_indexes_and_the_outboxes_are_empty(app):
    index(app)
    said = state(app)
    chunks = [row[:2] for row in said["chunks"]]
    assert said["lexical"] == [row[:2] for row in said["vectors"]] == chunks
    assert said["outboxes"] == []


def test_a_word_index_that_is_mostly_deleted_entries_is_written_anew(app, folder):
    index(app)
    held = lexical_ids(app)
    for stone in ("basalt", "granite", "marble", "quartz"):
        folder.write("sub/long.md", f"# Long\n\n{LONG}\n\nBuilt of {stone}.\n")
        index(app)
        assert LexicalIndex(app.index_folder).waste() <= sync.MOST_WASTE
    assert find(app, "quartz") == ["sub/long.md"]
    assert find(app, "granite") == []
    assert len(lexical_ids(app)) in (len(held), len(held) + 1)


def test_a_one_line_edit_embeds_at_most_two_chunks(app, folder, embedder):
    index(app)
    chunks = len(lexical_ids(app))
    embedder.texts.clear()
    text = (folder.root / "sub/long.md").read_text()
    folder.write("sub/long.md", text.replace("Sentence 6-2 tells of the c", "Sentence 6-2 sings of a new"))
    assert changes(app) == {"changed": 1, "unchanged": 2}
    assert chunks > 6
    assert 1 <= len(embedder.texts) <= 2
    assert find(app, "sings") == ["sub/long.md"]


def test_a_rename_keeps_ids_and_embeds_nothing(app, folder, embedder):
    index(app)
    ids = lexical_ids(app)
    embedder.texts.clear()
    folder.move("sub/long.md", "elsewhere/tall.md")
    assert changes(app) == {"moved": 1, "unchanged": 2}
    assert (lexical_ids(app), embedder.texts) == (ids, [])
    assert find(app, "tall") == ["elsewhere/tall.md"]


def test_a_moved_folder_moves_its_notes(app, folder, embedder, tmp_path):
    folder.write("sub/deep/c.md", "Gamma rays.\n")
    folder.write("sub/deep/d.md", "Gamma rays.\n")
    index(app)
    embedder.texts.clear()
    folder.move("sub", "archive/2025")
    assert changes(app) == {"moved": 3, "unchanged": 2}
    assert embedder.texts == []
    assert state(app) == fresh(app, tmp_path / "fresh")


def test_a_rename_with_an_edit_is_a_new_note_that_reuses_the_vectors_of_what_stayed(app, folder, embedder):
    index(app)
    embedder.texts.clear()
    folder.move("sub/long.md", "tall.md")
    folder.write("tall.md", (folder.root / "tall.md").read_text().replace("3-4 tells", "3-4 sings"))
    assert changes(app) == {"added": 1, "removed": 1, "unchanged": 2}
    assert len(embedder.texts) <= 2


def test_two_notes_that_trade_names_are_as_a_new_index_has_them(app, folder, tmp_path):
    index(app)
    folder.move("a.md", "tmp")
    folder.move("b.md", "a.md")
    folder.move("tmp", "b.md")
    index(app)
    assert state(app) == fresh(app, tmp_path / "fresh")


def test_a_touched_file_is_read_and_left_as_it_was(app, folder, embedder):
    index(app)
    embedder.texts.clear()
    folder.touch("a.md")
    assert changes(app) == {"unchanged": 3}
    assert embedder.texts == []
    assert app.files_to_index() == 0


def test_a_deleted_note_leaves_nothing_in_any_table(app, folder):
    index(app)
    for path in ("a.md", "b.md", "sub/long.md"):
        (folder.root / path).unlink()
    assert index(app, allow_empty=True).sync.removed == 3
    assert not any(left for what, left in state(app).items() if what not in {"spaces", "whole"})


def test_a_folder_that_disappears_is_an_error_and_loses_nothing(app, folder):
    index(app)
    folder.root.rename(folder.root.with_name("unplugged"))
    with pytest.raises(FolderGoneError, match="is not there"):
        sync_run(app)
    folder.root.with_name("unplugged").rename(folder.root)
    assert changes(app) == {"unchanged": 3}


def sync_run(app: App) -> None:
    with app.open_index(create=True) as opened:
        sync.Sync(opened.folder, app.recipe(), opened.catalog, opened.lexical).run(lambda *_: None)


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("noise.md", b"\x00\x01\x02", "it is not text"),
        ("big.md", b"x" * 2_000, "it is larger than 0.001 MB (0.0 MB)"),
    ],
)
def test_what_cannot_be_a_note_is_left_out_with_a_reason(folder, tmp_path, path, content, reason):
    shutil.rmtree(folder.root / "sub")
    app = fake_app(folder.root, tmp_path / "home", settings=Settings(notes=Notes(max_bytes=1_000)))
    folder.write(path, content)
    report = index(app).sync
    assert [(skipped.path, skipped.reason) for skipped in report.skipped] == [(path, reason)]
    assert report.added == 2


def test_a_note_that_becomes_unreadable_is_forgotten_and_comes_back(app, folder):
    index(app)
    text = (folder.root / "b.md").read_bytes()
    folder.write("b.md", b"\x00" + text)
    report = index(app).sync
    assert (report.removed, [skipped.path for skipped in report.skipped]) == (1, ["b.md"])
    assert find(app, "tides") == []
    folder.write("b.md", text)
    assert changes(app) == {"added": 1, "unchanged": 2}
    assert find(app, "tides") == ["b.md"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_left_out(app, folder):
    folder.write("secret.md", "Hidden.\n").chmod(0)
    (skipped,) = index(app).sync.skipped
    assert (skipped.path, skipped.reason) == ("secret.md", "permission denied")


def test_a_file_in_another_encoding_is_read_and_said(app, folder):
    folder.write("old.md", "Die Brücke am Fluss.\n".encode("cp1252"))
    (decoded,) = index(app).sync.decoded
    assert (decoded.path, decoded.reason) == ("old.md", "read as cp1252")
    assert find(app, "Brücke") == ["old.md"]


def test_a_new_ignore_rule_takes_notes_out_and_its_end_brings_them_back(app, folder):
    index(app)
    folder.write(".assistantignore", "sub/\n")
    assert changes(app) == {"removed": 1, "unchanged": 2}
    assert find(app, "lighthouse") == []
    (folder.root / ".assistantignore").unlink()
    assert changes(app) == {"added": 1, "unchanged": 2}


def test_an_embedder_that_arrives_later_cuts_everything_anew(app, folder, tmp_path):
    early = fake_app(folder.root, tmp_path / "home")
    outcome = index(early)
    assert (outcome.sync.added, outcome.embed) == (3, None)
    assert changes(app) == {"changed": 3}
    assert state(app) == fresh(app, tmp_path / "fresh")


def test_other_chunk_sizes_cut_everything_anew(app, folder, tmp_path, embedder):
    index(app)
    smaller = Settings(index=Index(chunk_target=40, chunk_ceiling=60))
    assert changes(fake_app(folder.root, tmp_path / "home", embedder=embedder, settings=smaller)) == {"changed": 3}


def test_another_embedder_gets_its_own_vectors(app, folder, tmp_path):
    index(app)
    other = CountingEmbedder()
    other.fingerprint, other.dims = "other", 32
    again = fake_app(folder.root, tmp_path / "home", embedder=other)
    assert index(again).sync.is_noop
    assert len(other.texts) == len(set(lexical_ids(app)))
    assert rows(app, "select fingerprint from spaces") == [("other",)]


def test_two_runs_at_once_are_refused(app, monkeypatch):
    monkeypatch.setattr("assistant.app.opened.LOCK_SECONDS", 0)
    app.index_folder.mkdir(parents=True)
    with FileLock(app.index_folder / "write.lock"), pytest.raises(BusyError) as refused:
        index(app)
    assert refused.value.exit_code == ExitCode.FAILED


def test_a_rebuild_makes_everything_anew_even_from_ruins(app, tmp_path):
    index(app)
    (app.index_folder / "catalog.db").write_bytes(b"ruins" * 1_000)
    (lexical,) = app.index_folder.glob("lexical*")
    shutil.rmtree(lexical)
    outcome = index(app, rebuild=Rebuild.ALL)
    assert (outcome.sync.added, outcome.sync.unchanged) == (3, 0)
    assert state(app) == fresh(app, tmp_path / "fresh")


def test_what_is_written_is_private(app):
    index(app)
    modes = {path.stat().st_mode & 0o077 for path in app.index_folder.rglob("*.db*")}
    assert modes == {0}
    assert app.index_folder.stat().st_mode & 0o077 == 0


class Interrupted:
    """Ctrl-C at the ``nth`` report of progress."""

    def __init__(self, nth: int) -> None:
        self.left = nth
        self.stages: Counter[str] = Counter()

    def __call__(self, stage: str, _done: int, _total: int) -> None:
        self.stages[stage] += 1
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(sync, "BATCH", 2)
    monkeypatch.setattr(sync, "LEXICAL_BATCH", 5)
    monkeypatch.setattr(embed, "BATCH", 4)


def edit(folder: Folder) -> None:
    """One change of every kind."""
    folder.write("a.md", "# Alpha\n\nThe harbour master has gone home.\n")
    folder.move("sub/long.md", "moved/long.md")
    (folder.root / "b.md").unlink()
    folder.write("new/c.md", f"# New\n\n{LONG[:900]}\n")
    folder.write("new/d.md", "Delta.\n")


def test_interrupted_at_any_report_the_next_run_ends_like_a_new_index(app, folder, tmp_path, small_batches):
    index(app)
    home, start = app.paths.data.parent, tmp_path / "start"
    shutil.copytree(home, start)
    edit(folder)
    expected = fresh(app, tmp_path / "fresh")
    stages: Counter[str] = Counter()
    for nth in range(100):
        shutil.rmtree(home)
        shutil.copytree(start, home)
        progress = Interrupted(nth)
        try:
            app.index(progress)
        except KeyboardInterrupt:
            stages |= progress.stages
            index(app)
            assert state(app) == expected, f"interrupted at report {nth}"
        else:
            break
    assert set(stages) == {"notes", "words", "vectors"}
    assert nth == stages.total() > 8


def test_stopped_between_the_commit_of_the_lexical_index_and_that_of_its_outbox(app, folder, tmp_path, monkeypatch):
    index(app)
    edit(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Catalog, "clear_lexical", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index(app)
    index(app)
    assert state(app) == fresh(app, tmp_path / "fresh")


TEXTS = ("", "One line.\n", "# Head\n\nTwo lines.\nAnd [[more]].\n", f"---\ntags: [x]\n---\n{LONG[:1500]}", LONG)
PATHS = st.sampled_from(["a.md", "b.txt", "x/a.md", "x/y/c.md"])
EDITS = st.one_of(
    st.tuples(st.just("write"), PATHS, st.sampled_from(TEXTS)),
    st.tuples(st.just("move"), PATHS, PATHS),
    st.tuples(st.sampled_from(["delete", "touch"]), PATHS, st.none()),
    st.tuples(st.just("index"), st.none(), st.none()),
)


def apply(folder: Folder, kind: str, path: str, what: str) -> None:
    if kind == "write":
        folder.write(path, what)
    elif (folder.root / path).is_file():
        match kind:
            case "move":
                folder.move(path, what)
            case "delete":
                (folder.root / path).unlink()
            case "touch":
                folder.touch(path)


@given(edits=st.lists(EDITS, min_size=1, max_size=12))
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_edits_end_like_a_new_index(tmp_path_factory, edits):
    root = tmp_path_factory.mktemp("law")
    folder = Folder(root / "notes")
    app = fake_app(folder.root, root / "home", embedder=FakeEmbedder())
    for kind, path, what in edits:
        if kind == "index":
            index(app, allow_empty=True)
        else:
            apply(folder, kind, path, what)
    index(app, allow_empty=True)
    assert state(app) == fresh(app, root / "fresh")
