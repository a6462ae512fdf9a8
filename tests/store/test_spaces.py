from pathlib import Path

import apsw
import numpy as np
import pytest
from makers import chunk, note, source

from assistant.store import schema
from assistant.store.catalog import Catalog
from assistant.store.chunks import hash_text, texts_of
from assistant.store.coming import ComingVectors
from assistant.store.database import connect
from assistant.store.spaces import coming, forget_vectors, serving
from assistant.store.vectors import VectorIndex

DIMS = 64


@pytest.fixture
def db(tmp_path: Path):
    connection = connect(tmp_path / "catalog.db")
    yield connection
    connection.close()


def units(count: int) -> np.ndarray:
    vectors = np.random.default_rng(count).normal(size=(count, DIMS)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def keys(db: apsw.Connection, count: int) -> list[bytes]:
    """The texts of so many notes that are put into the catalog."""
    notes = [note(f"{i}.md", chunk(f"Text {i}.")) for i in range(count)]
    for each in notes:
        Catalog(db).put(each, source(each.path, each.path))
    return [hash_text(text) for each in notes for text in texts_of(each)]


def made(db: apsw.Connection, count: int = 3) -> tuple[list[bytes], VectorIndex]:
    texts, index = keys(db, count), VectorIndex.find_or_make(db, "old", DIMS, "old-model")
    index.add(texts, units(count))
    return texts, index


def test_vectors_in_the_making_do_not_serve(db):
    texts, _ = made(db)
    new = ComingVectors(db, "new", 2 * DIMS, "new-model")
    assert new.unknown(texts) == set(texts)
    new.add(texts[:1], np.ones((1, 2 * DIMS), np.float32), (), 1, 3)
    assert new.unknown(texts) == set(texts[1:])
    assert VectorIndex.find(db, "new") is None
    assert VectorIndex.find(db, "old").count() == 3
    assert (coming(db).model, coming(db).done, coming(db).total) == ("new-model", 1, 3)


def test_vectors_that_take_over_bring_what_is_known_and_drop_the_others(db):
    texts, _ = made(db)
    ComingVectors(db, "new", DIMS, "new-model").add(texts[:2], units(2), (), 2, 3)
    index = VectorIndex.find_or_make(db, "new", DIMS, "new-model")
    assert (index.count(), index.pending()) == (2, 1)
    assert (serving(db).model, coming(db)) == ("new-model", None)
    assert db.execute("select count(*) from embeddings").get == 2
    tables = "select name from sqlite_master where sql like 'create virtual table%'"
    assert db.execute(tables).fetchall() == [(serving(db).table,)]


def test_another_one_in_the_making_takes_the_place_of_the_first(db):
    texts, _ = made(db)
    ComingVectors(db, "new", DIMS, "new-model").add(texts, units(3), (), 3, 3)
    newer = ComingVectors(db, "newer", DIMS, "newer-model")
    assert newer.unknown(texts) == set(texts)
    assert (serving(db).model, coming(db).model) == ("old-model", "newer-model")


def test_a_search_under_way_finds_nothing_when_others_took_over(db):
    _, old = made(db)
    VectorIndex.find_or_make(db, "new", DIMS, "new-model")
    assert old.search(units(1)[0], 3) == []


def test_forgotten_vectors_are_all_waited_for_again(db):
    made(db)
    forget_vectors(db)
    assert (serving(db), db.execute("select count(*) from embeddings").get) == (None, 0)
    assert VectorIndex.find_or_make(db, "old", DIMS, "old-model").pending() == 3


def test_vectors_of_before_there_were_names_serve_on_and_get_theirs(tmp_path: Path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:3])
        old = connect(tmp_path / "old.db")
        old.execute("insert into spaces (fingerprint, dims) values ('old', 64)")
        old.execute("create virtual table vectors_1 using vec0(chunk_id integer primary key, bits bit[64])")
        old.close()
    db = connect(tmp_path / "old.db")
    assert (serving(db).model, VectorIndex.find(db, "old").count()) == ("", 0)
    assert VectorIndex.find_or_make(db, "old", DIMS, "old-model").space.id == 1
    assert serving(db).model == "old-model"
    db.close()
