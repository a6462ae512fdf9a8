"""Giving every chunk its vector: reuse what is known, embed the rest, a batch at a time."""

import time
from dataclasses import dataclass

from assistant.engines.ports import Embedder
from assistant.index.sync import Progress
from assistant.store.catalog import Catalog
from assistant.store.vectors import VectorIndex

#: Texts embedded between two transactions; the engine sorts them by length and cuts its own smaller batches.
BATCH = 128


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """Distinct texts embedded, chunks whose vector was already known, and seconds."""

    embedded: int
    reused: int
    seconds: float


def embed_waiting(catalog: Catalog, vectors: VectorIndex, embedder: Embedder, progress: Progress) -> EmbedReport:
    """Empty the vector outbox. Stop it anywhere: what has been embedded is kept."""
    started = time.monotonic()
    vectors.drop_stale()
    reused = vectors.reuse_known()
    total = vectors.pending()
    embedded = 0
    while batch := vectors.waiting(BATCH):
        progress("vectors", total - vectors.pending(), total)
        texts = catalog.texts_to_embed([chunk.chunk_id for chunk in batch])
        vectors.add([chunk.text_hash for chunk in batch], embedder.embed_documents(texts))
        embedded += len(batch)
    if total:
        progress("vectors", total, total)
    return EmbedReport(embedded, reused, time.monotonic() - started)
