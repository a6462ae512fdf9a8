from pathlib import Path

import apsw
import pytest
from makers import chunk, note, source

from assistant.errors import IndexBrokenError
from assistant.store.catalog import Catalog
from assistant.store.chunks import embedding_text
from assistant.store.database import connect, database_errors


@pytest.fixture
def db(tmp_path: Path):
    connection = connect(tmp_path / "index" / "catalog.db")
    yield connection
    connection.close()


@pytest.fixture
def catalog(db: apsw.Connection) -> Catalog:
    return Catalog(db)


def ids(catalog: Catalog, path: str) -> list[int]:
    return [p.chunk_id for p in catalog.note_passages(path)]


def test_a_note_comes_back_as_it_was_written(catalog: Catalog):
    written = chunk("Zürich: 北京 was next.", "And home.", headings=("Trip", "Day 2"), start=10, line=4)
    catalog.put(note("travel/a.md", chunk("Intro.", line=1), written, title="Trip", tags=("travel",)), source("x"))
    _, back = catalog.note_passages("travel/a.md")
    assert (back.path, back.title, back.tags, back.chunk) == ("travel/a.md", "Trip", ("travel",), written)


def test_an_edit_keeps_the_ids_of_unchanged_chunks_and_queues_the_others(db, catalog: Catalog):
    catalog.put(note("a.md", chunk("One."), chunk("Two."), chunk("Three.")), source("a.md"))
    first, second, third = ids(catalog, "a.md")
    db.execute("delete from vector_outbox; delete from lexical_outbox")
    catalog.put(note("a.md", chunk("One."), chunk("Changed."), chunk("Three.")), source("a.md", "h2"))
    kept_first, new, kept_third = ids(catalog, "a.md")
    assert (kept_first, kept_third) == (first, third)
    assert new not in (first, second, third)
    waiting = {row[0] for row in db.execute("select chunk_id from vector_outbox")}
    assert waiting == {second, new}
    assert set(catalog.pending_lexical()) == {second, new}


def test_a_new_tag_or_title_is_written_to_the_word_index_with_every_chunk(db, catalog: Catalog):
    catalog.put(note("a.md", chunk("One."), chunk("Two.")), source("a.md"))
    for changed in (note("a.md", chunk("One."), chunk("Two."), tags=("new",)), note("b.md", chunk("One."))):
        db.execute("delete from lexical_outbox")
        catalog.move("a.md", changed, source("b.md", "h2")) if changed.path == "b.md" else catalog.put(
            changed, source("a.md", "h2")
        )
        assert set(ids(catalog, changed.path)) <= set(catalog.pending_lexical())


def test_repeated_texts_keep_their_ids_in_order(catalog: Catalog):
    catalog.put(note("a.md", chunk("Same."), chunk("Same."), chunk("End.")), source("a.md"))
    before = ids(catalog, "a.md")
    catalog.put(note("a.md", chunk("Same."), chunk("Same."), chunk("End.")), source("a.md", "h2"))
    assert ids(catalog, "a.md") == before


def test_a_rename_of_a_file_needs_no_new_vector(db, catalog: Catalog):
    catalog.put(note("old name.md", chunk("Text.")), source("old name.md"))
    before = ids(catalog, "old name.md")
    db.execute("delete from vector_outbox")
    catalog.move("old name.md", note("new/name.md", chunk("Text.")), source("new/name.md"))
    assert ids(catalog, "new/name.md") == before
    assert ids(catalog, "old name.md") == []
    assert list(db.execute("select * from vector_outbox")) == []


def test_removing_a_note_leaves_nothing_but_the_orders_to_forget_it(db, catalog: Catalog):
    catalog.put(note("a.md", chunk("One."), chunk("Two.")), source("a.md"))
    gone = ids(catalog, "a.md")
    catalog.remove("a.md")
    counts = catalog.counts()
    assert (counts.notes, counts.chunks) == (0, 0)
    assert list(db.execute("select * from links")) == []
    assert catalog.pending_lexical() == gone


def test_a_chunk_id_is_never_used_twice(catalog: Catalog):
    catalog.put(note("a.md", chunk("One.")), source("a.md"))
    (first,) = ids(catalog, "a.md")
    catalog.remove("a.md")
    catalog.put(note("a.md", chunk("One.")), source("a.md"))
    assert ids(catalog, "a.md") != [first]


def test_a_failed_transaction_leaves_no_trace(catalog: Catalog):
    with pytest.raises(RuntimeError), catalog.transaction():
        catalog.put(note("a.md", chunk("One.")), source("a.md"))
        raise RuntimeError
    assert catalog.notes() == {}
    assert catalog.pending_lexical() == []


def test_the_embedded_text_leads_with_title_and_headings():
    assert embedding_text("Trip", ("Day 2",), " Text.\n") == "Trip > Day 2\nText."
    assert embedding_text("Trip", ("Trip", "Day 2"), "Text.") == "Trip > Day 2\nText."
    assert embedding_text("", (), "Text.") == "Text."


def test_the_database_is_private(tmp_path: Path):
    connect(tmp_path / "catalog.db").close()
    assert (tmp_path / "catalog.db").stat().st_mode & 0o777 == 0o600


def test_a_damaged_database_says_how_to_repair_it(tmp_path: Path):
    path = tmp_path / "catalog.db"
    path.write_bytes(b"not a database, but long enough to look like a page " * 100)
    with pytest.raises(IndexBrokenError) as error:
        connect(path)
    assert "assistant doctor --repair" in error.value.hint


def test_a_database_of_the_future_is_refused(tmp_path: Path):
    connection = connect(tmp_path / "catalog.db")
    connection.pragma("user_version", 999)
    connection.close()
    with pytest.raises(IndexBrokenError, match="newer version"):
        connect(tmp_path / "catalog.db")


def test_sqlite_errors_become_ours(tmp_path: Path):
    with pytest.raises(IndexBrokenError), database_errors(tmp_path):
        raise apsw.CorruptError("page 3")
