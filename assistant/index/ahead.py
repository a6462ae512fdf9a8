"""Making the vectors of another model while the present one's serve.

They are made for the notes as the other model will have them cut, and kept by the hash of the text. Once all are
known, cutting the notes anew and giving each chunk its vector takes no model.
"""

import time
from itertools import islice
from pathlib import Path

from assistant.domain import Skipped
from assistant.engines.ports import Embedder
from assistant.failpoints import reach
from assistant.index.embed import BATCH, EmbedReport, embed_texts
from assistant.index.sync import Progress, Recipe
from assistant.notes.read import read_note
from assistant.store.catalog import Catalog
from assistant.store.chunks import hash_text, texts_of
from assistant.store.coming import ComingVectors


def embed_ahead(
    folder: Path, recipe: Recipe, catalog: Catalog, coming: ComingVectors, embedder: Embedder, progress: Progress
) -> EmbedReport:
    """Make every vector that the notes will need when they are cut by ``recipe``.

    Stop it anywhere: what has been embedded is kept. ``progress`` is called between transactions and may block.
    """
    started, embedded = time.monotonic(), 0
    waiting: dict[bytes, str] = {}
    notes = list(catalog.notes())
    for done, path in enumerate(notes, start=1):
        progress("vectors", done - 1, len(notes))
        texts = {hash_text(text): text for text in _texts(folder, path, recipe)}
        waiting |= {key: texts[key] for key in coming.unknown(texts.keys() - waiting.keys())}
        while len(waiting) >= BATCH or (waiting and done == len(notes)):
            batch = dict(islice(waiting.items(), BATCH))
            made = embed_texts(catalog, embedder, list(batch.values()))
            coming.add(list(batch), made.vectors, made.tokens, done, len(notes))
            reach("ahead.added")
            waiting = dict(islice(waiting.items(), BATCH, None))
            embedded += len(batch)
            progress("vectors", done - 1, len(notes))
    return EmbedReport(embedded, 0, time.monotonic() - started)


def _texts(folder: Path, path: str, recipe: Recipe) -> list[str]:
    text = read_note(folder, path, recipe.rules.max_bytes)
    note = None if isinstance(text, Skipped) else recipe.cut(path, text)
    return texts_of(note) if note else []
