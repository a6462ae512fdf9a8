"""Giving every chunk its vector: reuse what is known, embed the rest, a batch at a time."""

import time
from dataclasses import dataclass

import numpy as np

from assistant.engines.ports import Embedder
from assistant.index.sync import Progress
from assistant.store.catalog import Catalog
from assistant.store.vectors import VectorIndex

#: Texts embedded between two transactions; the engine sorts them by length and cuts its own smaller batches.
BATCH = 128
#: A folder with more chunks keeps no vectors of tokens: they take some 6 kB a chunk.
MAX_CHUNKS_WITH_TOKENS = 100_000


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
    with_tokens = catalog.counts().chunks <= MAX_CHUNKS_WITH_TOKENS
    while batch := vectors.waiting(BATCH):
        progress("vectors", total - vectors.pending(), total)
        texts = catalog.texts_to_embed([chunk.chunk_id for chunk in batch])
        made = embedder.document_vectors(texts)
        tokens = [text.tokens for text in made] if with_tokens else ()
        vectors.add([chunk.text_hash for chunk in batch], np.stack([text.whole for text in made]), tokens)
        embedded += len(batch)
    if total:
        progress("vectors", total, total)
    return EmbedReport(embedded, reused, time.monotonic() - started)
