"""Giving every chunk its vector: reuse what is known, embed the rest, a batch at a time, what is new first."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.engines.ports import Embedder
from assistant.failpoints import reach
from assistant.index.sync import Progress
from assistant.store.catalog import Catalog
from assistant.store.embeddings import Floats
from assistant.store.vectors import VectorIndex

#: Texts embedded between two transactions; the engine sorts them by length and cuts its own smaller batches.
BATCH = 128
#: A folder with more chunks keeps no vectors of tokens: they take some 6 kB a chunk.
MAX_CHUNKS_WITH_TOKENS = 100_000


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """Distinct texts embedded, chunks whose vector was already known, seconds, and chunks that still wait."""

    embedded: int
    reused: int
    seconds: float
    waiting: int = 0

    def __add__(self, other: "EmbedReport") -> "EmbedReport":
        return EmbedReport(
            self.embedded + other.embedded, self.reused + other.reused, self.seconds + other.seconds, other.waiting
        )


@dataclass(frozen=True, slots=True)
class Embedded:
    """Texts' vectors, shape ``(n, dims)``, and those of their tokens where they are kept."""

    vectors: Floats
    tokens: Sequence[Floats]


def embed_waiting(
    catalog: Catalog, vectors: VectorIndex, embedder: Embedder, progress: Progress, at_most: int | None = None
) -> EmbedReport:
    """Empty the vector outbox, or embed ``at_most`` of its texts. Stop it anywhere: what has been embedded is kept.

    Others may change the catalog meanwhile. ``progress`` is called between transactions and may block.
    """
    started = time.monotonic()
    vectors.drop_stale()
    reused = vectors.reuse_known()
    reach("embed.reused")
    total, embedded = vectors.pending(), 0
    while at_most is None or embedded < at_most:
        progress("vectors", max(0, total - vectors.pending()), total)
        with catalog.transaction():  # both readings see the same chunks
            batch = vectors.waiting(BATCH if at_most is None else min(BATCH, at_most - embedded))
            texts = catalog.texts_to_embed([chunk.chunk_id for chunk in batch])
        if not batch:
            break
        made = embed_texts(catalog, embedder, texts)
        reach("embed.embedded")
        vectors.add([chunk.text_hash for chunk in batch], made.vectors, made.tokens)
        reach("embed.added")
        embedded += len(batch)
    vectors.drop_stale()
    return EmbedReport(embedded, reused, time.monotonic() - started, vectors.pending())


def embed_texts(catalog: Catalog, embedder: Embedder, texts: Sequence[str]) -> Embedded:
    """Embed texts, with their tokens unless the folder is too large for that."""
    import numpy as np

    made = embedder.document_vectors(texts)
    with_tokens = catalog.counts().chunks <= MAX_CHUNKS_WITH_TOKENS
    return Embedded(np.stack([text.whole for text in made]), [text.tokens for text in made] if with_tokens else ())
