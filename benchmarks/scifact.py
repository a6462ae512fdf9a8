"""Vector search on SciFact: nDCG@10 of the embedder, and what the coarse pass over bits loses.

    python benchmarks/scifact.py --data DIR

DIR holds ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv`` as BEIR lays them out. An abstract is one
passage, title and text, cut by the embedder where it cuts. Takes two or three minutes.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2
from pathlib import Path
from typing import Any

import numpy as np
from home import open_app, throwaway_home

from assistant.app import OpenIndex
from assistant.app.opened import NamedEmbedder
from assistant.domain import Chunk, DateSource, FileState, Note, Span
from assistant.engines.ports import Embedder, Vectors
from assistant.index.embed import embed_waiting
from assistant.store.catalog import Source
from assistant.store.vectors import VectorIndex

TOP = 10
#: nDCG@10 as published for all-MiniLM-L6-v2 in float32.
PUBLISHED = 0.645
TOLERANCE = 0.004

Relevance = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Corpus:
    """An embedded corpus: its vector index, the documents' ids by chunk, and all vectors, a row each."""

    index: VectorIndex
    names: Mapping[int, str]
    chunk_ids: Sequence[int]
    matrix: Vectors

    def exact(self, query: Vectors) -> list[str]:
        """The nearest documents by cosine with every vector."""
        order = np.argsort(-(self.matrix @ query), kind="stable")[:TOP]
        return [self.names[self.chunk_ids[row]] for row in order]

    def found(self, query: Vectors) -> list[str]:
        """The nearest documents as the index finds them."""
        return [self.names[hit.chunk_id] for hit in self.index.search(query, TOP)]


def main() -> None:
    """Embed the corpus, rank for every judged query in both ways, print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    data: Path = parser.parse_args().data
    judged = read_judgements(data / "qrels" / "test.tsv")
    texts = {str(query["_id"]): query["text"] for query in read_lines(data / "queries.jsonl")}
    with throwaway_home() as home:
        app = open_app(home, home)
        if app.embedder is None:
            raise SystemExit("no embedding model is installed: assistant models pull --defaults")
        with app.open_index(create=True) as index:
            corpus = embed(index, app.embedder, read_lines(data / "corpus.jsonl"))
            queries = [app.embedder.embed_query(texts[name]) for name in judged]
            started = time.perf_counter()
            found = list(map(corpus.found, queries))
            print(f"search          {1000 * (time.perf_counter() - started) / len(found):6.1f} ms")
    report(list(map(corpus.exact, queries)), found, list(judged.values()))


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_judgements(file: Path) -> dict[str, dict[str, int]]:
    """For each query, the relevance of its judged documents."""
    judged: dict[str, dict[str, int]] = {}
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, relevance = line.split("\t")
        judged.setdefault(query, {})[document] = int(relevance)
    return judged


def embed(index: OpenIndex, embedder: Embedder, documents: Iterator[dict[str, Any]]) -> Corpus:
    """Put each document into the catalog as a note of one chunk, and embed them all."""
    with index.catalog.transaction():
        for document in documents:
            index.catalog.put(*as_note(str(document["_id"]), document["title"], document["text"]))
    vectors = index.make_vectors(NamedEmbedder("embedder", embedder))
    done = embed_waiting(index.catalog, vectors, embedder, lambda *_: None)
    print(f"embedding       {done.embedded / done.seconds:6.1f} abstracts/s, {done.embedded} in {done.seconds:.0f} s")
    names = {p.chunk_id: p.path for path in index.catalog.notes() for p in index.catalog.note_passages(path)}
    stored = vectors.vectors_of(list(names))
    return Corpus(vectors, names, list(stored), np.stack(list(stored.values())))


def as_note(name: str, title: str, text: str) -> tuple[Note, Source]:
    """A document as a note of one chunk."""
    chunk = Chunk(text, Span(0, len(text.encode()), 1, 1), (), ())
    note = Note(name, title, True, date.min, DateSource.MTIME, "en", (), (), (chunk,))
    return note, Source(FileState(name, len(text), 0), hash=name, encoding="utf-8", recipe="scifact", changed_ns=0)


def ndcg(ranking: Sequence[str], relevance: Relevance) -> float:
    """Normalised discounted cumulative gain at ``TOP``, linear gains (Järvelin & Kekäläinen 2002)."""
    best = sorted(relevance.values(), reverse=True)[:TOP]
    return dcg(relevance.get(name, 0) for name in ranking) / dcg(best)


def dcg(gains: Iterable[int]) -> float:
    """Discounted cumulative gain."""
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def report(exact: Sequence[list[str]], found: Sequence[list[str]], judged: Sequence[Relevance]) -> None:
    """Print both scores, and how much of the exact ranking the index finds."""
    kept = statistics.mean(len({*a} & {*b}) / len(a) for a, b in zip(exact, found, strict=True))
    print(f"nDCG@{TOP} exact   {mean_ndcg(exact, judged):.4f}   (published {PUBLISHED} +- {TOLERANCE})")
    print(f"nDCG@{TOP} index   {mean_ndcg(found, judged):.4f}")
    print(f"recall@{TOP} of the exact ranking {kept:.4f}")


def mean_ndcg(rankings: Sequence[list[str]], judged: Sequence[Relevance]) -> float:
    """Mean over all queries."""
    return statistics.mean(map(ndcg, rankings, judged))


if __name__ == "__main__":
    main()
