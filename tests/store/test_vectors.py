from pathlib import Path

import apsw
import numpy as np
import pytest
from makers import chunk, note, source

from assistant.store.catalog import Catalog
from assistant.store.database import connect
from assistant.store.embeddings import packed_tokens
from assistant.store.vectors import VectorIndex

DIMS = 64


@pytest.fixture
def db(tmp_path: Path):
    connection = connect(tmp_path / "catalog.db")
    yield connection
    connection.close()


def unit(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=DIMS).astype(np.float32)
    return vector / np.linalg.norm(vector)


def embed_all(index: VectorIndex) -> dict[int, np.ndarray]:
    """Give every waiting text a vector of its own, drawn from its hash."""
    index.drop_stale()
    index.reuse_known()
    waiting = index.waiting(1000)
    vectors = {w.chunk_id: unit(int.from_bytes(w.text_hash[:4], "big")) for w in waiting}
    if waiting:
        index.add([w.text_hash for w in waiting], np.stack(list(vectors.values())))
    return vectors


def put_notes(db: apsw.Connection, count: int) -> Catalog:
    catalog = Catalog(db)
    for i in range(count):
        catalog.put(note(f"{i}.md", chunk(f"Text {i}.")), source(f"{i}.md", f"h{i}"))
    return catalog


def test_the_nearest_vectors_come_first_with_exact_similarity(db):
    put_notes(db, 300)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    vectors = embed_all(index)
    assert (index.pending(), index.count()) == (0, 300)
    query = unit(7)
    exact = sorted(vectors, key=lambda i: -float(vectors[i] @ query))[:10]
    found = index.search(query, 10)
    assert [n.chunk_id for n in found][:3] == exact[:3]
    assert found[0].similarity == pytest.approx(float(vectors[exact[0]] @ query), abs=2e-3)


def test_a_known_text_is_not_embedded_again(db):
    catalog = put_notes(db, 3)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    embed_all(index)
    catalog.put(note("copy.md", chunk("Text 1.")), source("copy.md", "h1"))
    assert index.reuse_known() == 1
    assert index.waiting(10) == []
    assert index.count() == 4


def test_equal_texts_are_embedded_once(db):
    catalog = Catalog(db)
    for name in ("a.md", "b.md"):
        catalog.put(note(name, chunk("Same text.")), source(name))
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    assert len(index.waiting(10)) == 1
    embed_all(index)
    assert (index.count(), index.pending()) == (2, 0)


def test_a_deleted_note_leaves_no_vector_and_no_embedding(db):
    catalog = put_notes(db, 3)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    embed_all(index)
    catalog.remove("1.md")
    index.drop_stale()
    index.sweep()
    assert (index.count(), index.pending()) == (2, 0)
    assert db.execute("select count(*) from embeddings").get == 2


def test_another_model_gets_a_space_of_its_own_and_all_chunks_wait_for_it(db):
    put_notes(db, 3)
    embed_all(VectorIndex.find_or_make(db, "model-a", DIMS))
    other = VectorIndex.find_or_make(db, "model-b", DIMS)
    assert (other.count(), other.pending()) == (0, 3)
    assert other.search(unit(1), 5) == []


def test_adding_again_changes_nothing(db):
    put_notes(db, 2)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    hashes = [w.text_hash for w in index.waiting(10)]
    vectors = np.stack([unit(1), unit(2)])
    index.add(hashes, vectors)
    index.add(hashes, vectors)
    assert (index.count(), index.pending()) == (2, 0)


def test_looking_for_a_space_makes_and_drops_none(db):
    put_notes(db, 3)
    embed_all(VectorIndex.find_or_make(db, "model-a", DIMS))
    assert VectorIndex.find(db, "model-b") is None
    assert VectorIndex.find(db, "model-a").count() == 3


def tokens(*seeds: int) -> np.ndarray:
    return np.stack([unit(seed) for seed in seeds])


def test_the_signs_of_tokens_are_kept_with_a_text_and_go_with_it(db):
    catalog = put_notes(db, 2)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    waiting = index.waiting(10)
    index.add([w.text_hash for w in waiting], np.stack([unit(1), unit(2)]), [tokens(1, 2, 3), tokens(4)])
    ids = [w.chunk_id for w in waiting]
    stored = index.tokens_of(ids)
    assert [stored[i].shape for i in ids] == [(3, DIMS // 64), (1, DIMS // 64)]
    assert np.array_equal(np.unpackbits(stored[ids[1]].view(np.uint8)), (unit(4) > 0))
    catalog.remove("0.md")
    index.drop_stale()
    index.sweep()
    assert db.execute("select count(*) from tokens").get == 1


def test_without_tokens_there_are_none(db):
    put_notes(db, 1)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    (waiting,) = index.waiting(10)
    index.add([waiting.text_hash], unit(1)[None])
    assert index.tokens_of([waiting.chunk_id]) == {}


def test_vectors_that_do_not_fill_a_number_are_padded():
    packed = packed_tokens(np.ones((2, 70), np.float32))
    assert packed.shape == (2, 2)
    assert np.unpackbits(packed.view(np.uint8), axis=1).sum(axis=1).tolist() == [70, 70]


def drop_notes(db: apsw.Connection, catalog: Catalog, index: VectorIndex, which: range) -> None:
    with catalog.transaction():
        for i in which:
            catalog.remove(f"{i}.md")
    index.drop_stale()


def test_a_table_that_edits_have_left_half_empty_is_written_anew(db):
    catalog = put_notes(db, 3000)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    while index.pending():
        embed_all(index)
    assert not index.is_sparse()
    drop_notes(db, catalog, index, range(0, 3000, 2))
    before = {i: [n.chunk_id for n in index.search(unit(i), 20)] for i in range(5)}
    assert index.is_sparse()
    assert index.compact()
    assert not index.is_sparse()
    assert db.execute(f"select count(*) from {index.space.table}_chunks").get == 2
    assert index.count() == 1500
    assert {i: [n.chunk_id for n in index.search(unit(i), 20)] for i in before} == before
    assert not index.compact()


def test_a_table_of_few_rows_is_left_alone(db):
    catalog = put_notes(db, 50)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    embed_all(index)
    drop_notes(db, catalog, index, range(49))
    assert not index.compact()


def test_a_table_is_written_anew_as_a_whole_or_not_at_all(db, monkeypatch):
    catalog = put_notes(db, 2500)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    while index.pending():
        embed_all(index)
    drop_notes(db, catalog, index, range(0, 2500, 2))
    monkeypatch.setattr("assistant.store.vectors.make_table", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        index.compact()
    assert index.count() == 1250
    assert len(index.search(unit(1), 10)) == 10


def test_another_connection_goes_on_searching_while_a_table_is_written_anew(db, tmp_path):
    catalog = put_notes(db, 2500)
    index = VectorIndex.find_or_make(db, "model-a", DIMS)
    while index.pending():
        embed_all(index)
    drop_notes(db, catalog, index, range(0, 2500, 2))
    other = connect(tmp_path / "catalog.db")
    there = VectorIndex.find(other, "model-a")
    assert there is not None
    found = there.search(unit(3), 10)
    assert index.compact()
    assert there.search(unit(3), 10) == found
    other.close()
