"""What an index says, in a form in which two indexes of one folder are equal."""

import os
from pathlib import Path
from typing import Any

import tantivy
from fake_app import fake_app, index

from assistant.app import App
from assistant.lexical.analysis import analyze_query
from assistant.lexical.index import LexicalIndex
from assistant.store.database import connect

_JOINED = "from chunks join notes on notes.id = chunks.note_id"


def rows(app: App, query: str) -> list[Any]:
    db = connect(app.index_folder / "catalog.db")
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


def lexical_ids(app: App) -> list[int]:
    (folder,) = app.index_folder.glob("lexical-[0-9]")
    searcher = tantivy.Index.open(os.fspath(folder)).searcher()
    hits = searcher.search(tantivy.Query.all_query(), limit=10_000).hits
    return sorted(searcher.fast_field_values("chunk_id", [address for _, address in hits]))


def state(app: App) -> dict[str, Any]:
    """Everything an index says, without the ids that depend on the order of events."""
    chunk = "notes.path, ordinal, text, headings, byte_start, byte_end, chunks.line_start, sentences, text_hash"
    places = {i: (path, n) for i, path, n in rows(app, f"select chunks.id, notes.path, ordinal {_JOINED}")}
    ((table,),) = rows(app, "select 'vectors_' || id from spaces where serving") or [(None,)]
    vectors = rows(app, f"select chunk_id, bits from {table}") if table else []
    return {
        "notes": rows(app, "select path, size, mtime_ns, hash, recipe, encoding, title, tags from notes order by 1"),
        "chunks": rows(app, f"select {chunk} {_JOINED} order by 1, 2"),
        "links": rows(app, "select path, target, line from links join notes on id = note_id order by 1, 3, 2"),
        "lexical": sorted(places.get(i, ("gone", i)) for i in lexical_ids(app)),
        "words": _words(app, places),
        "vectors": sorted((*places.get(i, ("gone", i)), bits) for i, bits in vectors),
        "spaces": rows(app, "select fingerprint, model, serving from spaces"),
        "embeddings": rows(app, "select text_hash, vector from embeddings order by 1"),
        "tokens": rows(app, "select text_hash, bits from tokens order by 1"),
        "outboxes": rows(app, "select chunk_id from lexical_outbox union all select chunk_id from vector_outbox"),
        "whole": rows(app, "select value from state where key = 'sync'"),
    }


def _words(app: App, places: dict[int, tuple[str, int]]) -> dict[str, list[tuple[str, int]]]:
    """Where each word of a path or a title stands according to the lexical index."""
    said = " ".join(f"{path} {title}" for path, title in rows(app, "select path, title from notes"))
    lexical = LexicalIndex(app.index_folder)
    words = {word.surface: word for word in analyze_query(said, ["en"])}
    return {text: sorted(places.get(i, ("gone", i)) for i in lexical.holding_word(w)) for text, w in words.items()}


def fresh(app: App, home: Path) -> dict[str, Any]:
    """What an index says that is made from nothing of the same folder."""
    other = fake_app(app.folder, home, embedder=app.embedder, settings=app.settings)
    index(other)
    return state(other)
